/// Divides a text that arrives in fragments into chunks, each as soon as what follows can no longer change it.
///
/// Each sentence is a chunk of its own, and one of more than `maxTokens` tokens is divided as
/// ``TextPlanner/plan(_:maxTokens:joinsSentences:)`` divides it. The planner looks at the text whenever a word begins
/// and the words before it may end a chunk: at the same places however the text is cut into fragments, so that the
/// chunks are the same, too.
package struct SentenceFeed {
    private let planner: TextPlanner
    private let rules: ChunkRules
    /// The text that belongs to no chunk yet.
    package private(set) var pending = ""
    /// UTF-8 ranges of `pending`, and of what is being appended to it, that no forced cut divides.
    private var unbroken: [Range<Int>] = []
    /// Where it begins in all text so far, in UTF-8 bytes.
    private var start = 0

    // What `pending` has.
    private var inWord = false
    /// UTF-8 offset of the last word's start, or where the next one will start.
    private var wordStart = 0
    private var mayEnd = false
    private var mayPause = false
    /// The last mark of a sentence's end has nothing but closing quotes and brackets behind it.
    private var seemsComplete = false
    private var hasWords = false

    /// Bytes without an end of a sentence after which the planner looks whether a chunk gets too long.
    private let stretch: Int
    /// Bytes at which it looks again, in any case and for a mark that was no end.
    private var nextLook: Int
    private var nextTry = 0

    /// - Parameter findsWords: whether the chunks say which of their tokens are which words.
    package init(
        planner: TextPlanner, maxTokens: Int, policy: ChunkingPolicy = .reference, findsWords: Bool = false
    ) {
        self.planner = planner
        rules = ChunkRules(maxTokens: maxTokens, joinsSentences: false, policy: policy, findsWords: findsWords)
        // Two chunks' worth of tokens is where a bounded plan cuts; four bytes are a usual token.
        stretch = policy == .bounded ? min(8 * maxTokens, 2048) : 2048
        nextLook = stretch
    }

    /// Takes a fragment; returns the chunks that are complete now.
    /// - Parameter unbroken: UTF-8 ranges of the fragment that no forced cut divides.
    /// - Throws: ``TextError/chunkTooLong(excerpt:tokens:limit:)``; the text that is pending is forgotten then,
    ///   `chunks` has what was complete before it.
    package mutating func append(
        _ fragment: String, unbroken: [Range<Int>] = [], to chunks: inout [TextChunk]
    ) throws(TextError) {
        let end = pending.utf8.count
        self.unbroken += unbroken.map { $0.lowerBound + end..<$0.upperBound + end }
        for scalar in fragment.unicodeScalars {
            let beginsWord = note(scalar)
            pending.unicodeScalars.append(scalar)
            if beginsWord, isWorthALook { try look(&chunks) }
        }
    }

    /// A word follows the text so far, whatever it is: a sentence that is complete before it is a chunk now.
    /// - Throws: as ``append(_:to:)``.
    package mutating func expectWord(to chunks: inout [TextChunk]) throws(TextError) {
        guard seemsComplete, hasWords else { return }
        try look(&chunks, before: " a")
    }

    /// The text so far is complete: what is pending ends a chunk.
    /// - Throws: as ``append(_:to:)``.
    package mutating func flush(to chunks: inout [TextChunk]) throws(TextError) {
        guard hasWords else { return }
        let plan = try plan(isOpen: false)
        take(plan, to: &chunks)
        forget(pending.utf8.count)
    }

    /// The tokens of the pending text, as far as they are likely to stay, and whether it looks like a whole sentence.
    package var draft: TextDraft {
        guard hasWords, pending.utf8.count <= 2 * stretch else { return TextDraft() }
        let words = seemsComplete ? pending : String(Substring(pending.utf8.prefix(wordStart)))
        return TextDraft(tokens: planner.draft(words, isSentence: seemsComplete), isSentence: seemsComplete)
    }

    /// Whether `scalar`, about to be appended, begins a word.
    private mutating func note(_ scalar: Unicode.Scalar) -> Bool {
        if planner.isDeleted(scalar) { return false }
        if planner.isSpace(scalar) {
            inWord = false
            wordStart = pending.utf8.count + UTF8.width(scalar)
            return false
        }
        let beginsWord = !inWord
        inWord = true
        hasWords = true
        switch scalar {
        case ".", "!", "?", "\u{2026}":
            mayEnd = true
            seemsComplete = true
        case ",", ";", ":":
            mayPause = true
            seemsComplete = false
        case "\"", "'", "\u{201D}", "\u{2019}", ")", "]", "\u{BB}": break
        default: seemsComplete = false
        }
        return beginsWord
    }

    private var isWorthALook: Bool {
        let count = pending.utf8.count
        return (mayEnd || mayPause && count > rules.maxTokens) && count >= nextTry || count >= nextLook
    }

    /// - Parameter word: stands for a word that follows the pending text and is not known yet.
    private mutating func look(_ chunks: inout [TextChunk], before word: String = "") throws(TextError) {
        nextLook = pending.utf8.count + stretch
        nextTry = pending.utf8.count * 17 / 16
        let plan = try plan(isOpen: true, before: word)
        guard let open = plan.last, let sure = plan.dropLast().last else { return }
        take(plan.dropLast(), to: &chunks)
        let next = min(open.sourceRange.lowerBound, pending.utf8.count)
        forget(silence(from: sure.sourceRange.upperBound, to: next))
    }

    private mutating func plan(isOpen: Bool, before word: String = "") throws(TextError) -> [TextChunk] {
        do {
            return try planner.plan(pending + word, rules, unbroken: unbroken, isOpen: isOpen).checked()
        } catch .emptyText {
            return []
        } catch {
            forget(pending.utf8.count)
            throw error
        }
    }

    private func take(_ plan: some Sequence<TextChunk>, to chunks: inout [TextChunk]) {
        for chunk in plan {
            chunks.append(chunk.mapped { start + $0.lowerBound..<start + $0.upperBound })
        }
    }

    /// Where the next chunk's text begins, given where the last one ends: behind what is between the two, if that is
    /// nothing to be said.
    private func silence(from end: Int, to next: Int) -> Int {
        let utf8 = pending.utf8
        let between = Substring(utf8.dropFirst(end).prefix(next - end))
        return between.unicodeScalars.allSatisfy { scalar in
            planner.isSpace(scalar) || planner.isDeleted(scalar) || planner.isPause(scalar)
        } ? next : end
    }

    private mutating func forget(_ bytes: Int) {
        let rest = String(Substring(pending.utf8.dropFirst(bytes)))
        start += bytes
        unbroken = unbroken.compactMap { range in
            range.upperBound > bytes ? max(range.lowerBound - bytes, 0)..<range.upperBound - bytes : nil
        }
        pending = ""
        wordStart = 0
        (inWord, hasWords, mayEnd, mayPause, seemsComplete) = (false, false, false, false, false)
        nextLook = stretch
        nextTry = 0
        for scalar in rest.unicodeScalars {
            _ = note(scalar)
            pending.unicodeScalars.append(scalar)
        }
    }
}
