import ArgumentParser
import PocketTTS
import SpeechText

/// How a text is read: shared by all commands that take one.
struct ReadingOptions: ParsableArguments {
    @Option(
        help:
            "Read numbers, abbreviations, lists and symbols as people do (auto), or just as the reference does (off)."
    )
    var normalize = TextNormalization.auto
    @Option(help: "What the text is written in: \(TextFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
    var inputFormat = TextFormat.text
    @Option(help: "The language of the text, such as en or german (default: the model's).")
    var textLanguage: Language?
    @OptionGroup var lexicon: LexiconOption

    func apply(to options: inout SpeechOptions) throws {
        options.normalization = normalize
        options.textFormat = inputFormat
        options.language = textLanguage
        options.lexicon = try lexicon.load()
    }
}

/// Words that are spoken in another way than they are written.
struct LexiconOption: ParsableArguments {
    @Option(
        help: "A file of words and how to speak them: written form, tab, respelling (several times: later ones win).")
    var lexicon: [String] = []

    func load() throws -> PronunciationLexicon {
        var all = PronunciationLexicon()
        for path in lexicon {
            let contents = try TextInput.read(file: path)
            do throws(LexiconError) {
                all = all.merging(try PronunciationLexicon(contents: contents))
            } catch {
                throw PocketTTSError.invalidText(reason: "\(path), \(error)")
            }
        }
        return all
    }
}

extension TextNormalization: ExpressibleByArgument {}
extension TextFormat: ExpressibleByArgument {}

extension Language: ExpressibleByArgument {
    public init?(argument: String) { self.init(name: argument) }
    public static var allValueStrings: [String] { allCases.map(\.rawValue) }
}
