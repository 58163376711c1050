import Foundation
import PocketTTS

/// The text to speak: an argument, or what is piped in.
enum TextInput {
    /// Bytes that are read at most; the synthesizer's own limit is lower.
    private static let limit = 16 << 20

    /// - Parameter file: a path, or "-" for stdin.
    static func read(file: String) throws -> String {
        guard file != "-" else { return try read(argument: "-", option: nil) }
        guard let handle = FileHandle(forReadingAtPath: file) else {
            throw PocketTTSError.fileNotFound(path: file, purpose: "text file")
        }
        let data: Data?
        do { data = try handle.read(upToCount: limit) } catch {
            throw PocketTTSError.fileUnusable(path: file, reason: error.localizedDescription)
        }
        guard let text = String(validating: data ?? Data(), as: UTF8.self) else {
            throw PocketTTSError.invalidText(reason: "\(file) is not UTF-8: convert it, for example with iconv.")
        }
        return text
    }

    static func read(argument: String?, option: String?) throws -> String {
        if argument != nil && option != nil {
            throw UsageError("the text is given twice, as an argument and by --text: give one.")
        }
        if let text = argument ?? option, text != "-" { return text }
        if argument == nil && option == nil && isatty(STDIN_FILENO) != 0 {
            throw UsageError("no text: give it as an argument, or pipe it in.")
        }
        let data = try FileHandle.standardInput.read(upToCount: limit) ?? Data()
        guard let text = String(validating: data, as: UTF8.self) else {
            throw PocketTTSError.invalidText(reason: "stdin is not UTF-8: convert it, for example with iconv.")
        }
        return text
    }
}
