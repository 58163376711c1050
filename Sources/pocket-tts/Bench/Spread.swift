/// Repeated measurements of one quantity.
struct Spread: Codable, Equatable {
    let median: Double
    let min: Double
    let max: Double
    /// In the order in which they were measured.
    let values: [Double]

    /// `nil` without values.
    init?(_ values: [Double]) {
        self.values = values
        let sorted = values.sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        min = first
        max = last
        let middle = sorted.count / 2
        median = sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}
