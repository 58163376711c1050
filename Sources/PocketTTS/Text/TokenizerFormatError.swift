/// What is wrong inside a tokenizer file; ``Tokenizer`` adds the file's name.
struct TokenizerFormatError: Error {
    var reason: String

    init(_ reason: String) { self.reason = reason }
}
