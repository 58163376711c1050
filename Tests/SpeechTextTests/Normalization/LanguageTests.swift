import Testing

@testable import SpeechText

/// The languages besides English: written and spoken forms, agreement, and text that has nothing to normalise.
@Suite struct LanguageTests {
    static let languages = Language.allCases.filter { $0 != .english }

    @Test(arguments: languages) func writtenFormsAreSpoken(language: Language) throws {
        let normalizer = TextNormalizer(language: language)
        let cases = try TextNormalizerTests.cases(language)
        #expect(cases.count >= 300)
        for (written, spoken) in cases { #expect(normalizer.normalize(written).text == spoken, "\(written)") }
    }

    @Test(arguments: languages) func nothingWrittenInDigitsIsLeft(language: Language) throws {
        let normalizer = TextNormalizer(language: language)
        for value in Self.samples {
            for text in ["\(value)", "\(value) €", "\(value) km", "\(value)%", "(\(value))", "x\(value)y"] {
                let spoken = normalizer.normalize(text).text
                #expect(!spoken.contains { $0.isNumber }, "\(text): \(spoken)")
            }
        }
    }

    @Test(arguments: [
        (Language.french, "Bonjour, comment allez-vous aujourd'hui ? C'est l'été, n'est-ce pas ?"),
        (.german, "Der Hund läuft über die Straße – schnell und weit. So ist es."),
        (.italian, "Non c'è più tempo. L'ho già detto: è così."),
        (.spanish, "¿Cómo está usted? ¡Muy bien, gracias! No hay más."),
        (.portuguese, "A menina não quer sair. É assim mesmo."),
        (.dutch, "Het is zo. 's Avonds gaan we naar huis."),
    ])
    func textWithNothingToNormaliseIsUntouched(language: Language, text: String) {
        #expect(TextNormalizer(language: language).normalize(text) == SpokenText(verbatim: text))
    }

    /// Abbreviations with full stops do not end a sentence, but a sentence keeps its own full stop.
    @Test(arguments: [
        (Language.french, "M. Petit dort.", "monsieur Petit dort."),
        (.french, "Il a fini, etc.", "Il a fini, et cetera."),
        (.german, "Dr. Weber kommt.", "Doktor Weber kommt."),
        (.german, "Brot, Milch usw.", "Brot, Milch und so weiter."),
        (.spanish, "El Sr. Ruiz duerme.", "El señor Ruiz duerme."),
        (.spanish, "Vive en EE. UU.", "Vive en Estados Unidos."),
        (.italian, "La Sig.ra Rossi dorme.", "La signora Rossi dorme."),
        (.italian, "Pane, latte, ecc.", "Pane, latte, eccetera."),
        (.portuguese, "O Sr. Silva dorme.", "O senhor Silva dorme."),
        (.portuguese, "Pão, leite, etc.", "Pão, leite, et cetera."),
        (.dutch, "Dhr. Smit slaapt.", "de heer Smit slaapt."), (.dutch, "Brood, melk, enz.", "Brood, melk, enzovoort."),
    ])
    func fullStopsOfAbbreviationsAndSentences(language: Language, written: String, spoken: String) {
        #expect(TextNormalizer(language: language).normalize(written).text == spoken)
    }

    /// One in all its forms.
    @Test func germanOneAgrees() {
        func one(_ gender: Agreement.Gender, _ grammaticalCase: Agreement.Case) -> String {
            German.rules.cardinal(1, Agreement(gender: gender, grammaticalCase: grammaticalCase, precedesNoun: true))
        }
        #expect(German.rules.cardinal(1, .none) == "eins")
        #expect(
            [one(.masculine, .nominative), one(.masculine, .accusative), one(.masculine, .dative)] == [
                "ein", "einen", "einem",
            ])
        #expect([one(.feminine, .nominative), one(.feminine, .dative)] == ["eine", "einer"])
        #expect([one(.neuter, .accusative), one(.neuter, .genitive)] == ["ein", "eines"])
    }

    private static let samples: [UInt64] =
        Array(0...130) + [
            199, 200, 201, 555, 999, 1000, 1001, 1100, 1984, 2024, 9999, 10_000, 21_000, 100_000, 999_999, 1_000_000,
            1_000_001,
        ]
        + [21_000_000, 1_000_000_000, 123_456_789_012, 1_000_000_000_000_000, .max]
}
