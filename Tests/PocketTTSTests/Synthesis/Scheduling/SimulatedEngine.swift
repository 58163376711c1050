@testable import PocketTTS

/// An engine whose threads, listeners and costs are numbers: it shows where the scheduler's decisions lead.
struct SimulatedEngine {
    struct Chunk {
        /// Passes that its text takes, the first frame included.
        var prefills: Int
        var frames: Int
    }

    enum Reader {
        /// Takes a frame every 80 ms.
        case player
        /// Takes every frame at once.
        case greedy
    }

    struct Costs {
        var prefill: Duration
        /// Of a step, and more for each stream in it.
        var step: Duration
        var row: Duration
        /// Of a frame of the codec.
        var decode: Duration
    }

    struct Stream {
        let arrival: Duration
        let reader: Reader
        fileprivate var chunks: [Chunk]
        fileprivate var isSpeaking = false
        /// Latents, and `false` for a marker.
        fileprivate var queue: [Bool] = []
        fileprivate var isDecoding = false
        fileprivate var isStarting = true
        fileprivate var framesAhead = 0
        fileprivate var framesDecoded = 0
        fileprivate var playback: PlaybackClock
        fileprivate var nextTake: ContinuousClock.Instant?

        /// Time from the arrival to the first decoded frame.
        private(set) var firstAudio: Duration?
        private(set) var framesTaken = 0
        fileprivate(set) var framesMade = 0
        /// Passes of the language model between the arrival and the stream's first prefill.
        fileprivate(set) var passesBeforeFirst = 0
        fileprivate var hasBegun = false
        /// The longest time that the listener waited for a frame after the first.
        private(set) var longestUnderrun = Duration.zero

        init(arrival: Duration, reader: Reader, chunks: [Chunk], from start: ContinuousClock.Instant) {
            self.arrival = arrival
            self.reader = reader
            self.chunks = chunks
            playback = PlaybackClock(frame: .milliseconds(80), from: start + arrival)
        }

        var isFinished: Bool { chunks.isEmpty && queue.isEmpty && !isDecoding && framesAhead == 0 }

        fileprivate var scheduled: Scheduler.Stream {
            var seen = Scheduler.Stream(playback: playback)
            if !chunks.isEmpty { seen.languageModel = isSpeaking ? .step : .prefill }
            if !isDecoding, let first = queue.first {
                let latents = queue.prefix { $0 }.prefix(Scheduler.largestBlock).count
                seen.codec = first ? .latents(latents, isFollowed: latents < queue.count) : .marker
            }
            seen.isStarting = isStarting
            seen.framesAhead = framesAhead
            seen.framesDecoded = framesDecoded
            return seen
        }

        /// The language model has made a frame.
        fileprivate mutating func makeFrame() {
            framesMade += 1
            isSpeaking = true
            queue.append(true)
            chunks[0].frames -= 1
            if chunks[0].frames == 0 {
                queue.append(false)
                chunks.removeFirst()
                isSpeaking = false
            }
        }

        fileprivate mutating func take(at now: ContinuousClock.Instant) {
            while framesDecoded > 0, reader == .greedy || now >= nextTake ?? now {
                if let due = nextTake, now > due { longestUnderrun = max(longestUnderrun, now - due) }
                framesDecoded -= 1
                framesAhead -= 1
                framesTaken += 1
                playback.take(at: now)
                if reader == .player { nextTake = now + .milliseconds(80) }
            }
        }

        fileprivate mutating func noteFirstAudio(at now: ContinuousClock.Instant, since start: ContinuousClock.Instant)
        {
            if firstAudio == nil { firstAudio = now - start - arrival }
        }
    }

    private enum Task {
        case decode(stream: Int, latents: Int)
        case prefill(stream: Int)
        case step([Int])
    }

    private(set) var streams: [Stream]
    private(set) var mostFramesAhead = 0
    private let costs: Costs
    private let start: ContinuousClock.Instant
    private var now: ContinuousClock.Instant
    private var workers: [(task: Task, end: ContinuousClock.Instant)?]
    private var isLanguageModelBusy = false
    private var lastPassWasStep = false

    init(streams: [Stream], workers: Int, costs: Costs, start: ContinuousClock.Instant) {
        self.streams = streams
        self.costs = costs
        self.start = start
        now = start
        self.workers = Array(repeating: nil, count: workers)
    }

    /// Runs until every stream is finished, `end` is reached, or nothing can happen any more.
    mutating func run(until end: Duration = .seconds(100_000)) {
        while now - start < end, !streams.allSatisfy(\.isFinished) {
            for index in streams.indices { streams[index].take(at: now) }
            giveTasks()
            let events =
                workers.compactMap { $0?.end }
                + streams.compactMap { stream in
                    stream.framesDecoded > 0 && stream.nextTake.map { $0 > now } == true ? stream.nextTake : nil
                } + streams.map { start + $0.arrival }.filter { $0 > now }
            guard let next = events.min() else { return }
            now = next
            for worker in workers.indices {
                if let (task, end) = workers[worker], end <= now {
                    workers[worker] = nil
                    finish(task)
                }
            }
        }
    }

    private mutating func giveTasks() {
        for worker in workers.indices where workers[worker] == nil {
            let present = streams.indices.filter { start + streams[$0].arrival <= now }
            let situation = Scheduler.Situation(
                streams: present.map { streams[$0].scheduled }, isLanguageModelBusy: isLanguageModelBusy,
                lastPassWasStep: lastPassWasStep)
            switch Scheduler.decide(situation, at: now) {
            case .wait, .runCall, .prefetch: return
            case .decode(let index, let latents):
                let stream = present[index]
                streams[stream].queue.removeFirst(max(1, latents))
                streams[stream].isDecoding = true
                workers[worker] = (.decode(stream: stream, latents: latents), now + costs.decode * latents)
            case .prefill(let index):
                let stream = present[index]
                streams[stream].hasBegun = true
                beginPass(isStep: false, present)
                workers[worker] = (.prefill(stream: stream), now + costs.prefill)
            case .step:
                let batch = present.indices.filter { situation.streams[$0].canStep }.map { present[$0] }
                for stream in batch { addFrameAhead(stream) }
                beginPass(isStep: true, present)
                workers[worker] = (.step(batch), now + costs.step + costs.row * batch.count)
            }
        }
    }

    private mutating func beginPass(isStep: Bool, _ present: [Int]) {
        isLanguageModelBusy = true
        lastPassWasStep = isStep
        for stream in present where !streams[stream].hasBegun { streams[stream].passesBeforeFirst += 1 }
    }

    private mutating func addFrameAhead(_ stream: Int) {
        streams[stream].framesAhead += 1
        mostFramesAhead = max(mostFramesAhead, streams[stream].framesAhead)
    }

    private mutating func finish(_ task: Task) {
        switch task {
        case .decode(let stream, let latents):
            streams[stream].isDecoding = false
            streams[stream].framesDecoded += latents
            if latents > 0 {
                streams[stream].isStarting = false
                streams[stream].noteFirstAudio(at: now, since: start)
            }
        case .prefill(let stream):
            isLanguageModelBusy = false
            streams[stream].chunks[0].prefills -= 1
            if streams[stream].chunks[0].prefills == 0 {
                addFrameAhead(stream)
                streams[stream].makeFrame()
            }
        case .step(let batch):
            isLanguageModelBusy = false
            for stream in batch { streams[stream].makeFrame() }
        }
    }
}
