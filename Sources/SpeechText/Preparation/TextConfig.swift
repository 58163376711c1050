/// How a text is prepared before it is tokenized (`prepare_text_prompt`).
public struct TextConfig: Sendable, Equatable {
    public var padWithSpacesForShortInputs = false
    public var removeSemicolons = false
    public var appendTerminalPunctuation = true
    public var capitalizeFirstLetter = true
    /// Per-scalar rewrites, an empty string deletes.
    public var replaceCharacters: [Unicode.Scalar: String] = [:]

    public init() {}
}
