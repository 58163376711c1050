import ArgumentParser
import CommandSupport
import Foundation
import PocketTTS
import PocketTTSAudio

/// What generate reports about the words, and what it does when speech fails.
struct AlignmentFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write subtitles: words and sentences with their times, as .srt, .vtt or .json.", valueName: "file"))
    var subtitles: String?
    @Flag(
        help:
            """
            Print a line of JSON for each word as it is spoken, each mark, failure and retry; to stderr if stdout has \
            the audio.
            """
    )
    var wordTimes = false
    @Option(
        help:
            """
            When speech fails: \(FailurePolicy.allCases.map(\.rawValue).joined(separator: ", ")) (default: retry for \
            files, keep for stdout).
            """
    )
    var onFailure: FailurePolicy?
    @Flag(help: "Do not end a chunk before its last word is spoken, nor long after it, by the model's attention.")
    var steerEnd = false

    func validate() throws {
        if let subtitles, Subtitles.Format(path: subtitles) == nil {
            throw ValidationError("--subtitles \(subtitles): the name must end in .srt, .vtt or .json.")
        }
    }

    /// - Parameters:
    ///   - isFile: whether the audio goes to a file and nobody waits for it.
    ///   - model: the model that speaks; one whose attention heads are not known is not judged unless asked to.
    func applied(to options: SpeechOptions, isFile: Bool, model: SpeechModel) -> SpeechOptions {
        var options = options
        options.steersEnd = steerEnd
        options.reportsWords = wordTimes || subtitles != nil
        options.onFailure = onFailure ?? (isFile && !model.alignmentHeads.isEmpty ? .retry : .keep)
        return options
    }
}

extension FailurePolicy: ExpressibleByArgument {}

/// Collects words for subtitles and prints them as they come.
final class WordOutput {
    private let flags: AlignmentFlags
    private let text: String
    private let options: SpeechOptions
    private let lines: FileHandle
    private var words: [WordTime] = []
    /// Seconds of audio, once it is complete.
    var duration = Double.infinity
    /// Whether somebody reads the lines.
    private var isRead = true
    private let encoder = JSONEncoder()

    /// - Parameter options: those that the text is read with.
    init(_ flags: AlignmentFlags, text: String, options: SpeechOptions, audioOnStdout: Bool) {
        self.flags = flags
        self.text = text
        self.options = options
        lines = audioOnStdout ? .standardError : .standardOutput
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    func word(_ word: WordTime) throws {
        words.append(word)
        try print(TimedText(word, of: text))
    }

    func mark(_ mark: MarkTime) throws {
        try print(MarkLine(mark: mark.name, time: mark.time, text_start: mark.textOffset))
    }

    func failure(_ failure: SpeechFailure) throws {
        try print(
            FailureLine(
                failure: failure.kind.rawValue, time: failure.time, chunk: failure.chunk, attempt: failure.attempt,
                text_start: failure.textRange?.lowerBound, text_end: failure.textRange?.upperBound))
    }

    func retry(_ retry: SpeechRetry) throws {
        try print(RetryLine(retry: retry.change.rawValue, chunk: retry.chunk, attempt: retry.attempt))
    }

    /// Writes the subtitles.
    func finish() throws {
        guard let path = flags.subtitles, let format = Subtitles.Format(path: path) else { return }
        let readable = ReadableText(text, options: options)
        let subtitles =
            format == .json
            ? Subtitles(text: text, words: words, duration: duration)
            : Subtitles(text: readable.text, words: readable.placed(words), duration: duration)
        let contents = try subtitles.contents(format)
        do {
            try contents.write(to: URL(fileURLWithPath: path))
        } catch {
            throw PocketTTSError.fileUnusable(path: path, reason: error.localizedDescription)
        }
    }

    private struct FailureLine: Encodable {
        let failure: String
        let time: Double
        let chunk, attempt: Int
        let text_start, text_end: Int?
    }

    private struct MarkLine: Encodable {
        let mark: String
        let time: Double
        let text_start: Int
    }

    private struct RetryLine: Encodable {
        let retry: String
        let chunk, attempt: Int
    }

    private func print(_ line: some Encodable) throws {
        guard flags.wordTimes, isRead else { return }
        let data = try encoder.encode(line) + Data("\n".utf8)
        do {
            try lines.write(contentsOf: data)
        } catch {
            // Whoever reads the lines has enough of them; the speech is wanted all the same.
            isRead = false
        }
    }
}
