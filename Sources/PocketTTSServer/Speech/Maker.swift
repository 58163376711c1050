import AsyncAlgorithms
import NIOCore
import PocketTTS
import PocketTTSAudio
import Synchronization

extension Utterance {
    /// Makes an utterance's parts, one when the one before has been taken, and keeps its figures.
    final class Maker: Sendable {
        private let events: AsyncThrowingStream<SpeechEvent, any Error>
        private let pipeline: Mutex<SpeechPipeline?>
        private let metrics: SpeechMetrics
        private let admission: Admission
        private let ticket: Admission.Ticket
        private let arrival: ContinuousClock.Instant

        init(
            events: AsyncThrowingStream<SpeechEvent, any Error>, pipeline: sending SpeechPipeline,
            ticket: Admission.Ticket, metrics: SpeechMetrics, admission: Admission, arrival: ContinuousClock.Instant
        ) {
            self.ticket = ticket
            self.events = events
            self.pipeline = Mutex(pipeline)
            self.metrics = metrics
            self.admission = admission
            self.arrival = arrival
        }

        func run(into parts: AsyncThrowingChannel<Part, any Error>) async {
            let started = ContinuousClock.now
            do {
                guard let pipeline = pipeline.withLock({ $0.take() }) else { return parts.finish() }
                let usage = try await speak(with: pipeline, into: parts)
                leave(since: started)
                await parts.send(.end(usage))
                parts.finish()
            } catch {
                leave(since: started)
                parts.fail(error)
            }
        }

        /// Before the end is told: whoever has heard it may ask again at once.
        private func leave(since started: ContinuousClock.Instant) {
            admission.noteDuration((ContinuousClock.now - started) / .seconds(1))
            ticket.giveBack()
        }

        private func speak(
            with pipeline: consuming sending SpeechPipeline, into parts: AsyncThrowingChannel<Part, any Error>
        ) async throws -> Usage {
            var usage = Usage()
            var playback = Playback(arrival: arrival)
            var iterator = events.makeAsyncIterator()
            while true {
                let asked = ContinuousClock.now
                guard let event = try await iterator.next() else { break }
                switch event {
                case .chunkStarted(let chunk): usage.tokens += chunk.tokens
                case .chunkFinished, .word, .failure, .retry: break
                case .audio(let chunk):
                    playback.note(seconds: chunk.duration, asked: asked, metrics)
                    if !chunk.isFinal { usage.frames += 1 }
                    usage.seconds += chunk.duration
                }
                let bytes = try pipeline.process(event)
                if !bytes.isEmpty { await parts.send(.audio(ByteBuffer(bytes: bytes))) }
            }
            // A cancelled stream may just end; half an utterance must not pass for a whole one.
            try Task.checkCancellation()
            let rest = try pipeline.finish()
            if !rest.isEmpty { await parts.send(.audio(ByteBuffer(bytes: rest))) }
            metrics.frames.increment(by: Int64(usage.frames))
            if playback.waited > 0 { metrics.realTimeFactor.record(usage.seconds / playback.waited) }
            return usage
        }
    }

    /// A listener who plays everything at once as it comes: does it ever run dry?
    private struct Playback {
        let arrival: ContinuousClock.Instant
        /// When what was made so far will have been heard.
        var end: ContinuousClock.Instant?
        /// Seconds that were spent waiting for the engine, not for the listener.
        var waited = 0.0

        init(arrival: ContinuousClock.Instant) { self.arrival = arrival }

        mutating func note(seconds: Double, asked: ContinuousClock.Instant, _ metrics: SpeechMetrics) {
            let now = ContinuousClock.now
            waited += (now - asked) / .seconds(1)
            guard let end else {
                metrics.firstAudio.recordSeconds((now - arrival) / .seconds(1))
                self.end = now + .seconds(seconds)
                return
            }
            // A listener that was slow itself begins to run dry when it asks again.
            let dry = max(end, asked)
            if now > dry, seconds > 0 { metrics.gaps.recordSeconds((now - dry) / .seconds(1)) }
            self.end = max(end, now) + .seconds(seconds)
        }
    }
}
