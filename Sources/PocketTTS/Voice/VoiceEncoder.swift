import FlowLMKernels
import Foundation
import Synchronization

/// Turns recordings into prompts: the codec's encoder and the projection to the language model's width.
final class VoiceEncoder: Sendable {
    let mimi: MimiEncoder
    /// `[dModel, latentDim]`, without bias.
    let projection: Linear

    /// - Parameter checkpoint: the whole model.
    init(_ checkpoint: Checkpoint, config: ModelConfig) throws(PocketTTSError) {
        guard !checkpoint["mimi"]["encoder"].names.isEmpty else {
            throw .invalidCheckpoint(
                path: checkpoint.path, tensor: "mimi.encoder",
                reason: "there is no encoder: these weights can speak but not clone a voice; use a ready-made voice.")
        }
        guard !checkpoint["mimi"]["encoder"].isZeroed else {
            throw .invalidCheckpoint(
                path: config.weightsPath ?? "the weights", tensor: "mimi.encoder",
                reason:
                    "the encoder is all zeros: these open weights can speak but not clone a voice; accept the "
                    + "terms at huggingface.co/kyutai/pocket-tts, log in with `hf auth login` and fetch the "
                    + "model again (`pocket-tts models fetch NAME`), or use a ready-made voice."
            )
        }
        // A prompt is encoded once and its errors are in every sentence: exact weights, whatever the model's precision.
        let loader = LayerLoader(precision: .bf16)
        mimi = try MimiEncoder(checkpoint["mimi"], config: config.mimi, loader: loader)
        projection = Linear(
            weight: try checkpoint["flow_lm"].values(
                "speaker_proj_weight", shape: [config.flowLM.transformer.dModel, config.mimi.speakerDim]),
            outputs: config.flowLM.transformer.dModel, inputs: config.mimi.speakerDim,
            format: loader.precision.exactFormat)
    }

    /// The projection alone, for families whose voices are kept as latents; `nil` if the weights have none.
    static func speakerProjection(_ flowLM: Checkpoint, config: ModelConfig) throws(PocketTTSError) -> Linear? {
        guard config.family == .phonon, flowLM.contains("speaker_proj_weight") else { return nil }
        let (outputs, inputs) = (config.flowLM.transformer.dModel, config.mimi.speakerDim)
        return Linear(
            weight: .f32(try flowLM.tensor("speaker_proj_weight", shape: [outputs, inputs]).floats()),
            outputs: outputs, inputs: inputs, format: .panels)
    }

    /// Frames that the encoder takes at a time: enough for efficient products, few enough for the CPU's caches.
    private static let framesPerBlock = 4

    /// Encodes `samples`, padded with zeros to whole frames, and hands over the prompt in order, in blocks of
    /// `[frames, dModel]`. The convolutions run on a second thread, which takes parts of this one's loops whenever it
    /// is ahead or done, until `receive` has had all. Memory does not grow with the recording.
    ///
    /// - Parameters:
    ///   - pool: shared by both threads, and by what `receive` computes.
    ///   - context: this thread's, of `pool`.
    ///   - isCancelled: asked by both threads before each block.
    /// - Returns: false if it was cancelled.
    func encode(
        _ samples: [Float], pool: ThreadPool, in context: ComputeContext,
        isCancelled: @escaping @Sendable () -> Bool = { false }, receive: (_ rows: Rows, _ frames: Int) -> Void
    ) -> Bool {
        let frames = (samples.count + mimi.frameSize - 1) / mimi.frameSize
        let block = Self.framesPerBlock
        let steps = EncodedBlocks(count: mimi.stepsPerFrame * block * mimi.convolutions.dimension)
        let thread = Thread { [mimi] in
            Self.convolve(samples, frames: frames, mimi: mimi, to: steps, pool: pool, isCancelled: isCancelled)
            steps.end.pop(workingFor: pool)
        }
        thread.name = "pocket-tts.seanet"
        thread.stackSize = 4 << 20
        thread.qualityOfService = .userInitiated
        thread.start()
        defer { steps.end.push(()) }

        let state = MimiEncoder.State(for: mimi, frames: block, in: context)
        let latents = AlignedBuffer<Float>(count: block * mimi.latentDim)
        let rows = AlignedBuffer<Float>(count: block * projection.outputs)
        for first in stride(from: 0, to: frames, by: block) {
            let count = min(block, frames - first)
            guard let encoded = steps.filled.pop(workingFor: pool), !isCancelled() else {
                // The other thread may wait for room.
                steps.free.push(nil)
                return false
            }
            mimi.condense(encoded.pointer, frames: count, state: state, to: latents.pointer)
            steps.free.push(encoded)
            projection.apply(latents.pointer, rows: .independent(count), to: rows.pointer, in: context)
            receive(rows.pointer, count)
        }
        return true
    }

    private static func convolve(
        _ samples: [Float], frames: Int, mimi: MimiEncoder, to steps: EncodedBlocks, pool: ThreadPool,
        isCancelled: () -> Bool
    ) {
        let block = framesPerBlock
        let state = SEANetEncoder.State(
            for: mimi.convolutions, steps: RowBatch(count: block * mimi.stepsPerFrame, group: mimi.stepsPerFrame),
            in: ComputeContext(pool: pool))
        let input = AlignedBuffer<Float>(count: block * mimi.frameSize)
        for first in stride(from: 0, to: frames, by: block) {
            let count = min(block, frames - first)
            let start = first * mimi.frameSize
            let available = min(count * mimi.frameSize, samples.count - start)
            samples.withUnsafeBufferPointer { samples in
                guard let base = samples.baseAddress else { return }
                input.pointer.update(from: base + start, count: available)
            }
            (input.pointer + available).update(repeating: 0, count: input.count - available)
            guard let encoded = steps.free.pop(workingFor: pool), !isCancelled() else {
                steps.filled.push(nil)
                return
            }
            mimi.convolutions.apply(
                input.pointer, steps: RowBatch(count: count * mimi.stepsPerFrame, group: mimi.stepsPerFrame),
                state: state,
                to: encoded.pointer)
            steps.filled.push(encoded)
        }
    }
}

/// Blocks of the codec's steps on their way between the two threads; `nil` = it is cancelled.
private final class EncodedBlocks: Sendable {
    let free: ThreadQueue<AlignedBuffer<Float>?>
    let filled = ThreadQueue<AlignedBuffer<Float>?>()
    /// Gets an item once all is encoded and prefilled.
    let end = ThreadQueue<Void>()

    /// - Parameter blocks: how far the convolutions may be ahead while the other thread runs the language model.
    init(count: Int, blocks: Int = 24) {
        free = ThreadQueue((0..<blocks).map { _ in AlignedBuffer(count: count) })
    }
}

/// A model's voice encoder, built for the first recording: models that only speak do not pay for it.
final class LazyVoiceEncoder: Sendable {
    private let build: @Sendable () throws(PocketTTSError) -> VoiceEncoder
    private let built = Mutex<Result<VoiceEncoder, PocketTTSError>?>(nil)

    init(_ build: @escaping @Sendable () throws(PocketTTSError) -> VoiceEncoder) { self.build = build }

    /// - Throws: ``PocketTTSError/invalidCheckpoint(path:tensor:reason:)`` when the weights cannot clone.
    func get() throws(PocketTTSError) -> VoiceEncoder {
        let result = built.withLock { built in
            let result = built ?? Result { () throws(PocketTTSError) in try build() }
            built = result
            return result
        }
        return try result.get()
    }
}
