import Foundation
import PocketTTS
import PocketTTSAudio

/// The rows of a batch file: name, text and perhaps voice, with tabs between them.
struct BatchFile {
    struct Row: Sendable {
        let name: String
        let text: String
        /// `nil`: the command's voice.
        let voice: String?
    }

    let rows: [Row]

    /// - Parameter path: a UTF-8 file, or "-" for stdin. Empty lines are skipped.
    /// - Throws: ``PocketTTSError/invalidText(reason:)`` naming the line that is malformed.
    init(path: String) throws {
        let text = try TextInput.read(file: path)
        let source = path == "-" ? "stdin" : path
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
        var names: Set<String> = []
        rows = try lines.compactMap { index, line throws(PocketTTSError) in
            func fault(_ reason: String) -> PocketTTSError {
                .invalidText(reason: "\(source) line \(index + 1): \(reason)")
            }
            guard line.contains(where: { !$0.isWhitespace }) else { return nil }
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard (2...3).contains(fields.count) else {
                let found = fields.count == 1 ? "there is no tab" : "there are \(fields.count) columns"
                throw fault("\(found): write a name, a tab and a text, and perhaps a tab and a voice.")
            }
            guard !fields[0].isEmpty else { throw fault("there is no name before the first tab.") }
            guard !fields[1].isEmpty else { throw fault("there is no text after the name \"\(fields[0])\".") }
            guard !fields[0].hasPrefix("."), !fields[0].contains("/") else {
                throw fault("the name \"\(fields[0])\" must be a file's name without a folder.")
            }
            guard names.insert(fields[0]).inserted else { throw fault("the name \"\(fields[0])\" is there already.") }
            return Row(
                name: fields[0], text: fields[1], voice: fields.count == 3 && !fields[2].isEmpty ? fields[2] : nil)
        }
        guard !rows.isEmpty else { throw PocketTTSError.invalidText(reason: "\(source) has no rows.") }
    }
}
