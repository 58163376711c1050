/// Turns written text into text as it is spoken: numbers, dates, amounts, abbreviations, addresses and symbols in words,
/// characters in their plain form. Text that has nothing of these comes back byte for byte.
///
///     TextNormalizer(language: .english).normalize("It costs $5.").text  // "It costs five dollars."
///
/// The same text gives the same result on every system.
public struct TextNormalizer: Sendable {
    public let language: Language

    public init(language: Language) { self.language = language }

    public func normalize(_ text: String) -> SpokenText {
        var normalizer = IncrementalNormalizer(language: language)
        var spoken = normalizer.append(text)
        spoken.append(normalizer.finish())
        return spoken
    }
}
