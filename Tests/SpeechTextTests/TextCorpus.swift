import Foundation
import PocketTTS
import SpeechText
import Testing

/// A set made by scripts/reference/make-text-goldens.py: texts, tokenizers, and what the reference makes of them.
struct TextCorpus {
    let folder: URL
    let texts: [String]
    let configs: [TextConfig]

    /// The small set that is committed.
    static let golden = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Fixtures/text").standardizedFileURL

    init(_ folder: URL) throws {
        self.folder = folder
        texts = try JSONDecoder().decode([String].self, from: Data(contentsOf: folder.appending(path: "texts.json")))
        configs = try JSONDecoder().decode(
            [Switches].self, from: Data(contentsOf: folder.appending(path: "configs.json"))
        )
        .map(\.config)
    }

    private struct Switches: Decodable {
        var pad: Bool
        var semicolons: Bool
        var punctuation: Bool
        var capital: Bool
        var replace: [String: String]

        var config: TextConfig {
            var config = TextConfig()
            config.padWithSpacesForShortInputs = pad
            config.removeSemicolons = semicolons
            config.appendTerminalPunctuation = punctuation
            config.capitalizeFirstLetter = capital
            for (key, value) in replace {
                for scalar in key.unicodeScalars { config.replaceCharacters[scalar] = value }
            }
            return config
        }
    }

    var tokenizerNames: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "tokenizers").path).sorted()
        }
    }

    func tokenizer(_ name: String) throws -> Tokenizer {
        try Tokenizer.load(contentsOf: folder.appending(path: "tokenizers/\(name)"))
    }

    /// What a tokenizer makes of one text: ids, their text, and the text of a slice of them.
    struct Encoding: Decodable {
        var ids: [Int]
        /// `nil` = the text itself.
        var text: String?
        var slice: Range<Int>
        var part: String

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            ids = try list.decode([Int].self)
            text = try list.decodeNil() ? nil : list.decode(String.self)
            slice = try list.decode(Int.self)..<list.decode(Int.self)
            part = try list.decode(String.self)
        }
    }

    struct Chunking: Decodable {
        struct Chunk: Decodable {
            var text: String
            var frames: Int
            var tokens: [Int]
        }

        var text: Int
        var tokenizer: String
        var config: Int
        var max: Int
        /// `nil` = the reference refuses the text; a `nil` among them = it stops at this chunk.
        var chunks: [Chunk?]?
    }

    func encodings(_ tokenizer: String) throws -> [Encoding] { try lines("encodings/\(tokenizer).jsonl") }

    func chunkings() throws -> [Chunking] { try lines("chunks.jsonl") }

    private func lines<Element: Decodable>(_ name: String) throws -> [Element] {
        let decoder = JSONDecoder()
        return try Data(contentsOf: folder.appending(path: name)).split(separator: UInt8(ascii: "\n"))
            .map { try decoder.decode(Element.self, from: $0) }
    }
}

/// Equal code points: `==` on strings takes "é" composed and decomposed for the same.
func isSame(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }

/// How far our tokenizers and chunks are from the reference's.
struct TextComparison {
    var encodings = 0
    var chunkings = 0
    var wrongIDs = 0
    var wrongTexts = 0
    var wrongChunks = 0
    var wrongRanges = 0
    var examples: [String] = []

    private mutating func note(_ what: String) {
        if examples.count < 20 { examples.append(what) }
    }

    mutating func compareEncodings(_ corpus: TextCorpus, tokenizer name: String) throws {
        let tokenizer = try corpus.tokenizer(name)
        let expected = try corpus.encodings(name)
        try #require(expected.count == corpus.texts.count)
        for (text, expected) in zip(corpus.texts, expected) {
            encodings += 1
            let ids = tokenizer.encode(text)
            if ids != expected.ids {
                wrongIDs += 1
                note("\(name) \(text.debugDescription): ids \(ids), expected \(expected.ids)")
            }
            let decoded = tokenizer.decode(expected.ids)
            let part = tokenizer.decode(expected.ids[expected.slice])
            if !isSame(decoded, expected.text ?? text) || !isSame(part, expected.part) {
                wrongTexts += 1
                note(
                    "\(name): decoded \(decoded.debugDescription) \(part.debugDescription), expected "
                        + "\((expected.text ?? text).debugDescription) \(expected.part.debugDescription)")
            }
        }
    }

    mutating func compareChunks(_ corpus: TextCorpus) throws {
        var planners: [String: TextPlanner] = [:]
        for expected in try corpus.chunkings() {
            chunkings += 1
            let key = "\(expected.tokenizer) \(expected.config)"
            let planner =
                try planners[key]
                ?? TextPlanner(tokenizer: corpus.tokenizer(expected.tokenizer), config: corpus.configs[expected.config])
            planners[key] = planner
            let text = corpus.texts[expected.text]
            let chunks = (try? planner.plan(text, maxTokens: expected.max)) ?? []
            // Where the reference stops with an error within a text, or would run its model on no tokens, we go on.
            let wanted = (expected.chunks ?? []).compactMap(\.self).filter { !$0.tokens.isEmpty }
            let same =
                chunks.count == wanted.count
                && zip(chunks, wanted).allSatisfy {
                    isSame($0.text, $1.text) && $0.tokens == $1.tokens && $0.framesAfterEOSGuess == $1.frames
                }
            if !same {
                wrongChunks += 1
                note(
                    "\(key) max \(expected.max) \(text.debugDescription): "
                        + "\(chunks.map(\.text)), expected \(wanted.map(\.text))")
            }
            let bounds =
                [0] + chunks.flatMap { [$0.sourceRange.lowerBound, $0.sourceRange.upperBound] } + [text.utf8.count]
            if zip(bounds, bounds.dropFirst()).contains(where: { $0 > $1 }) {
                wrongRanges += 1
                note("\(key) max \(expected.max) \(text.debugDescription): ranges \(chunks.map(\.sourceRange))")
            }
        }
    }

    var mismatches: Int { wrongIDs + wrongTexts + wrongChunks + wrongRanges }
}
