/// Turns written text into text as it is spoken: numbers, dates, amounts, abbreviations, addresses and symbols in
/// words, characters in their plain form. Text that has nothing of these comes back byte for byte.
///
///     TextNormalizer(language: .english).normalize("It costs $5.").text  // "It costs five dollars."
///
/// The same text gives the same result on every system.
public struct TextNormalizer: Sendable {
    public let language: Language

    public init(language: Language) { self.language = language }

    public func normalize(_ text: String) -> SpokenText {
        var normalizer = IncrementalNormalizer(language: language)
        var spoken = SpokenText()
        // In parts, so that long texts need no more memory than their results.
        var start = text.startIndex
        while let end = text.utf8.index(start, offsetBy: Self.partLength, limitedBy: text.endIndex), end < text.endIndex
        {
            let cut = text.unicodeScalars.index(before: end)
            spoken.append(normalizer.append(text[start..<cut]))
            start = cut
        }
        spoken.append(normalizer.append(text[start...]))
        spoken.append(normalizer.finish())
        return spoken
    }

    /// In UTF-8 bytes.
    private static let partLength = 16384
}
