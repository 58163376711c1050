/// Walks over tokens, asks the recognisers at each, and writes what they read.
struct NormalizationEngine: Sendable {
    /// Tokens already read that recognisers may look back at.
    private var history: [Token] = []
    private var joint = WordJoint()
    /// Where the first token that is not yet read begins in the source.
    private(set) var end = 0
    private(set) var lookups = 0

    /// Reads as many tokens as can be read for good.
    mutating func read(_ tokens: [Token], isComplete: Bool, rules: any LanguageRules) -> SpokenText {
        let window = TokenWindow(history: history, pending: tokens, isComplete: isComplete)
        var spoken = SpokenText()
        while window.hasCurrent {
            window.beginToken()
            // A token that may still grow waits, and so does one whose reading depends on text that is still to come.
            guard window.isFinal(0) else { break }
            let token = window[0]
            let reading = Recognizers.reading(window, rules)
            if window.wasShort { break }
            if let reading {
                let last = window[reading.length - 1]
                guard window.isFinal(reading.length - 1) else { break }
                let source = token.source.lowerBound..<last.source.upperBound
                joint.write(reading.spoken, source: source, isVerbatim: false, to: &spoken)
                window.advance(by: reading.length)
            } else {
                joint.write(token.text, source: token.source, isVerbatim: token.isVerbatim, to: &spoken)
                window.advance(by: 1)
            }
        }
        history = window.history
        lookups += window.lookups
        if let last = history.last { end = max(end, last.source.upperBound) }
        return spoken
    }
}

/// Keeps words apart that the source writes without a space: "C24" is spoken "C twenty four".
private struct WordJoint: Sendable {
    private var endsInWord = false
    private var wasRewritten = false

    mutating func write(_ text: String, source: Range<Int>, isVerbatim: Bool, to spoken: inout SpokenText) {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else {
            spoken.append(text, source: source, isVerbatim: isVerbatim)
            return
        }
        if endsInWord, wasRewritten || !isVerbatim, Self.isWordCharacter(first) {
            // The space belongs to the rewritten side.
            if isVerbatim {
                spoken.append(" ", source: source.lowerBound..<source.lowerBound, isVerbatim: false)
                spoken.append(text, source: source, isVerbatim: true)
            } else {
                spoken.append(" " + text, source: source, isVerbatim: false)
            }
        } else {
            spoken.append(text, source: source, isVerbatim: isVerbatim)
        }
        endsInWord = Self.isWordCharacter(last)
        wasRewritten = !isVerbatim
    }

    private static func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            ? ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
            : CharacterFolding.kind(of: scalar) == .word
    }
}
