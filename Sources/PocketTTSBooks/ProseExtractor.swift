/// Turns a document of HTML into prose with paragraphs: what a reader hears, without scripts, styles, navigation,
/// page numbers and marks of notes.
final class ProseExtractor {
    /// A part of the prose.
    enum Part {
        case heading(level: Int, String)
        case paragraph(String)
    }

    private(set) var title = ""
    private let emit: (Part) -> Void
    private var text = ""
    /// Level of the heading that is open.
    private var heading: Int?
    /// Elements of which nothing is spoken, and how deep in them the parser is.
    private var silent: [String] = []
    private var isTitle = false

    private static let dropped: Set<String> = [
        "script", "style", "nav", "template", "svg", "math", "noscript", "iframe", "object", "audio", "video", "select",
        "textarea", "button", "form", "rt", "rp", "head",
    ]
    /// Elements without an end.
    private static let void: Set<String> = [
        "br", "hr", "img", "input", "link", "meta", "area", "base", "col", "embed", "source", "track", "wbr",
    ]
    private static let inline: Set<String> = [
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "ins",
        "kbd", "label", "mark", "q", "ruby", "rb", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
        "time", "tt", "u", "var", "wbr", "img",
    ]

    /// - Parameter emit: receives the parts in order.
    init(emit: @escaping (Part) -> Void) { self.emit = emit }

    func handle(_ event: MarkupParser.Event) {
        switch event {
        case .start(let name, let attributes): start(name, attributes)
        case .end(let name): end(name)
        case .text(let string):
            if isTitle { title += string }
            // Line breaks of the source are spaces; those of "br" are kept.
            if silent.isEmpty { text += string.replacing("\n", with: " ").replacing("\r", with: " ") }
        }
    }

    /// Ends the document.
    func finish() { flush() }

    private func start(_ name: String, _ attributes: [String: String]) {
        if name == "title", silent.last == "head" || silent.isEmpty { isTitle = true }
        if !silent.isEmpty || Self.isSilent(name, attributes) {
            if !Self.void.contains(name) { silent.append(name) }
            return
        }
        if name == "td" || name == "th", !text.allSatisfy(\.isWhitespace) {
            text += ", "
            return
        }
        if name == "br" { text += heading == nil ? "\n" : " " }
        guard !Self.inline.contains(name), !["br", "td", "th"].contains(name) else { return }
        flush()
        if name.count == 2, name.first == "h", let level = name.last?.wholeNumberValue, (1...6).contains(level) {
            heading = level
        }
        if name == "li" { text = "- " }
    }

    private func end(_ name: String) {
        if name == "title" { isTitle = false }
        if let place = silent.lastIndex(of: name) {
            silent.removeSubrange(place...)
            return
        }
        guard silent.isEmpty, !Self.inline.contains(name), !["br", "td", "th"].contains(name) else { return }
        flush()
    }

    private static func isSilent(_ name: String, _ attributes: [String: String]) -> Bool {
        if dropped.contains(name) || attributes["hidden"] != nil || attributes["aria-hidden"] == "true" { return true }
        let types = [attributes["epub:type"], attributes["role"]].compactMap(\.self).joined(separator: " ")
        return types.split(separator: " ").contains { type in
            ["noteref", "doc-noteref", "pagebreak", "doc-pagebreak", "page-list", "toc", "doc-toc", "landmarks"]
                .contains(type)
        }
    }

    /// Ends a paragraph or a heading.
    private func flush() {
        defer {
            text = ""
            heading = nil
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: true).map { line in
            line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        let prose = lines.filter { !$0.isEmpty }.joined(separator: heading == nil ? "\n" : " ")
        guard prose.contains(where: { $0.isLetter || $0.isNumber }) else { return }
        emit(heading.map { .heading(level: $0, prose) } ?? .paragraph(prose))
    }
}
