/// What the next chunk of a text will probably begin with.
package struct TextDraft: Sendable {
    package var tokens: [Int] = []
    /// Whether the tokens look like the whole chunk.
    package var isSentence = false

    package init(tokens: [Int] = [], isSentence: Bool = false) {
        self.tokens = tokens
        self.isSentence = isSentence
    }

    /// Tokens for which a pass over the weights is worth it while more of the sentence is to come.
    private static let worthwhile = 8

    /// What should be read now, if `done` has been.
    /// - Parameters:
    ///   - unit: tokens that are read together or not at all.
    ///   - limit: tokens that there is room for.
    package func worthReading(after done: [Int], unit: Int, limit: Int) -> [Int]? {
        let unit = unit > 1 || isSentence ? unit : Self.worthwhile
        let goal = min(tokens.count, limit) / unit * unit
        let known = zip(done, tokens).prefix { $0 == $1 }.count
        return known < goal ? Array(tokens[..<goal]) : nil
    }
}
