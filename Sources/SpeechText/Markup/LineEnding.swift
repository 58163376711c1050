/// What was read of a line, to decide whether its end is the end of a sentence.
struct LineEnding: Sendable {
    private(set) var kind = LineKind.blank
    private var words = 0
    private var bytes = 0
    private var lastWord: [UInt8] = []
    private var inWord = false
    /// Whether the last mark of the line is one at which a speaker pauses.
    private(set) var endsWithMark = false

    init(kind: LineKind = .blank) { self.kind = kind }

    var hasWords: Bool { words > 0 }

    mutating func note(_ text: ArraySlice<UInt8>) {
        for byte in text where byte != 0x0A && byte != 0x0D {
            bytes += 1
            if InlineMarkReader.isSpace(byte) {
                inWord = false
                continue
            }
            if InlineMarkReader.isWordPart(byte) {
                if !inWord {
                    words += 1
                    lastWord = []
                }
                inWord = true
                endsWithMark = false
                if lastWord.count < 8 { lastWord.append(byte >= 0x80 ? byte : byte | 0x20) }
                // The ellipsis, U+2026, ends in this byte; no letter of the published languages does.
                if byte == 0xA6 { endsWithMark = true }
            } else if ".!?,;:".utf8.contains(byte) {
                endsWithMark = true
            } else if !"\"')]*_`".utf8.contains(byte) {
                endsWithMark = false
            }
        }
    }

    /// The full stop that this line needs before a line of the given kind whose text begins with `text`.
    func stop(before next: LineKind, text: ArraySlice<UInt8>) -> String? {
        guard hasWords, !endsWithMark else { return nil }
        if kind.standsAlone || next.standsAlone { return "." }
        // Lines of a few words are a list; short lines before a capital are verse, signatures, addresses. Others are
        // prose that was wrapped.
        if Self.continues.contains(String(decoding: lastWord, as: UTF8.self)) { return nil }
        if words <= 3, bytes <= 30 { return "." }
        return bytes <= 45 && Self.beginsSentence(text) ? "." : nil
    }

    private static func beginsSentence(_ text: ArraySlice<UInt8>) -> Bool {
        guard
            let first = String(decoding: text.drop { InlineMarkReader.isSpace($0) }.prefix(8), as: UTF8.self)
                .unicodeScalars.first
        else { return false }
        return first.properties.isUppercase || first.properties.numericType != nil
            || "\"'\u{201C}\u{2018}«¿¡".unicodeScalars.contains(first)
    }

    /// Words that a sentence does not end with: the line was wrapped after them.
    private static let continues: Set<String> = [
        "the", "a", "an", "of", "and", "or", "to", "in", "on", "at", "by", "for", "with", "from", "is", "are", "was",
        "my", "your", "his", "her", "its", "our", "their", "but", "that", "which", "de", "la", "le", "les", "du", "des",
        "et", "ou", "un", "une", "der", "die", "das", "und", "oder", "von", "zu", "ein", "il", "lo", "di", "e", "o",
        "con", "per", "el", "los", "las", "y", "del", "para", "os", "as", "do", "da", "em", "com", "het", "een", "en",
        "van", "op", "met", "voor",
    ]
}
