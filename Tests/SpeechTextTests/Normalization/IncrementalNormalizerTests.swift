import Testing

@testable import SpeechText

@Suite struct IncrementalNormalizerTests {
    /// What is spoken after each fragment, and at the end.
    private func spoken(_ fragments: [String]) -> [String] {
        var normalizer = IncrementalNormalizer(language: .english)
        return fragments.map { normalizer.append($0).text } + [normalizer.finish().text]
    }

    @Test func wordsDoNotWait() {
        #expect(spoken(["Hello ", "world ", "again"]) == ["Hello", " world", "", " again"])
        #expect(spoken(["The boats ", "lay in "]).prefix(2) == ["The boats", " lay in"])
    }

    @Test func numbersWaitForWhatMayFollow() {
        #expect(spoken(["It costs $5", ".50 now."]) == ["It costs ", "five dollars fifty cents ", "now."])
        #expect(spoken(["We sold 1", ",2", "34 chairs. "]).prefix(2) == ["We sold", " "])
    }

    @Test func fullStopsWaitForWhatMayFollow() {
        #expect(spoken(["Dr", ". ", "Brown came."]) == ["", "", "Doctor Brown ", "came."])
        #expect(spoken(["No.", ".", ". no"]).joined() == "No, no")
    }

    @Test func theNormaliserIsReadyForAnotherText() {
        var normalizer = IncrementalNormalizer(language: .english)
        _ = normalizer.append("Room 5")
        _ = normalizer.finish()
        var spoken = normalizer.append("5 km ")
        spoken.append(normalizer.finish())
        #expect(spoken == TextNormalizer(language: .english).normalize("5 km "))
    }
}
