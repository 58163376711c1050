import CSoxr
import PocketTTS

/// Samples at another rate, by libsoxr, as they come.
final class StreamingResampler {
    private let resampler: soxr_t
    private let ratio: Double

    /// Rates that speech can be converted to.
    static let rates = 8_000...48_000

    /// - Throws: `PocketTTSError.invalidOption(name:value:allowed:)` for a rate outside ``rates``.
    init(from: Int, to: Int) throws(PocketTTSError) {
        var quality = soxr_quality_spec(UInt(SOXR_HQ), 0)
        var runtime = soxr_runtime_spec(1)
        // Small transforms: at most 31 ms are kept back, as measured for frames of 80 ms.
        runtime.log2_min_dft_size = 8
        runtime.log2_large_dft_size = 8
        guard Self.rates.contains(to),
            let resampler = soxr_create(Double(from), Double(to), 1, nil, nil, &quality, &runtime)
        else {
            throw .invalidOption(
                name: "sample-rate", value: "\(to)", allowed: "\(Self.rates.lowerBound) to \(Self.rates.upperBound)")
        }
        self.resampler = resampler
        ratio = Double(to) / Double(from)
    }

    deinit { soxr_delete(resampler) }

    /// What is ready after `samples`; some are kept back until more come.
    func process(_ samples: [Float]) -> [Float] {
        var (converted, consumed): ([Float], Int) = ([], 0)
        while consumed < samples.count {
            let (taken, made) = convert(Array(samples[consumed...]))
            consumed += taken
            converted += made
            if taken == 0, made.isEmpty { break }
        }
        return converted
    }

    /// What was kept back.
    func finish() -> [Float] {
        var rest: [Float] = []
        while true {
            let made = convert(nil).made
            guard !made.isEmpty else { return rest }
            rest += made
        }
    }

    /// - Parameter samples: `nil` says that no more come.
    private func convert(_ samples: [Float]?) -> (taken: Int, made: [Float]) {
        let count = samples?.count ?? 0
        var (taken, made) = (0, 0)
        let capacity = Int(Double(count) * ratio) + 4096
        let output = [Float](unsafeUninitializedCapacity: capacity) { buffer, initialized in
            if let samples {
                soxr_process(resampler, samples, count, &taken, buffer.baseAddress, capacity, &made)
            } else {
                soxr_process(resampler, nil, 0, nil, buffer.baseAddress, capacity, &made)
            }
            initialized = made
        }
        return (taken, output)
    }
}
