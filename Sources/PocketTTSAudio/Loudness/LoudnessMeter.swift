import CEBUR128
import Foundation

/// Measures the integrated loudness of mono speech as EBU R128 does (libebur128).
public final class LoudnessMeter {
    private let state: UnsafeMutablePointer<ebur128_state>?
    /// The loudest sample so far, without its sign.
    public private(set) var peak: Float = 0

    /// - Parameter sampleRate: samples per second.
    public init(sampleRate: Int) {
        state = ebur128_init(1, UInt(max(sampleRate, 1)), Int32(EBUR128_MODE_I.rawValue))
        // One channel that both ears hear is as loud as the same signal on two.
        if let state { ebur128_set_channel(state, 0, Int32(EBUR128_DUAL_MONO.rawValue)) }
    }

    deinit {
        var state = state
        if state != nil { ebur128_destroy(&state) }
    }

    public func add(_ samples: [Float]) {
        guard let state, !samples.isEmpty else { return }
        peak = samples.reduce(peak) { max($0, abs($1)) }
        ebur128_add_frames_float(state, samples, samples.count)
    }

    /// The loudness in LUFS; `nil` for silence, or for less than 0.4 s of sound.
    public var loudness: Double? {
        guard let state else { return nil }
        var loudness = -Double.infinity
        guard ebur128_loudness_global(state, &loudness) == Int32(EBUR128_SUCCESS.rawValue), loudness.isFinite,
            loudness > -70
        else { return nil }
        return loudness
    }

    /// The factor of samples that makes what was measured as loud as `target`, in LUFS; 1 where nothing was measured.
    public func gain(to target: Double) -> Float { loudness.map { Self.gain(from: $0, to: target) } ?? 1 }

    /// The factor of samples between two loudnesses, at most 20 dB either way.
    public static func gain(from loudness: Double, to target: Double) -> Float {
        let decibels = min(max(target - loudness, -20), 20)
        return Float(pow(10, decibels / 20))
    }
}
