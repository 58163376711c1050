import FlowLMKernels
import Foundation
import SpeechText

/// A loaded model: immutable, shared by every synthesizer and stream that uses it.
public final class SpeechModel: Sendable {
    public let config: ModelConfig
    public let precision: Precision
    public let tokenizer: Tokenizer
    /// The language it speaks, where that is known: numbers and abbreviations are read in it.
    public let language: Language?
    /// Parameters of the model, encoder included, whatever they are rounded to.
    public let parameterCount: Int

    /// What shows where in the text its speech is, as far as that is known.
    public let alignment: ModelAlignment
    /// Attention heads that follow the text; empty if they are not known.
    public var alignmentHeads: [AttentionHead] { alignment.heads }

    private let checkpoint: Checkpoint
    package let flowLM: FlowLM
    let decoder: MimiDecoder
    package let planner: TextPlanner
    let voiceEncoder: LazyVoiceEncoder
    /// From the codec's width to the model's, for voices that are kept as latents of the codec.
    let speakerProjection: Linear?
    /// What stands before the text where no voice was chosen: rows that the model puts around every voice. `nil` =
    /// nothing.
    package let voiceWithoutPrompt: Voice?

    /// Samples per second of what the model speaks.
    public var sampleRate: Int { config.mimi.sampleRate }
    /// Samples per latent frame.
    public var frameSize: Int { decoder.frameSize }
    /// Width of a latent.
    public var latentDim: Int { flowLM.latentDim }

    /// Builds a model from parts that are on disk.
    /// - Parameters:
    ///   - config: the shapes and the text settings.
    ///   - checkpoint: the weights.
    ///   - tokenizer: the model's tokenizer.
    ///   - language: the language it speaks; `nil` = as the config's addresses say.
    ///   - wanted: `nil` = the precision of a rounded file, else bf16.
    ///   - alignment: attention heads that follow the text and more, see ``AlignmentFile``.
    /// - Throws: ``PocketTTSError`` naming the tensor or the setting that does not fit.
    public init(
        config: ModelConfig, checkpoint: Checkpoint, tokenizer: Tokenizer, language: Language? = nil,
        precision wanted: Precision? = nil, alignment: ModelAlignment = .unknown
    ) throws(PocketTTSError) {
        BLAS.useOneThread()
        let precision = try FileRounding.precision(wanted, of: checkpoint)
        self.config = config
        self.checkpoint = checkpoint
        self.precision = precision
        self.tokenizer = tokenizer
        self.language = language ?? config.language
        let expected = config.flowLM.lookupTable.nBins
        // Gradium's own engine takes a smaller tokenizer, too.
        let smallest = config.family == .phonon ? 1 : expected
        guard (smallest...expected).contains(tokenizer.vocabularySize) else {
            throw .invalidTokenizer(
                path: config.flowLM.lookupTable.tokenizerPath,
                reason:
                    "it has \(tokenizer.vocabularySize) tokens, the config's n_bins is \(expected): use the "
                    + "tokenizer the model was trained with."
            )
        }
        // In memory no weight has more bytes than in the file, but for those of 16 bits that f32 widens.
        do throws(AllocationFailure) {
            try AllocationFailure.check(bytes: checkpoint.byteCount * (precision == .f32 ? 2 : 1))
        } catch {
            throw .outOfMemory(bytes: error.bytes, purpose: "the weights of the model")
        }
        let loader = LayerLoader(precision: precision)
        flowLM = try FlowLM(
            checkpoint["flow_lm"], config: config.flowLM, latentDim: config.mimi.latentDim, loader: loader)
        // The reference speaks without a voice as if there were no such rows.
        voiceWithoutPrompt =
            config.family == .phonon && (flowLM.bosBeforeVoice != nil || flowLM.sinkBeforeText != nil)
            ? Voice(prefix: flowLM.prompt([]), promptPasses: 1) : nil
        let shape = flowLM.transformer.shape
        for head in alignment.heads where head.layer >= flowLM.transformer.layerCount || head.head >= shape.heads {
            throw .invalidConfig(
                path: AlignmentFile.fileName, key: "heads",
                reason:
                    "[\(head.layer), \(head.head)]: the model has \(flowLM.transformer.layerCount) layers of "
                    + "\(shape.heads) heads."
            )
        }
        self.alignment = alignment
        decoder = try MimiDecoder(checkpoint["mimi"], config: config.mimi, loader: loader.exact, wide: loader.codec)
        planner = TextPlanner(tokenizer: tokenizer, config: config.text)
        voiceEncoder = LazyVoiceEncoder { () throws(PocketTTSError) in
            try VoiceEncoder(checkpoint, config: config)
        }
        speakerProjection = try VoiceEncoder.speakerProjection(checkpoint["flow_lm"], config: config)
        checkpoint["flow_lm"]["speaker_proj_weight"].skip()
        for scope in ["encoder", "encoder_transformer", "downsample"] { checkpoint["mimi"][scope].skip() }
        try checkpoint.finish()
        parameterCount = checkpoint.parameterCount
        try requireIntact()
    }

    /// What is wrong with a file of the weights that was shortened while it is in use; what the model computes since is
    /// worthless.
    var damage: PocketTTSError? { checkpoint.damage }

    /// - Throws: ``PocketTTSError/fileUnusable(path:reason:)`` for ``damage``.
    func requireIntact() throws(PocketTTSError) {
        if let damage { throw damage }
    }

    /// Decodes normalised latents `[frames, latentDim]` from a fresh codec state, without fade-in.
    package func decode(latents: [Float], framesPerCall: Int) -> [Float] {
        let frames = latents.count / latentDim
        let state = MimiDecoder.State(for: decoder, frames: framesPerCall)
        let workspace = MimiDecoder.Workspace(for: decoder, frames: framesPerCall)
        let scaled = AlignedBuffer<Float>(count: latents.count)
        for (i, value) in latents.enumerated() {
            let channel = i % latentDim
            scaled.pointer[i] = value * flowLM.latentStd[channel] + flowLM.latentMean[channel]
        }
        return [Float](unsafeUninitializedCapacity: frames * frameSize) { samples, count in
            count = frames * frameSize
            guard let base = samples.baseAddress else { return }
            for first in stride(from: 0, to: frames, by: framesPerCall) {
                decoder.decode(
                    scaled.pointer + first * latentDim, frames: min(framesPerCall, frames - first), state: state,
                    workspace: workspace, to: base + first * frameSize)
            }
        }
    }
}

extension SpeechModel {
    /// What is spoken of a text, and the characters of it that cannot be spoken.
    /// - Throws: ``PocketTTSError/emptyText``, ``PocketTTSError/textChunkTooLong(excerpt:tokens:limit:)``,
    ///   ``PocketTTSError/invalidText(reason:)`` for malformed markup.
    public func plan(_ text: String, options: SpeechOptions = .init()) throws(PocketTTSError) -> TextPlan {
        do throws(TextError) {
            let plan = try planner.plan(text, settings: textSettings(for: options))
            _ = try plan.chunks.checked()
            return plan
        } catch {
            throw PocketTTSError(error)
        }
    }

    /// The chunks that the reference divides a text into.
    /// - Throws: as ``plan(_:options:)``.
    package func plan(_ text: String, maxTokens: Int) throws(PocketTTSError) -> [TextChunk] {
        var options = SpeechOptions(maxTokensPerChunk: maxTokens)
        options.normalization = .off
        return try plan(text, options: options).chunks
    }

    func textSettings(for options: SpeechOptions) -> TextSettings {
        TextSettings(
            normalization: options.normalization, language: options.language ?? language, format: options.textFormat,
            lexicon: options.lexicon, maxTokens: options.maxTokensPerChunk, findsWords: options.followsText)
    }
}
