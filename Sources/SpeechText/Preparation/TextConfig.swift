/// How a text is prepared before it is tokenized (`prepare_text_prompt`).
public struct TextConfig: Sendable, Equatable {
    public var padWithSpacesForShortInputs = false
    public var removeSemicolons = false
    public var appendTerminalPunctuation = true
    public var capitalizeFirstLetter = true
    /// Per-scalar rewrites, an empty string deletes.
    public var replaceCharacters: [Unicode.Scalar: String] = [:]
    /// Whether every run of white space becomes one space; otherwise every second space of a run is dropped.
    public var joinsSpaces = false
    /// Whether a full stop is appended only to a text that ends with a letter or a digit.
    public var marksOnlyWords = false

    public init() {}
}
