import SpeechText

/// Errors about input: files, texts and options; and about a model that fails.
///
/// Every case carries the offending value, the expectation, and (in ``description``) a way out.
public enum PocketTTSError: Error, Sendable, Equatable {
    /// A file or folder that was named does not exist. `purpose` says what it was needed for ("voice", "config").
    case fileNotFound(path: String, purpose: String)
    /// A file exists but cannot be read or written: a folder, no permission, a full disk.
    case fileUnusable(path: String, reason: String)
    /// A config does not follow the schema. `key` is the dotted path of the culprit, such as `flow_lm.flow.type`.
    case invalidConfig(path: String, key: String, reason: String)
    /// A weights file is not a well-formed safetensors file, or its tensors do not fit the config.
    case invalidCheckpoint(path: String, tensor: String?, reason: String)
    /// A tokenizer file is malformed, unsupported, or does not fit the config.
    case invalidTokenizer(path: String, reason: String)
    /// A voice file is malformed or made for another model.
    case invalidVoice(path: String, reason: String)
    /// The text has no words.
    case emptyText
    /// The text is longer than the limit; both in UTF-8 bytes.
    case textTooLong(bytes: Int, limit: Int)
    /// A part of the text that cannot be divided has more tokens than a model can be prompted with.
    case textChunkTooLong(excerpt: String, tokens: Int, limit: Int)
    /// The text cannot be read: it is not UTF-8, or its markup is malformed.
    case invalidText(reason: String)
    /// A request option is out of range.
    case invalidOption(name: String, value: String, allowed: String)
    /// Text was sent to a session after its end.
    case sessionOver
    /// The model produced a number that is infinite or not a number. `stage` says where; `frame` counts from the
    /// chunk's start.
    case notFinite(stage: String, frame: Int, text: String)
    /// The system gave no memory for what a request or a file asks for.
    case outOfMemory(bytes: Int, purpose: String)
    /// Cloning a voice was given up, because whoever asked for it has left.
    case cloningCancelled
    /// The synthesizer was shut down while, or before, the request ran.
    case shutDown
}

extension PocketTTSError {
    package init(_ error: TextError) {
        self =
            switch error {
            case .emptyText: .emptyText
            case .invalidTokenLimit(let limit):
                .invalidOption(name: "max tokens", value: "\(limit)", allowed: "1 or more")
            case .chunkTooLong(let excerpt, let tokens, let limit):
                .textChunkTooLong(excerpt: excerpt, tokens: tokens, limit: limit)
            case .malformedMarkup(let error): .invalidText(reason: "\(error)")
            case .tooMuchSilence(let limit):
                .invalidText(
                    reason: "its pauses have more than \(Int(limit)) seconds: divide it into several requests.")
            case .phonemesNotSpoken(let word):
                .invalidText(
                    reason:
                        """
                        the lexicon has phonemes for "\(word)", but the model's tokens are letters: write a respelling.
                        """
                )
            }
    }
}

extension PocketTTSError: CustomStringConvertible {
    /// One line: what, where, and what to do about it.
    public var description: String {
        switch self {
        case .fileNotFound(let path, let purpose):
            "\(purpose) not found: \(path). Check the path."
        case .fileUnusable(let path, let reason):
            "cannot use \(path): \(reason)"
        case .invalidConfig(let path, let key, let reason):
            "invalid config \(path): \(key): \(reason)"
        case .invalidCheckpoint(let path, let tensor, let reason):
            "invalid checkpoint \(path): \(tensor.map { "\($0): " } ?? "")\(reason)"
        case .invalidTokenizer(let path, let reason):
            "invalid tokenizer \(path): \(reason)"
        case .invalidVoice(let path, let reason):
            "invalid voice \(path): \(reason)"
        case .emptyText:
            "the text is empty: give at least one word."
        case .textTooLong(let bytes, let limit):
            "the text is \(bytes) bytes long, the limit is \(limit): split it into several requests."
        case .textChunkTooLong(let excerpt, let tokens, let limit):
            "\"\(excerpt)…\" is \(tokens) tokens without a place to divide it, the limit is \(limit): shorten "
                + "it, or add punctuation or spaces."
        case .invalidText(let reason):
            "the text cannot be read: \(reason)"
        case .invalidOption(let name, let value, let allowed):
            "\(name) is \(value), allowed: \(allowed)"
        case .sessionOver:
            "the session has ended: start a new one."
        case .notFinite(let stage, let frame, let text):
            "\(stage) produced a value that is not finite in frame \(frame) of \"\(text.excerpt)\": lower the "
                + "temperature, or run `pocket-tts verify` on the model."
        case .outOfMemory(let bytes, let purpose):
            "there is no memory for \(purpose) (\(bytes) bytes): use shorter texts or a smaller model, or free memory."
        case .cloningCancelled:
            "cloning the voice was cancelled: ask for it again."
        case .shutDown:
            "the synthesizer was shut down: create a new one."
        }
    }
}
