import Foundation
import PocketTTS

/// What a listener and the machine experienced while one text was spoken.
struct Measurement: Codable {
    /// From the request to the first samples.
    var firstAudioSeconds = 0.0
    var wallSeconds = 0.0
    var audioSeconds = 0.0
    /// Of all threads of the process.
    var cpuSeconds = 0.0
    /// How long a player that starts with the first samples would have to wait at worst; 0 if never.
    var worstGapSeconds = 0.0
    /// Of the process so far.
    var peakMemoryBytes = 0
    var frames = 0

    /// Seconds of audio per second.
    var realTimeFactor: Double { audioSeconds / wallSeconds }

    /// Speaks `text` and listens as fast as it comes.
    static func speaking(
        _ text: String, voice: Voice?, options: SpeechOptions, with synthesizer: Synthesizer
    ) async throws -> Measurement {
        var result = Measurement()
        let cpuBefore = ProcessUsage.cpuSeconds
        let start = ContinuousClock.now
        var playbackStart = 0.0
        for try await chunk in try await synthesizer.speak(text, voice: voice, options: options) {
            let now = (ContinuousClock.now - start) / .seconds(1)
            result.wallSeconds = now
            guard !chunk.isFinal else { continue }
            if result.frames == 0 {
                result.firstAudioSeconds = now
                playbackStart = now
            }
            result.worstGapSeconds = max(result.worstGapSeconds, now - (playbackStart + result.audioSeconds))
            result.audioSeconds += chunk.duration
            result.frames += chunk.samples.count / synthesizer.model.frameSize
        }
        result.cpuSeconds = ProcessUsage.cpuSeconds - cpuBefore
        result.peakMemoryBytes = ProcessUsage.peakMemoryBytes
        return result
    }
}

/// What the process has used so far.
enum ProcessUsage {
    /// Of all threads, user and system.
    static var cpuSeconds: Double {
        let usage = resourceUsage
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    /// Largest resident size so far.
    static var peakMemoryBytes: Int {
        #if os(Linux)
        resourceUsage.ru_maxrss * 1024
        #else
        resourceUsage.ru_maxrss
        #endif
    }

    private static var resourceUsage: rusage {
        var usage = rusage()
        #if os(Linux)
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #else
        getrusage(RUSAGE_SELF, &usage)
        #endif
        return usage
    }
}
