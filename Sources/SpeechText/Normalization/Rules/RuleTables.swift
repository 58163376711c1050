/// Reads tables of a language that are written as lines of text, with "|" between columns. Several written forms of one
/// entry stand in the first column with spaces between; "_" stands for a space inside a form.
enum RuleTables {
    /// "km | kilomètre | kilomètres | m": the plural may be left out where it equals the singular; m, f, n is the
    /// gender.
    static func nouns(_ table: String) -> [String: Noun] {
        var result: [String: Noun] = [:]
        for columns in rows(table) {
            guard columns.count > 1 else { continue }
            let noun = noun(Array(columns.dropFirst()))
            for form in forms(columns[0]) { result[form] = noun }
        }
        return result
    }

    /// "€ EUR | euro | euros | m | centime | centimes | m": the last three columns may be missing.
    static func currencies(_ table: String) -> [String: Currency] {
        var result: [String: Currency] = [:]
        for columns in rows(table) {
            guard columns.count >= 4 else { continue }
            let minor = columns.count >= 7 ? noun(Array(columns[4...6])) : nil
            let currency = Currency(noun(Array(columns[1...3])), minor)
            for form in forms(columns[0]) { result[form] = currency }
        }
        return result
    }

    /// "million millions | million | millions | m".
    static func scales(_ table: String) -> [String: Scale] {
        nouns(table).mapValues { Scale($0.singular, $0.plural, $0.gender) }
    }

    /// "dr | Doctor | name": the third column says where it is read so (name, number, after; nothing: anywhere), "bare"
    /// if it needs no full stop, and "end" if its full stop may end a sentence, too.
    static func abbreviations(_ table: String) -> AbbreviationTable {
        var result: [String: Abbreviation] = [:]
        for columns in rows(table) {
            guard columns.count > 1 else { continue }
            let flags = columns.count > 2 ? columns[2].split(separator: " ").map(String.init) : []
            let place: Abbreviation.Place =
                flags.contains("name")
                ? .beforeName
                : flags.contains("number") ? .beforeNumber : flags.contains("after") ? .afterName : .anywhere
            let entry = Abbreviation(
                columns[1], place, needsFullStop: !flags.contains("bare"), mayEndSentence: flags.contains("end"))
            for form in forms(columns[0]) { result[form] = entry }
        }
        return AbbreviationTable(result)
    }

    /// Words between any white space.
    static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }

    private static func rows(_ table: String) -> [[String]] {
        table.split(separator: "\n").map { line in
            line.split(separator: "|", omittingEmptySubsequences: false).map { column in
                String(column.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
        }
    }

    private static func forms(_ column: String) -> [String] {
        column.split(separator: " ").map { String($0.map { $0 == "_" ? " " : $0 }) }
    }

    private static func noun(_ columns: [String]) -> Noun {
        let genders: [String: Agreement.Gender] = ["m": .masculine, "f": .feminine, "n": .neuter]
        let plural = columns.count > 1 && !columns[1].isEmpty ? columns[1] : nil
        return Noun(columns[0], plural, columns.count > 2 ? genders[columns[2]] ?? .unspecified : .unspecified)
    }
}

extension Sequence<String> {
    /// The parts that are not empty, with spaces between.
    func joinedWords() -> String { filter { !$0.isEmpty }.joined(separator: " ") }
}
