import Testing

@testable import SpeechText

@Suite struct SpokenTextTests {
    private func source(of words: String, in text: String) -> String? {
        let spoken = TextNormalizer(language: .english).normalize(text)
        guard let range = spoken.text.firstRange(of: words) else { return nil }
        let lower = spoken.text.utf8.distance(from: spoken.text.startIndex, to: range.lowerBound)
        let upper = spoken.text.utf8.distance(from: spoken.text.startIndex, to: range.upperBound)
        return String(decoding: Array(text.utf8)[spoken.sourceRange(of: lower..<upper)], as: UTF8.self)
    }

    @Test func rangesReferToTheUsersText() {
        let text = "Dr. Müller paid $5.50 for 3 kg, o\u{AD}kay?"
        #expect(source(of: "Doctor", in: text) == "Dr.")
        #expect(source(of: "Müller", in: text) == "Müller")
        #expect(source(of: "fifty", in: text) == "$5.50")
        #expect(source(of: "dollars fifty cents for", in: text) == "$5.50 for")
        #expect(source(of: "kilograms", in: text) == "3 kg")
        #expect(source(of: "okay", in: text) == "o\u{AD}kay")
    }

    @Test func rangesOutsideAreCut() {
        let spoken = SpokenText(verbatim: "abc", at: 10)
        #expect(spoken.sourceRange(of: 1..<2) == 11..<12)
        #expect(spoken.sourceRange(of: 2..<99) == 12..<13)
        #expect(spoken.sourceRange(of: 3..<3) == 13..<13)
        #expect(SpokenText(verbatim: "").sourceRange(of: 0..<5) == 0..<0)
    }

    @Test func textsAreJoined() {
        var spoken = SpokenText(verbatim: "one ")
        spoken.append(SpokenText(verbatim: "two", at: 4))
        #expect(spoken == SpokenText(verbatim: "one two"))
    }
}
