import FlowLMKernels
import SpeechText

/// From latents to samples; one block of a stream's frames at a time, different streams side by side.
extension SpeechEngine {
    /// Scratch memory of one thread.
    final class DecodingWorkspace {
        fileprivate let latents, samples: AlignedBuffer<Float>
        fileprivate let decoder: MimiDecoder.Workspace
        /// Where the latents are that this thread decodes.
        var slots: [Int] = []

        init(for decoder: MimiDecoder, in context: ComputeContext) {
            let frames = SpeechStream.largestBlock
            latents = AlignedBuffer(count: frames * decoder.latentDim)
            samples = AlignedBuffer(count: frames * decoder.frameSize)
            self.decoder = MimiDecoder.Workspace(for: decoder, frames: frames, in: context)
            slots.reserveCapacity(frames)
        }
    }

    func process(_ item: SpeechStream.Item, of stream: SpeechStream, _ workspace: DecodingWorkspace) {
        switch item {
        case .chunkStart(let chunk):
            stream.codec.reset()
            stream.codecChunk = chunk
            stream.codecChunkIndex += 1
            stream.framesOfChunk = 0
            stream.beginAlignment(of: chunk, frameSize: decoder.frameSize)
            finish(stream) { deliver(.chunkStarted(stream.progress(frames: 0, reachedCap: false)), of: stream) }
        case .latent:
            decode(workspace, of: stream)
        case .chunkEnd(let frames, let reachedCap):
            let reports = stream.endAlignment(reachedCap: reachedCap)
            finish(stream) {
                for event in reports { deliver(event, of: stream) }
                deliver(.chunkFinished(stream.progress(frames: frames, reachedCap: reachedCap)), of: stream)
            }
        case .end:
            finish(stream) {
                deliver(.audio(stream.audio([])), of: stream)
                close(stream)
            }
        }
    }

    private func finish(_ stream: SpeechStream, _ deliverAll: () -> Void) {
        withLock {
            stream.isDecoding = false
            computing -= 1
            deliverAll()
            notifyWorkers()
        }
    }

    /// The latents in `workspace.slots`, as one block.
    private func decode(_ w: DecodingWorkspace, of stream: SpeechStream) {
        let (width, size, count) = (flowLM.latentDim, decoder.frameSize, w.slots.count)
        for (frame, slot) in w.slots.enumerated() {
            let source = stream.latentSlots[slot].pointer
            let target = w.latents.pointer + frame * width
            for i in 0..<width { target[i] = source[i] * flowLM.latentStd[i] + flowLM.latentMean[i] }
        }
        let started = ContinuousClock.now
        decoder.decode(
            w.latents.pointer, frames: count, state: stream.codec, workspace: w.decoder, to: w.samples.pointer)
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        if stream.framesOfChunk == 0 { fadeIn(w.samples.pointer) }
        stream.framesOfChunk += count
        let reports = stream.align(w.samples.pointer, slots: w.slots, frameSize: size)
        finish(stream) {
            usage.decodeSeconds += seconds
            usage.decodedFrames += count
            stream.isStarting = false
            for frame in 0..<count {
                let chunk = stream.audio(stream.frame(w.samples.pointer + frame * size))
                stream.samplesSoFar += size
                deliver(.audio(chunk), of: stream)
            }
            for event in reports { deliver(event, of: stream) }
        }
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
