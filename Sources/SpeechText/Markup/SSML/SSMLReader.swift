/// Reads a document of the subset of SSML 1.1 that ``SSMLElement`` has. The result does not depend on how the document
/// is cut into fragments; no more is held back than a tag, or an element whose text stands for something else.
///
/// It is a strict reader: what is malformed or unknown is an error. Depth and length of tags are bounded. Document
/// types and entities other than those of XML are refused, so a document cannot grow when it is read.
struct SSMLReader: Sendable {
    /// Elements within each other.
    static let deepest = 32
    /// Bytes of text that one element may replace.
    static let longestReplaced = 1024

    private struct Open: Sendable {
        let name: String
        let place: TextPosition
        let start: Int
        let element: SSMLElement
        /// What holds again after it.
        let delivery: Delivery
        let language: Language?
    }

    private let language: Language?
    private let speaksPhonemes: Bool
    private var pending: [UInt8] = []
    /// Where `pending` begins, in bytes of the document and as people count it.
    private var offset = 0
    private var place = TextPosition()
    private var stack: [Open] = []
    private var hasRoot = false
    private var delivery = Delivery()
    /// The language of the words here; `nil` = that of the text.
    private var inner: Language?
    /// The text of an element that stands for something else.
    private var replaced = ""
    private var sentence = LineEnding()
    /// Spaces that are not in the script yet: a full stop may have to stand before them.
    private var spaces: Range<Int>?
    private var failure: MarkupError?

    /// - Parameters:
    ///   - language: of words outside of an element that names another.
    ///   - speaksPhonemes: whether the model's tokens are phonemes.
    init(language: Language?, speaksPhonemes: Bool) {
        self.language = language
        self.speaksPhonemes = speaksPhonemes
    }

    /// Takes the next fragment, and returns what is decided. Source ranges count from the start of the document.
    /// - Throws: ``MarkupError`` for what is malformed; nothing can be read after it.
    mutating func append(_ fragment: String) throws(MarkupError) -> Script {
        pending += fragment.utf8
        var script = Script()
        do throws(MarkupError) {
            try advance(&script)
        } catch {
            failure = error
            throw error
        }
        return script
    }

    /// Checks that the document is complete.
    /// - Throws: ``MarkupError`` if it is not.
    mutating func finish() throws(MarkupError) {
        if let failure { throw failure }
        guard pending.isEmpty else { throw MarkupError("the tag or reference is not complete", at: place) }
        if let open = stack.last { throw MarkupError("<\(open.name)> is not closed", at: open.place) }
        guard hasRoot else { throw MarkupError("there is no <speak>", at: place) }
    }

    private mutating func advance(_ script: inout Script) throws(MarkupError) {
        if let failure { throw failure }
        var position = 0
        defer {
            pending.removeFirst(position)
            offset += position
        }
        while position < pending.count {
            let rest = pending[position...]
            let length: Int?
            do throws(XMLFault) {
                switch pending[position] {
                case UInt8(ascii: "<"): length = try markup(rest, &script)
                case UInt8(ascii: "&"): length = try reference(rest, &script)
                default:
                    let text = rest.prefix { $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: "&") }
                    try add(text, &script)
                    length = text.count
                }
            } catch {
                place.advance(over: rest.prefix(error.offset))
                throw MarkupError(error.reason, at: place)
            }
            guard let length else { return }
            place.advance(over: rest.prefix(length))
            position += length
        }
    }

    // MARK: Text

    private func source(_ bytes: ArraySlice<UInt8>) -> Range<Int> {
        offset + bytes.startIndex..<offset + bytes.endIndex
    }

    private mutating func reference(_ rest: ArraySlice<UInt8>, _ script: inout Script) throws(XMLFault) -> Int? {
        guard let end = rest.prefix(XMLEntity.longest).firstIndex(of: UInt8(ascii: ";")) else {
            guard rest.count < XMLEntity.longest else { throw XMLFault(XMLEntity.unknown) }
            return nil
        }
        guard let scalar = XMLEntity.scalar(rest[(rest.startIndex + 1)..<end]) else {
            throw XMLFault(XMLEntity.unknown)
        }
        let bytes = rest[...end]
        try add(String(scalar), source(bytes), isVerbatim: false, &script)
        return bytes.count
    }

    /// Text without references. Line ends are spaces.
    private mutating func add(_ text: ArraySlice<UInt8>, _ script: inout Script) throws(XMLFault) {
        var rest = text
        while !rest.isEmpty {
            let word = rest.prefix { !XMLTag.isSpace($0) }
            do throws(XMLFault) {
                if !word.isEmpty {
                    try add(String(decoding: word, as: UTF8.self), source(word), isVerbatim: true, &script)
                }
            } catch {
                var fault = error
                fault.offset = word.startIndex - text.startIndex
                throw fault
            }
            rest = rest.dropFirst(word.count)
            let space = rest.prefix { XMLTag.isSpace($0) }
            if !space.isEmpty { add(spaces: source(space), &script) }
            rest = rest.dropFirst(space.count)
        }
    }

    private mutating func add(spaces range: Range<Int>, _ script: inout Script) {
        if stack.last?.element.replacesText == true {
            // A text may have been cut within these spaces.
            if replaced.utf8.last != UInt8(ascii: " ") { replaced += " " }
        } else if stack.isEmpty {
            script.append("", source: range)
        } else {
            spaces = (spaces?.lowerBound ?? range.lowerBound)..<range.upperBound
        }
    }

    /// Puts the spaces so far into the script.
    private mutating func settle(_ script: inout Script) {
        if let spaces { script.append(" ", source: spaces) }
        spaces = nil
    }

    private mutating func add(
        _ text: String, _ source: Range<Int>, isVerbatim: Bool, _ script: inout Script
    ) throws(XMLFault) {
        guard let open = stack.last else {
            guard !hasRoot, text == "\u{FEFF}" else {
                throw XMLFault(hasRoot ? "text after </speak>" : "SSML begins with <speak>")
            }
            return script.append("", source: source)
        }
        guard !open.element.isEmpty else { throw XMLFault("<\(open.name)> holds no text") }
        guard !open.element.replacesText else {
            replaced += text
            guard replaced.utf8.count <= Self.longestReplaced else {
                throw XMLFault("<\(open.name)> has more than \(Self.longestReplaced) bytes of text")
            }
            return
        }
        settle(&script)
        sentence.note(Array(text.utf8)[...])
        script.append(text, source: source, isVerbatim: isVerbatim)
    }

    // MARK: Tags

    /// What begins with "<"; returns its length, `nil` if more must be seen.
    private mutating func markup(_ rest: ArraySlice<UInt8>, _ script: inout Script) throws(XMLFault) -> Int? {
        let start = rest.startIndex
        for (opening, closing) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?xml ", "?>")] {
            let known = zip(rest, opening.utf8).prefix { $0 == $1 }.count
            if known < min(rest.count, opening.utf8.count) { continue }
            guard rest.count > opening.utf8.count,
                let end = Self.end(of: rest.dropFirst(opening.utf8.count), closing)
            else {
                try checkLength(rest)
                return nil
            }
            switch opening {
            case "<![CDATA[":
                let (from, to) = (start + opening.utf8.count, end - closing.utf8.count)
                skip(rest[..<from], &script)
                try add(rest[from..<to], &script)
                skip(rest[to..<end], &script)
            case "<?xml ":
                guard offset + start == 0 else { throw XMLFault("<?xml …?> stands at the start or nowhere") }
                script.append("", source: source(rest[..<end]))
            default:
                skip(rest[..<end], &script)
            }
            return end - start
        }
        guard rest.count > 1 else { return nil }
        if rest[start + 1] == UInt8(ascii: "!") { throw XMLFault("document types and their declarations are refused") }
        if rest[start + 1] == UInt8(ascii: "?") { throw XMLFault("processing instructions are refused") }
        guard let length = XMLTag.end(of: rest) else {
            try checkLength(rest)
            return nil
        }
        let bytes = rest.prefix(length)
        let tag = try XMLTag(bytes)
        if tag.kind == .end {
            try close(tag, bytes, &script)
        } else {
            try open(tag, bytes, &script)
            if tag.kind == .empty { try close(tag, bytes.suffix(0), &script) }
        }
        return length
    }

    /// Passes over bytes that are not spoken, outside of text that stands for something else.
    private mutating func skip(_ bytes: ArraySlice<UInt8>, _ script: inout Script) {
        guard stack.last?.element.replacesText != true else { return }
        settle(&script)
        script.append("", source: source(bytes))
    }

    private func checkLength(_ bytes: ArraySlice<UInt8>) throws(XMLFault) {
        guard bytes.count <= XMLTag.longest else { throw XMLFault("more than \(XMLTag.longest) bytes without an end") }
    }

    private static func end(of bytes: ArraySlice<UInt8>, _ closing: String) -> Int? {
        let closing = Array(closing.utf8)
        var index = bytes.startIndex
        let last = min(bytes.endIndex, bytes.startIndex + XMLTag.longest) - closing.count
        while index <= last {
            if bytes[index..<index + closing.count].elementsEqual(closing) { return index + closing.count }
            index += 1
        }
        return nil
    }

    private mutating func open(
        _ tag: XMLTag, _ bytes: ArraySlice<UInt8>, _ script: inout Script
    ) throws(XMLFault) {
        let element = try SSMLElement(tag)
        if let parent = stack.last, parent.element.replacesText {
            throw XMLFault("<\(parent.name)> holds text alone, not <\(tag.name)>")
        }
        if let parent = stack.last, parent.element.isEmpty { throw XMLFault("<\(parent.name)> holds no elements") }
        guard stack.count < Self.deepest else { throw XMLFault("more than \(Self.deepest) elements within each other") }
        if case .speak = element {
            guard !hasRoot else { throw XMLFault("a second <speak>") }
            hasRoot = true
        } else if stack.isEmpty {
            throw XMLFault(hasRoot ? "<\(tag.name)> after </speak>" : "SSML begins with <speak>")
        }
        stack.append(
            Open(
                name: tag.name, place: place, start: offset + bytes.startIndex, element: element, delivery: delivery,
                language: inner))
        let range = source(bytes)
        if case .block = element { endSentence(before: range.lowerBound, &script) }
        settle(&script)
        switch element {
        case .speak(let language): change(to: language ?? inner, range, &script)
        case .block(let language):
            change(to: language ?? inner, range, &script)
        case .language(let language): change(to: language, range, &script)
        case .voice(let name, let language):
            change(to: language ?? inner, range, &script)
            if let name { change(&script, range.upperBound) { $0.voice = name } }
        case .prosody(let rate, let gain):
            script.append("", source: range)
            change(&script, range.upperBound) { delivery in
                if let rate { delivery.rate = rate }
                if let gain { delivery.gain = gain }
            }
        case .pause(let seconds):
            if let seconds {
                script.append(.pause(seconds: seconds), source: range)
                sentence = LineEnding()
            } else {
                script.append("", source: range)
            }
        case .mark(let name):
            script.append("", source: range)
            script.append(.mark(name), source: range.upperBound..<range.upperBound)
        case .phoneme where !speaksPhonemes:
            throw XMLFault(
                "<phoneme> needs a model whose tokens are phonemes; this one reads letters: use <sub alias=\"…\">")
        case .sayAs, .substitute, .phoneme: replaced = ""
        case .transparent: script.append("", source: range)
        }
    }

    private mutating func close(
        _ tag: XMLTag, _ bytes: ArraySlice<UInt8>, _ script: inout Script
    ) throws(XMLFault) {
        guard let open = stack.last, open.name == tag.name else {
            throw XMLFault(
                stack.last.map { "</\(tag.name)> does not close <\($0.name)>" } ?? "</\(tag.name)> closes nothing")
        }
        let range = source(bytes)
        var words: String?
        switch open.element {
        case .block: endSentence(before: range.lowerBound, &script)
        case .sayAs(let kind):
            guard let spoken = kind.spoken(replaced, language: inner ?? language) else {
                // The same for every way in which the text may have been cut within a line's end.
                let shown = replaced.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(40)
                throw XMLFault("\"\(shown)\" cannot be said as \(kind.name)")
            }
            words = spoken
        case .substitute(let alias): words = alias
        case .phoneme(let phonemes): words = PhoneticNotation.protected(phonemes)
        default: break
        }
        stack.removeLast()
        settle(&script)
        if let words {
            sentence.note(Array(words.utf8)[...])
            script.append(words, source: open.start..<range.upperBound)
        } else {
            change(to: open.language, range, &script)
        }
        change(&script, range.upperBound) { $0 = open.delivery }
    }

    /// A sentence ends here, with a full stop if its author left it out.
    private mutating func endSentence(before position: Int, _ script: inout Script) {
        let end = spaces?.lowerBound ?? position
        if sentence.hasWords {
            script.append((sentence.endsWithMark ? "" : ".") + "\n", source: end..<end)
        }
        sentence = LineEnding()
    }

    private mutating func change(to language: Language?, _ range: Range<Int>, _ script: inout Script) {
        if language == inner {
            script.append("", source: range)
        } else {
            inner = language
            script.append(.language(language), source: range)
        }
    }

    private mutating func change(_ script: inout Script, _ position: Int, _ body: (inout Delivery) -> Void) {
        var changed = delivery
        body(&changed)
        guard changed != delivery else { return }
        delivery = changed
        script.append(.delivery(changed), source: position..<position)
    }
}
