import Foundation

/// Text to token ids and back, from a SentencePiece `.model` or a `tokenizer.json` (Hugging Face `tokenizers`).
///
/// Ids and decoded text equal those of the Python packages `sentencepiece` and `tokenizers`
/// (`pocket_tts/modules/text_conditioner.py`). Immutable, so one tokenizer serves any number of streams.
public final class Tokenizer: Sendable {
    private enum Format: Sendable {
        case sentencePiece(SentencePieceTokenizer)
        case tokenizers(TokenizersTokenizer)
    }

    private let format: Format

    private init(_ format: Format) { self.format = format }

    /// The largest tokenizer file that is read; published ones are a hundredth of it.
    static let maximumFileSize = 64 << 20

    /// Reads a tokenizer file; its content, not its name, says which of the two formats it has.
    ///
    /// - Throws: ``PocketTTSError/fileNotFound(path:purpose:)``, ``PocketTTSError/fileUnusable(path:reason:)``, or
    ///   ``PocketTTSError/invalidTokenizer(path:reason:)`` for a file that is malformed or uses what is not supported.
    public static func load(contentsOf url: URL) throws(PocketTTSError) -> Tokenizer {
        let bytes = try contents(of: url)
        do throws(TokenizerFormatError) {
            if isJSON(bytes) { return Tokenizer(.tokenizers(try TokenizersTokenizer(json: bytes))) }
            return Tokenizer(.sentencePiece(try SentencePieceTokenizer(try SentencePieceFile(bytes))))
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

    /// A protobuf model starts with the tag of its first piece, a line feed; its second byte, a length, may be a brace.
    private static func isJSON(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.firstIndex(where: { !" \t\r\n".utf8.contains($0) }), bytes[first] == UInt8(ascii: "{")
        else { return false }
        return first == 0 || bytes.dropFirst(first + 1).first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "\"")
    }

    /// Number of ids; the model's text table has one row more.
    public var vocabularySize: Int {
        switch format {
        case .sentencePiece(let tokenizer): tokenizer.vocabularySize
        case .tokenizers(let tokenizer): tokenizer.vocabularySize
        }
    }

    /// The ids of a text, each in `0..<vocabularySize`. Takes any string; time grows with its length.
    public func encode(_ text: String) -> [Int] {
        let bytes = Array(text.utf8)
        return switch format {
        case .sentencePiece(let tokenizer): tokenizer.encode(bytes)
        case .tokenizers(let tokenizer): tokenizer.encode(bytes)
        }
    }

    /// The text of ids. Ids outside the vocabulary say nothing.
    public func decode(_ ids: some Sequence<Int>) -> String {
        let bytes = switch format {
        case .sentencePiece(let tokenizer): tokenizer.decode(ids)
        case .tokenizers(let tokenizer): tokenizer.decode(ids)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A text as it is after the tokenizer's rewriting rules, where those are known: what decoded ids spell.
    func rewritten(_ scalars: [SourcedScalar]) -> [SourcedScalar] {
        switch format {
        case .sentencePiece(let tokenizer): tokenizer.rewritten(scalars)
        case .tokenizers: scalars
        }
    }

    /// Whether an id stands for one byte, whose meaning depends on its neighbours.
    func isByte(_ id: Int) -> Bool {
        switch format {
        case .sentencePiece(let tokenizer): tokenizer.isByte(id)
        case .tokenizers(let tokenizer): tokenizer.isByte(id)
        }
    }

    /// Whether decoding a part of a token list gives that part of the decoded list, but for what is stripped at its start
    /// and for a run of byte pieces that is cut.
    var decodesLocally: Bool {
        switch format {
        case .sentencePiece: true
        case .tokenizers(let tokenizer): tokenizer.decodesLocally
        }
    }
}
