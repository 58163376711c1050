/// How words are to be spoken that a model, or the normaliser, would say wrong.
///
/// A file has one entry a line: the written form, a tab, what is spoken instead, and optionally a tab and the language
/// that the entry is for. Lines that begin with `#` and empty lines are comments.
///
///     kubectl	cube control
///     Nguyen	win
///     chat	shah	fr
///
/// For a model whose tokens are phonemes, phonemes between slashes may be given: `/wɪn/`.
///
/// A form matches whole words only. One in lower case matches any case, one with a capital matches as it is written.
/// The longest form wins; of equal forms the last one given.
public struct PronunciationLexicon: Sendable, Equatable {
    struct Entry: Sendable, Equatable {
        var form: [Unicode.Scalar]
        var spoken: String
        var language: Language?
        /// Whether capitals matter.
        var isExact: Bool
    }

    /// Entries by the first scalar of their form, folded; longer forms first.
    private(set) var entries: [Unicode.Scalar: [Entry]] = [:]

    /// Entries that one file may have, and scalars that one form may have.
    static let maximumEntries = 100_000
    static let longestForm = 100

    public init() {}

    public var isEmpty: Bool { entries.isEmpty }

    /// - Throws: ``LexiconError`` with the line that is wrong.
    public init(contents: String) throws(LexiconError) {
        var count = 0
        for (index, line) in contents.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.hasSuffix("\r") ? line.dropLast() : line
            if line.hasPrefix("#") || line.allSatisfy(\.isWhitespace) { continue }
            count += 1
            guard count <= Self.maximumEntries else {
                throw LexiconError(line: index + 1, reason: "more than \(Self.maximumEntries) entries")
            }
            try add(line, number: index + 1)
        }
        sort()
    }

    /// The first word, if any, for which phonemes are given: `/wɪn/`.
    public private(set) var wordInPhonemes: String?

    /// This lexicon with the entries of another, which win.
    public func merging(_ other: PronunciationLexicon) -> PronunciationLexicon {
        var result = self
        result.wordInPhonemes = wordInPhonemes ?? other.wordInPhonemes
        for (first, added) in other.entries { result.entries[first] = added + (result.entries[first] ?? []) }
        result.sort()
        return result
    }

    private mutating func add(_ line: Substring, number: Int) throws(LexiconError) {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map { field in
            String(field.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }
        guard fields.count == 2 || fields.count == 3 else {
            throw LexiconError(
                line: number, reason: "\(fields.count) fields, expected the written form, a tab, and what is spoken")
        }
        let form = Array(fields[0].unicodeScalars)
        guard let first = form.first, form.count <= Self.longestForm else {
            throw LexiconError(
                line: number,
                reason: form.isEmpty ? "no written form" : "a form of more than \(Self.longestForm) characters")
        }
        guard !fields[1].isEmpty else {
            throw LexiconError(line: number, reason: "nothing to speak for \"\(fields[0])\"")
        }
        var language: Language?
        if fields.count == 3, !fields[2].isEmpty {
            language = Language(name: fields[2])
            guard language != nil else {
                let known = Language.allCases.map(\.rawValue).joined(separator: ", ")
                throw LexiconError(line: number, reason: "the language \"\(fields[2])\" is none of \(known)")
            }
        }
        var spoken = fields[1]
        if spoken.hasPrefix("/"), spoken.hasSuffix("/"), spoken.count > 2 {
            if wordInPhonemes == nil { wordInPhonemes = fields[0] }
            spoken = PhoneticNotation.protected(String(spoken.dropFirst().dropLast()))
        }
        let isExact = form.contains { $0.properties.isUppercase || $0.properties.generalCategory == .titlecaseLetter }
        let entry = Entry(
            form: isExact ? form : form.map(\.folded), spoken: spoken, language: language, isExact: isExact)
        entries[first.folded, default: []].insert(entry, at: 0)
    }

    private mutating func sort() {
        for first in entries.keys {
            // Stable, so that of equal forms the last one given stays in front.
            entries[first] = entries[first]?.enumerated().sorted { a, b in
                a.element.form.count != b.element.form.count
                    ? a.element.form.count > b.element.form.count : a.offset < b.offset
            }.map(\.element)
        }
    }
}

/// What is wrong in a lexicon, and in which line.
public struct LexiconError: Error, Sendable, Equatable, CustomStringConvertible {
    /// 1-based.
    public let line: Int
    public let reason: String

    public var description: String { "line \(line): \(reason)" }
}

extension Unicode.Scalar {
    /// In lower case, where that is one scalar.
    var folded: Unicode.Scalar {
        let lower = properties.lowercaseMapping.unicodeScalars
        return lower.count == 1 ? lower.first ?? self : self
    }

    /// Whether it continues a word: a form beside it is a part of that word.
    var isWordPart: Bool {
        properties.isAlphabetic || properties.numericType != nil || properties.generalCategory == .nonspacingMark
    }
}
