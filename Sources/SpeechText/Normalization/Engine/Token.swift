/// A run of characters of one kind, after characters have been folded. It is a class, because recognisers look at the
/// same tokens again and again.
final class Token: Sendable {
    enum Kind: UInt8, Sendable {
        /// Letters with their marks.
        case word
        /// ASCII digits; digits of other scripts have become these.
        case digits
        /// Spaces and tabs.
        case space
        case newline
        /// One character that is none of these.
        case symbol
        /// Characters that are never spoken, at the start of a text.
        case nothing
        /// Outside the text, or further away than a recogniser may look.
        case end
    }

    let kind: Kind
    /// The folded text: NFC, without invisible characters, compatibility forms replaced.
    let text: String
    /// `text` in lower case.
    let lower: String
    /// Where it stands in the source, in UTF-8 bytes.
    let source: Range<Int>
    /// Whether the source has exactly these bytes.
    let isVerbatim: Bool
    /// The first character.
    let scalar: Unicode.Scalar

    init(kind: Kind, text: String, lower: String, source: Range<Int>, isVerbatim: Bool) {
        self.kind = kind
        self.text = text
        self.lower = lower
        self.source = source
        self.isVerbatim = isVerbatim
        scalar = text.unicodeScalars.first ?? "\0"
    }

    static let end = Token(kind: .end, text: "", lower: "", source: 0..<0, isVerbatim: true)

    var isWord: Bool { kind == .word }
    var isDigits: Bool { kind == .digits }
    /// A space or nothing more on this side: where a word ends.
    var isBlank: Bool { kind == .space || kind == .newline || kind == .end || kind == .nothing }
    /// The number of digits or letters.
    var count: Int { kind == .digits ? text.utf8.count : text.count }
    /// The digits as a number; nil if they are no digits or too many.
    var number: Int? { kind == .digits && text.utf8.count <= 18 ? Int(text) : nil }

    func isSymbol(_ scalar: Unicode.Scalar) -> Bool { kind == .symbol && self.scalar == scalar }

    /// A word of capitals only.
    var isUppercase: Bool { isWord && text != lower && text.uppercased() == text }
    /// A word that begins with a capital.
    var isCapitalized: Bool { isWord && scalar.properties.isUppercase }
    var isLowercase: Bool { isWord && text == lower }
}

/// What a recogniser has found: the tokens from the current one on that it reads, and how they are spoken.
struct Reading: Sendable, Equatable {
    var length: Int
    var spoken: String

    init(_ length: Int, _ spoken: String) {
        self.length = length
        self.spoken = spoken
    }
}
