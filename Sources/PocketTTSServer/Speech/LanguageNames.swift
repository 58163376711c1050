/// Languages of published models by their English names.
enum LanguageNames {
    private static let codes = [
        "dutch": "nl", "english": "en", "french": "fr", "german": "de", "italian": "it", "portuguese": "pt",
        "spanish": "es",
    ]

    /// The two letters of a language (ISO 639-1) given by its name, by a code, or by a model's name that begins with
    /// one, such as `french_24l` or `de-AT`; `en` for another text.
    static func code(of text: String) -> String {
        let text = text.lowercased()
        if let known = codes.first(where: { text.hasPrefix($0.key) }) { return known.value }
        let first = text.prefix { $0.isLetter }
        return codes.values.contains(String(first)) ? String(first) : "en"
    }
}
