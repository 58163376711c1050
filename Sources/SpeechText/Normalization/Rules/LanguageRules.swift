/// What the engine must know of a language. The engine recognises written forms with the tables; the functions say how
/// a recognised form is spoken. Functions with a default need a version of their own only where the language differs.
/// Rules are classes: their many tables are passed on by one reference.
protocol LanguageRules: AnyObject, Sendable {
    var language: Language { get }

    // MARK: Tables

    var numberFormat: NumberFormat { get }
    var words: ConnectingWords { get }
    /// The twelve names, as they are spoken.
    var monthNames: [String] { get }
    /// Lower-case names and abbreviations (without full stop) of the months, with their numbers from 1.
    var months: [String: Int] { get }
    /// How an all-digit date with slashes is read.
    var numericDateOrder: CalendarDate.Order { get }
    /// Lower-case words that may stand between the parts of a date: "of", "de".
    var dateLinks: Set<String> { get }
    /// Symbols and codes ("$", "USD", "US$"), case-sensitive.
    var currencies: [String: Currency] { get }
    /// Lower-case scale words ("million") and, after an amount of money, their abbreviations ("bn", "m").
    var scales: [String: Scale] { get }
    var scaleAbbreviations: [String: Scale] { get }
    /// Symbols of units, case-sensitive; a lower-case entry for words is not needed.
    var units: [String: Noun] { get }
    /// Abbreviations without their last full stop, lower case: "dr", "e.g", "z.b".
    var abbreviations: AbbreviationTable { get }
    var initialisms: Initialisms { get }
    /// Points of the compass in capitals, after a word for wind: "vent de NO 15 km/h".
    var bearings: [String: String] { get }
    /// Lower-case words that begin a sentence, not a name, after initials: "the U.S. It".
    var sentenceStarters: Set<String> { get }
    /// What a symbol is called in addresses and where it stands alone.
    var symbolNames: [Unicode.Scalar: String] { get }
    /// Symbols that are read in running text wherever they stand ("&", "%", "="); others stay as they are.
    var readSymbols: [Unicode.Scalar: String] { get }
    /// The name of a letter, lower case, where it is spelled; capitals stand for themselves where there is no entry.
    var letterNames: [Character: String] { get }
    /// What may follow digits to make an ordinal, lower case ("th", "º", "er"), with the form.
    var ordinalSuffixes: [String: Agreement] { get }
    /// Whether a full stop after a number makes it an ordinal before a word ("3. Versuch").
    var ordinalFullStop: Bool { get }
    /// Markers of the half of the day, lower case, without a last full stop: "am", "p.m".
    var dayHalves: [String: ClockTime.Half] { get }
    /// Lower-case marks of the hour after digits: "h" (14h30), "uhr".
    var hourMarks: Set<String> { get }
    /// Units that are also ordinary words: they are units only where no word follows ("5 in.").
    var unitsBeforeNoWord: Set<String> { get }
    /// Lower-case names of months that are ordinary words too and count only with a year or a capital: "may".
    var ambiguousMonths: Set<String> { get }
    /// Fixed readings of digits with marks: "24/7".
    var fixedForms: [String: String] { get }
    /// Words that say what the written form beside them is.
    var contextWords: [ContextWord: Set<String>] { get }
    /// Lower-case words after which a Roman numeral is a cardinal: "chapter", "war".
    var romanCardinalHeads: Set<String> { get }
    /// Abbreviations of the days of the week, lower case, without a last full stop, with the names.
    var weekdays: [String: String] { get }
    /// Whether the days of the week are written in lower case.
    var hasLowercaseWeekdays: Bool { get }
    /// Lower-case words before which a unit of ``unitsBeforeNoWord`` is one: "72 in wide".
    var unitFollowers: Set<String> { get }
    /// Whether nouns are joined with hyphens: "3,5-mm-Buchse".
    var joinsNouns: Bool { get }
    /// Abbreviated units that hold what is named after them, so that their full stop ends no sentence: "Pck", "comp".
    var containers: Set<String> { get }
    /// Lower-case words that are no nouns: a number before them counts nothing.
    var functionWords: Set<String> { get }
    /// Lower-case words after which digits are read in pairs or one by one: "flight", "room".
    var codeHeads: Set<String> { get }
    /// Lower-case names after which numbers with a colon are a chapter and a verse, or a paragraph: "john", "artikel".
    var verseHeads: Set<String> { get }

    // MARK: Spelling out

    /// A whole number in words.
    func cardinal(_ value: UInt64, _ agreement: Agreement) -> String
    /// An ordinal in words.
    func ordinal(_ value: UInt64, _ agreement: Agreement) -> String
    /// A year in words, from its digits as they are written ("1987", "05").
    func year(_ digits: String) -> String
    /// The second year of a season of games, from its two digits: 24 of "2023/24".
    func seasonEnd(_ digits: String) -> String
    /// A decade: 1980 -> "nineteen eighties", 80 -> "eighties".
    func decade(_ value: Int) -> String
    /// numerator/denominator, with `whole` before it.
    func fraction(whole: UInt64?, _ numerator: UInt64, _ denominator: UInt64) -> String
    /// Whether four digits without separators are a year here.
    func isYear(_ digits: String, _ context: NumberContext) -> Bool
    /// The form that a number takes between its neighbours.
    func agreement(_ context: NumberContext, isOrdinal: Bool) -> Agreement
    /// The digits after the decimal mark.
    func decimals(_ digits: String) -> String
    /// A number with sign and decimals.
    func number(_ numeral: Numeral, _ agreement: Agreement) -> String
    /// Digits that are a code: flight and room numbers.
    func code(_ digits: String) -> String
    /// Whether a suffix belongs to an ordinal: "2nd", but not "2th".
    func suffixFits(_ suffix: String, _ value: UInt64) -> Bool
    /// Whether groups of digits between hyphens, full stops or spaces are a telephone number.
    func isTelephone(_ number: TelephoneNumber, _ context: NumberContext) -> Bool
    /// The country's code of an international telephone number.
    func countryCode(_ digits: String) -> String
    /// One group of a telephone number.
    func telephoneGroup(_ digits: String) -> String
    func date(_ date: CalendarDate) -> String
    /// Days that follow each other: "June 5-7", "5-7 June". `last` is the date of the last day.
    func dateRange(from first: Int, to last: CalendarDate) -> String
    func time(_ time: ClockTime) -> String
    /// What lies between two values: "five to ten". `previous` is the word before it, in lower case.
    func range(from first: String, to last: String, areTimes: Bool, after previous: String) -> String
    /// What stands for the dash of a range that goes on to this day, before a word of that day: "2018-present".
    func rangeLink(before presentDay: String) -> String
    /// An amount of money.
    func money(_ amount: Numeral, _ currency: Currency, scale: Scale?) -> String
    /// An amount of millions and the like: "two million dollars", "dos millones de dólares".
    func scaled(_ amount: Numeral, _ scale: Scale, _ currency: Currency) -> String
    /// Cents after the whole amount: "fifty cents", "con cincuenta céntimos".
    func centsBehind(_ cents: Int, _ minor: Noun) -> String
    /// An amount of percent.
    func percent(_ amount: Numeral) -> String
    /// An amount of percent with an ending of an adjective ("0,9 %ige"); nil where the word is not one.
    func percent(_ amount: Numeral, ending: String) -> String?
    /// Whether a tenth or a smaller part before a noun is so many of its things ("9/10 dentists"), and no part of one
    /// ("9/10 miles").
    func hasShares(_ noun: String) -> Bool
    /// A fraction of a unit ("3/4 km"). `part` is the fraction in words.
    func fraction(_ part: String, isMixed: Bool, of noun: Noun) -> String
    /// A quantity of a unit, or of a scale word ("2,5 millions").
    func quantity(_ amount: Numeral, _ noun: Noun) -> String
    /// "per month", "al mese": what an amount of money, or of a unit, is divided by.
    func divisor(_ noun: String, ofMoney: Bool) -> String
    /// Whether a unit or a currency stands before a noun like an adjective: "a 10 km run", "the 110m hurdles".
    func isAttributive(_ context: NumberContext) -> Bool
    /// The singular or the plural for an amount.
    func form(of noun: Noun, for amount: Numeral) -> String
    /// A unit to the second or third power.
    func power(_ exponent: Int, of noun: Noun) -> Noun
    /// A ruler's number after a name ("Henry VIII"). `name` is the word before it.
    func regnal(_ value: Int, after name: String) -> String
    /// Recognises what only this language writes. It is asked first.
    func ownReading(_ window: TokenWindow) -> Reading?
}

/// What stands around a number.
struct NumberContext: Sendable {
    /// The words before and after it, in lower case; empty if something other than a space lies between.
    var previous = ""
    var next = ""
    /// The word before the first of two counts: "nach" in "nach 1 Stunde und 1 Minute", for the second.
    var governor = ""
    /// Whether `next` begins with a capital.
    var isNextCapitalized = false
    /// The word after `next`, if only a space lies between.
    var afterNext = ""
    /// The number as it is written, for the choice of form.
    var value: UInt64?
}

/// Groups of digits that may be a telephone number.
struct TelephoneNumber: Sendable {
    /// The digits of each group, as written.
    var groups: [String] = []
    /// The marks between the groups; one less than groups.
    var separators: [Unicode.Scalar] = []
    /// Whether it begins with "+": an international number.
    var hasPlus = false
    /// Whether a group stands in brackets.
    var hasBrackets = false

    /// The lengths of the groups.
    var shape: [Int] { groups.map(\.utf8.count) }
    var digitCount: Int { shape.reduce(0, +) }
}

/// How a language writes numbers.
struct NumberFormat: Sendable {
    /// The decimal mark: "." or ",".
    let decimal: Unicode.Scalar
    /// Marks between groups of three digits. A space stands for every kind of space.
    let groups: Set<Unicode.Scalar>
    /// Whether the digits of dollars may be grouped with the decimal comma ("US$5,000").
    var groupsDollarsWithComma = false
}

/// The words between numbers.
struct ConnectingWords: Sendable {
    let minus: String
    let plus: String
    let plusMinus: String
    /// The decimal mark in words.
    let point: String
    /// Between the ends of a range: 5-10.
    let to: String
    /// Between the sides of a ratio or of a score: 3:1.
    let ratio: String
    /// Between the sides of a score: 3-1.
    let score: String
    /// Between the sides of a rectangle: 2 x 3 m.
    let by: String
    let times: String
    /// After a factor ("2x"); `nil` where that is an "x".
    var fold: String?
    let per: String
    let and: String
    let equals: String
    let percent: String
    /// mc^2, ², ³ and other exponents: "squared", "cubed", "to the power of".
    let squared: String
    let cubed: String
    let toThePower: String
    /// Scientific notation: 3e8, 3 x 10^8.
    let timesTenToThe: String
    let dividedBy: String
    /// Between a unit and a count of others: "7.4 L/100 km"; `per` if there is none.
    var forEvery: String?
    let over: String
    /// A score: 4.5/5.
    let outOf: String
    let number: String
    /// Two signs of a section: "§§ 3-5".
    let sections: String
    let dot: String
    let at: String
    let around: String
}

/// How words of capitals are read.
struct Initialisms: Sendable {
    /// Spelled even among other capitals: USA, FBI.
    let spelled: Set<String>
    /// Read as words though they look like initialisms: NASA.
    let asWords: Set<String>
    /// Ordinary short words, lower case, that somebody may write in capitals: "NO", "AND".
    let commonWords: Set<String>
    /// Lower-case letters that make a word pronounceable.
    let vowels: Set<Character>
}

extension Numeral {
    /// Hundredths, if the decimals are an amount of money: ".5", ".50" and ".500", but not ".506". 0 if there are none.
    var cents: Int? {
        guard let fraction, !fraction.isEmpty else { return 0 }
        let digits = Array(fraction.utf8)
        guard digits.dropFirst(2).allSatisfy({ $0 == 48 }) else { return nil }
        return Int(digits[0] &- 48) * 10 + (digits.count > 1 ? Int(digits[1] &- 48) : 0)
    }
}
