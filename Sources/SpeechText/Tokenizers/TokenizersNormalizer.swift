import Foundation

/// The `normalizer` of a `tokenizer.json`: rewrites that run one after the other.
struct TokenizersNormalizer: Sendable {
    private enum Step: Sendable {
        case prepend([UInt8])
        case replace(pattern: [UInt8], content: [UInt8])
        /// The pattern ` {2,}` of files converted from SentencePiece models that remove extra spaces.
        case replaceSpaceRuns([UInt8])
        case strip(left: Bool, right: Bool)
        case lowercase
        case nfc, nfd, nfkc, nfkd
        case precompiled(PrecompiledCharsMap)
    }

    private var steps: [Step] = []

    private static let supported =
        "Sequence, Prepend, Replace, Strip, Lowercase, NFC, NFD, NFKC, NFKD, Precompiled"

    init(_ object: JSONObject) throws(TokenizerFormatError) { try add(object) }

    private mutating func add(_ object: JSONObject) throws(TokenizerFormatError) {
        let type = try object.string("type")
        switch type {
        case "Sequence": for part in try object.objects("normalizers") { try add(part) }
        case "Prepend": steps.append(.prepend(try object.bytes("prepend")))
        case "Replace": steps.append(try Self.replace(object))
        case "Strip": steps.append(.strip(left: try object.bool("strip_left"), right: try object.bool("strip_right")))
        case "Lowercase": steps.append(.lowercase)
        case "NFC": steps.append(.nfc)
        case "NFD": steps.append(.nfd)
        case "NFKC": steps.append(.nfkc)
        case "NFKD": steps.append(.nfkd)
        case "Precompiled":
            guard object["precompiled_charsmap"] != nil else { return }
            guard let blob = Data(base64Encoded: try object.string("precompiled_charsmap")) else {
                throw TokenizerFormatError("\(object.name("precompiled_charsmap")) is not base64")
            }
            steps.append(.precompiled(try PrecompiledCharsMap(Array(blob)[...])))
        default: throw object.unsupported("normalizer \(type)", supported: Self.supported)
        }
    }

    private static func replace(_ object: JSONObject) throws(TokenizerFormatError) -> Step {
        let content = try object.bytes("content")
        let pattern = try object.object("pattern")
        if pattern["Regex"] != nil {
            let regex = try pattern.string("Regex")
            guard regex == " {2,}" else {
                throw object.unsupported("the regular expression \(regex)", supported: "String patterns and \" {2,}\"")
            }
            return .replaceSpaceRuns(content)
        }
        let text = try pattern.bytes("String")
        guard !text.isEmpty else { throw TokenizerFormatError("\(pattern.name("String")) is empty") }
        return .replace(pattern: text, content: content)
    }

    func normalize(_ text: [UInt8]) -> [UInt8] { steps.reduce(text, Self.apply) }

    private static func apply(_ text: [UInt8], _ step: Step) -> [UInt8] {
        switch step {
        case .prepend(let prefix): return text.isEmpty ? text : prefix + text
        case .replace(let pattern, let content): return UTF8Bytes.replacing(pattern, with: content, in: text)
        case .replaceSpaceRuns(let content): return replaceSpaceRuns(in: text, with: content)
        case .strip(let left, let right): return strip(text, left: left, right: right)
        case .lowercase:
            return string(text).unicodeScalars.flatMap { $0.properties.lowercaseMapping.utf8 }
        case .nfc: return composed(text, \.precomposedStringWithCanonicalMapping)
        case .nfd: return composed(text, \.decomposedStringWithCanonicalMapping)
        case .nfkc: return composed(text, \.precomposedStringWithCompatibilityMapping)
        case .nfkd: return composed(text, \.decomposedStringWithCompatibilityMapping)
        case .precompiled(let map): return precompiled(text, map)
        }
    }

    private static func string(_ text: [UInt8]) -> String { String(decoding: text, as: UTF8.self) }

    /// Unicode normalisation as of version 9, which `tokenizers` has: what is newer stays, and separates its
    /// neighbours.
    private static func composed(_ text: [UInt8], _ form: KeyPath<String, String>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var rest = string(text).unicodeScalars[...]
        while !rest.isEmpty {
            let old = rest.prefix { $0.isOld(9) }
            result += String(old)[keyPath: form].utf8
            rest = rest.dropFirst(old.count)
            if let new = rest.popFirst() { result += String(new).utf8 }
        }
        return result
    }

    private static func replaceSpaceRuns(in text: [UInt8], with content: [UInt8]) -> [UInt8] {
        let space = UInt8(ascii: " ")
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var position = 0
        while position < text.count {
            let end = text[position...].firstIndex { $0 != space } ?? text.count
            if end - position >= 2 {
                result += content
                position = end
            } else {
                result.append(text[position])
                position += 1
            }
        }
        return result
    }

    private static func strip(_ text: [UInt8], left: Bool, right: Bool) -> [UInt8] {
        var scalars = string(text).unicodeScalars[...]
        if left { scalars = scalars.drop { $0.properties.isWhitespace } }
        if right { while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() } }
        return Array(String(scalars).utf8)
    }

    /// `tokenizers` applies the rules per grapheme, and to a grapheme of up to five bytes as a whole: a rule for its
    /// first character then replaces all of it.
    private static func precompiled(_ text: [UInt8], _ map: PrecompiledCharsMap) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        for grapheme in string(text) {
            let bytes = Array(grapheme.utf8)
            if bytes.count < 6, let replacement = map.shortestReplacement(for: bytes[...]) {
                result += replacement
                continue
            }
            for scalar in grapheme.unicodeScalars {
                let bytes = Array(String(scalar).utf8)
                result += map.shortestReplacement(for: bytes[...]) ?? bytes[...]
            }
        }
        return result
    }
}
