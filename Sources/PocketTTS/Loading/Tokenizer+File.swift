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
        let bytes = try contents(of: url)
        do throws(TokenizerFormatError) {
            return try Tokenizer(contents: bytes)
        } catch {
            throw .invalidTokenizer(path: url.path, reason: error.reason)
        }
    }

    private static func contents(of url: URL) throws(PocketTTSError) -> [UInt8] {
        let path = url.path
        guard FileManager.default.fileExists(atPath: path) else {
            throw .fileNotFound(path: path, purpose: "tokenizer")
        }
        do {
            // Hub caches hold links to the files.
            let attributes = try FileManager.default.attributesOfItem(atPath: url.resolvingSymlinksInPath().path)
            guard attributes[.type] as? FileAttributeType == .typeRegular else {
                throw PocketTTSError.fileUnusable(path: path, reason: "not a file; name the tokenizer file itself")
            }
            let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
            guard size <= maximumFileSize else {
                throw PocketTTSError.invalidTokenizer(
                    path: path, reason: "\(size) bytes, more than the limit of \(maximumFileSize)")
            }
            return Array(try Data(contentsOf: url))
        } catch let error as PocketTTSError {
            throw error
        } catch {
            throw .fileUnusable(path: path, reason: error.localizedDescription)
        }
    }
}
