import FuzzSupport
import Foundation
@testable import SpeechText

let targets = [
    FuzzTarget("normaliser", normaliser), FuzzTarget("markup", markup), FuzzTarget("lexicon", lexicon),
    FuzzTarget("tokenizer", tokenizer), FuzzTarget("planner", planner),
]

private let formats: [TextFormat] = [.ssml, .text, .markdown]

/// Every language: the pieces cover both texts, and fragments make no difference.
@Sendable private func normaliser(_ bytes: [UInt8]) {
    guard let (language, rest) = split(bytes, Language.allCases) else { return }
    let text = String(decoding: rest, as: UTF8.self)
    let whole = TextNormalizer(language: language).normalize(text)
    checkPieces(whole, of: text)
    var normalizer = IncrementalNormalizer(language: language)
    var parts = SpokenText()
    for fragment in fragments(of: text) { parts.append(normalizer.append(fragment)) }
    parts.append(normalizer.finish())
    check(parts.text == whole.text, "fragments make another text: \(parts.text)")
}

private func checkPieces(_ spoken: SpokenText, of source: String) {
    var (spokenEnd, sourceEnd) = (0, 0)
    for piece in spoken.pieces {
        check(piece.spoken.lowerBound == spokenEnd, "a gap in the spoken text at \(spokenEnd)")
        check(piece.source.lowerBound == sourceEnd, "a gap in the source at \(sourceEnd)")
        (spokenEnd, sourceEnd) = (piece.spoken.upperBound, piece.source.upperBound)
    }
    check(spokenEnd == spoken.text.utf8.count, "the pieces end at \(spokenEnd), the text does not")
    check(sourceEnd == source.utf8.count, "the pieces end at \(sourceEnd), the source does not")
}

/// Pieces of seven scalars.
private func fragments(of text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    return stride(from: 0, to: scalars.count, by: 7).map { start in
        var fragment = String.UnicodeScalarView()
        fragment.append(contentsOf: scalars[start..<min(start + 7, scalars.count)])
        return String(fragment)
    }
}

/// Prose, Markdown and SSML: fragments make no difference, errors included.
@Sendable private func markup(_ bytes: [UInt8]) {
    guard let (format, rest) = split(bytes, formats), let (language, text) = split(Array(rest), languages) else {
        return
    }
    let source = String(decoding: text, as: UTF8.self)
    let whole = Result { try TextReader.read(source, language: language, format: format) }
    let parts = Result { () throws -> Script in
        var reader = TextReader(language: language, format: format)
        var script = Script()
        for fragment in fragments(of: source) { script.append(try reader.append(fragment)) }
        script.append(try reader.finish())
        return script
    }
    switch (whole, parts) {
    case (.success(let whole), .success(let parts)):
        check(spokenText(whole) == spokenText(parts), "fragments make another text")
    case (.failure, .failure): break
    default: check(false, "fragments make another result: \(whole), \(parts)")
    }
}

private let languages: [Language?] = [nil] + Language.allCases

private func spokenText(_ script: Script) -> String {
    script.parts.map { part in
        switch part {
        case .text(let text): text.text
        case .directive(let directive, _): "<\(directive)>"
        }
    }.joined()
}

@Sendable private func lexicon(_ bytes: [UInt8]) {
    guard let lexicon = try? PronunciationLexicon(contents: String(decoding: bytes, as: UTF8.self)) else { return }
    _ = try? TextReader.read("Dr. Smith says tomato to the GIF, 3 times.", language: .english, lexicon: lexicon)
}

/// tokenizer.json and tokenizer.model: one that loads can encode and decode.
@Sendable private func tokenizer(_ bytes: [UInt8]) {
    guard let tokenizer = try? Tokenizer(contents: bytes) else { return }
    for text in ["Hello world, it is 3.14!", "\u{E9}\u{0301}\u{1F600} \u{0}\u{FFFD}  a", ""] {
        _ = tokenizer.decode(tokenizer.encode(text))
    }
    _ = tokenizer.decode([0, 1, 5, 1_000_000, -1])
}

private let fixedPlanner = fixture("models/lsd/tokenizer.model") { file in
    TextPlanner(tokenizer: try Tokenizer(contents: Array(Data(contentsOf: file))), config: TextConfig())
}

private let normalizedFormats = TextNormalization.allCases.flatMap { normalization in
    formats.map { (normalization, $0) }
}

/// A text becomes chunks whose ranges ascend in it.
@Sendable private func planner(_ bytes: [UInt8]) {
    guard let ((normalization, format), rest) = split(bytes, normalizedFormats),
        let (language, text) = split(Array(rest), languages)
    else { return }
    let source = String(decoding: text, as: UTF8.self)
    let settings = TextSettings(normalization: normalization, language: language, format: format, findsWords: true)
    guard let plan = try? fixedPlanner.plan(source, settings: settings) else { return }
    var last = 0..<0
    for range in plan.chunks.map(\.sourceRange) {
        check(range.lowerBound >= last.lowerBound && range.upperBound >= last.upperBound, "\(last) before \(range)")
        last = range
    }
    check(last.upperBound <= source.utf8.count, "a chunk ends beyond the text")
}
