import FlowLMKernels
import SpeechText

/// One utterance on its way: what the compute threads and the listener share.
///
/// Fields are grouped by who may touch them: the thread of the language model's pass, the thread that decodes this
/// stream, whoever holds the engine's lock.
final class SpeechStream: @unchecked Sendable {
    /// What the language model hands to the codec.
    enum Item {
        case chunkStart(PlannedChunk)
        /// Index into `latentSlots`.
        case latent(slot: Int)
        case chunkEnd(frames: Int, reachedCap: Bool)
        case end
    }

    enum Phase {
        /// Everything known of the text has been spoken; more may come.
        case awaitsText
        case needsPrefill, speaking, done
    }

    let plan: SpeechPlan
    private let memory: StreamMemory
    let sampleRate: Int

    // The language model's pass.
    private(set) var cache: KVCache
    private(set) var row: FlowLM.StepRow
    var generator: TorchGenerator
    /// Whether the chunk has been started, and how many of its tokens are in the cache.
    var isPrefilling = false
    var prefilledTokens = 0
    /// Tokens that were read before their chunk was known.
    var prefetched: [Int] = []
    /// Frames stepped in this chunk.
    var step = 0
    var eosStep: Int?
    /// The latest latent, the next step's input.
    let previous: AlignedBuffer<Float>
    /// The latest frame's attention to the chunk's tokens; `nil` = not recorded.
    let attention: TextAttention?
    private var nextSlot = 0

    // Decoding.
    let codec: MimiDecoder.State
    var codecChunk: PlannedChunk?
    var codecChunkIndex = -1
    var framesOfChunk = 0
    var samplesSoFar = 0
    /// Follows the chunk's words, and where in the utterance it begins.
    var aligner: ChunkAligner?
    var secondsBeforeChunk = 0.0
    /// Samples of the latest frames: an array is used again, in place, once its listener has let go of it.
    private var frames: [[Float]]
    private var nextFrame = 0

    // Handed from one to the other by way of the queue.
    let latentSlots: [AlignedBuffer<Float>]
    /// The frames' attention, `[tokens]` each; empty if it is not recorded.
    let attentionSlots: [AlignedBuffer<Float>]

    // Under the engine's lock.
    var phase = Phase.awaitsText
    /// The chunk that the language model is at, those that follow, and how many chunks are known in all.
    var chunk: PlannedChunk?
    var upcoming: [PlannedChunk] = []
    var chunkCount = 0
    var isTextComplete: Bool
    /// What the next chunk will probably begin with.
    var draft = TextDraft()
    /// Whether the first chunk has been begun.
    var hasBegun = false
    /// Whether the listener waits for the first audio, or for the first after a pause of the text.
    var isStarting = true
    var isDecoding = false
    var queue: [Item] = []
    var events: [SpeechEvent] = []
    /// Frames computed or being computed that the listener has not taken.
    var framesAhead = 0
    var pace: ListenerPace
    /// What the listener has taken.
    var delivered: SpokenExtent
    var isCancelled = false
    /// Cancelled by its own session, for whose listener that is a regular end.
    var isInterrupted = false
    /// Everything has been delivered, or will never be.
    var isClosed = false
    var listener: SpeechEngine.Listener?

    /// Frames that may be made before the listener takes the first.
    static let lookahead = 8
    /// Frames that last while a newStream's text is read, and everybody's next frame is made.
    private static let reserve = 3
    /// Frames that the codec decodes at once, if there are so many.
    static let largestBlock = 4

    /// - Parameters:
    ///   - isTextComplete: whether the plan has the whole text.
    ///   - positions: rows of the KV cache after the voice; it grows when a chunk needs more.
    ///   - generator: random numbers that go on where another stream of the same request ended.
    init(
        plan: SpeechPlan, isTextComplete: Bool = true, positions: Int, flowLM: FlowLM, decoder: MimiDecoder,
        sampleRate: Int, memory: StreamMemory, continuing generator: TorchGenerator? = nil
    ) {
        self.memory = memory
        self.plan = plan
        self.sampleRate = sampleRate
        self.isTextComplete = isTextComplete
        upcoming = plan.chunks
        chunkCount = plan.chunks.count
        delivered = SpokenExtent(sampleRate: sampleRate)
        cache = memory.makeCache(flowLM, after: plan.voice?.prefix, positions: positions)
        attention = plan.alignmentHeads.isEmpty ? nil : TextAttention(heads: plan.alignmentHeads)
        row = .init(cache: cache, times: plan.times, attention: attention)
        hasBegun = generator != nil
        self.generator = generator ?? TorchGenerator(seed: plan.seed)
        previous = AlignedBuffer(count: flowLM.latentDim)
        pace = ListenerPace(frame: .seconds(1) * decoder.frameSize / sampleRate)
        codec = memory.makeCodec(decoder)
        // Two more than can be in flight: a chunk's first frame may come on top.
        latentSlots = (0..<Self.lookahead + 2).map { _ in AlignedBuffer(count: flowLM.latentDim) }
        attentionSlots = attention == nil
            ? [] : latentSlots.map { _ in AlignedBuffer(count: TextChunk.maximumTokens) }
        frames = (0..<Self.lookahead + 2).map { _ in [Float](repeating: 0, count: decoder.frameSize) }
        queue.reserveCapacity(16)
        events.reserveCapacity(16)
    }

    deinit {
        memory.keep(cache)
        memory.keep(codec)
    }

    var hasRoom: Bool { framesAhead < Self.lookahead }
    /// When the listener runs dry.
    var deadline: ContinuousClock.Instant { pace.deadline(framesAhead: framesAhead) }
    /// Whether the listener can wait for a newStream's text and its own next frame after it.
    func hasReserve(at now: ContinuousClock.Instant) -> Bool { deadline >= now + pace.frame * Self.reserve }
    /// A chunk's first frame comes with its text, which must not wait until the chunk before has been heard.
    var hasRoomForStart: Bool { framesAhead <= Self.lookahead }

    /// Under the lock, between two chunks: on to the next one.
    func advance() {
        prefilledTokens = 0
        isPrefilling = false
        if !upcoming.isEmpty {
            chunk = upcoming.removeFirst()
            phase = .needsPrefill
        } else if isTextComplete {
            queue.append(.end)
            phase = .done
        } else {
            phase = .awaitsText
        }
    }

    /// Starts again after the voice, and keeps what was read ahead as far as `tokens` begin with it.
    ///
    /// - Parameter unit: tokens that are only right when they were read together.
    /// - Returns: how many were kept.
    func rewind(to tokens: [Int], unit: Int) -> Int {
        var kept = zip(prefetched, tokens).prefix { $0 == $1 }.count
        // With the last ones comes the first frame.
        if unit > 1 { kept = min(kept, tokens.count - 1) / unit * unit }
        cache.reset()
        cache.position += kept
        prefetched.removeLast(prefetched.count - kept)
        return kept
    }

    /// Makes room for a chunk in an empty cache.
    func reserve(positions: Int, flowLM: FlowLM) {
        guard cache.capacity < positions else { return }
        memory.keep(cache)
        cache = memory.makeCache(flowLM, after: plan.voice?.prefix, positions: positions)
        row = .init(cache: cache, times: plan.times, attention: attention)
        prefetched = []
    }

    /// A frame's samples, in an array that is used again.
    func frame(_ samples: Rows) -> [Float] {
        defer { nextFrame = (nextFrame + 1) % frames.count }
        frames[nextFrame].withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress?.update(from: samples, count: buffer.count)
        }
        return frames[nextFrame]
    }

    /// Under the lock: latents at the head of the queue that are to be decoded now, 0 if it is better to wait for more.
    ///
    /// A block of frames costs less than its frames one by one. Blocks grow with what the listener has in hand: as many
    /// frames as a computer that is just faster than real time makes before the listener runs dry.
    func decodableLatents(at now: ContinuousClock.Instant) -> Int {
        var count = 0
        while count < queue.count, count < Self.largestBlock, case .latent = queue[count] { count += 1 }
        let isAllThereIs = count < queue.count || phase != .speaking || !hasRoom
        guard count < Self.largestBlock, !isAllThereIs, !isStarting else { return count }
        return pace.deadline(framesAhead: events.count) < now + pace.frame * (count + 1) ? count : 0
    }

    /// A slot for the next latent; there are more slots than frames in flight.
    func takeSlot() -> Int {
        defer { nextSlot = (nextSlot + 1) % latentSlots.count }
        return nextSlot
    }
}
