/// What a text asks for besides its words.
public enum Directive: Sendable, Equatable {
    /// Silence.
    case pause(seconds: Double)
    /// How the words from here on are spoken.
    case delivery(Delivery)
    /// The language of the words from here on; `nil` = that of the text.
    case language(Language?)
    /// A name whose time is reported.
    case mark(String)

    /// Seconds that one pause may have.
    public static let longestPause = 60.0
    /// Seconds that all pauses of one text may have.
    public static let longestSilence = 3600.0
}

/// How words are spoken.
public struct Delivery: Sendable, Equatable {
    /// How much faster than the model speaks, within ``rates``.
    public var rate: Double
    /// Factor of the samples, within ``gains``.
    public var gain: Float
    /// The name of a voice; `nil` = that of the request.
    public var voice: String?

    /// Rates that a text may ask for.
    public static let rates = 0.25...4.0
    /// Gains that a text may ask for: silence to 20 dB.
    public static let gains: ClosedRange<Float> = 0...10

    public init(rate: Double = 1, gain: Float = 1, voice: String? = nil) {
        self.rate = rate
        self.gain = gain
        self.voice = voice
    }
}

/// A text as it is spoken, with its directives.
public struct Script: Sendable, Equatable {
    public enum Part: Sendable, Equatable {
        case text(SpokenText)
        /// `source` is the directive's place in the user's text, in UTF-8 bytes.
        case directive(Directive, source: Range<Int>)
    }

    /// In the order of the user's text.
    public private(set) var parts: [Part] = []

    public init() {}

    /// All words, without the directives.
    public var spoken: SpokenText {
        var spoken = SpokenText()
        for part in parts {
            switch part {
            case .text(let text): spoken.append(text)
            case .directive(_, let source): spoken.append("", source: source, isVerbatim: false)
            }
        }
        return spoken
    }

    /// The words of ``spoken``.
    public var text: String { spoken.text }

    /// Adds text that follows in the source.
    mutating func append(_ text: SpokenText) {
        guard !text.pieces.isEmpty else { return }
        if case .text(var last) = parts.last {
            parts.removeLast()
            last.append(text)
            parts.append(.text(last))
        } else {
            parts.append(.text(text))
        }
    }

    /// Adds words, or with an empty text a part of the source that is not spoken.
    mutating func append(_ text: String, source: Range<Int>, isVerbatim: Bool = false) {
        var spoken = SpokenText()
        spoken.append(text, source: source, isVerbatim: isVerbatim)
        append(spoken)
    }

    mutating func append(_ directive: Directive, source: Range<Int>) {
        parts.append(.directive(directive, source: source))
    }

    public mutating func append(_ other: Script) {
        for part in other.parts {
            switch part {
            case .text(let text): append(text)
            case .directive(let directive, let source): append(directive, source: source)
            }
        }
    }
}

/// Markup that is not as it should be.
public struct MarkupError: Error, Sendable, Equatable, CustomStringConvertible {
    public let reason: String
    /// Where the culprit begins, from 1. Columns count Unicode scalars.
    public let line, column: Int

    init(_ reason: String, at position: TextPosition) {
        self.reason = reason
        line = position.line
        column = position.column
    }

    public var description: String { "line \(line), column \(column): \(reason)" }
}

/// A place in a text as people count it.
struct TextPosition: Sendable, Equatable {
    private(set) var line = 1
    private(set) var column = 1

    /// Moves over UTF-8 bytes.
    mutating func advance(over bytes: some Sequence<UInt8>) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
    }
}
