import CXML
import Foundation

/// Passes the events of a document in HTML, or in any XML, to a handler: libxml2's parser of HTML, which reads both,
/// decodes entities, and knows no entities of the document's own.
final class MarkupParser {
    /// What happens in a document. Names are in small letters.
    enum Event {
        case start(name: String, attributes: [String: String])
        case end(name: String)
        /// Text outside of scripts and styles.
        case text(String)
    }

    private let handler: (Event) -> Void
    private var context: htmlParserCtxtPtr?

    /// - Parameters:
    ///   - isUTF8: whether the document is in UTF-8; otherwise it names its encoding itself.
    ///   - handler: receives the events.
    init(isUTF8: Bool, handler: @escaping (Event) -> Void) {
        self.handler = handler
        var sax = xmlSAXHandler()
        sax.startElement = { data, name, attributes in
            MarkupParser.of(data)?.handler(
                .start(name: MarkupParser.string(name), attributes: MarkupParser.attributes(attributes)))
        }
        sax.endElement = { data, name in MarkupParser.of(data)?.handler(.end(name: MarkupParser.string(name))) }
        sax.characters = { data, text, count in MarkupParser.of(data)?.characters(text, Int(count)) }
        sax.ignorableWhitespace = { data, text, count in MarkupParser.of(data)?.characters(text, Int(count)) }
        context = htmlCreatePushParserCtxt(
            &sax, Unmanaged.passUnretained(self).toOpaque(), nil, 0, nil,
            isUTF8 ? XML_CHAR_ENCODING_UTF8 : XML_CHAR_ENCODING_NONE)
        if let context {
            // No messages on stderr, and nothing from the network.
            let options = HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
            _ = htmlCtxtUseOptions(context, Int32(options | HTML_PARSE_NONET.rawValue))
        }
    }

    deinit { htmlFreeParserCtxt(context) }

    /// Takes the next bytes of the document.
    func parse(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { buffer in
            _ = htmlParseChunk(context, buffer.bindMemory(to: CChar.self).baseAddress, Int32(buffer.count), 0)
        }
    }

    /// Ends the document.
    func finish() { htmlParseChunk(context, nil, 0, 1) }

    private static func of(_ data: UnsafeMutableRawPointer?) -> MarkupParser? {
        data.map { Unmanaged<MarkupParser>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func string(_ text: UnsafePointer<xmlChar>?) -> String {
        text.map { String(cString: $0) } ?? ""
    }

    /// Pairs of names and values, ended by `nil`.
    private static func attributes(_ list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?) -> [String: String] {
        guard let list else { return [:] }
        var attributes: [String: String] = [:]
        var index = 0
        while let name = list[index] {
            attributes[string(name).lowercased()] = string(list[index + 1])
            index += 2
        }
        return attributes
    }

    private func characters(_ text: UnsafePointer<xmlChar>?, _ count: Int) {
        guard let text, count > 0 else { return }
        handler(.text(String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)))
    }
}
