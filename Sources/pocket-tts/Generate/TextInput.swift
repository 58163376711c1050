import CommandSupport
import Foundation
import PocketTTS

/// The text to speak: an argument, a file, or stdin.
enum TextInput {
    /// Bytes that are read at most; the synthesizer's own limit is lower.
    private static let limit = 16 << 20

    /// - Parameter file: a path, or "-" for stdin.
    /// - Throws: ``PocketTTSError`` for a file that is missing, too large, or not UTF-8.
    static func read(file: String) throws -> String {
        guard file != "-" else { return try read(argument: "-", option: nil) }
        if ModelFolder.isFolder(URL(fileURLWithPath: file)) {
            throw PocketTTSError.fileUnusable(path: file, reason: "it is a folder: give a file with the text.")
        }
        guard let handle = FileHandle(forReadingAtPath: file) else {
            throw PocketTTSError.fileNotFound(path: file, purpose: "text file")
        }
        return try read(handle, name: file)
    }

    /// - Throws: ``UsageError`` without a text or with two, ``PocketTTSError`` for stdin that is too large or not
    ///   UTF-8.
    static func read(argument: String?, option: String?) throws -> String {
        if argument != nil && option != nil {
            throw UsageError("the text is given twice, as an argument and by --text: give one.")
        }
        if let text = argument ?? option, text != "-" { return text }
        if argument == nil && option == nil && isatty(STDIN_FILENO) != 0 {
            throw UsageError("no text: give it as an argument, or pipe it in.")
        }
        return try read(.standardInput, name: "stdin")
    }

    private static func read(_ handle: FileHandle, name: String) throws(PocketTTSError) -> String {
        let data: Data
        do {
            data = try handle.read(upToCount: limit + 1) ?? Data()
        } catch {
            throw .fileUnusable(path: name, reason: error.localizedDescription)
        }
        guard data.count <= limit else { throw .textTooLong(bytes: data.count, limit: limit) }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw .invalidText(reason: "\(name) is not UTF-8: convert it, for example with iconv.")
        }
        // Editors of other systems put a mark before the first character.
        return text.first == "\u{FEFF}" ? String(text.dropFirst()) : text
    }
}
