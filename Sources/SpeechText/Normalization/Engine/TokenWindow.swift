/// The tokens around the current one. A recogniser sees a bounded stretch of text, so that the whole takes linear time;
/// the window notes when it wanted to see more than has arrived, so that streamed text waits exactly as long as needed.
final class TokenWindow {
    /// How far a recogniser may look ahead and back, in tokens.
    static let ahead = 96
    static let back = 16

    private let tokens: [Token]
    /// The current token's index.
    private var position: Int
    /// Whether the text ends after the last token. If not, the last token may still grow.
    private let isComplete: Bool
    /// Whether a token was asked for that is not there yet or may still grow.
    private(set) var wasShort = false
    /// The number of tokens that recognisers have looked at: the engine's work, for tests of its growth.
    private(set) var lookups = 0

    init(history: [Token], pending: [Token], isComplete: Bool) {
        tokens = history + pending
        position = history.count
        self.isComplete = isComplete
    }

    /// The token at a distance from the current one; an `end` token outside the text and outside the window.
    subscript(offset: Int) -> Token {
        lookups += 1
        let index = position + offset
        guard offset >= -Self.back, offset < Self.ahead, index >= 0 else { return .end }
        guard index < tokens.count else {
            if !isComplete { wasShort = true }
            return .end
        }
        let token = tokens[index]
        // More spaces after a space change nothing for those who look at it.
        if index == tokens.count - 1, !isComplete, token.kind != .space { wasShort = true }
        return token
    }

    /// Whether a token can grow no more.
    func isFinal(_ offset: Int) -> Bool { isComplete || position + offset < tokens.count - 1 }

    /// The kind of a token. A token that may still grow keeps its kind.
    func kind(_ offset: Int) -> Token.Kind {
        lookups += 1
        let index = position + offset
        guard offset >= -Self.back, offset < Self.ahead, index >= 0 else { return .end }
        if index >= tokens.count {
            if !isComplete { wasShort = true }
            return .end
        }
        return tokens[index].kind
    }

    /// The offset after an optional space at `offset`.
    func skippingSpace(_ offset: Int) -> Int { kind(offset) == .space ? offset + 1 : offset }

    /// The offset of the token before an optional space that ends before `offset`.
    func skippingSpaceBack(_ offset: Int) -> Int { kind(offset) == .space ? offset - 1 : offset }

    var hasCurrent: Bool { position < tokens.count }

    func beginToken() { wasShort = false }

    func advance(by count: Int) { position += count }

    /// The tokens before the current one that recognisers can see.
    var history: [Token] { Array(tokens[max(0, position - Self.back)..<position]) }
}
