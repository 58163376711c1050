import FlowLMKernels
import Foundation
import Synchronization

/// Makes prompts of recordings: the codec's encoder and the projection to the language model's width.
final class VoiceEncoder: Sendable {
    let mimi: MimiEncoder
    /// `[dModel, latentDim]`, without bias.
    let projection: Linear

    /// - Parameter checkpoint: the whole model.
    init(_ checkpoint: Checkpoint, config: ModelConfig, precision: Precision) throws(PocketTTSError) {
        guard !checkpoint["mimi"]["encoder"].isZeroed else {
            throw .invalidCheckpoint(
                path: config.weightsPath ?? "the weights", tensor: "mimi.encoder",
                reason: "the encoder is all zeros: these open weights can speak but not clone a voice; accept the terms at huggingface.co/kyutai/pocket-tts, log in with `hf auth login` and load the model again, or use a ready-made voice.")
        }
        // A prompt is encoded once, and every sentence hears its errors: only exact formats.
        let loader = LayerLoader(precision: precision).exact
        mimi = try MimiEncoder(checkpoint["mimi"], config: config.mimi, loader: loader)
        projection = Linear(
            weight: try checkpoint["flow_lm"].values(
                "speaker_proj_weight", shape: [config.flowLM.transformer.dModel, config.mimi.speakerDim]),
            outputs: config.flowLM.transformer.dModel, inputs: config.mimi.speakerDim,
            format: loader.precision.exactFormat)
    }

    /// Frames that one step of the encoder takes: enough for efficient products, little enough for the caches.
    private static let framesPerBlock = 4

    /// Encodes `samples`, padded with zeros to whole frames, and hands over the prompt in order, in stretches of
    /// `[frames, dModel]`. Convolutions and the rest run on two threads; memory does not grow with the recording.
    func encode(_ samples: [Float], receive: (_ rows: Rows, _ frames: Int) -> Void) {
        let frames = (samples.count + mimi.frameSize - 1) / mimi.frameSize
        let block = Self.framesPerBlock
        let blocks = BlockQueue(count: mimi.stepsPerFrame * block * mimi.convolutions.dimension)
        let thread = Thread { [mimi] in Self.convolve(samples, frames: frames, mimi: mimi, to: blocks) }
        thread.name = "pocket-tts.seanet"
        thread.stackSize = 4 << 20
        thread.qualityOfService = .userInitiated
        thread.start()

        let context = ComputeContext()
        let state = MimiEncoder.State(for: mimi, frames: block)
        let latents = AlignedBuffer<Float>(count: block * mimi.latentDim)
        let rows = AlignedBuffer<Float>(count: block * projection.outputs)
        for first in stride(from: 0, to: frames, by: block) {
            let count = min(block, frames - first)
            let steps = blocks.next()
            mimi.condense(steps.pointer, frames: count, state: state, to: latents.pointer)
            blocks.recycle(steps)
            projection.apply(latents.pointer, rows: count, group: 1, to: rows.pointer, in: context)
            receive(rows.pointer, count)
        }
    }

    private static func convolve(_ samples: [Float], frames: Int, mimi: MimiEncoder, to blocks: BlockQueue) {
        let block = framesPerBlock
        let state = SEANetEncoder.State(for: mimi.convolutions, steps: block * mimi.stepsPerFrame)
        let input = AlignedBuffer<Float>(count: block * mimi.frameSize)
        for first in stride(from: 0, to: frames, by: block) {
            let count = min(block, frames - first)
            let start = first * mimi.frameSize
            let available = min(count * mimi.frameSize, samples.count - start)
            input.elements.update(repeating: 0)
            for i in 0..<available { input.pointer[i] = samples[start + i] }
            let steps = blocks.empty()
            mimi.convolutions.apply(
                input.pointer, steps: count * mimi.stepsPerFrame, group: mimi.stepsPerFrame, state: state,
                to: steps.pointer)
            blocks.append(steps)
        }
    }
}

/// A bounded queue of equal blocks from one thread to another.
private final class BlockQueue: @unchecked Sendable {
    private let condition = NSCondition()
    private var free: [AlignedBuffer<Float>]
    private var filled: [AlignedBuffer<Float>] = []

    /// As many blocks as one thread may be ahead while the other is busy with the language model.
    init(count: Int, blocks: Int = 24) {
        free = (0..<blocks).map { _ in AlignedBuffer(count: count) }
    }

    private func take(_ list: ReferenceWritableKeyPath<BlockQueue, [AlignedBuffer<Float>]>) -> AlignedBuffer<Float> {
        condition.withLock {
            while self[keyPath: list].isEmpty { condition.wait() }
            return self[keyPath: list].removeFirst()
        }
    }

    private func put(
        _ block: AlignedBuffer<Float>, _ list: ReferenceWritableKeyPath<BlockQueue, [AlignedBuffer<Float>]>
    ) {
        condition.withLock {
            self[keyPath: list].append(block)
            condition.signal()
        }
    }

    func empty() -> AlignedBuffer<Float> { take(\.free) }
    func append(_ block: AlignedBuffer<Float>) { put(block, \.filled) }
    func next() -> AlignedBuffer<Float> { take(\.filled) }
    func recycle(_ block: AlignedBuffer<Float>) { put(block, \.free) }
}

/// A model's voice encoder, built when the first recording comes: models that only speak do not pay for it.
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
