import FlowLMKernels

/// The thread that turns latents into samples, stream by stream.
extension SpeechEngine {
    private enum CodecTask {
        case work(() -> Void)
        case item(SpeechStream.Item, SpeechStream)
    }

    func runCodec() {
        let workspace = MimiDecoder.Workspace(for: decoder, frames: 1)
        let latent = AlignedBuffer<Float>(count: flowLM.latentDim)
        while let task = waitForCodecTask() {
            switch task {
            case .work(let body): body()
            case .item(let item, let stream): process(item, of: stream, latent, workspace)
            }
        }
    }

    /// The oldest item of the stream that has waited longest; `nil` when the engine stops.
    private func waitForCodecTask() -> CodecTask? {
        withLock {
            while !isStopped {
                if !codecWork.isEmpty { return .work(codecWork.removeFirst()) }
                if let index = streams.firstIndex(where: { !$0.queue.isEmpty }) {
                    // The last one served goes to the end, so that all are served in turn.
                    let stream = streams.remove(at: index)
                    streams.append(stream)
                    return .item(stream.queue.removeFirst(), stream)
                }
                condition.wait()
            }
            return nil
        }
    }

    private func process(
        _ item: SpeechStream.Item, of stream: SpeechStream, _ latent: AlignedBuffer<Float>,
        _ workspace: MimiDecoder.Workspace
    ) {
        switch item {
        case .chunkStart(let index):
            stream.codec.reset()
            stream.codecChunk = index
            stream.framesOfChunk = 0
            withLock { deliver(.chunkStarted(stream.progress(frames: 0, reachedCap: false)), of: stream) }
        case .latent(let slot):
            let source = stream.latentSlots[slot].pointer
            for i in 0..<latent.count {
                latent.pointer[i] = source[i] * flowLM.latentStd[i] + flowLM.latentMean[i]
            }
            let chunk = decodeFrame(latent.pointer, of: stream, workspace)
            withLock { deliver(.audio(chunk), of: stream) }
        case .chunkEnd(_, let frames, let reachedCap):
            withLock {
                deliver(.chunkFinished(stream.progress(frames: frames, reachedCap: reachedCap)), of: stream)
            }
        case .end:
            let final = stream.audio([])
            withLock {
                deliver(.audio(final), of: stream)
                close(stream)
            }
        }
    }

    private func decodeFrame(
        _ latent: Rows, of stream: SpeechStream, _ workspace: MimiDecoder.Workspace
    ) -> AudioChunk {
        var samples = [Float](unsafeUninitializedCapacity: decoder.frameSize) { buffer, count in
            if let base = buffer.baseAddress {
                compute { decoder.decode(latent, frames: 1, state: stream.codec, workspace: workspace, to: base) }
            }
            count = decoder.frameSize
        }
        if stream.framesOfChunk == 0 { fadeIn(&samples) }
        stream.framesOfChunk += 1
        defer { stream.samplesSoFar += samples.count }
        return stream.audio(samples)
    }

    /// A fresh codec state starts with a small step, heard as a click: 5 ms of linear fade hide it.
    private func fadeIn(_ samples: inout [Float]) {
        let count = sampleRate / 200
        let step = 1 / Float(max(count - 1, 1))
        for i in 0..<min(count, samples.count) { samples[i] *= Float(i) * step }
    }
}

extension SpeechStream {
    fileprivate func audio(_ samples: [Float]) -> AudioChunk {
        AudioChunk(
            samples: samples, sampleRate: sampleRate, startTime: Double(samplesSoFar) / Double(sampleRate),
            textRange: plan.chunks[codecChunk].sourceRange, isFinal: samples.isEmpty)
    }

    fileprivate func progress(frames: Int, reachedCap: Bool) -> ChunkProgress {
        let chunk = plan.chunks[codecChunk]
        return ChunkProgress(
            index: codecChunk, count: plan.chunks.count, text: chunk.text, textRange: chunk.sourceRange,
            tokens: chunk.tokens.count, frames: frames, reachedFrameCap: reachedCap)
    }
}
