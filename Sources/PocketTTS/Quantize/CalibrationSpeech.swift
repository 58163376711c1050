import FlowLMKernels

/// What a model said once, so that it can be run through a model again without its sampling in between.
struct CalibrationSpeech {
    let tokens: [Int]
    /// `[frames, latentDim]`
    let latents: [Float]
    /// The noise each latent was made from, `[frames, latentDim]`.
    let noise: [Float]
}

extension FlowLM {
    /// Speaks one chunk frame by frame and keeps what went in and came out.
    /// - Parameters:
    ///   - frames: at most so many.
    ///   - isEnd: whether the frame of this number and EOS logit is the last.
    ///   - draw: fills a frame's noise.
    func record(
        _ tokens: [Int], after voice: KVPrefix?, frames: Int, times: FlowTimes, in context: ComputeContext,
        isEnd: (Int, Float) -> Bool, draw: (UnsafeMutableBufferPointer<Float>) -> Void
    ) -> CalibrationSpeech {
        let cache = makeCache(after: voice, positions: tokens.count + frames)
        let workspace = Workspace(for: self, rows: 1, in: context)
        prefill(tokens: tokens, cache: cache, workspace: workspace.transformer)
        workspace.previous.pointer.update(from: bosLatent, count: latentDim)
        var (latents, noise): ([Float], [Float]) = ([], [])
        for frame in 0..<frames {
            draw(workspace.latents.elements)
            noise += workspace.latents.elements
            step([.init(cache: cache, times: times)], workspace: workspace)
            latents += workspace.latents.elements
            workspace.previous.pointer.update(from: workspace.latents.pointer, count: latentDim)
            if isEnd(frame, workspace.eosLogits.pointer[0]) { break }
        }
        return CalibrationSpeech(tokens: tokens, latents: latents, noise: noise)
    }

    /// Runs all frames of what was said through the model at once; only the context's observer sees anything of it.
    func replay(_ speech: CalibrationSpeech, after voice: KVPrefix?, times: FlowTimes, in context: ComputeContext) {
        let width = transformer.shape.dModel
        let frames = speech.latents.count / latentDim
        let rows = speech.tokens.count + frames
        let x = AlignedBuffer<Float>(count: rows * width)
        let text = table.embed(speech.tokens, in: context)
        x.pointer.update(from: text.pointer, count: text.count)
        let fed = bosLatent + speech.latents.dropLast(latentDim)
        let spoken = x.pointer + text.count
        inputLinear.apply(fed, rows: .together(frames), to: spoken, in: context)
        transformer.forward(
            x.pointer, run: RowRun(cache: makeCache(after: voice, positions: rows), rows: .together(rows)),
            workspace: Transformer.Workspace(in: context))

        let conditions = AlignedBuffer<Float>(count: frames * conditionDim)
        let normed = AlignedBuffer<Float>(count: frames * width)
        condition(
            spoken, rows: .together(frames), scratch: normed.pointer, to: conditions.pointer, in: context)
        let latents = AlignedBuffer(speech.noise)
        head.sample(
            latents.pointer, given: conditions.pointer, rows: frames, times: times.conditions,
            workspace: FlowHead.Workspace(for: head, rows: frames, in: context))
    }
}
