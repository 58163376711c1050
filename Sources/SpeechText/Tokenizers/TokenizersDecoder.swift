/// The `decoder` of a `tokenizer.json`: the strings of tokens to text.
struct TokenizersDecoder: Sendable {
    private enum Step: Equatable {
        case replace(pattern: [UInt8], content: [UInt8])
        case byteFallback
        case fuse
        case strip(content: [UInt8], start: Int, stop: Int)
        case metaspace(replacement: [UInt8], dropsFirst: Bool)
        /// What happens when a file names no decoder.
        case joinWithSpaces
    }

    private var steps: [Step] = []

    init(_ object: JSONObject?) throws(TokenizerFormatError) {
        if let object { try add(object) } else { steps = [.joinWithSpaces] }
    }

    private mutating func add(_ object: JSONObject) throws(TokenizerFormatError) {
        let type = try object.string("type")
        switch type {
        case "Sequence": for part in try object.objects("decoders") { try add(part) }
        case "Replace":
            let pattern = try object.object("pattern")
            guard pattern["String"] != nil else {
                throw object.unsupported("a regular expression", supported: "String patterns")
            }
            let text = try pattern.bytes("String")
            guard !text.isEmpty else { throw TokenizerFormatError("\(pattern.name("String")) is empty") }
            steps.append(.replace(pattern: text, content: try object.bytes("content")))
        case "ByteFallback": steps.append(.byteFallback)
        case "Fuse": steps.append(.fuse)
        case "Strip":
            let (start, stop) = (try object.integer("start"), try object.integer("stop"))
            guard start >= 0, stop >= 0 else { throw TokenizerFormatError("\(object.path): a negative count") }
            steps.append(.strip(content: try object.scalar("content"), start: start, stop: stop))
        case "Metaspace":
            let keeps =
                object["prepend_scheme"] == nil
                ? try !object.bool("add_prefix_space", default: true)
                : try object.string("prepend_scheme") == "never"
            steps.append(.metaspace(replacement: try object.scalar("replacement"), dropsFirst: !keeps))
        default:
            throw object.unsupported(
                "decoder \(type)", supported: "Sequence, Replace, ByteFallback, Fuse, Strip, Metaspace")
        }
    }

    /// Whether each token's text depends only on the token, on whether it is the first and on a run of bytes around it.
    var isLocal: Bool {
        let fuse = steps.firstIndex(of: .fuse) ?? steps.endIndex
        return !steps.contains(.joinWithSpaces)
            && steps[fuse...].allSatisfy { step in
                if case .strip(_, _, let stop) = step { return stop == 0 }
                return step == .fuse
            }
    }

    func decode(_ tokens: [[UInt8]]) -> [UInt8] {
        Array(steps.reduce(tokens, Self.apply).joined())
    }

    private static func apply(_ tokens: [[UInt8]], _ step: Step) -> [[UInt8]] {
        switch step {
        case .replace(let pattern, let content):
            return tokens.map { UTF8Bytes.replacing(pattern, with: content, in: $0) }
        case .byteFallback: return joinBytes(tokens)
        case .fuse: return [Array(tokens.joined())]
        case .strip(let content, let start, let stop): return tokens.map { strip($0, content, start, stop) }
        case .metaspace(let replacement, let dropsFirst):
            return tokens.enumerated().map { index, token in
                UTF8Bytes.replacing(replacement, with: index == 0 && dropsFirst ? [] : [UInt8(ascii: " ")], in: token)
            }
        case .joinWithSpaces: return [Array(tokens.joined(separator: CollectionOfOne(UInt8(ascii: " "))))]
        }
    }

    private static func strip(_ token: [UInt8], _ content: [UInt8], _ start: Int, _ stop: Int) -> [UInt8] {
        var rest = token[...]
        var count = 0
        while count < start, UTF8Bytes.hasPrefix(rest, content) {
            rest = rest.dropFirst(content.count)
            count += 1
        }
        count = 0
        while count < stop, rest.count >= content.count, rest.suffix(content.count).elementsEqual(content) {
            rest = rest.dropLast(content.count)
            count += 1
        }
        return Array(rest)
    }

    /// The byte that a token such as `<0x41>` stands for.
    static func byte(_ token: [UInt8]) -> UInt8? {
        guard token.count == 6, UTF8Bytes.hasPrefix(token[...], Array("<0x".utf8)), token[5] == UInt8(ascii: ">") else {
            return nil
        }
        return UInt8(String(decoding: token[3..<5], as: UTF8.self), radix: 16)
    }

    /// Runs of byte tokens as text; a run that is not UTF-8 becomes one U+FFFD per byte.
    private static func joinBytes(_ tokens: [[UInt8]]) -> [[UInt8]] {
        var result: [[UInt8]] = []
        var run: [UInt8] = []
        func flush() {
            guard !run.isEmpty else { return }
            if UTF8Bytes.isValid(run[...]) {
                result.append(run)
            } else {
                result += run.map { _ in UTF8Bytes.replacement }
            }
            run.removeAll()
        }
        for token in tokens {
            if let byte = byte(token) {
                run.append(byte)
            } else {
                flush()
                result.append(token)
            }
        }
        flush()
        return result
    }
}
