import SpeechText

/// Speaks a text chunk by chunk, holds each chunk back until it is complete, and repeats those that failed.
///
/// The random numbers go on from chunk to chunk as they do in one stream, so that speech without failures is the same
/// bytes as under ``FailurePolicy/keep``. What a retry changes depends on the request alone.
actor CheckedSpeech {
    private let synthesizer: Synthesizer
    private let text: String
    private let segments: [SpeechSegment]
    private let chunkCount: Int
    private let voice: Voice?
    private let voices: [String: Voice]
    private let options: SpeechOptions
    private let seed: Int64

    /// The next segment, and the next chunk among them.
    private var segmentIndex = 0
    private var index = 0
    /// Marks that belong to the next chunk, or stand before the next pause.
    private var marks: [SpeechSegment] = []
    /// Where the random numbers of the next chunk begin; `nil` before the first.
    private var generator: TorchGenerator?
    private var samplesSoFar = 0
    private var ready: [SpeechEvent] = []
    private var isOver = false
    private var lastRange = 0..<0
    /// Whether one reader waits for a chunk, and the readers that wait for their turn meanwhile.
    private var isSpeaking = false
    private var readers: [CheckedContinuation<Void, Never>] = []

    /// One attempt at a chunk: the events of its own stream.
    private struct Attempt {
        var events: [SpeechEvent] = []
        var failures: [SpeechFailure] = []
        var generator: TorchGenerator
        /// What ended it before its time.
        var error: PocketTTSError?

        func isBetter(than other: Attempt) -> Bool {
            guard (error == nil) == (other.error == nil) else { return error == nil }
            return failures.areLessSerious(than: other.failures)
        }
    }

    init(
        _ synthesizer: Synthesizer, plan: TextPlan, voice: Voice?, voices: [String: Voice], options: SpeechOptions
    ) {
        self.synthesizer = synthesizer
        text = plan.text
        segments = plan.segments
        chunkCount = plan.chunks.count
        self.voice = voice
        self.voices = voices
        self.options = options
        seed = options.seed ?? Int64.random(in: 0...Int64.max)
    }

    /// The next event, `nil` after the last. Several readers share the events.
    func next() async throws -> SpeechEvent? {
        // The actor lets others in while a chunk is spoken: a second reader would speak it again.
        while isSpeaking { await withCheckedContinuation { readers.append($0) } }
        isSpeaking = true
        defer {
            isSpeaking = false
            for reader in readers { reader.resume() }
            readers = []
        }
        while ready.isEmpty {
            guard !isOver else { return nil }
            guard segmentIndex < segments.count else {
                isOver = true
                reachMarks()
                ready.append(.audio(audio([], textRange: lastRange, isFinal: true)))
                break
            }
            switch segments[segmentIndex] {
            case .speech(let chunk):
                try await speak(chunk)
                index += 1
                lastRange = chunk.sourceRange
            case .pause(let seconds, let range): pause(seconds, range)
            case .mark: marks.append(segments[segmentIndex])
            }
            segmentIndex += 1
        }
        return ready.removeFirst()
    }

    private func pause(_ length: Double, _ range: Range<Int>) {
        reachMarks()
        let rate = synthesizer.model.sampleRate
        var silence = Silence(
            count: Int((length * Double(rate)).rounded()), start: samplesSoFar,
            frameSize: synthesizer.model.frameSize, sampleRate: rate, textRange: range)
        samplesSoFar += silence.count
        while silence.count > 0 { ready.append(.audio(silence.takeFrame())) }
    }

    private func reachMarks() {
        for case .mark(let name, let offset) in marks {
            ready.append(.mark(MarkTime(name: name, textOffset: offset, time: seconds)))
        }
        marks = []
    }

    private func speak(_ chunk: TextChunk) async throws {
        var best = try await attempt([chunk], options, from: generator, number: 0)
        var failed = best
        var number = 0
        // Where the end was wrong, the attention decides with the model when the next attempts end.
        var steersEnd = options.steersEnd
        for change in SpeechRetry.Change.allCases where !best.failures.isEmpty {
            guard options.onFailure == .retry else { throw SpeechFailureError(failure: best.failures[0]) }
            let wasEndWrong = failed.failures.contains { $0.kind == .earlyEnd || $0.kind == .runOn }
            if change == .end, steersEnd || !wasEndWrong || synthesizer.model.alignmentHeads.isEmpty { continue }
            // Another seed gives other noise of the same strength.
            if change == .seed, temperature > ownTemperature, failed.failures.contains(where: { $0.kind == .noise }) {
                continue
            }
            guard let (parts, choice) = try variant(of: chunk, change) else { continue }
            var changed = choice
            number += 1
            if wasEndWrong, !synthesizer.model.alignmentHeads.isEmpty { steersEnd = true }
            changed.steersEnd = steersEnd
            ready += failed.failures.map { .failure($0) }
            ready.append(
                .retry(
                    SpeechRetry(
                        chunk: index, attempt: number, change: change, failures: failed.failures)))
            let numbers = change == .end ? generator : TorchGenerator(seed: seed &+ Int64(number))
            failed = try await attempt(parts, changed, from: numbers, number: number)
            if failed.isBetter(than: best) { best = failed }
        }
        if let error = best.error { throw error }
        generator = best.generator
        marks = []
        deliver(best, of: chunk)
    }

    private var ownTemperature: Double { synthesizer.model.config.defaultTemperature }
    private var temperature: Double { options.temperature ?? ownTemperature }

    /// What the next attempt speaks and how; `nil` if it would be the same again.
    private func variant(of chunk: TextChunk, _ change: SpeechRetry.Change) throws -> ([TextChunk], SpeechOptions)? {
        // The sampler was not trained with more noise than the model's own.
        let lowered = min(temperature / 2, ownTemperature)
        var changed = options
        switch change {
        case .end: return ([chunk], changed)
        case .seed: return temperature > 0 ? ([chunk], changed) : nil
        case .temperature:
            changed.temperature = lowered
            return temperature > 0 ? ([chunk], changed) : nil
        case .parts:
            // Half of a document is none.
            guard options.textFormat != .ssml else { return nil }
            let range = chunk.sourceRange
            let source = String(Substring(text.utf8.dropFirst(range.lowerBound).prefix(range.count)))
            changed.temperature = lowered
            var halved = options
            halved.maxTokensPerChunk = min(SpeechOptions().maxTokensPerChunk, max(1, chunk.tokens.count / 2))
            let parts = try synthesizer.model.plan(source, options: halved).chunks
            guard parts.count > 1 else { return nil }
            let start = range.lowerBound
            let changedParts = parts.enumerated().map { place, part in
                var part = part.mapped { start + $0.lowerBound..<start + $0.upperBound }
                part.delivery = chunk.delivery
                part.endsInFade = chunk.endsInFade && place == parts.count - 1
                return part
            }
            return (changedParts, changed)
        }
    }

    private func attempt(
        _ parts: [TextChunk], _ options: SpeechOptions, from generator: TorchGenerator?, number: Int
    ) async throws -> Attempt {
        var options = options
        options.seed = seed
        let listener = try await synthesizer.start(
            marks + parts.map { .speech($0) }, isTextComplete: true, voice: voice, voices: voices, options: options,
            continuing: generator)
        var (events, failures): ([SpeechEvent], [SpeechFailure]) = ([], [])
        var error: PocketTTSError?
        while let event = try await next(of: listener, &error) {
            if case .failure(let failure) = event {
                failures.append(
                    SpeechFailure(
                        kind: failure.kind, textRange: failure.textRange, time: seconds + failure.time, chunk: index,
                        attempt: number))
            } else {
                events.append(event)
            }
        }
        // A cancelled stream may just end; half a chunk must not pass for a whole one.
        try Task.checkCancellation()
        if error != nil {
            failures.append(
                SpeechFailure(
                    kind: .nonFinite, textRange: nil, time: seconds, chunk: index, attempt: number))
        }
        return Attempt(events: events, failures: failures, generator: listener.stream.generator, error: error)
    }

    /// The listener's next event. Output that is not finite ends the attempt, not the request: others may do better.
    private func next(of listener: SpeechListener, _ error: inout PocketTTSError?) async throws -> SpeechEvent? {
        do {
            return try await listener.next()
        } catch let PocketTTSError.notFinite(stage, frame, text) where options.onFailure == .retry {
            error = .notFinite(stage: stage, frame: frame, text: text)
            return nil
        }
    }

    /// Makes an attempt's events those of the whole request.
    private func deliver(_ attempt: Attempt, of chunk: TextChunk) {
        let start = seconds
        var frames = 0
        var reachedCap = false
        ready.append(.chunkStarted(progress(chunk, frames: 0, reachedCap: false)))
        for event in attempt.events {
            switch event {
            case .audio(let part):
                guard !part.samples.isEmpty else { continue }
                var piece = audio(part.samples, textRange: part.textRange, isFinal: false)
                piece.rate = part.rate
                ready.append(.audio(piece))
                samplesSoFar += part.samples.count
            case .word(let word):
                ready.append(
                    .word(
                        WordTime(
                            textRange: word.textRange, start: start + word.start, end: start + word.end)))
            case .chunkFinished(let part):
                frames += part.frames
                reachedCap = reachedCap || part.reachedFrameCap
            case .mark(let mark):
                ready.append(
                    .mark(MarkTime(name: mark.name, textOffset: mark.textOffset, time: start + mark.time)))
            case .chunkStarted, .failure, .retry: break
            }
        }
        ready += attempt.failures.map { .failure($0) }
        ready.append(.chunkFinished(progress(chunk, frames: frames, reachedCap: reachedCap)))
    }

    private var seconds: Double { Double(samplesSoFar) / Double(synthesizer.model.sampleRate) }

    private func audio(_ samples: [Float], textRange: Range<Int>, isFinal: Bool) -> AudioChunk {
        AudioChunk(
            samples: samples, sampleRate: synthesizer.model.sampleRate, startTime: seconds, textRange: textRange,
            isFinal: isFinal)
    }

    private func progress(_ chunk: TextChunk, frames: Int, reachedCap: Bool) -> ChunkProgress {
        ChunkProgress(
            index: index, count: chunkCount, text: chunk.text, textRange: chunk.sourceRange,
            tokens: chunk.tokens.count, frames: frames, reachedFrameCap: reachedCap)
    }
}
