import Foundation
import PocketTTS
import SpeechText
import Testing

/// Files that are not what they should be: a typed error that says why, never a crash.
@Suite struct TokenizerFileTests {
    private static let golden = TextCorpus.golden.appending(path: "tokenizers")

    /// Loads bytes as a file of the given name.
    private func load(_ bytes: [UInt8], name: String = "tokenizer") throws -> Tokenizer {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tokenizer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: name)
        try Data(bytes).write(to: file)
        return try Tokenizer.load(contentsOf: file)
    }

    private func reason(_ bytes: [UInt8]) -> String? {
        do {
            _ = try load(bytes)
            return nil
        } catch PocketTTSError.invalidTokenizer(_, let reason) {
            return reason
        } catch {
            return "another error: \(error)"
        }
    }

    private func reason(json: String) -> String? { reason(Array(json.utf8)) }

    private static func json(
        _ model: String = #"{"type":"Unigram","unk_id":0,"vocab":[["<unk>",0.0],["a",-1.5]]}"#, _ more: String = ""
    ) -> String {
        #"{"version":"1.0","model":\#(model)\#(more.isEmpty ? "" : ",\(more)")}"#
    }

    private static let alphanumeric = Array("abcdefghijklmnopqrstuvwxyzABCDEF0123456789".utf8)

    @Test func missingFilesAndFolders() {
        let missing = Self.golden.appending(path: "nothing.model")
        #expect(throws: PocketTTSError.fileNotFound(path: missing.path, purpose: "tokenizer")) {
            try Tokenizer.load(contentsOf: missing)
        }
        #expect(throws: PocketTTSError.self) { try Tokenizer.load(contentsOf: Self.golden) }
        #expect(throws: PocketTTSError.self) { try Tokenizer.load(contentsOf: URL(filePath: "/dev/zero")) }
    }

    @Test func contentDecidesOverTheName() throws {
        let model = [UInt8](try Data(contentsOf: Self.golden.appending(path: "unigram.model")))
        let json = [UInt8](try Data(contentsOf: Self.golden.appending(path: "unigram-prepend.json")))
        let a = try load(model, name: "tokenizer.json")
        let b = try load(json, name: "tokenizer.model")
        #expect(a.vocabularySize == 520)
        #expect(a.encode("Hello world.") == b.encode("Hello world."))
    }

    @Test(arguments: ["unigram.model", "rules.model", "bpe-bare.json", "unigram-rules.json"])
    func truncatedFiles(name: String) throws {
        let bytes = [UInt8](try Data(contentsOf: Self.golden.appending(path: name)))
        for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 60)) {
            let why = reason(Array(bytes.prefix(length)))
            // A model cut between two fields is a shorter model, which then lacks its byte pieces or rules.
            if name.hasSuffix(".json") { #expect(why != nil, "\(length) bytes") }
            #expect(why?.contains("another error") != true)
        }
    }

    @Test(arguments: [
        "unigram.model", "symbols-bpe.model", "rules.model", "bpe-bare.json", "unigram-rules.json", "unigram-nfkc.json",
    ])
    func damagedFiles(name: String) throws {
        let bytes = [UInt8](try Data(contentsOf: Self.golden.appending(path: name)))
        // Letters and digits for letters and digits leave most of a JSON file well-formed.
        let isJSON = name.hasSuffix(".json")
        let places = bytes.indices.filter { !isJSON || Self.alphanumeric.contains(bytes[$0]) }
        var state: UInt64 = 1
        func random(below limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        var loaded = 0
        for _ in 0..<60 {
            var damaged = bytes
            for _ in 0...random(below: 4) {
                damaged[places[random(below: places.count)]] =
                    isJSON ? Self.alphanumeric[random(below: Self.alphanumeric.count)] : UInt8(random(below: 256))
            }
            guard let tokenizer = try? load(damaged) else { continue }
            loaded += 1
            let ids = tokenizer.encode("Ça va? ﬁne 🙂 \u{0} a  b 3.14 <s> ")
            #expect(ids.allSatisfy { 0..<tokenizer.vocabularySize ~= $0 })
            _ = tokenizer.decode(ids)
            _ = tokenizer.decode(Array(-1...tokenizer.vocabularySize))
        }
        #expect(loaded > 0)
    }

    @Test func hostileModels() {
        #expect(reason([]) != nil)
        #expect(reason([0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F])?.contains("announced") == true)
        #expect(reason([UInt8](repeating: 0xFF, count: 64)) != nil)
        // One piece <unk> of type unknown, then rules whose trie claims four gigabytes.
        let unknown: [UInt8] = [0x0A, 0x09, 0x0A, 0x05] + Array("<unk>".utf8) + [0x18, 0x02]
        #expect(reason(unknown + [0x1A, 0x08, 0x12, 0x06, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0])?.contains("charsmap") == true)
        #expect(reason(unknown) == nil)
        #expect(reason(unknown + unknown)?.contains("the same") == true)
        #expect(reason(unknown + [0x12, 0x03, 0xC0, 0x01, 0x01])?.contains("treat_whitespace_as_suffix") == true)
        #expect(reason(unknown + [0x12, 0x02, 0x18, 0x03])?.contains("WORD") == true)
    }

    @Test func jsonThatIsNoTokenizer() {
        #expect(reason(json: "{}")?.contains("model is missing") == true)
        #expect(reason(json: "{\"model\":" + String(repeating: "[", count: 200_000))?.contains("nested") == true)
        #expect(reason(json: #"{"model":"\ud800"}"#)?.contains("surrogate") == true)
        #expect(reason(json: #"{"model":1e999}"#)?.contains("out of range") == true)
        #expect(reason(Array(#"{"model":""#.utf8) + [0xC3, 0x28] + Array("\"}".utf8))?.contains("UTF-8") == true)
        #expect(reason(json: Self.json() + "x")?.contains("follows") == true)
        #expect(reason(json: Self.json()) == nil)
    }

    @Test func unsupportedPartsAreNamed() {
        let cases = [
            (
                #""normalizer":{"type":"Sequence","normalizers":[{"type":"Nmt"}]}"#,
                "normalizer.normalizers[0]: normalizer Nmt"
            ),
            (#""pre_tokenizer":{"type":"ByteLevel"}"#, "pre-tokenizer ByteLevel"),
            (#""decoder":{"type":"WordPiece"}"#, "decoder WordPiece"),
            (#""post_processor":{"type":"BertProcessing"}"#, "post-processor BertProcessing"),
            (#""truncation":{"max_length":5}"#, "truncation"),
            (#""padding":{}"#, "padding"),
            (#""normalizer":{"type":"Replace","pattern":{"Regex":"a+"},"content":""}"#, "a+"),
        ]
        for (part, name) in cases {
            #expect(reason(json: Self.json(more: part))?.contains(name) == true, "\(part)")
        }
        #expect(reason(json: Self.json(#"{"type":"WordLevel"}"#))?.contains("WordLevel") == true)
        #expect(reason(json: Self.json(#"{"type":"Unigram","vocab":[["a",0]]}"#))?.contains("unk_id") == true)
        #expect(
            reason(json: Self.json(#"{"type":"BPE","dropout":0.1,"vocab":{"a":0},"merges":[]}"#))?.contains("dropout")
                == true)
        #expect(
            reason(json: Self.json(#"{"type":"BPE","vocab":{"a":4000000000},"merges":[]}"#))?.contains("4000000000")
                == true)
        #expect(
            reason(json: Self.json(#"{"type":"BPE","vocab":{"a":0},"merges":["a b"]}"#))?.contains("merges[0]") == true)
    }

    private static func json(more: String) -> String {
        json(#"{"type":"Unigram","unk_id":0,"vocab":[["<unk>",0.0],["a",-1.5]]}"#, more)
    }

    /// Swift dictionaries would take the two spellings of é for one key.
    @Test func canonicallyEquivalentPiecesStayApart() throws {
        let json = Self.json(
            "{\"type\":\"BPE\",\"vocab\":{\"e\":0,\"\u{301}\":1,\"e\u{301}\":2,\"\u{E9}\":3},"
                + "\"merges\":[\"e \u{301}\"]}"
        )
        let tokenizer = try load(Array(json.utf8))
        #expect(tokenizer.vocabularySize == 4)
        #expect(tokenizer.encode("\u{E9}e\u{301}e") == [3, 2, 0])
    }

    /// `serde_json`, which reads scores for `tokenizers`, takes -2.0154635906219482 for -2.015463590621948.
    @Test func scoresAreRoundedAsTokenizersDoes() throws {
        func prefersPair(_ pair: String, over halves: String) throws -> Bool {
            let json = Self.json(
                "{\"type\":\"Unigram\",\"unk_id\":0,"
                    + "\"vocab\":[[\"<unk>\",0],[\"a\",\(halves)],[\"b\",0.0],[\"ab\",\(pair)]]}"
            )
            return try load(Array(json.utf8)).encode("ab") == [3]
        }
        // A tie, which the first path found wins; correctly rounded, the pair would lose.
        #expect(try prefersPair("-2.0154635906219482", over: "-2.015463590621948"))
        #expect(try !prefersPair("-2.015463590621949", over: "-2.015463590621948"))
    }

    @Test func longWordsAndTexts() throws {
        let word = String(repeating: "abcdefghij", count: 10_000)
        for name in ["unigram.model", "bpe.model", "unigram-prepend.json", "bpe-prepend.json"] {
            let tokenizer = try Tokenizer.load(contentsOf: Self.golden.appending(path: name))
            #expect(tokenizer.decode(tokenizer.encode(word)) == word)
        }
    }
}

/// The published English tokenizer, when POCKET_TTS_PUBLISHED_TOKENIZER names its file.
@Suite struct PublishedTokenizerTests {
    static let path = ProcessInfo.processInfo.environment["POCKET_TTS_PUBLISHED_TOKENIZER"]

    @Test(
        .enabled(if: path != nil),
        arguments: [
            ("Hello world, this is a test.", [2994, 578, 262, 285, 277, 267, 1115, 263]),
            ("It costs $3.50 today.", [333, 1649, 261, 1124, 450, 263, 437, 316, 630, 263]),
            (
                "Café naïve – 2026年.",
                [1130, 601, 745, 913, 199, 179, 314, 260, 3977, 260, 365, 316, 365, 543, 233, 189, 184, 263]
            ),
            ("A  b  c.", [383, 260, 557, 260, 331, 263]),
        ])
    func ids(text: String, expected: [Int]) throws {
        let tokenizer = try Tokenizer.load(contentsOf: URL(filePath: try #require(Self.path)))
        #expect(tokenizer.vocabularySize == 4000)
        #expect(tokenizer.encode(text) == expected)
        #expect(tokenizer.decode(expected) == text)
    }
}
