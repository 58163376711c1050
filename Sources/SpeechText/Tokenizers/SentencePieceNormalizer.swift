/// How SentencePiece rewrites text before it segments it: rules of the charsmap, spaces to U+2581, the dummy prefix.
struct SentencePieceNormalizer: Sendable {
    let charsMap: PrecompiledCharsMap?
    let addDummyPrefix: Bool
    let removeExtraWhitespaces: Bool
    let escapeWhitespaces: Bool
    /// User-defined pieces pass unchanged.
    let userDefined: PieceTrie?

    private static let space = UInt8(ascii: " ")

    func normalize(_ text: [UInt8]) -> [UInt8] {
        var position = 0
        if removeExtraWhitespaces {
            while position < text.count {
                let (end, replacement) = rewrite(text, at: position)
                guard replacement.elementsEqual(CollectionOfOne(Self.space)) else { break }
                position = end
            }
        }
        guard position < text.count else { return [] }

        let space = escapeWhitespaces ? UTF8Bytes.spaceMark : [Self.space]
        var result: [UInt8] = []
        result.reserveCapacity(text.count + text.count / 2)
        if addDummyPrefix { result += space }
        var afterSpace = removeExtraWhitespaces
        while position < text.count {
            let (end, replacement) = rewrite(text, at: position)
            let kept = afterSpace ? replacement.drop { $0 == Self.space } : replacement
            for byte in kept {
                if byte == Self.space { result += space } else { result.append(byte) }
            }
            if removeExtraWhitespaces, let last = kept.last { afterSpace = last == Self.space }
            position = end
        }
        if removeExtraWhitespaces {
            while result.count >= space.count, result.suffix(space.count).elementsEqual(space) {
                result.removeLast(space.count)
            }
        }
        return result
    }

    /// What the rules make of a text, each code point with the place it comes from: that of all the words which its
    /// rule replaces. Spaces stay as the rules leave them.
    func rewritten(_ scalars: [SourcedScalar]) -> [SourcedScalar] {
        guard charsMap != nil else { return scalars }
        var bytes: [UInt8] = []
        var owners: [Int] = []
        for (index, scalar) in scalars.enumerated() {
            let encoded = UTF8.encode(scalar.scalar).map(Array.init) ?? []
            bytes += encoded
            owners += repeatElement(index, count: encoded.count)
        }
        var result: [SourcedScalar] = []
        result.reserveCapacity(scalars.count)
        var position = 0
        while position < bytes.count {
            let (end, replacement) = rewrite(bytes, at: position)
            let origin = scalars[owners[position]...owners[end - 1]]
            let words = origin.filter { !$0.scalar.isPythonSpace }
            let sources = (words.isEmpty ? Array(origin) : words).map(\.source)
            let source = (sources.map(\.lowerBound).min() ?? 0)..<(sources.map(\.upperBound).max() ?? 0)
            result += String(decoding: replacement, as: UTF8.self).unicodeScalars.map {
                SourcedScalar(scalar: $0, source: source)
            }
            position = end
        }
        return result
    }

    /// The next unit of text and what it becomes.
    @inline(__always)
    private func rewrite(_ text: [UInt8], at start: Int) -> (end: Int, replacement: ArraySlice<UInt8>) {
        if let match = userDefined?.longestMatch(in: text, at: start) {
            return (match.end, text[start..<match.end])
        }
        if let match = charsMap?.longestMatch(in: text[...], at: start) { return match }
        let end = start + min(UTF8Bytes.length(ofLead: text[start]), text.count - start)
        return (end, text[start..<end])
    }
}
