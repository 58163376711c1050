/// Puts the spoken forms of a lexicon into a text that arrives in fragments. The result does not depend on the
/// fragments.
struct LexiconReader: TextStage {
    private let lexicon: PronunciationLexicon
    private let language: Language?
    private var pending: [Unicode.Scalar] = []
    /// UTF-8 offset of `pending` in the source.
    private var offset = 0
    /// The scalar before `pending`.
    private var before: Unicode.Scalar?

    init(_ lexicon: PronunciationLexicon, language: Language?) {
        self.lexicon = lexicon
        self.language = language
    }

    private enum Match {
        case none
        case undecided
        case found(length: Int, spoken: String)
    }

    mutating func append(_ fragment: String) -> SpokenText {
        pending += fragment.unicodeScalars
        return advance(isComplete: false)
    }

    mutating func finish() -> SpokenText {
        let rest = advance(isComplete: true)
        offset = 0
        before = nil
        return rest
    }

    private mutating func advance(isComplete: Bool) -> SpokenText {
        var result = SpokenText()
        var position = 0
        var copied = 0
        loop: while position < pending.count {
            switch match(at: position, isComplete: isComplete) {
            case .undecided: break loop
            case .none: position += 1
            case .found(let length, let spoken):
                copy(copied..<position, to: &result)
                let bytes = Self.bytes(pending[position..<position + length])
                result.append(spoken, source: offset..<offset + bytes, isVerbatim: false)
                offset += bytes
                position += length
                copied = position
            }
        }
        copy(copied..<position, to: &result)
        if position > 0 { before = pending[position - 1] }
        pending.removeFirst(position)
        return result
    }

    private func match(at position: Int, isComplete: Bool) -> Match {
        guard let candidates = lexicon.entries[pending[position].folded] else { return .none }
        let previous = position > 0 ? pending[position - 1] : before
        for entry in candidates where entry.language == nil || entry.language == language {
            if let previous, previous.isWordPart, entry.form[0].isWordPart { continue }
            let available = min(entry.form.count, pending.count - position)
            let agrees = (0..<available).allSatisfy { index in
                let scalar = pending[position + index]
                return (entry.isExact ? scalar : scalar.folded) == entry.form[index]
            }
            guard agrees else { continue }
            let end = position + entry.form.count
            guard available == entry.form.count else {
                if isComplete { continue }
                return .undecided
            }
            if end == pending.count, !isComplete { return .undecided }
            if end < pending.count, pending[end].isWordPart, entry.form[entry.form.count - 1].isWordPart { continue }
            return .found(length: entry.form.count, spoken: entry.spoken)
        }
        return .none
    }

    private mutating func copy(_ range: Range<Int>, to result: inout SpokenText) {
        guard !range.isEmpty else { return }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: pending[range])
        let bytes = Self.bytes(pending[range])
        result.append(String(text), source: offset..<offset + bytes, isVerbatim: true)
        offset += bytes
    }

    private static func bytes(_ scalars: ArraySlice<Unicode.Scalar>) -> Int {
        scalars.reduce(0) { $0 + UTF8.width($1) }
    }
}
