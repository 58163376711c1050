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
            stream.secondsBeforeChunk = stream.seconds
            stream.beginAlignment(of: chunk, frameSize: decoder.frameSize)
            let marks = stream.reachedMarks(before: chunk.text.sourceRange.lowerBound) { _ in stream.seconds }
            finishDecoding(of: stream) { state, wakeups in
                for mark in marks { state.deliver(mark, &wakeups) }
                state.deliver(.chunkStarted(state.progress(frames: 0, reachedCap: false)), &wakeups)
            }
        case .latent(_, let isLast):
            decode(worker.slots, isLast: isLast, of: stream, worker.decoding)
        case .mark(let mark):
            stream.expect(mark)
            finishDecoding(of: stream) { _, _ in }
        case .pause(let samples, let range):
            let marks = stream.reachedMarks(before: nil) { _ in stream.seconds }
            let silence = Silence(
                count: samples, start: stream.samplesSoFar, frameSize: decoder.frameSize, sampleRate: sampleRate,
                textRange: range)
            stream.samplesSoFar += samples
            finishDecoding(of: stream) { state, wakeups in
                for mark in marks { state.deliver(mark, &wakeups) }
                state.deliver(silence, &wakeups)
            }
        case .chunkEnd(let frames, let reachedCap):
            let reports = stream.endAlignment(reachedCap: reachedCap) + stream.estimatedMarks()
            finishDecoding(of: stream) { state, wakeups in
                for event in reports { state.deliver(event, &wakeups) }
                state.deliver(.chunkFinished(state.progress(frames: frames, reachedCap: reachedCap)), &wakeups)
            }
        case .end:
            let marks = stream.reachedMarks(before: nil) { _ in stream.seconds }
            finishDecoding(of: stream, end: .complete) { state, wakeups in
                for mark in marks { state.deliver(mark, &wakeups) }
                state.deliver(.audio(stream.audio([])), &wakeups)
            }
        }
    }

    private func finishDecoding(
        of stream: SpeechStream, end: StreamState.End? = nil, frames: Int = 0, seconds: Double = 0,
        _ deliver: (inout StreamState, inout Wakeups) -> Void
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
    /// - Parameter isLast: whether the chunk's sound fades to its end with the last of them.
    private func decode(_ slots: [Int], isLast: Bool, of stream: SpeechStream, _ w: DecodingWorkspace) {
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
        if let damage { return finishDecoding(of: stream, end: .failed(damage)) { _, _ in } }
        guard areFinite(w.samples.pointer, count: count * size) else {
            let text = stream.codecChunk?.text.text ?? ""
            let error = PocketTTSError.notFinite(stage: "the codec", frame: stream.framesOfChunk, text: text)
            return finishDecoding(of: stream, end: .failed(error)) { _, _ in }
        }
        if stream.framesOfChunk == 0, stream.plan.bounds.fadesIn { fadeIn(w.samples.pointer) }
        if isLast { fadeOut(w.samples.pointer + (count - 1) * size) }
        stream.framesOfChunk += count
        let reports = stream.withMarks(stream.align(w.samples.pointer, slots: slots, frameSize: size))
        let gain = stream.codecChunk?.text.delivery.gain ?? 1
        if gain != 1 { for i in 0..<count * size { w.samples.pointer[i] *= gain } }
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

    /// The same at the end of a frame, before something other than speech of the same kind.
    private func fadeOut(_ samples: MutableRows) {
        let count = sampleRate / 200
        let step = 1 / Float(max(count - 1, 1))
        for i in 0..<min(count, decoder.frameSize) { samples[decoder.frameSize - 1 - i] *= Float(i) * step }
    }
}

extension SpeechStream {
    fileprivate func audio(_ samples: [Float]) -> AudioChunk {
        var chunk = AudioChunk(
            samples: samples, sampleRate: sampleRate, startTime: seconds,
            textRange: codecChunk?.text.sourceRange ?? 0..<0, isFinal: samples.isEmpty)
        chunk.rate = codecChunk?.text.delivery.rate ?? 1
        return chunk
    }

    /// Of the utterance so far.
    fileprivate var seconds: Double { Double(samplesSoFar) / Double(sampleRate) }

    /// Events with the marks that words bring to light.
    fileprivate func withMarks(_ events: [SpeechEvent]) -> [SpeechEvent] {
        events.flatMap { event in
            guard case .word(let word) = event else { return [event] }
            return reachedMarks(before: word.textRange.lowerBound) { _ in word.start } + [event]
        }
    }

    /// The marks that are left within the chunk, which has ended, with times by the length of the text before them.
    fileprivate func estimatedMarks() -> [SpeechEvent] {
        guard let range = codecChunk?.text.sourceRange, !range.isEmpty else { return [] }
        let length = seconds - secondsBeforeChunk
        return reachedMarks(before: range.upperBound - 1) { offset in
            secondsBeforeChunk + length * Double(max(offset - range.lowerBound, 0)) / Double(range.count)
        }
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
