/// Kinds of words that say what the written form beside them is. A language lists its own, in lower case, and leaves
/// out the kinds that it does not need.
enum ContextWord: Sendable {
    /// Between a count of millions, or a currency, and its noun: "68 M d'habitants".
    case of
    /// "in", before a currency or a duration: "the price in €", "in 42:15".
    case within
    /// Nouns that are prepositions, too, and are counted before "of": "1/2 sobre de levadura".
    case portion
    /// Between two dates, days or times: "to", "bis", "t/m".
    case rangeLink
    /// Before a date that begins or ends a period: "ab 1/4", "desde".
    case periodBoundary
    /// Before a time of day: "6/12 at 7pm".
    case beforeTime
    /// This day, at the end of a range of years: "2018–present".
    case presentDay
    /// Before a day that is left out, or meant alone: "closed Sun.".
    case exception
    /// A season of games: "saison 2023-24".
    case season
    /// What has versions: "versión 3.11".
    case version
    /// Up to two words before numbers with a colon that are no time: "a ratio of 1:10", "Maßstab 1:50".
    case ratio
    /// Before a temperature: "máx. 15º".
    case temperature
    /// What a wage is, before a slash: "3.500 € brutos/mes".
    case wage
    /// "times", before a slash: "3 fois/jour".
    case times
    /// What a count is divided by, after a slash: "2x/dia".
    case divisor
    /// Before a score: "Rating: 8/10", "gave it a 4/5".
    case score
    /// What is awarded, after a score: "4/5 stars".
    case award
    /// Before a number with a letter: "Gleis 3A".
    case place
    /// The end of a word before a long number that is no quantity: "rekeningnummer 12345678".
    case identifier
    /// Wind, before a point of the compass.
    case wind
    /// "from", between wind and a point of the compass: "vent de NO".
    case windOrigin
    /// Abbreviations of what is numbered, also in Roman: "chap. III", "vol. II", "fig. 4a".
    case numbered
    /// Abbreviations after which even one letter is a Roman numeral: "s. V".
    case singleRoman
    /// Things that have letters for names, so that a letter after them is no initial: "Plan B.".
    case lettered
}

extension LanguageRules {
    /// Whether a lower-case word is of a kind.
    func has(_ word: String, as kind: ContextWord) -> Bool { contextWords[kind]?.contains(word) ?? false }
}
