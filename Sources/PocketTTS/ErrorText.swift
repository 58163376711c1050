/// Names from files, shortened and cleaned for one line of an error message.
extension String {
    /// At most 120 characters, control characters replaced.
    var excerpt: String {
        let scalars = unicodeScalars.prefix(120).map { scalar -> Character in
            let isControl =
                scalar.properties.generalCategory == .control || scalar.value == 0x2028 || scalar.value == 0x2029
            return isControl ? "\u{FFFD}" : Character(scalar)
        }
        let isLonger = unicodeScalars.dropFirst(120).first != nil
        return String(scalars) + (isLonger ? "…" : "")
    }

    /// Up to three names of `candidates` that resemble this one, nearest first; empty when none does.
    func nearest(in candidates: some Sequence<String>) -> [String] {
        // Lengths and number are limited to keep a hostile list of names cheap to search.
        let limit = 128
        let wanted = Array(utf8)
        guard wanted.count <= limit else { return [] }
        var found: [(distance: Int, name: String)] = []
        for name in candidates.lazy.filter({ $0.utf8.count <= limit }).prefix(2_000) {
            let distance = Self.editDistance(wanted, Array(name.utf8))
            if distance <= max(2, wanted.count / 3) { found.append((distance, name)) }
        }
        return found.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(3).map(\.name)
    }

    private static func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let substituted = diagonal + (x == y ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = Swift.min(substituted, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[b.count]
    }
}

/// `[4, 16]` as shapes are written in error messages.
func shapeText(_ shape: [Int]) -> String {
    let shown = shape.prefix(8).map(String.init).joined(separator: ", ")
    return "[\(shown)\(shape.count > 8 ? ", …" : "")]"
}
