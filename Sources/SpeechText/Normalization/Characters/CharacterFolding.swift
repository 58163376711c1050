import Foundation

/// Turns characters that look or mean the same into one: compatibility forms, typographic quotes, digits of other
/// scripts.
enum CharacterFolding {
    enum Folded {
        case same(Token.Kind)
        case replaced(String)
        /// Never spoken: soft hyphens, zero-width characters, byte order marks, directions, variation selectors.
        case invisible
        /// A combining mark.
        case mark
        /// A mark around the character before it, as in keycaps. It is not spoken.
        case enclosingMark
    }

    /// What becomes of a character outside ASCII.
    static func fold(_ scalar: Unicode.Scalar) -> Folded {
        let value = scalar.value
        // Latin, Greek and Cyrillic letters and most of what texts contain, without a look at the tables of properties.
        if (0xC0...0x17F).contains(value), value != 0xD7, value != 0xF7, value != 0x149, value != 0x17F {
            return .same(.word)
        }
        if isInvisible(value) { return .invisible }
        if let replacement = punctuation[scalar] { return .replaced(replacement) }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark: return .mark
        case .enclosingMark: return .enclosingMark
        case .decimalNumber:
            guard let digit = properties.numericValue else { return .same(.digits) }
            return .replaced(String(Int(digit)))
        case .spaceSeparator: return .replaced(" ")
        case .lineSeparator, .paragraphSeparator: return .replaced("\n")
        case .control: return value == 0x85 ? .replaced("\n") : .invisible
        default: break
        }
        if isCompatibilityForm(value) {
            let replacement = String(scalar).precomposedStringWithCompatibilityMapping
            if !replacement.isEmpty, replacement.unicodeScalars.first != scalar { return .replaced(replacement) }
        }
        return .same(kind(of: scalar))
    }

    static func kind(of scalar: Unicode.Scalar) -> Token.Kind {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark:
            .word
        case .spaceSeparator: .space
        default: .symbol
        }
    }

    /// Canonical composition (NFC). It is the same in every Unicode version for the characters a version knows.
    static func composed(_ text: String) -> String { text.precomposedStringWithCanonicalMapping }

    private static func isInvisible(_ value: UInt32) -> Bool {
        switch value {
        case 0xAD, 0x34F, 0x61C, 0x180B...0x180F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFE00...0xFE0F,
            0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE0FFF:
            true
        default: false
        }
    }

    /// Blocks of forms that stand for other characters. Exponents and fractions are not among them: they are read.
    private static func isCompatibilityForm(_ value: UInt32) -> Bool {
        switch value {
        case 0x132...0x133, 0x149, 0x17F, 0x1C4...0x1CC, 0x1F1...0x1F3,  // digraph letters
            0x2103, 0x2109, 0x2121, 0x2126, 0x212A, 0x212B, 0x210A...0x2115, 0x2119...0x211D, 0x2124, 0x2128,
            0x212C...0x2139,  // letter-like
            0x2080...0x208E,  // subscripts
            0x2160...0x217F,  // Roman numerals
            0x2460...0x24FF,  // enclosed
            0x3200...0x33FF,  // squared
            0xFB00...0xFB17, 0xFE30...0xFE6F, 0xFF00...0xFFEF,  // ligatures, small and full-width forms
            0x1D400...0x1D7FF,  // mathematical letters and digits
            0x1F100...0x1F12F, 0xF900...0xFAFF:
            true
        default: false
        }
    }

    /// Typographic forms of ASCII punctuation.
    private static let punctuation: [Unicode.Scalar: String] = [
        "\u{2018}": "'", "\u{2019}": "'", "\u{201A}": "'", "\u{201B}": "'", "\u{02BC}": "'", "\u{2032}": "'",
        "\u{02B9}": "'", "\u{00B4}": "'", "\u{201C}": "\"", "\u{201D}": "\"", "\u{201E}": "\"", "\u{201F}": "\"",
        "\u{2033}": "\"", "\u{2010}": "-", "\u{2011}": "-", "\u{FE63}": "-", "\u{2026}": "...", "\u{2025}": "..",
        "\u{203C}": "!!", "\u{2047}": "??", "\u{2048}": "?!", "\u{2049}": "!?", "\u{2044}": "/", "\u{2215}": "/",
        "\u{2236}": ":", "\u{2217}": "*", "\u{00BA}": "º", "\u{00AA}": "ª", "\u{FF5E}": "~", "\u{301C}": "~",
    ].filter { String($0.key) != $0.value }

    /// Whether a word mixes Latin letters with Cyrillic or Greek ones.
    static func hasLookAlikes(_ text: String) -> Bool {
        var latin = false
        var other = false
        for scalar in text.unicodeScalars {
            let value = scalar.value
            if (0x41...0x7A).contains(value) {
                latin = true
            } else if (0x370...0x52F).contains(value), lookAlikes[scalar] != nil {
                other = true
            }
            if latin, other { return true }
        }
        return false
    }

    /// The word with its Cyrillic and Greek letters replaced by the Latin ones that they look like.
    static func withoutLookAlikes(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(lookAlikes[scalar] ?? scalar) }
        return String(result)
    }

    private static let lookAlikes: [Unicode.Scalar: Unicode.Scalar] = [
        "А": "A", "В": "B", "Е": "E", "К": "K", "М": "M", "Н": "H", "О": "O", "Р": "P", "С": "C", "Т": "T", "Х": "X",
        "У": "Y", "І": "I", "Ј": "J", "Ѕ": "S", "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "х": "x", "у": "y",
        "і": "i", "ј": "j", "ѕ": "s", "к": "k", "м": "m", "т": "t", "н": "h", "в": "b", "Α": "A", "Β": "B", "Ε": "E",
        "Ζ": "Z", "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M", "Ν": "N", "Ο": "O", "Ρ": "P", "Τ": "T", "Υ": "Y", "Χ": "X",
        "ο": "o", "ν": "v", "ι": "i", "α": "a", "ρ": "p",
    ]
}
