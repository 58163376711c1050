/// What is wrong inside a tokenizer file, without the file's name.
public struct TokenizerFormatError: Error, Sendable {
    public let reason: String

    init(_ reason: String) { self.reason = reason }
}
