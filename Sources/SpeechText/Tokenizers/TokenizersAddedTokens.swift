/// The `added_tokens` of a `tokenizer.json`: strings that are cut out of the text before anything else sees it.
struct TokenizersAddedTokens: Sendable {
    private struct Token {
        var content: [UInt8]
        /// What the text is searched for: the normalised content, if the token is to be found in normalised text.
        var pattern: [UInt8]
        var isNormalized: Bool
        var isSingleWord: Bool
        var stripsLeft: Bool
        var stripsRight: Bool
    }

    private var tokens: [Int: Token] = [:]
    /// Contents that decoding leaves out.
    private(set) var special: Set<[UInt8]> = []
    private var plain: PieceTrie?
    private var normalized: PieceTrie?

    /// - Parameters:
    ///   - vocabulary: the model's strings; an added token among them has that id, others follow after its last one.
    init(
        _ objects: [JSONObject], vocabulary: [[UInt8]: Int], vocabularySize: Int, normalizer: TokenizersNormalizer?
    ) throws(TokenizerFormatError) {
        var ids = [[UInt8]: Int]()
        var nextID = vocabularySize
        for object in objects {
            let content = try object.bytes("content")
            guard !content.isEmpty else { continue }
            let id = ids[content] ?? vocabulary[content] ?? nextID
            if id == nextID { nextID += 1 }
            ids[content] = id
            let isNormalized = try object.bool("normalized")
            if try object.bool("special") { special.insert(content) }
            tokens[id] = Token(
                content: content, pattern: isNormalized ? normalizer?.normalize(content) ?? content : content,
                isNormalized: isNormalized, isSingleWord: try object.bool("single_word"),
                stripsLeft: try object.bool("lstrip"), stripsRight: try object.bool("rstrip"))
        }
        func trie(_ isNormalized: Bool) -> PieceTrie? {
            let patterns = tokens.filter { $0.value.isNormalized == isNormalized }.map { ($0.value.pattern, $0.key) }
            return patterns.isEmpty ? nil : PieceTrie(patterns)
        }
        plain = trie(false)
        normalized = trie(true)
        count = nextID - vocabularySize
    }

    /// How many ids they add to the vocabulary.
    private(set) var count = 0

    /// What decoding takes an added token's id for, `nil` for other ids.
    func text(of id: Int) -> [UInt8]? { tokens[id]?.pattern }

    enum Part {
        case text(Range<Int>)
        case token(Int)
    }

    /// Cuts out the tokens that are searched for before (`false`) or after (`true`) normalisation.
    func split(_ text: [UInt8], normalized isNormalized: Bool) -> [Part] {
        guard let trie = isNormalized ? normalized : plain else { return [.text(0..<text.count)] }
        var parts: [Part] = []
        var done = 0
        var position = 0
        while position < text.count {
            guard let match = trie.longestMatch(in: text, at: position), let token = tokens[match.value] else {
                position += 1
                continue
            }
            var (start, end) = (position, match.end)
            position = end
            if token.isSingleWord, Self.endsWithWord(text[..<start]) || Self.startsWithWord(text[end...]) { continue }
            if token.stripsLeft {
                while let scalar = Self.last(text[done..<start]), scalar.properties.isWhitespace {
                    start -= String(scalar).utf8.count
                }
            }
            if token.stripsRight {
                while let scalar = Self.first(text[end...]), scalar.properties.isWhitespace {
                    end += String(scalar).utf8.count
                }
            }
            if done < start { parts.append(.text(done..<start)) }
            parts.append(.token(match.value))
            done = end
            position = max(position, end)
        }
        if done < text.count { parts.append(.text(done..<text.count)) }
        return parts
    }

    private static func first(_ text: ArraySlice<UInt8>) -> Unicode.Scalar? {
        guard let lead = text.first else { return nil }
        return String(decoding: text.prefix(UTF8Bytes.length(ofLead: lead)), as: UTF8.self).unicodeScalars.first
    }

    private static func last(_ text: ArraySlice<UInt8>) -> Unicode.Scalar? {
        guard let lead = text.lastIndex(where: { $0 & 0xC0 != 0x80 }) else { return nil }
        return first(text[lead...])
    }

    private static func startsWithWord(_ text: ArraySlice<UInt8>) -> Bool { first(text).map(isWord) ?? false }
    private static func endsWithWord(_ text: ArraySlice<UInt8>) -> Bool { last(text).map(isWord) ?? false }

    /// `\w` of Unicode regular expressions.
    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.isJoinControl
            || [.nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation]
                .contains(scalar.properties.generalCategory)
    }
}
