import CSoxr
import PocketTTS

extension AudioClip {
    /// The clip at another rate, `ceil(count * rate / sampleRate)` samples long.
    ///
    /// The band that passes is that of the reference's converter (`scipy.signal.resample_poly`, whose filter falls
    /// from 76 % to 124 % of the lower rate's Nyquist frequency), so that a clone sounds as it does there;
    /// docs/PARITY.md has the differences.
    /// - Throws: `PocketTTSError.invalidVoice(path:reason:)` for rates that cannot be converted.
    public func resampled(to rate: Int) throws(PocketTTSError) -> AudioClip {
        guard rate != sampleRate else { return self }
        guard sampleRate > 0, rate > 0 else {
            throw .invalidVoice(path: name, reason: "cannot convert \(sampleRate) to \(rate) samples per second")
        }
        var quality = soxr_quality_spec(UInt(SOXR_HQ), 0)
        quality.passband_end = 0.76
        quality.stopband_begin = 1.24
        let (product, overflow) = samples.count.multipliedReportingOverflow(by: rate)
        guard !overflow else {
            throw .invalidVoice(path: name, reason: "it is too long to convert to \(rate) samples per second")
        }
        let count = product / sampleRate + (product % sampleRate == 0 ? 0 : 1)
        var converted = [Float](repeating: 0, count: count)
        let failure = soxr_oneshot(
            Double(sampleRate), Double(rate), 1, samples, samples.count, nil, &converted, count, nil, nil, &quality, nil
        )
        if let failure {
            throw .invalidVoice(
                path: name,
                reason: "cannot convert \(sampleRate) to \(rate) samples per second (\(String(cString: failure)))")
        }
        return AudioClip(samples: converted, sampleRate: rate, warnings: warnings, name: name)
    }
}
