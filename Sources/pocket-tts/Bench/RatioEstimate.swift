/// How much larger one quantity is than another of which there are also several measurements.
struct RatioEstimate: Equatable {
    /// Median of the ratios of all pairs (after Hodges and Lehmann).
    let ratio: Double
    /// The interval that has it with a confidence of 95 %, by the ranks of Mann and Whitney.
    let low, high: Double
    /// Whether the interval excludes 1. Fewer than four measurements of either show nothing.
    let isCertain: Bool

    /// `nil` without measurements, or if one of them is not above 0.
    init?(of new: [Double], over old: [Double]) {
        guard !new.isEmpty, !old.isEmpty, (new + old).allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
        let ratios = new.flatMap { new in old.map { new / $0 } }.sorted()
        let (n, m) = (Double(new.count), Double(old.count))
        let cut = Int(max(0, n * m / 2 - 1.96 * (n * m * (n + m + 1) / 12).squareRoot()))
        low = ratios[min(cut, ratios.count / 2)]
        high = ratios[ratios.count - 1 - min(cut, ratios.count / 2)]
        ratio = Spread(ratios)?.median ?? 1
        isCertain = min(new.count, old.count) >= 4 && (low > 1 || high < 1)
    }
}
