/// An element of the subset of SSML 1.1 that is read, with what its attributes ask for.
enum SSMLElement {
    /// The whole document.
    case speak(language: Language?)
    /// A paragraph or a sentence.
    case block(language: Language?)
    /// `nil` = no pause.
    case pause(seconds: Double?)
    case prosody(rate: Double?, gain: Float?)
    case voice(name: String?, language: Language?)
    case language(Language)
    case mark(String)
    /// Text is spoken as a kind of thing.
    case sayAs(SayAs)
    /// Other words stand for the text.
    case substitute(String)
    case phoneme(String)
    /// Marks that have no effect on the sound.
    case transparent

    /// Whether its text stands for something else, so that it has no elements.
    var replacesText: Bool {
        switch self {
        case .sayAs, .substitute, .phoneme: true
        default: false
        }
    }

    /// Whether it holds nothing.
    var isEmpty: Bool {
        switch self {
        case .pause, .mark: true
        default: false
        }
    }

    /// - Throws: for an element or an attribute that is not of the subset, and for values that make no sense.
    init(_ tag: XMLTag) throws(XMLFault) {
        var attributes = Attributes(tag)
        switch tag.name {
        case "speak":
            attributes.ignore("version", "onlangfailure", "xsi:schemaLocation")
            self = .speak(language: try attributes.language())
        case "p", "s", "paragraph", "sentence":
            attributes.ignore("onlangfailure")
            self = .block(language: try attributes.language())
        case "break": self = .pause(seconds: try Self.pause(&attributes))
        case "prosody":
            attributes.ignore("pitch", "range", "contour", "duration")
            self = .prosody(
                rate: try attributes.value(
                    "rate", "a factor from 0.25 to 4, a percentage, or x-slow to x-fast", MarkupValue.rate),
                gain: try attributes.value("volume", "decibels such as -6dB, or silent to x-loud", MarkupValue.gain))
        case "voice":
            attributes.ignore("gender", "age", "variant", "required", "ordering", "onvoicefailure", "languages")
            let name = attributes.take("name")
            let language = try attributes.language()
            guard name?.isEmpty == false || language != nil else { throw XMLFault("<voice> needs a name") }
            self = .voice(name: name, language: language)
        case "lang":
            attributes.ignore("onlangfailure")
            guard let language = try attributes.language() else { throw XMLFault("<lang> needs xml:lang") }
            self = .language(language)
        case "mark":
            guard let name = attributes.take("name"), !name.isEmpty else { throw XMLFault("<mark> needs a name") }
            self = .mark(name)
        case "say-as":
            guard let kind = attributes.take("interpret-as") else { throw XMLFault("<say-as> needs interpret-as") }
            let format = attributes.take("format")
            attributes.ignore("detail")
            self = .sayAs(try SayAs(kind, format: format))
        case "sub":
            guard let alias = attributes.take("alias") else { throw XMLFault("<sub> needs an alias") }
            self = .substitute(alias)
        case "phoneme":
            guard let phonemes = attributes.take("ph"), !phonemes.isEmpty else { throw XMLFault("<phoneme> needs ph") }
            attributes.ignore("alphabet", "type")
            self = .phoneme(phonemes)
        case "emphasis":
            _ = try attributes.value("level", "none, reduced, moderate or strong") {
                ["none", "reduced", "moderate", "strong"].contains($0) ? $0 : nil
            }
            self = .transparent
        case "w", "token":
            attributes.ignore("role")
            self = .transparent
        default:
            throw XMLFault(
                "the element <\(tag.name)> is not read; those that are: speak, p, s, break, prosody, say-as, sub, "
                    + "emphasis, lang, voice, mark, phoneme, w, token"
            )
        }
        try attributes.checkRest()
    }

    private static func pause(_ attributes: inout Attributes) throws(XMLFault) -> Double? {
        let strengths = [
            "none": 0, "x-weak": 0.1, "weak": 0.2, "medium": 0.4, "strong": 0.7, "x-strong": 1.2,
        ]
        let strength = try attributes.value("strength", "none, x-weak, weak, medium, strong or x-strong") {
            strengths[$0]
        }
        let time = try attributes.value("time", "0 to 60 seconds, such as 1.5s or 500ms") {
            MarkupValue.seconds($0, bareUnit: nil)
        }
        let seconds = time ?? strength ?? 0.4
        return seconds > 0 ? seconds : nil
    }

    /// The attributes of a tag that nobody has asked for yet.
    private struct Attributes {
        private var rest: [String: String]
        private let name: String

        init(_ tag: XMLTag) {
            name = tag.name
            rest = tag.attributes.filter { !$0.key.hasPrefix("xmlns") && $0.key != "xml:base" && $0.key != "xml:id" }
        }

        mutating func take(_ key: String) -> String? { rest.removeValue(forKey: key) }

        /// Attributes that have no effect here.
        mutating func ignore(_ keys: String...) { for key in keys { rest[key] = nil } }

        mutating func value<Value>(
            _ key: String, _ allowed: String, _ parse: (String) -> Value?
        ) throws(XMLFault) -> Value? {
            guard let text = take(key) else { return nil }
            guard let value = parse(text) else {
                throw XMLFault("\(key) of <\(name)> is \"\(text.prefix(40))\", allowed: \(allowed)")
            }
            return value
        }

        mutating func language() throws(XMLFault) -> Language? {
            let codes = Language.allCases.map(\.rawValue).joined(separator: ", ")
            return try value("xml:lang", codes) { Language(name: $0) }
        }

        func checkRest() throws(XMLFault) {
            guard let unknown = rest.keys.min() else { return }
            throw XMLFault("the attribute \(unknown) of <\(name)> is not known")
        }
    }
}
