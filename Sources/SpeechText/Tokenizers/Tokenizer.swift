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

    /// Reads the contents of a tokenizer file; the bytes, not the file's name, say which of the two formats it has.
    /// - Throws: ``TokenizerFormatError`` for contents that are malformed or use what is not supported.
    public convenience init(contents bytes: [UInt8]) throws(TokenizerFormatError) {
        if Self.isJSON(bytes) {
            self.init(.tokenizers(try TokenizersTokenizer(json: bytes)))
        } else {
            self.init(.sentencePiece(try SentencePieceTokenizer(try SentencePieceFile(bytes))))
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
        let bytes =
            switch format {
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

    /// Whether the vocabulary lacks a character: its ids are the unknown one, or bytes, which say nothing of how it
    /// sounds.
    func isUnknown(_ character: Character) -> Bool {
        encode(String(character)).contains { id in
            switch format {
            case .sentencePiece(let tokenizer): tokenizer.isUnknown(id) || tokenizer.isByte(id)
            case .tokenizers(let tokenizer): tokenizer.isUnknown(id) || tokenizer.isByte(id)
            }
        }
    }

    /// Whether an id stands for one byte, whose meaning depends on its neighbours.
    func isByte(_ id: Int) -> Bool {
        switch format {
        case .sentencePiece(let tokenizer): tokenizer.isByte(id)
        case .tokenizers(let tokenizer): tokenizer.isByte(id)
        }
    }

    /// Whether decoding a part of a token list gives that part of the decoded list, but for what is stripped at its
    /// start and for a run of byte pieces that is cut.
    var decodesLocally: Bool {
        switch format {
        case .sentencePiece: true
        case .tokenizers(let tokenizer): tokenizer.decodesLocally
        }
    }
}
