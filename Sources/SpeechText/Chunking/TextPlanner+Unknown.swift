extension TextPlanner {
    /// The letters, digits and symbols of a text that the tokenizer does not know, in order of appearance and without
    /// repetition. The model was never trained on them and cannot speak them.
    func unknownCharacters(in text: String) -> [Character] {
        guard let prepared = preparation.prepare(text) else { return [] }
        var seen: Set<Character> = []
        return prepared.text.filter { character in
            let isSpoken = character.isLetter || character.isNumber || (character.isSymbol && !character.isASCII)
            return isSpoken && seen.insert(character).inserted && tokenizer.isUnknown(character)
        }.map(\.self)
    }
}
