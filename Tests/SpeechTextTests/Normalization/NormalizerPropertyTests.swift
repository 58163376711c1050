import Testing

@testable import SpeechText

/// What holds for every text, tried on random texts of characters that make trouble.
@Suite struct NormalizerPropertyTests {
    private static let alphabet: [String] =
        """
        0 1 2 3 5 9 00 000 12 123 1987 2027 . , : ; ! ? ... - – — / \\ ' " ’ “ ” ( ) [ ] < > @ # $ % & * + = ~ ^ | _
        ` € £ ¥ °
        a A b s m km kg h l x X e E I V II VIII st nd rd th am pm a.m. p.m. Dr. St. No. Mr. etc. e.g. U.S. NASA USA
        May may June
        of the www http com .com million bn m² ½ ² ³ ¹ ⁴ × ÷ ± − º ª é ß Ł Đ đ ü 今 م ש Ж Ω 😀 👍🏽 1️⃣ ½ Ⅷ ① Ｈ １ 𝗯 𝟗 ﬁ ﷺ
        v1 1st 2:30 12:45
        5/6 1/2 3.5 1,000 2.10.3 10-20 Henry Chapter '80s 80s 1980s C++ h2o CO₂
        """.split(whereSeparator: \.isWhitespace).map(String.init)
        + [
            " ", " ", " ", " ", "\n", "\r\n", "\t", "\u{AD}", "\u{200B}", "\u{200D}", "\u{FEFF}", "\u{301}", "\u{308}",
            "\u{20E3}",
            "\u{A0}", "\u{202F}", "\u{2009}", "\u{0}", "\u{7F}", "\u{FFFD}", "\u{E000}", "\u{1F1E9}", "\u{FE0F}",
        ]

    struct Random: RandomNumberGenerator {
        var state: UInt64

        /// SplitMix64.
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }

    static func randomText(_ random: inout Random, longest: Int = 24) -> String {
        (0..<Int.random(in: 0...longest, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "" }
            .joined()
    }

    static func randomPieces(_ text: String, _ random: inout Random) -> [String] {
        var pieces: [String] = []
        var rest = text.unicodeScalars[...]
        while !rest.isEmpty {
            let length = Int.random(in: 1...6, using: &random)
            pieces.append(String(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return pieces
    }

    static func incremental(_ pieces: [String], _ language: Language) -> SpokenText {
        var normalizer = IncrementalNormalizer(language: language)
        var spoken = SpokenText(text: "", pieces: [])
        for piece in pieces { spoken.append(normalizer.append(piece)) }
        spoken.append(normalizer.finish())
        return spoken
    }

    @Test(arguments: Language.allCases) func everyCutGivesTheSame(language: Language) {
        var random = Random(state: 1)
        let normalizer = TextNormalizer(language: language)
        for _ in 0..<Fuzzing.repetitions {
            let text = Self.randomText(&random)
            let pieces = Self.randomPieces(text, &random)
            let whole = normalizer.normalize(text)
            let parts = Self.incremental(pieces, language)
            guard whole == parts else {
                Issue.record(
                    """
                    \(text.debugDescription) cut into \(pieces): \(parts.text.debugDescription), \
                    not \(whole.text.debugDescription)
                    """
                )
                return
            }
        }
    }

    @Test(arguments: Language.allCases) func piecesCoverBothTextsAndDigitsAreSpoken(language: Language) {
        var random = Random(state: 2)
        let normalizer = TextNormalizer(language: language)
        for _ in 0..<Fuzzing.repetitions {
            let text = Self.randomText(&random)
            let spoken = normalizer.normalize(text)
            let source = Array(text.utf8)
            let result = Array(spoken.text.utf8)
            var ends = (0, 0)
            for piece in spoken.pieces {
                #expect(
                    piece.spoken.lowerBound == ends.0 && piece.source.lowerBound == ends.1, "\(text.debugDescription)")
                ends = (piece.spoken.upperBound, piece.source.upperBound)
                if piece.isVerbatim {
                    #expect(result[piece.spoken].elementsEqual(source[piece.source]), "\(text.debugDescription)")
                }
                let isDigit = { (byte: UInt8) in (48...57).contains(byte) }
                if source[piece.source].contains(where: isDigit) {
                    let words = String(decoding: result[piece.spoken], as: UTF8.self)
                    // A heart is not spoken, whatever invisible characters it has.
                    let written = String(decoding: source[piece.source], as: UTF8.self).unicodeScalars
                    let visible = written.filter { $0 == "<" || $0.properties.numericType != nil }
                    if String(String.UnicodeScalarView(visible)) == "<3", words.isEmpty { continue }
                    #expect(words.contains { $0.isLetter }, "\(text.debugDescription): \(spoken.text.debugDescription)")
                }
            }
            #expect(ends == (result.count, source.count), "\(text.debugDescription)")
            #expect(
                !spoken.text.contains { $0.isASCII && $0.isNumber },
                "\(text.debugDescription): \(spoken.text.debugDescription)")
        }
    }

    /// Every run of digits that are not all zero leaves a number's word behind, within its own piece.
    @Test func everyRunOfDigitsIsSpoken() {
        var random = Random(state: 3)
        let normalizer = TextNormalizer(language: .english)
        for _ in 0..<Fuzzing.repetitions {
            // Without the characters that join digits.
            let joiners: Set<Unicode.Scalar> = [
                "\u{AD}", "\u{200B}", "\u{200D}", "\u{FEFF}", "\u{FE0F}", "\u{308}", "\u{301}",
            ]
            let scalars = Self.randomText(&random, longest: 16).unicodeScalars.filter { !joiners.contains($0) }
            let text = String(String.UnicodeScalarView(scalars))
            let spoken = normalizer.normalize(text)
            let source = Array(text.utf8)
            let result = Array(spoken.text.utf8)
            for piece in spoken.pieces where !piece.isVerbatim {
                let runs = source[piece.source].split { !(48...57).contains($0) }.filter { $0.contains { $0 != 48 } }
                let words = String(decoding: result[piece.spoken], as: UTF8.self).split { !$0.isLetter }
                let numbers = words.filter { word in
                    word == "a" || Self.numberWords.contains { word.lowercased().hasPrefix($0) }
                }
                #expect(
                    numbers.count >= runs.count,
                    "\(text.debugDescription): \(String(decoding: result[piece.spoken], as: UTF8.self))")
            }
        }
    }

    /// Beginnings of the words of English numbers; months stand for their numbers.
    private static let numberWords = [
        "zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eigh", "nin", "ten", "eleven", "twel",
        "thirt",
        "fourt", "fift", "sixt", "sevent", "ninet", "twent", "fort", "first", "second", "third", "fifth", "half",
        "halves",
        "quarter", "hundred", "thousand", "million", "billion", "trillion", "january", "february", "march", "april",
        "may",
        "june", "july", "august", "september", "october", "november", "december", "squared", "cubed", "square", "cubic",
    ]

    @Test(arguments: [
        "1", "1,", "a.", "1-", "(1", "<a ", "@", "a@", "http://a.", "1 000 ", "...", "A.", "I", "\u{301}", "\u{AD}",
        "$", "$1 ", "/a", "1/", "1:", "-",
        "1 x ", "Main St. ", "5'", "\"", "10^", "M", "1 m", "12 Elm ", "z\u{308}\u{301}", "1e", "#a_", "e.g. ", "²",
        "v1.", "🏽", "\r", " ",
    ])
    func workIsLinear(unit: String) {
        func work(_ count: Int) -> Int {
            var normalizer = IncrementalNormalizer(language: .english)
            _ = normalizer.append(String(repeating: unit, count: count))
            let before = normalizer.lookups
            _ = normalizer.finish()
            return max(before, normalizer.lookups)
        }
        let (small, large) = (work(1000), work(4000))
        #expect(large <= 5 * small + 10_000, "\(unit.debugDescription): \(small), \(large)")
        #expect(small <= 1000 * 2000, "\(unit.debugDescription): \(small)")
    }

    /// Text that waits is bounded, whatever comes.
    @Test func waitingTextIsBounded() {
        for unit in ["1", "a.", "@", ".", " ", "\u{301}", "1 ", "A. ", "<a "] {
            var normalizer = IncrementalNormalizer(language: .english)
            var given = 0
            var final = 0
            for _ in 0..<1500 {
                given += unit.utf8.count
                final = normalizer.append(unit).pieces.last?.source.upperBound ?? final
                if given - final > 20_000 { break }
            }
            #expect(given - final <= 20_000, "\(unit.debugDescription) waits for \(given - final) bytes")
        }
    }
}
