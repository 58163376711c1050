import FlowLMKernels

extension Voice {
    /// Clones a voice from a recording (`get_state_for_audio_prompt`): at most 30 s, ended on a pause, encoded, and
    /// prefilled into the language model. Blocks until it is done; the voice can be saved.
    ///
    /// - Parameters:
    ///   - samples: mono, nominally within -1...1.
    ///   - sampleRate: must be the model's; `PocketTTSAudio` converts others.
    ///   - model: whose weights can clone.
    ///   - onWarning: called with each thing that may make the voice poor.
    ///   - isCancelled: asked every few frames, by several threads, whether to give up.
    /// - Throws: ``PocketTTSError/invalidVoice(path:reason:)`` for a recording that holds no voice,
    ///   ``PocketTTSError/invalidCheckpoint(path:tensor:reason:)`` for weights that cannot clone,
    ///   ``PocketTTSError/cloningCancelled``.
    public convenience init(
        samples: [Float], sampleRate: Int, for model: SpeechModel,
        onWarning: (AudioWarning) -> Void = { _ in }, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(PocketTTSError) {
        try self.init(
            clip: AudioClip(samples: samples, sampleRate: sampleRate), for: model, onWarning: onWarning,
            isCancelled: isCancelled)
    }

    /// The same for a recording that was read from a file.
    public convenience init(
        clip: AudioClip, for model: SpeechModel, onWarning: (AudioWarning) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(PocketTTSError) {
        guard clip.sampleRate == model.sampleRate else {
            throw .invalidVoice(
                path: clip.name,
                reason:
                    "it has \(clip.sampleRate) samples per second, the model takes \(model.sampleRate): convert "
                    + "it first."
            )
        }
        let prompt = try clip.checkedPrompt()
        for warning in prompt.warnings { onWarning(warning) }
        try self.init(prompt: prompt.endingOnPause().samples, for: model, isCancelled: isCancelled)
    }

    /// Encodes `samples` without checks or changes.
    convenience init(
        prompt samples: [Float], for model: SpeechModel, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(PocketTTSError) {
        let encoder = try model.voiceEncoder.get()
        let flowLM = model.flowLM
        let width = flowLM.transformer.shape.dModel
        let bos = flowLM.bosBeforeVoice ?? []
        let frames = (samples.count + encoder.mimi.frameSize - 1) / encoder.mimi.frameSize
        let sink = flowLM.sinkBeforeText ?? []
        let total = (bos.count + sink.count) / width + frames
        let cache = flowLM.makeVoiceCache(positions: total)
        let pool = ThreadPool(threads: 2)
        let context = ComputeContext(pool: pool)
        let workspace = Transformer.Workspace(in: context)
        var embedding: [Float] = []
        embedding.reserveCapacity(frames * width)
        var pending = bos
        // A pass reads all weights of the language model, so it gets many rows at a time.
        func prefillPending() {
            let rows = AlignedBuffer(pending)
            flowLM.prefill(embeddings: rows, rows: pending.count / width, cache: cache, workspace: workspace)
            pending.removeAll(keepingCapacity: true)
        }
        let isComplete = encoder.encode(samples, pool: pool, in: context, isCancelled: isCancelled) { rows, count in
            let new = UnsafeBufferPointer(start: rows, count: count * width)
            embedding += new
            pending += new
            let isLast = embedding.count == frames * width
            if isLast { pending += sink }
            if isLast || pending.count >= 64 * width { prefillPending() }
        }
        guard isComplete else { throw .cloningCancelled }
        try model.requireIntact()
        self.init(prefix: KVPrefix(copying: cache), promptPasses: 1, embedding: embedding)
    }
}

extension SpeechModel {
    /// Builds the voice encoder now, and not for the first recording. Does nothing the second time.
    /// - Throws: ``PocketTTSError/invalidCheckpoint(path:tensor:reason:)`` for weights that cannot clone.
    public func prepareCloning() throws(PocketTTSError) { _ = try voiceEncoder.get() }
}
