/// Latin spellings of letters that most models lack. The tables are our own, so that every system spells alike.
enum Transliteration {
    /// Capitals are made from the small letters.
    static let latin: [Unicode.Scalar: String] = {
        var table: [Unicode.Scalar: String] = [:]
        for (letters, spellings) in [latinLetters, greek, cyrillic] {
            let spelled = spellings.split(separator: " ", omittingEmptySubsequences: false)
            for (letter, spelling) in zip(letters.unicodeScalars.filter { $0 != " " }, spelled) {
                let plain = spelling == "_" ? "" : String(spelling)
                table[letter] = plain
                let upper = letter.properties.uppercaseMapping.unicodeScalars
                if upper.count == 1, let capital = upper.first, capital != letter {
                    table[capital] = plain.prefix(1).uppercased() + plain.dropFirst()
                }
            }
        }
        return table
    }()

    /// Latin letters that have no base letter in Unicode.
    private static let latinLetters = (
        "ł đ ø ı æ œ ß þ ð ħ ŋ ŧ ə ɓ ɗ ƙ ƴ ŀ ĸ ſ ꞌ", "l d o i ae oe ss th d h ng t e b d k y l k s '"
    )
    private static let greek = (
        "α β γ δ ε ζ η θ ι κ λ μ ν ξ ο π ρ σ ς τ υ φ χ ψ ω µ", "a v g d e z i th i k l m n x o p r s s t y f ch ps o m"
    )
    private static let cyrillic = (
        "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я і ї є ґ ў ђ ј љ њ ћ џ ѓ ќ ѕ",
        "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i yi ye g u dj j lj nj c "
            + "dz gj kj dz"
    )
}
