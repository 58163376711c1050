import CoreMetrics
import Metrics
import PocketTTS

/// What a speech service counts, for whatever backend swift-metrics has.
struct SpeechMetrics: Sendable {
    /// Sessions that hold a slot, and those that wait for one.
    let active: Meter
    let waiting: Meter
    /// From the arrival of the request, or of the text that a session begins with, to the first audio.
    let firstAudio: Timer
    /// Seconds of audio per second spent waiting for it.
    let realTimeFactor: Recorder
    /// Underruns: silences that a client heard because the next frame came too late.
    let gaps: Timer
    let frames: Counter
    /// Chunks of text whose speech was cut at the frame cap.
    let cutChunks: Counter
    /// What went wrong in the speech, and attempts at chunks that failed, each by kind.
    let failures: [SpeechFailure.Kind: Counter]
    let retries: [SpeechRetry.Change: Counter]
    let completed: Counter
    let rejected: Counter
    let cancelled: Counter
    let failed: Counter

    init(factory: any MetricsFactory) {
        active = Meter(label: "pocket_tts_active_streams", factory: factory)
        waiting = Meter(label: "pocket_tts_queue_length", factory: factory)
        firstAudio = Timer(
            label: Self.firstAudioLabel, dimensions: [], preferredDisplayUnit: .seconds, factory: factory)
        realTimeFactor = Recorder(label: Self.realTimeLabel, factory: factory)
        gaps = Timer(
            label: "pocket_tts_playback_gap_seconds", dimensions: [], preferredDisplayUnit: .seconds, factory: factory)
        frames = Counter(label: "pocket_tts_frames_total", factory: factory)
        cutChunks = Counter(label: "pocket_tts_chunks_cut_at_frame_cap_total", factory: factory)
        failures = Self.counters("pocket_tts_failures_total", "kind", factory)
        retries = Self.counters("pocket_tts_retries_total", "change", factory)
        func requests(_ outcome: String) -> Counter {
            Counter(label: "pocket_tts_requests_total", dimensions: [("outcome", outcome)], factory: factory)
        }
        completed = requests("completed")
        rejected = requests("rejected")
        cancelled = requests("cancelled")
        failed = requests("failed")
        active.set(0)
        waiting.set(0)
    }

    /// A counter for each case.
    private static func counters<Kind: CaseIterable & Hashable & RawRepresentable<String>>(
        _ label: String, _ dimension: String, _ factory: any MetricsFactory
    ) -> [Kind: Counter] {
        Dictionary(
            uniqueKeysWithValues: Kind.allCases.map {
                ($0, Counter(label: label, dimensions: [(dimension, $0.rawValue)], factory: factory))
            })
    }

    private static let firstAudioLabel = "pocket_tts_time_to_first_audio_seconds"
    private static let realTimeLabel = "pocket_tts_times_real_time"

    /// Bucket bounds for ``PrometheusRegistry`` that separate good values from bad.
    static let buckets = [
        firstAudioLabel: [0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4],
        realTimeLabel: [0.5, 1, 1.5, 2, 4, 8, 16, 32, 64, 128],
    ]
}

extension PrometheusRegistry {
    /// A registry whose buckets suit a speech service.
    public static func forSpeech() -> PrometheusRegistry { PrometheusRegistry(buckets: SpeechMetrics.buckets) }
}
