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
        if let replacement = preparation.config.replaceCharacters[scalar] {
            return !replacement.isEmpty && replacement.unicodeScalars.allSatisfy(\.isPythonSpace)
        }
        return scalar.isPythonSpace
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
