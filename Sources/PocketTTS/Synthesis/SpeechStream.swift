import FlowLMKernels
import SpeechText

/// What the compute threads work with for one utterance. What they share with its listener is in ``StreamState``.
///
/// `@unchecked Sendable`: fields are grouped by the thread that may touch them, the one that runs the language model's
/// pass or the one that decodes this stream. The scheduler has one of each at a time.
final class SpeechStream: @unchecked Sendable {
    /// What the language model hands to the codec.
    enum Item: Sendable {
        case chunkStart(PlannedChunk)
        /// Index into `latentSlots`; whether no latent of the chunk follows, as far as that matters.
        case latent(slot: Int, isLast: Bool)
        case chunkEnd(frames: Int, reachedCap: Bool)
        case pause(samples: Int, textRange: Range<Int>)
        case mark(SpeechMark)
        case end
    }

    let plan: SpeechPlan
    private let memory: StreamMemory
    let sampleRate: Int

    // For the language model's pass.
    private(set) var cache: KVCache
    private(set) var row: FlowLM.StepRow
    var generator: TorchGenerator
    /// The chunk whose text is being prefilled, or whose frames are being made.
    private(set) var chunk: PlannedChunk?
    /// The voice that `cache` begins with.
    private var voice: Voice?
    /// Whether the chunk has been started, and how many of its tokens are in the cache.
    var isPrefilling = false
    var prefilledTokens = 0
    /// Tokens that were prefilled before their chunk was known.
    var prefetched: [Int] = []
    private var hasBegun = false
    /// Frames made in this chunk.
    var step = 0
    var eosStep: Int?
    /// `nil` = the model decides alone.
    var steering: EndSteering?
    /// The latest latent, the next step's input.
    let previous: AlignedBuffer<Float>
    /// The latest frame's attention to the chunk's tokens; `nil` = not recorded.
    let attention: TextAttention?
    private var nextSlot = 0

    // For decoding.
    let codec: MimiDecoder.State
    var codecChunk: PlannedChunk?
    var codecChunkIndex = -1
    var framesOfChunk = 0
    var samplesSoFar = 0
    /// Marks whose place is not reached yet.
    private var marks: [SpeechMark] = []
    /// Follows the chunk's words, and where in the utterance it begins.
    var aligner: ChunkAligner?
    var secondsBeforeChunk = 0.0
    /// Samples of the latest frames: an array is used again, in place, once its listener has let go of it.
    private var frames: [[Float]]
    private var nextFrame = 0

    /// Latents on their way from one to the other; the queue says which are in use.
    let latentSlots: [AlignedBuffer<Float>]
    /// The frames' attention, `[tokens]` each; empty if it is not recorded.
    let attentionSlots: [AlignedBuffer<Float>]

    /// - Parameters:
    ///   - positions: rows of the KV cache after the voice; it grows when a chunk needs more.
    ///   - generator: random numbers that go on where another stream of the same request ended.
    /// - Throws: ``PocketTTSError/outOfMemory(bytes:purpose:)``.
    init(
        plan: SpeechPlan, positions: Int, flowLM: FlowLM, decoder: MimiDecoder, sampleRate: Int, memory: StreamMemory,
        continuing generator: TorchGenerator? = nil
    ) throws(PocketTTSError) {
        self.memory = memory
        self.plan = plan
        self.sampleRate = sampleRate
        voice = plan.chunks.first?.voice ?? plan.voice
        cache = try memory.makeCache(flowLM, after: voice?.prefix, positions: positions)
        attention = plan.alignment.heads.isEmpty ? nil : TextAttention(heads: plan.alignment.heads)
        row = .init(cache: cache, times: plan.times, attention: attention)
        hasBegun = generator != nil
        self.generator = generator ?? TorchGenerator(seed: plan.seed)
        previous = AlignedBuffer(count: flowLM.latentDim)
        codec = memory.makeCodec(decoder)
        // Two more than can be in flight: a chunk's first frame may come on top.
        latentSlots = (0..<Scheduler.lookahead + 2).map { _ in AlignedBuffer(count: flowLM.latentDim) }
        attentionSlots =
            attention == nil
            ? [] : latentSlots.map { _ in AlignedBuffer(count: TextChunk.maximumTokens) }
        frames = (0..<Scheduler.lookahead + 2).map { _ in [Float](repeating: 0, count: decoder.frameSize) }
    }

    deinit {
        memory.keep(cache)
        memory.keep(codec)
    }

    /// Prepares the cache for a chunk: it keeps the tokens that were prefetched.
    /// - Throws: ``PocketTTSError/outOfMemory(bytes:purpose:)`` if the chunk needs a larger cache.
    func start(_ chunk: PlannedChunk, flowLM: FlowLM, prefetchUnit: Int) throws(PocketTTSError) {
        if !hasBegun {
            for _ in 0..<(plan.voice?.promptPasses ?? 0) { drawNoise(previous.pointer, count: flowLM.latentDim) }
        }
        hasBegun = true
        try reserve(positions: chunk.positions, after: chunk.voice, flowLM: flowLM)
        prefilledTokens = rewind(to: chunk.text.tokens, unit: prefetchUnit)
        prefetched = []
        self.chunk = chunk
        isPrefilling = true
        step = 0
        eosStep = nil
        steering = plan.steersEnd ? EndSteering(words: chunk.text.words) : nil
        let textStart = voice?.length ?? 0
        attention?.begin(text: textStart..<textStart + chunk.text.tokens.count)
    }

    /// Starts again after the voice, and keeps what was prefetched as far as `tokens` begin with it.
    ///
    /// - Parameter unit: tokens that are only right when they were prefilled together.
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

    /// Makes room for a chunk in an empty cache, after its voice.
    private func reserve(positions: Int, after next: Voice?, flowLM: FlowLM) throws(PocketTTSError) {
        guard cache.capacity < positions || next !== voice else { return }
        let other = try memory.makeCache(flowLM, after: next?.prefix, positions: max(positions, cache.capacity))
        memory.keep(cache)
        cache = other
        voice = next
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

    // MARK: Marks, for decoding

    func expect(_ mark: SpeechMark) { marks.append(mark) }

    /// The marks that are reached where the text before `offset` has been spoken; all of them if that is `nil`.
    /// - Parameter time: the time of a place in the text.
    func reachedMarks(before offset: Int?, _ time: (Int) -> Double) -> [SpeechEvent] {
        guard !marks.isEmpty else { return [] }
        let reached = marks.prefix { mark in offset.map { mark.textOffset <= $0 } ?? true }
        marks.removeFirst(reached.count)
        return reached.map { $0.reached(at: time($0.textOffset)) }
    }

    /// A slot for the next latent; there are more slots than frames in flight.
    func takeSlot() -> Int {
        defer { nextSlot = (nextSlot + 1) % latentSlots.count }
        return nextSlot
    }
}
