import FlowLMKernels

/// From a stream's attention and audio to words and failures; nothing where nobody asked for them.
extension SpeechStream {
    /// The language model's pass: keeps the latest frame's attention for the codec.
    func keepAttention(slot: Int) {
        guard let weights = attention?.weights, let first = weights.baseAddress else { return }
        attentionSlots[slot].pointer.update(from: first, count: weights.count)
    }

    /// Decoding: a chunk begins.
    func beginAlignment(of chunk: PlannedChunk, frameSize: Int) {
        guard plan.detectsFailures else { return }
        aligner = ChunkAligner(
            words: attention == nil ? [] : chunk.text.words, frames: chunk.frameCap, frameSize: frameSize,
            sampleRate: sampleRate, latentEnergy: plan.alignment.latentEnergy)
    }

    /// Decoding: frames of a chunk, `samples[slots.count, frameSize]`; returns what they bring to light.
    func align(_ samples: Rows, slots: [Int], frameSize: Int) -> [SpeechEvent] {
        guard aligner != nil else { return [] }
        var events: [SpeechEvent] = []
        let tokens = codecChunk?.text.tokens.count ?? 0
        for (frame, slot) in slots.enumerated() {
            let attention =
                attention == nil
                ? UnsafeBufferPointer(start: nil, count: 0)
                : UnsafeBufferPointer(start: attentionSlots[slot].pointer, count: tokens)
            aligner?.add(
                attention: attention,
                samples: UnsafeBufferPointer(start: samples + frame * frameSize, count: frameSize),
                latent: UnsafeBufferPointer(start: latentSlots[slot].pointer, count: latentSlots[slot].count))
            report(to: &events)
        }
        return events
    }

    /// Decoding: a chunk is complete; returns its remaining events.
    func endAlignment(reachedCap: Bool) -> [SpeechEvent] {
        guard aligner != nil else { return [] }
        var events: [SpeechEvent] = []
        aligner?.finish(reachedCap: reachedCap)
        report(to: &events)
        aligner = nil
        return events
    }

    private func report(to events: inout [SpeechEvent]) {
        guard let timed = aligner?.timed, let failures = aligner?.takeFailures(), !timed.isEmpty || !failures.isEmpty,
            let aligner
        else { return }
        for word in timed where plan.reportsWords {
            events.append(
                .word(
                    WordTime(
                        textRange: aligner.textRange(of: word.word), start: secondsBeforeChunk + word.start,
                        end: secondsBeforeChunk + word.end)))
        }
        for failure in failures {
            events.append(
                .failure(
                    SpeechFailure(
                        kind: failure.kind, textRange: aligner.textRange(of: failure),
                        time: secondsBeforeChunk + Double(failure.frame) / plan.frameRate, chunk: codecChunkIndex)))
        }
    }
}
