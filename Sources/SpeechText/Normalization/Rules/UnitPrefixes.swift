/// Units of the international system with a prefix: µF, kPa, MΩ.
extension RuleTables {
    /// A table of ``nouns(_:)`` and what prefixes make of its units.
    /// - Parameters:
    ///   - prefixes: the language's words for ``prefixSymbols``, in that order; lines of `table` go first.
    ///   - bases: units that are read with a prefix only, since they mean something else alone ("F").
    static func units(_ table: String, prefixes: String, bases: String) -> [String: Noun] {
        let words = prefixes.split(separator: " ").map(String.init)
        let own = nouns(table)
        let bases = own.merging(nouns(bases)) { first, _ in first }
        var units: [String: Noun] = [:]
        for (symbol, allowed) in prefixedUnits {
            guard let base = bases[symbol] else { continue }
            for (prefix, word) in zip(prefixSymbols, words) where allowed.contains(prefix) {
                // German nouns begin with a capital.
                func joined(_ noun: String) -> String {
                    word + (word.first?.isUppercase == true ? noun.prefix(1).lowercased() + noun.dropFirst() : noun)
                }
                units[String(prefix) + symbol] = Noun(joined(base.singular), joined(base.plural), base.gender)
            }
        }
        for (unit, noun) in units where unit.first == "µ" { units["μ" + unit.dropFirst()] = noun }
        return own.merging(units) { first, _ in first }
    }

    /// 10^-12 to 10^12.
    private static let prefixSymbols: [Character] = ["p", "n", "µ", "m", "c", "d", "h", "k", "M", "G", "T"]

    /// Prefixes that are in use, by unit; not what is a word or a time ("pm").
    private static let prefixedUnits: [(symbol: String, prefixes: String)] = [
        ("m", "nµmcdk"), ("g", "nµmk"), ("l", "µmcdh"), ("L", "µmcdh"), ("s", "nµm"), ("mol", "nµmk"),
        ("A", "nµmk"), ("V", "nµmkM"), ("Ω", "mkMG"), ("F", "pnµm"), ("H", "nµm"), ("W", "nµmkMGT"), ("Wh", "kMGT"),
        ("Ah", "mk"), ("J", "mkMG"), ("eV", "mkMGT"), ("Hz", "mkMGT"), ("N", "mk"), ("Nm", "mk"), ("Pa", "hkMG"),
        ("bar", "m"), ("cal", "k"), ("lm", "k"), ("lx", "k"), ("Sv", "µm"), ("Gy", "m"), ("Bq", "kMGT"),
        ("bit", "kMGT"),
    ]
}
