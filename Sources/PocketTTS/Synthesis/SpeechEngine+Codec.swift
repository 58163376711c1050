import FlowLMKernels
import SpeechText

/// From latents to samples; one block of a stream's frames at a time, different streams side by side.
extension SpeechEngine {
    /// Scratch memory of one thread.
    final class DecodingWorkspace {
        fileprivate let latents, samples: AlignedBuffer<Float>
        fileprivate let decoder: MimiDecoder.Workspace

        init(for decoder: MimiDecoder, in context: ComputeContext) {
            let frames = Scheduler.largestBlock
            latents = AlignedBuffer(count: frames * decoder.latentDim)
            samples = AlignedBuffer(count: frames * decoder.frameSize)
            self.decoder = MimiDecoder.Workspace(for: decoder, frames: frames, in: context)
        }
    }

    func process(_ item: SpeechStream.Item, of stream: SpeechStream, _ worker: Worker) {
        switch item {
        case .chunkStart(let chunk):
            stream.codec.reset()
            stream.codecChunk = chunk
            stream.codecChunkIndex += 1
            stream.framesOfChunk = 0
            stream.beginAlignment(of: chunk, frameSize: decoder.frameSize)
            finishDecoding(of: stream) { state, wakeups in
                state.deliver(.chunkStarted(state.progress(frames: 0, reachedCap: false)), &wakeups)
            }
        case .latent:
            decode(worker.slots, of: stream, worker.decoding)
        case .chunkEnd(let frames, let reachedCap):
            let reports = stream.endAlignment(reachedCap: reachedCap)
            finishDecoding(of: stream) { state, wakeups in
                for event in reports { state.deliver(event, &wakeups) }
                state.deliver(.chunkFinished(state.progress(frames: frames, reachedCap: reachedCap)), &wakeups)
            }
        case .end:
            finishDecoding(of: stream, end: .complete) { state, wakeups in
                state.deliver(.audio(stream.audio([])), &wakeups)
            }
        }
    }

    private func finishDecoding(
        of stream: SpeechStream, end: StreamState.End? = nil, frames: Int = 0, seconds: Double = 0,
        _ deliver: (inout StreamState, inout [StreamState.Wakeup]) -> Void
    ) {
        withState { state in
            state.usage.decodeSeconds += seconds
            state.usage.decodedFrames += frames
            state.update(stream) { stream, wakeups in
                stream.isDecoding = false
                deliver(&stream, &wakeups)
            }
            if let end { state.end(stream, end) }
            state.finishTask()
        }
    }

    /// The latents in `slots`, as one block.
    private func decode(_ slots: [Int], of stream: SpeechStream, _ w: DecodingWorkspace) {
        let (width, size, count) = (flowLM.latentDim, decoder.frameSize, slots.count)
        for (frame, slot) in slots.enumerated() {
            let source = stream.latentSlots[slot].pointer
            let target = w.latents.pointer + frame * width
            for i in 0..<width { target[i] = source[i] * flowLM.latentStd[i] + flowLM.latentMean[i] }
        }
        let started = ContinuousClock.now
        decoder.decode(
            w.latents.pointer, frames: count, state: stream.codec, workspace: w.decoder, to: w.samples.pointer)
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        guard areFinite(w.samples.pointer, count: count * size) else {
            let text = stream.codecChunk?.text.text ?? ""
            let error = PocketTTSError.notFinite(stage: "the codec", frame: stream.framesOfChunk, text: text)
            return finishDecoding(of: stream, end: .failed(error)) { _, _ in }
        }
        if stream.framesOfChunk == 0, stream.plan.bounds.fadesIn { fadeIn(w.samples.pointer) }
        stream.framesOfChunk += count
        let reports = stream.align(w.samples.pointer, slots: slots, frameSize: size)
        finishDecoding(of: stream, frames: count, seconds: seconds) { state, wakeups in
            state.isStarting = false
            for frame in 0..<count {
                let chunk = stream.audio(stream.frame(w.samples.pointer + frame * size))
                stream.samplesSoFar += size
                state.deliver(.audio(chunk), &wakeups)
            }
            for event in reports { state.deliver(event, &wakeups) }
        }
    }

    /// A fresh codec state starts with a small step, audible as a click: 5 ms of linear fade hide it.
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
}

extension StreamState {
    /// The progress of the chunk that the codec is at.
    fileprivate func progress(frames: Int, reachedCap: Bool) -> ChunkProgress {
        let chunk = stream.codecChunk?.text
        return ChunkProgress(
            index: stream.codecChunkIndex, count: chunkCount, text: chunk?.text ?? "",
            textRange: chunk?.sourceRange ?? 0..<0, tokens: chunk?.tokens.count ?? 0, frames: frames,
            reachedFrameCap: reachedCap)
    }
}
