import FlowLMKernels

/// One utterance on its way: what the two compute threads and the listener share.
///
/// Fields are grouped by who may touch them; the last group only under the engine's lock.
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

    // The language model's thread.
    let cache: KVCache
    let row: FlowLM.StepRow
    var generator: TorchGenerator
    var phase = Phase.needsPrefill
    var chunk = 0
    /// Frames stepped in this chunk.
    var step = 0
    var eosStep: Int?
    /// The latest latent, the next step's input.
    let previous: AlignedBuffer<Float>
    private var nextSlot = 0

    // The codec's thread.
    let codec: MimiDecoder.State
    var codecChunk = 0
    var framesOfChunk = 0
    var samplesSoFar = 0

    // Handed from one thread to the other by way of the queue.
    let latentSlots: [AlignedBuffer<Float>]

    // Under the engine's lock.
    var queue: [Item] = []
    var events: [SpeechEvent] = []
    /// Frames computed or being computed that the listener has not taken.
    var framesAhead = 0
    var isCancelled = false
    /// Everything has been delivered, or will never be.
    var isClosed = false
    var listener: CheckedContinuation<SpeechEvent?, any Error>?

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
        latentSlots = (0...Self.lookahead).map { _ in AlignedBuffer(count: flowLM.latentDim) }
        queue.reserveCapacity(16)
        events.reserveCapacity(16)
    }

    var hasRoom: Bool { framesAhead < Self.lookahead }

    /// A slot for the next latent; there are more slots than frames in flight.
    func takeSlot() -> Int {
        defer { nextSlot = (nextSlot + 1) % latentSlots.count }
        return nextSlot
    }
}
