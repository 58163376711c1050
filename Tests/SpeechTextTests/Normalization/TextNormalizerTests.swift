import Testing

@testable import SpeechText

@Suite struct TextNormalizerTests {
    @Test func plainTextIsUntouched() {
        let text = "The town was quiet, and the boats lay in the harbour; nobody came."
        let spoken = TextNormalizer(language: .english).normalize(text)
        #expect(spoken == SpokenText(verbatim: text))
    }
}
