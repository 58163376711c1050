/// What can be said of a text whose end is still to come.
extension TextPlanner {
    /// The tokens that a chunk of `text` and of what follows it probably begins with.
    /// - Parameter isSentence: whether `text` looks like the whole chunk.
    func draft(_ text: String, isSentence: Bool) -> [Int] {
        let preparation = isSentence ? preparation : openPreparation
        return preparation.prepare(text).map { tokenizer.encode($0.text) } ?? []
    }

    /// Whether `scalar` divides words.
    func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        preparation.config.replaceCharacters[scalar] == nil ? scalar.isPythonSpace : replacedSpaces.contains(scalar)
    }

    /// Whether `scalar` is no more than a pause behind the end of a sentence.
    func isPause(_ scalar: Unicode.Scalar) -> Bool {
        ",;:".unicodeScalars.contains(scalar) || replacedPauses.contains(scalar)
    }

    /// The characters whose replacement is to the tokenizer what `mark` is. It may have more than that: a pronouncing
    /// lexicon can want a mark before each word.
    static func replaced(by mark: String, in config: TextConfig, _ tokenizer: Tokenizer) -> Set<Unicode.Scalar> {
        let expected = tokenizer.encode("z\(mark)z")
        let characters = config.replaceCharacters.filter { _, replacement in
            // Nearly all replacements are letters: they need no look.
            guard replacement.unicodeScalars.first?.isPythonSpace == true else { return false }
            let parts = replacement.split(whereSeparator: \.isWhitespace)
            let joined = parts.isEmpty ? " " : " \(parts.joined(separator: " "))"
            let end = !parts.isEmpty && replacement.last?.isWhitespace == true ? " " : ""
            return tokenizer.encode("z\(joined)\(end)z") == expected
        }
        return Set(characters.keys)
    }

    /// Whether the model can be shown `scalar`: the tokenizer knows it, or the preparation makes something of it.
    func isSpeakable(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isPythonSpace || preparation.config.replaceCharacters[scalar] != nil
            || !tokenizer.isUnknown(Character(scalar))
    }

    /// Whether the model is never shown `scalar`.
    func isDeleted(_ scalar: Unicode.Scalar) -> Bool { preparation.config.replaceCharacters[scalar]?.isEmpty == true }
}

extension [TextChunk] {
    /// The chunks, if the model can be prompted with each.
    /// - Throws: ``TextError/chunkTooLong(excerpt:tokens:limit:)``.
    package func checked() throws(TextError) -> [TextChunk] {
        for chunk in self where chunk.tokens.count > TextChunk.maximumTokens {
            throw .chunkTooLong(
                excerpt: String(chunk.text.prefix(40)), tokens: chunk.tokens.count, limit: TextChunk.maximumTokens)
        }
        return self
    }
}
