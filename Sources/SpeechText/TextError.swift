/// Why a text cannot be divided into chunks of tokens.
public enum TextError: Error, Sendable, Equatable {
    /// There is nothing to say.
    case emptyText
    /// A limit of tokens per chunk below 1.
    case invalidTokenLimit(Int)
    /// One unbreakable stretch of text has more tokens than a model can be prompted with.
    case chunkTooLong(excerpt: String, tokens: Int, limit: Int)
    /// Markup or a tag that is not as it should be.
    case malformedMarkup(MarkupError)
    /// More silence than a text may ask for, in seconds.
    case tooMuchSilence(limit: Double)
    /// A lexicon gives phonemes for a word, but the model reads letters.
    case phonemesNotSpoken(word: String)
}
