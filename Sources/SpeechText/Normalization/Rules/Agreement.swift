/// The grammatical form that a number word or a noun takes.
struct Agreement: Sendable, Equatable {
    enum Gender: Sendable { case unspecified, masculine, feminine, neuter }
    enum Case: Sendable { case nominative, accusative, dative, genitive }

    var gender = Gender.unspecified
    var grammaticalCase = Case.nominative
    var isPlural = false
    /// Whether a noun follows: "un" and not "uno", "ein" and not "eins".
    var precedesNoun = false
    /// Whether a definite article stands before: "der dritte" and not "ein dritter".
    var isDefinite = false

    static let none = Agreement()
    static let masculine = Agreement(gender: .masculine)
    static let feminine = Agreement(gender: .feminine)
    static let neuter = Agreement(gender: .neuter)
}

/// A noun that is counted: a unit of measure or of money.
struct Noun: Sendable, Equatable {
    let singular: String
    let plural: String
    let gender: Agreement.Gender

    init(_ singular: String, _ plural: String? = nil, _ gender: Agreement.Gender = .unspecified) {
        self.singular = singular
        self.plural = plural ?? singular
        self.gender = gender
    }
}

/// A currency: its unit and, where it has one, the hundredth.
struct Currency: Sendable, Equatable {
    let major: Noun
    let minor: Noun?

    init(_ major: Noun, _ minor: Noun? = nil) {
        self.major = major
        self.minor = minor
    }
}

/// A word for a power of a thousand that follows a number: million, billion.
struct Scale: Sendable, Equatable {
    let noun: Noun

    init(_ singular: String, _ plural: String? = nil, _ gender: Agreement.Gender = .masculine) {
        noun = Noun(singular, plural, gender)
    }
}

/// What a written abbreviation stands for.
struct Abbreviation: Sendable, Equatable {
    /// Where it is read so.
    enum Place: Sendable {
        /// Everywhere.
        case anywhere
        /// Only before a capitalised word: titles. Never ends a sentence.
        case beforeName
        /// Only before a number: No. 5, p. 12.
        case beforeNumber
        /// Only after a number or a capitalised word: Inc., Ave.
        case afterName
    }

    let spoken: String
    let place: Place
    /// Whether the full stop is part of it. Without it the letters are a word of their own ("No", "fig").
    let needsFullStop: Bool
    /// Whether a full stop may end the sentence as well ("etc. He left.").
    let mayEndSentence: Bool

    init(_ spoken: String, _ place: Place = .anywhere, needsFullStop: Bool = true, mayEndSentence: Bool = false) {
        self.spoken = spoken
        self.place = place
        self.needsFullStop = needsFullStop
        self.mayEndSentence = mayEndSentence
    }
}
