/// A language whose written forms the normaliser can read out.
public enum Language: String, Sendable, CaseIterable, Codable {
    case english = "en"
    case french = "fr"
    case german = "de"
    case italian = "it"
    case spanish = "es"
    case portuguese = "pt"
    case dutch = "nl"

    /// The language of a code with or without a region, or of an English name: "en", "en-GB", "pt_BR", "German",
    /// "english_2026-01". Nil for any other name.
    public init?(name: String) {
        let lower = name.lowercased()
        let head = String(lower.prefix { $0.isLetter })
        if let language = Language(rawValue: head) {
            self = language
        } else if let language = Language.allCases.first(where: { "\($0)" == head }) {
            self = language
        } else {
            return nil
        }
    }

    /// The tables of the language.
    var rules: any LanguageRules {
        switch self {
        case .english: English.rules
        case .french: French.rules
        case .german: German.rules
        case .italian: Italian.rules
        case .spanish: Spanish.rules
        case .portuguese: Portuguese.rules
        case .dutch: Dutch.rules
        }
    }
}
