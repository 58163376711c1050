import PocketTTS

/// When each character of a text is heard, made of the times of words: a word's characters share its time evenly, and
/// what stands between two words the time between them.
struct CharacterAlignment: Sendable {
    /// Characters and when they start and end, in seconds.
    struct Part: Sendable {
        var characters: [String] = []
        var starts: [Double] = []
        var ends: [Double] = []

        fileprivate mutating func add(_ text: Substring, from start: Double, to end: Double) {
            let count = Double(text.count)
            for (index, character) in text.enumerated() {
                characters.append(String(character))
                starts.append(start + (end - start) * Double(index) / count)
                ends.append(start + (end - start) * Double(index + 1) / count)
            }
        }

        static func + (first: Part, second: Part) -> Part {
            Part(
                characters: first.characters + second.characters, starts: first.starts + second.starts,
                ends: first.ends + second.ends)
        }
    }

    /// Bytes of the text whose times are known, and when they end.
    private var textEnd = 0
    private var time = 0.0

    /// The characters up to the end of a word.
    mutating func add(_ word: WordTime, of text: String) -> Part {
        var part = Part()
        let start = max(time, word.start)
        part.add(slice(text, to: word.textRange.lowerBound), from: time, to: start)
        textEnd = max(textEnd, word.textRange.lowerBound)
        time = max(start, word.end)
        part.add(slice(text, to: word.textRange.upperBound), from: start, to: time)
        textEnd = max(textEnd, word.textRange.upperBound)
        return part
    }

    /// The characters that are left once the audio is complete; `nil` if there are none.
    mutating func finish(_ text: String, seconds: Double) -> Part? {
        guard textEnd < text.utf8.count else { return nil }
        var part = Part()
        part.add(slice(text, to: text.utf8.count), from: time, to: max(time, seconds))
        textEnd = text.utf8.count
        return part
    }

    private func slice(_ text: String, to end: Int) -> Substring {
        Substring(text.utf8.dropFirst(textEnd).prefix(max(0, end - textEnd)))
    }
}
