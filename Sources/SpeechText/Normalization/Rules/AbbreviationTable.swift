/// A language's abbreviations by their lower-case letters, without the last full stop.
struct AbbreviationTable: Sendable {
    private let entries: [String: Abbreviation]
    /// Beginnings after which another part may follow: "a.s" of "a.s.a.p".
    private let beginnings: Set<String>

    init(_ entries: [String: Abbreviation]) {
        self.entries = entries
        beginnings = entries.keys.reduce(into: []) { beginnings, key in
            let parts = key.split(separator: ".")
            for count in 1..<max(1, parts.count) { beginnings.insert(parts.prefix(count).joined(separator: ".")) }
        }
    }

    subscript(key: String) -> Abbreviation? { entries[key] }

    func hasMore(after beginning: String) -> Bool { beginnings.contains(beginning) }
}
