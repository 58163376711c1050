import Foundation

/// Voices that are mixed, with their parts of it: `a+b`, `a*0.7+b*0.3`, or `a(2)+b` as Kokoro-FastAPI has it.
public struct VoiceMix: Sendable, Equatable {
    struct Part: Sendable, Equatable {
        var name: String
        let weight: Float
    }

    /// Two to four, whose weights are more than 0.
    private(set) var parts: [Part]
    private static let counts = 2...4

    /// `nil` for a text that is no mix.
    public init?(_ text: String) {
        let terms = text.filter { !$0.isWhitespace }.split(separator: "+", omittingEmptySubsequences: false)
        guard Self.counts.contains(terms.count) else { return nil }
        parts = []
        for term in terms {
            let isCall = term.hasSuffix(")")
            let sides = (isCall ? term.dropLast() : term).split(
                separator: isCall ? "(" : "*", omittingEmptySubsequences: false)
            guard let name = sides.first, !name.isEmpty, !name.contains(where: "()*".contains), sides.count <= 2,
                let weight = sides.count == 2 ? Float(sides[1]) : 1, weight > 0, weight.isFinite
            else { return nil }
            parts.append(Part(name: String(name), weight: weight))
        }
    }

    /// The same for every text that means the same mix.
    var name: String { parts.map { $0.weight == 1 ? $0.name : "\($0.name)*\($0.weight)" }.joined(separator: "+") }

    /// The mix with other names.
    func renamed(_ rename: (String) -> String) -> VoiceMix {
        var mix = self
        for index in mix.parts.indices { mix.parts[index].name = rename(parts[index].name) }
        return mix
    }
}
