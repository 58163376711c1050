import Testing

@testable import SpeechText

@Suite struct CharacterFallbackTests {
    /// A model that knows ASCII without some marks.
    private func spoken(_ text: String, unknown: String = "`*|~^_[]{}\"") -> (String, String) {
        let (spoken, lost) = TextNormalizer(language: .english).normalize(text).restricted { scalar in
            scalar.isASCII && !unknown.unicodeScalars.contains(scalar)
        }
        return (spoken.text, String(String.UnicodeScalarView(lost)))
    }

    @Test(arguments: [
        ("The Łódź tram and Sō from Đà Nẵng.", "The Lodz tram and So from Da Nang."),
        ("The café is naïve.", "The cafe is naive."),
        ("Straße, Øre, œuvre", "Strasse, Ore, oeuvre"), ("Αθήνα", "Athina"), ("Москва и Київ", "Moskva i Kiyiv"),
        ("Yes — no", "Yes - no"), ("«Oui»", "Oui"), ("He said “yes” [again].", "He said 'yes' (again)."),
        ("Æsir ÞÓR", "Aesir ThOR"),
    ])
    func lettersFallBack(text: String, expected: String) {
        #expect(spoken(text) == (expected, ""))
    }

    @Test func whatRemainsIsReported() {
        #expect(spoken("The word مرحبا means hello.").1 == "مرحبا")
        #expect(spoken("今天 is today") == (" is today", "今天"))
        #expect(spoken("😀😀") == ("", "😀"))
        #expect(spoken("שלום").0 == "")
    }

    @Test func knownTextIsUntouched() {
        let text = SpokenText(verbatim: "Łódź")
        #expect(text.restricted { _ in true } == (text, []))
    }

    @Test func rangesStayThoseOfTheUsersText() {
        let (spoken, lost) = SpokenText(verbatim: "a Łódź 今 b").restricted { $0.isASCII }
        #expect(spoken.text == "a Lodz  b")
        #expect(lost == ["今"])
        #expect(spoken.sourceRange(of: 2..<6) == 2..<9)
        #expect(spoken.sourceRange(of: 8..<9) == 14..<15)
    }

    @Test(arguments: [
        ("The exam\u{AD}ple is impor\u{AD}tant.", "The example is important."),
        ("The win\u{200B}dow is o\u{200D}pen.\u{FEFF}", "The window is open."), ("Ｈｅｌｌｏ 𝗯𝗼𝗹𝗱 ﬁne", "Hello bold fine"),
        ("cafe\u{301}", "café"), ("1,000\u{301}.5 and 7\u{308}", "one thousand point five and seven"),
        ("“Yes”, it’s", "\"Yes\", it's"), ("Неllo", "Hello"), ("٣ + ४", "three plus four"),
        ("\u{FEFF}Hello", "Hello"),
    ])
    func charactersAreFolded(text: String, expected: String) {
        let spoken = TextNormalizer(language: .english).normalize(text).text
        #expect(Array(spoken.unicodeScalars) == Array(expected.unicodeScalars))
    }
}
