import FlowLMKernels

/// From latents to samples; one frame of a stream at a time, different streams side by side.
extension SpeechEngine {
    func process(
        _ item: SpeechStream.Item, of stream: SpeechStream, _ latent: AlignedBuffer<Float>,
        _ workspace: MimiDecoder.Workspace
    ) {
        switch item {
        case .chunkStart(let chunk):
            stream.codec.reset()
            stream.codecChunk = chunk
            stream.codecChunkIndex += 1
            stream.framesOfChunk = 0
            finish(stream) { .chunkStarted(stream.progress(frames: 0, reachedCap: false)) }
        case .latent(let slot):
            let source = stream.latentSlots[slot].pointer
            for i in 0..<latent.count {
                latent.pointer[i] = source[i] * flowLM.latentStd[i] + flowLM.latentMean[i]
            }
            let started = ContinuousClock.now
            let samples = stream.nextSamples { decode(latent.pointer, of: stream, workspace, to: $0) }
            let seconds = (ContinuousClock.now - started) / .seconds(1)
            let chunk = stream.audio(samples)
            stream.samplesSoFar += samples.count
            finish(stream, decodeSeconds: seconds) { .audio(chunk) }
        case .chunkEnd(let frames, let reachedCap):
            finish(stream) { .chunkFinished(stream.progress(frames: frames, reachedCap: reachedCap)) }
        case .end:
            finish(stream, isEnd: true) { .audio(stream.audio([])) }
        }
    }

    private func finish(
        _ stream: SpeechStream, decodeSeconds: Double? = nil, isEnd: Bool = false, _ event: () -> SpeechEvent
    ) {
        withLock {
            if let decodeSeconds {
                usage.decodeSeconds += decodeSeconds
                usage.decodedFrames += 1
                stream.isStarting = false
            }
            stream.isDecoding = false
            computing -= 1
            deliver(event(), of: stream)
            if isEnd { close(stream) }
            announce()
        }
    }

    private func decode(
        _ latent: Rows, of stream: SpeechStream, _ workspace: MimiDecoder.Workspace, to samples: MutableRows
    ) {
        decoder.decode(latent, frames: 1, state: stream.codec, workspace: workspace, to: samples)
        if stream.framesOfChunk == 0 { fadeIn(samples) }
        stream.framesOfChunk += 1
    }

    /// A fresh codec state starts with a small step, heard as a click: 5 ms of linear fade hide it.
    private func fadeIn(_ samples: MutableRows) {
        let count = sampleRate / 200
        let step = 1 / Float(max(count - 1, 1))
        for i in 0..<min(count, decoder.frameSize) { samples[i] *= Float(i) * step }
    }
}

extension SpeechStream {
    fileprivate func audio(_ samples: [Float]) -> AudioChunk {
        AudioChunk(
            samples: samples, sampleRate: sampleRate, startTime: Double(samplesSoFar) / Double(sampleRate),
            textRange: codecChunk?.text.sourceRange ?? 0..<0, isFinal: samples.isEmpty)
    }

    /// Under the lock.
    fileprivate func progress(frames: Int, reachedCap: Bool) -> ChunkProgress {
        let chunk = codecChunk?.text
        return ChunkProgress(
            index: codecChunkIndex, count: chunkCount, text: chunk?.text ?? "", textRange: chunk?.sourceRange ?? 0..<0,
            tokens: chunk?.tokens.count ?? 0, frames: frames, reachedFrameCap: reachedCap)
    }
}
