import PocketTTS
import Synchronization

/// Streams that begin one after another, each while all of the others speak, and leave after a few frames.
struct JoiningStreams {
    /// Those who speak meanwhile.
    final class RunningStreams: Sendable {
        /// Frames after which a stream counts as running: two seconds.
        static let framesUntilSettled = 25

        let size: Int
        private let settled = Atomic(0)
        private let gone = Atomic(0)

        init(of size: Int) { self.size = size }

        /// One of them has had its first two seconds.
        func settle() { settled.add(1, ordering: .relaxed) }
        /// One of them has spoken.
        func leave() { gone.add(1, ordering: .relaxed) }

        /// Whether all have settled.
        var isSettled: Bool { settled.load(ordering: .relaxed) == size }
        /// Whether all are still there.
        var isComplete: Bool { gone.load(ordering: .relaxed) == 0 }
    }

    /// Frames after which a joining stream leaves.
    private static let frameLimit = 5

    private let synthesizer: Synthesizer
    private let running: RunningStreams
    /// Seconds from each request to its first samples.
    private(set) var waits: [Double] = []
    private(set) var worstGap = 0.0
    private(set) var audioSeconds = 0.0
    private(set) var frames = 0

    init(synthesizer: Synthesizer, running: RunningStreams) {
        self.synthesizer = synthesizer
        self.running = running
    }

    /// Speaks as long as all running streams are there.
    mutating func speak(_ text: String, voice: Voice?, options: SpeechOptions) async throws {
        // Speech may end before it has settled.
        while running.isComplete, !running.isSettled { try await Task.sleep(for: .milliseconds(10)) }
        while running.isComplete {
            let start = ContinuousClock.now
            let stream = try await synthesizer.speak(text, voice: voice, options: options)
            var listener = Listener(synthesizer: synthesizer, isPaced: true)
            try await listener.listen(to: stream, since: start, frames: Self.frameLimit)
            waits.append(listener.firstAudio)
            worstGap = max(worstGap, listener.worstGap)
            audioSeconds += listener.audioSeconds
            frames += listener.frames
            // They join at all times between two frames of a player.
            try await Task.sleep(for: .milliseconds(240 + waits.count * 37 % 80))
        }
    }
}
