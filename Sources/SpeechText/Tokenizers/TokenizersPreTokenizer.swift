/// A part of the text on its way through a `tokenizer.json`.
struct TokenizersSegment {
    var text: [UInt8]
    /// Whether it begins where the text begins.
    var isFirst: Bool
}

/// The `pre_tokenizer` of a `tokenizer.json`: cuts text into parts that are encoded separately.
struct TokenizersPreTokenizer: Sendable {
    private enum PrependScheme: String { case always, first, never }

    private enum Behavior: String {
        case removed = "Removed"
        case isolated = "Isolated"
        case mergedWithPrevious = "MergedWithPrevious"
        case mergedWithNext = "MergedWithNext"
        case contiguous = "Contiguous"
    }

    private enum Step {
        case metaspace(replacement: [UInt8], prepend: PrependScheme, split: Bool)
        case digits(individually: Bool)
        case whitespace
        case split(pattern: [UInt8], behavior: Behavior, invert: Bool)
    }

    private var steps: [Step] = []

    init(_ object: JSONObject) throws(TokenizerFormatError) { try add(object) }

    private mutating func add(_ object: JSONObject) throws(TokenizerFormatError) {
        let type = try object.string("type")
        switch type {
        case "Sequence": for part in try object.objects("pretokenizers") { try add(part) }
        case "Metaspace": steps.append(try Self.metaspace(object))
        case "Digits": steps.append(.digits(individually: try object.bool("individual_digits")))
        case "WhitespaceSplit": steps.append(.whitespace)
        case "Split": steps.append(try Self.split(object))
        default:
            throw object.unsupported(
                "pre-tokenizer \(type)", supported: "Sequence, Metaspace, Digits, WhitespaceSplit, Split")
        }
    }

    private static func metaspace(_ object: JSONObject) throws(TokenizerFormatError) -> Step {
        var scheme = PrependScheme.always
        if object["prepend_scheme"] != nil {
            let name = try object.string("prepend_scheme")
            guard let known = PrependScheme(rawValue: name) else {
                throw object.unsupported("prepend_scheme \(name)", supported: "always, first, never")
            }
            scheme = known
        }
        if try !object.bool("add_prefix_space", default: true) {
            guard scheme == .never else {
                throw TokenizerFormatError("\(object.path): add_prefix_space contradicts prepend_scheme")
            }
        }
        return .metaspace(
            replacement: try object.scalar("replacement"), prepend: scheme,
            split: try object.bool("split", default: true))
    }

    private static func split(_ object: JSONObject) throws(TokenizerFormatError) -> Step {
        let pattern = try object.object("pattern")
        guard pattern["String"] != nil else {
            throw object.unsupported("a regular expression", supported: "String patterns")
        }
        let text = try pattern.bytes("String")
        guard !text.isEmpty else { throw TokenizerFormatError("\(pattern.name("String")) is empty") }
        let name = try object.string("behavior")
        guard let behavior = Behavior(rawValue: name) else {
            throw object.unsupported("behavior \(name)", supported: "Removed, Isolated, MergedWith…, Contiguous")
        }
        return .split(pattern: text, behavior: behavior, invert: try object.bool("invert"))
    }

    func split(_ segment: TokenizersSegment) -> [TokenizersSegment] {
        steps.reduce([segment]) { segments, step in segments.flatMap { Self.apply(step, to: $0) } }
    }

    private static func apply(_ step: Step, to segment: TokenizersSegment) -> [TokenizersSegment] {
        switch step {
        case .metaspace(let replacement, let prepend, let split):
            var text = UTF8Bytes.replacing([UInt8(ascii: " ")], with: replacement, in: segment.text)
            if prepend == .always || (prepend == .first && segment.isFirst),
                !UTF8Bytes.hasPrefix(text[...], replacement)
            {
                text = replacement + text
            }
            let whole = TokenizersSegment(text: text, isFirst: segment.isFirst)
            return split ? cut(whole, at: occurrences(of: replacement, in: text), .mergedWithNext) : [whole]
        case .digits(let individually):
            let matches = characters(of: segment.text) {
                [.decimalNumber, .letterNumber, .otherNumber].contains($0.properties.generalCategory)
            }
            return cut(segment, at: matches, individually ? .isolated : .contiguous)
        case .whitespace:
            return cut(segment, at: characters(of: segment.text) { $0.properties.isWhitespace }, .removed)
        case .split(let pattern, let behavior, let invert):
            var matches = occurrences(of: pattern, in: segment.text)
            if invert { for index in matches.indices { matches[index].isMatch.toggle() } }
            return cut(segment, at: matches, behavior)
        }
    }

    private typealias Match = (range: Range<Int>, isMatch: Bool)

    /// The text as matches of a pattern and what is between them.
    private static func occurrences(of pattern: [UInt8], in text: [UInt8]) -> [Match] {
        matches(in: text) { position in
            UTF8Bytes.hasPrefix(text[position...], pattern) ? pattern.count : nil
        }
    }

    private static func characters(of text: [UInt8], where test: (Unicode.Scalar) -> Bool) -> [Match] {
        matches(in: text) { position in
            let length = min(UTF8Bytes.length(ofLead: text[position]), text.count - position)
            let scalar = String(decoding: text[position..<(position + length)], as: UTF8.self).unicodeScalars.first
            return scalar.map(test) == true ? length : nil
        }
    }

    private static func matches(in text: [UInt8], _ lengthOfMatch: (Int) -> Int?) -> [Match] {
        var matches: [Match] = []
        var gap = 0
        var position = 0
        while position < text.count {
            if let length = lengthOfMatch(position) {
                if gap < position { matches.append((gap..<position, false)) }
                matches.append((position..<(position + length), true))
                position += length
                gap = position
            } else {
                position += UTF8Bytes.length(ofLead: text[position])
            }
        }
        if gap < text.count { matches.append((gap..<text.count, false)) }
        return matches
    }

    private static func cut(_ segment: TokenizersSegment, at matches: [Match], _ behavior: Behavior)
        -> [TokenizersSegment]
    {
        ranges(matches, behavior).filter { !$0.isEmpty }.map {
            TokenizersSegment(text: Array(segment.text[$0]), isFirst: segment.isFirst && $0.lowerBound == 0)
        }
    }

    private static func ranges(_ matches: [Match], _ behavior: Behavior) -> [Range<Int>] {
        switch behavior {
        case .removed: return matches.filter { !$0.isMatch }.map(\.range)
        case .isolated: return matches.map(\.range)
        case .contiguous: return joined(matches) { isMatch, previous in isMatch == previous }
        case .mergedWithPrevious: return joined(matches) { isMatch, previous in isMatch && !previous }
        case .mergedWithNext:
            return joined(matches.reversed()) { isMatch, previous in isMatch && !previous }.reversed()
        }
    }

    /// Joins each match to the one before it where `joins` says so.
    private static func joined(_ matches: [Match], _ joins: (Bool, Bool) -> Bool) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var previous = false
        for (range, isMatch) in matches {
            if joins(isMatch, previous), let last = ranges.popLast() {
                ranges.append(min(last.lowerBound, range.lowerBound)..<max(last.upperBound, range.upperBound))
            } else {
                ranges.append(range)
            }
            previous = isMatch
        }
        return ranges
    }
}
