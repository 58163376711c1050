/// Why a text cannot be divided into chunks of tokens.
public enum TextError: Error, Sendable, Equatable {
    /// There is nothing to say.
    case emptyText
    /// A limit of tokens per chunk below 1.
    case invalidTokenLimit(Int)
    /// One unbreakable stretch of text has more tokens than a model can be prompted with.
    case chunkTooLong(excerpt: String, tokens: Int, limit: Int)
}
