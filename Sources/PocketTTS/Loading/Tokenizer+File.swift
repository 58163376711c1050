import Foundation
public import SpeechText

extension Tokenizer {
    /// The largest tokenizer file that is read; published ones are a hundredth of it.
    static let maximumFileSize = 64 << 20

    /// Reads a tokenizer file, a SentencePiece `.model` or a `tokenizer.json`.
    ///
    /// - Throws: ``PocketTTSError/fileNotFound(path:purpose:)``, ``PocketTTSError/fileUnusable(path:reason:)``, or
    ///   ``PocketTTSError/invalidTokenizer(path:reason:)`` for a file that is malformed or uses what is not supported.
    public static func load(contentsOf url: URL) throws(PocketTTSError) -> Tokenizer {
        let file = try InputFile(url, purpose: "tokenizer")
        guard file.size <= maximumFileSize else {
            throw .invalidTokenizer(
                path: url.path, reason: "\(file.size) bytes, more than the limit of \(maximumFileSize)")
        }
        let bytes = Array(try file.read(limit: maximumFileSize))
        do throws(TokenizerFormatError) {
            return try Tokenizer(contents: bytes)
        } catch {
            throw .invalidTokenizer(path: url.path, reason: error.reason)
        }
    }
}
