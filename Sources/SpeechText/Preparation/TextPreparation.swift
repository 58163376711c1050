/// A code point and where in the user's text it comes from.
struct SourcedScalar {
    var scalar: Unicode.Scalar
    /// UTF-8 offsets of the code point it was made from.
    var source: Range<Int>
}

/// What `prepare_text_prompt` makes of a text.
struct PreparedText {
    var scalars: [SourcedScalar]
    /// 3 frames for up to four words, 1 for more: how long to go on after the end-of-speech decision.
    var framesAfterEOSGuess: Int

    var text: String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars.lazy.map(\.scalar))
        return String(text)
    }
}

/// Rewrites a text into what the model was trained on (`models/text_chunking.py`, `prepare_text_prompt`), code point by
/// code point as Python does.
struct TextPreparation: Sendable {
    let config: TextConfig

    private static let terminal = Set(".!?\u{2026}".unicodeScalars)
    private static let weak = Set(",;:-\u{2013}\u{2014}".unicodeScalars)
    private static let closers = Set("\"'\u{201D}\u{2019})]\u{00BB}".unicodeScalars)
    private static let strayAfterTerminal = Set(",;:".unicodeScalars)

    /// `nil` when nothing is left to say.
    func prepare(_ text: String) -> PreparedText? {
        var scalars: [SourcedScalar] = []
        scalars.reserveCapacity(text.utf8.count)
        var offset = 0
        for scalar in text.unicodeScalars {
            let end = offset + UTF8.width(scalar)
            scalars.append(SourcedScalar(scalar: scalar, source: offset..<end))
            offset = end
        }
        scalars = Self.stripped(scalars[...])
        if !config.replaceCharacters.isEmpty {
            scalars = Self.withoutStrayCommas(Self.words(replaceCharacters(scalars)))
        }
        guard !scalars.isEmpty else { return nil }
        scalars = config.joinsSpaces ? Self.words(scalars) : Self.withSpacesJoined(scalars)
        if config.removeSemicolons {
            for index in scalars.indices where scalars[index].scalar == ";" { scalars[index].scalar = "," }
        }
        let words = Self.wordCount(scalars)
        if config.capitalizeFirstLetter { capitalize(&scalars) }
        if config.appendTerminalPunctuation, !config.marksOnlyWords || Self.endsWithWord(scalars) {
            scalars = Self.withTerminalPunctuation(scalars)
        }
        if config.padWithSpacesForShortInputs, Self.wordCount(scalars) < 5 {
            let pad = SourcedScalar(scalar: " ", source: 0..<0)
            scalars = [SourcedScalar](repeating: pad, count: 8) + scalars
        }
        return PreparedText(scalars: scalars, framesAfterEOSGuess: words <= 4 ? 3 : 1)
    }

    static func stripped(_ scalars: ArraySlice<SourcedScalar>) -> [SourcedScalar] {
        var rest = scalars.drop { $0.scalar.isPythonSpace }
        while let last = rest.last, last.scalar.isPythonSpace { rest.removeLast() }
        return Array(rest)
    }

    private func replaceCharacters(_ scalars: [SourcedScalar]) -> [SourcedScalar] {
        var result: [SourcedScalar] = []
        result.reserveCapacity(scalars.count)
        for item in scalars {
            guard let replacement = config.replaceCharacters[item.scalar] else {
                result.append(item)
                continue
            }
            for scalar in replacement.unicodeScalars {
                result.append(SourcedScalar(scalar: scalar, source: item.source))
            }
        }
        return result
    }

    /// `" ".join(text.split())`.
    private static func words(_ scalars: [SourcedScalar]) -> [SourcedScalar] {
        var result: [SourcedScalar] = []
        result.reserveCapacity(scalars.count)
        for item in stripped(scalars[...]) {
            if !item.scalar.isPythonSpace {
                result.append(item)
            } else if result.last?.scalar != " " {
                result.append(SourcedScalar(scalar: " ", source: item.source))
            }
        }
        return result
    }

    /// Deleted quotes leave `"Hi?", she said` as `Hi?, she said`: the sentence mark stays, the comma goes.
    private static func withoutStrayCommas(_ scalars: [SourcedScalar]) -> [SourcedScalar] {
        var result: [SourcedScalar] = []
        result.reserveCapacity(scalars.count)
        var index = 0
        while index < scalars.count {
            result.append(scalars[index])
            index += 1
            guard let mark = result.last?.scalar, terminal.contains(mark) else { continue }
            let next = scalars[index...].firstIndex { !$0.scalar.isPythonSpace } ?? scalars.count
            if next < scalars.count, strayAfterTerminal.contains(scalars[next].scalar) { index = next + 1 }
        }
        return result
    }

    /// Line ends to spaces, then every pair of spaces to one, in a single pass: three spaces become two.
    private static func withSpacesJoined(_ scalars: [SourcedScalar]) -> [SourcedScalar] {
        var result: [SourcedScalar] = []
        result.reserveCapacity(scalars.count)
        var isSecond = false
        for var item in scalars {
            if item.scalar == "\n" || item.scalar == "\r" { item.scalar = " " }
            if item.scalar == " " {
                defer { isSecond.toggle() }
                if isSecond { continue }
            } else {
                isSecond = false
            }
            result.append(item)
        }
        return result
    }

    private static func wordCount(_ scalars: [SourcedScalar]) -> Int {
        var count = 0
        var inWord = false
        for item in scalars {
            let isSpace = item.scalar.isPythonSpace
            if !isSpace, !inWord { count += 1 }
            inWord = !isSpace
        }
        return count
    }

    /// `str.upper` of the first code point, which may be several ("ß" becomes "SS").
    private func capitalize(_ scalars: inout [SourcedScalar]) {
        guard let first = scalars.first, !first.scalar.properties.isUppercase else { return }
        let upper = first.scalar.pythonUppercase
        scalars.replaceSubrange(0..<1, with: upper.map { SourcedScalar(scalar: $0, source: first.source) })
    }

    private static func endsWithWord(_ scalars: [SourcedScalar]) -> Bool {
        guard let last = scalars.last?.scalar.properties else { return false }
        return last.isAlphabetic || last.numericType != nil
    }

    /// Ends the text as the sentences of the training data end; `_ensure_terminal_punctuation`.
    private static func withTerminalPunctuation(_ scalars: [SourcedScalar]) -> [SourcedScalar] {
        var core = scalars[...]
        while let last = core.last, last.scalar == " " || closers.contains(last.scalar) { core.removeLast() }
        guard let last = core.last, !terminal.contains(last.scalar) else { return scalars }
        guard weak.contains(last.scalar) else {
            return scalars + [SourcedScalar(scalar: ".", source: scalars[scalars.endIndex - 1].source)]
        }
        let closing = stripped(scalars[core.endIndex...])
        while let last = core.last, last.scalar == " " || weak.contains(last.scalar) { core.removeLast() }
        return core + [SourcedScalar(scalar: ".", source: last.source)] + closing
    }
}
