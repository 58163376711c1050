import FlowLMKernels

/// One utterance on its way: what the compute threads and the listener share.
///
/// Fields are grouped by who may touch them: the thread of the language model's pass, the thread that decodes this
/// stream, whoever holds the engine's lock.
final class SpeechStream: @unchecked Sendable {
    /// What the language model hands to the codec.
    enum Item {
        case chunkStart(Int)
        /// Index into `latentSlots`.
        case latent(slot: Int)
        case chunkEnd(Int, frames: Int, reachedCap: Bool)
        case end
    }

    enum Phase { case needsPrefill, speaking, done }

    let plan: SpeechPlan
    let sampleRate: Int

    // The language model's pass.
    let cache: KVCache
    let row: FlowLM.StepRow
    var generator: TorchGenerator
    /// Tokens of the chunk that are in the cache.
    var tokensRead = 0
    /// Frames stepped in this chunk.
    var step = 0
    var eosStep: Int?
    /// The latest latent, the next step's input.
    let previous: AlignedBuffer<Float>
    private var nextSlot = 0

    // Decoding.
    let codec: MimiDecoder.State
    var codecChunk = 0
    var framesOfChunk = 0
    var samplesSoFar = 0
    /// Samples of the latest frames: an array is used again, in place, once its listener has let go of it.
    private var frames: [[Float]]
    private var nextFrame = 0

    // Handed from one to the other by way of the queue.
    let latentSlots: [AlignedBuffer<Float>]

    // Under the engine's lock.
    var phase = Phase.needsPrefill
    /// The chunk that the language model is at.
    var chunk = 0
    var isDecoding = false
    var queue: [Item] = []
    var events: [SpeechEvent] = []
    /// Frames computed or being computed that the listener has not taken.
    var framesAhead = 0
    var isCancelled = false
    /// Everything has been delivered, or will never be.
    var isClosed = false
    var listener: SpeechEngine.Listener?

    /// Frames that may be made before the listener takes the first.
    static let lookahead = 2

    init(plan: SpeechPlan, flowLM: FlowLM, decoder: MimiDecoder, sampleRate: Int) {
        self.plan = plan
        self.sampleRate = sampleRate
        cache = flowLM.makeCache(after: plan.voice?.prefix, positions: plan.positions)
        row = .init(cache: cache, times: plan.times)
        generator = TorchGenerator(seed: plan.seed)
        previous = AlignedBuffer(count: flowLM.latentDim)
        codec = MimiDecoder.State(for: decoder, frames: 1)
        // One more than can be in flight.
        latentSlots = (0..<Self.lookahead + 2).map { _ in AlignedBuffer(count: flowLM.latentDim) }
        frames = (0..<Self.lookahead + 2).map { _ in [Float](repeating: 0, count: decoder.frameSize) }
        queue.reserveCapacity(16)
        events.reserveCapacity(16)
    }

    var hasRoom: Bool { framesAhead < Self.lookahead }
    /// A chunk's first frame comes with its text, which must not wait until the chunk before has been heard.
    var hasRoomForStart: Bool { framesAhead <= Self.lookahead }

    /// The next frame's samples, as `decode` writes them.
    func nextSamples(_ decode: (MutableRows) -> Void) -> [Float] {
        defer { nextFrame = (nextFrame + 1) % frames.count }
        frames[nextFrame].withUnsafeMutableBufferPointer { buffer in
            if let base = buffer.baseAddress { decode(base) }
        }
        return frames[nextFrame]
    }

    /// A slot for the next latent; there are more slots than frames in flight.
    func takeSlot() -> Int {
        defer { nextSlot = (nextSlot + 1) % latentSlots.count }
        return nextSlot
    }
}
