import CommandSupport
import Foundation
import PocketTTS
import PocketTTSBooks

extension Generate {
    /// Speaks a book into files.
    func speak(book url: URL, _ options: SpeechOptions, _ progress: ProgressLine) async throws {
        let target = try BookTarget(path: outputPath, book: url)
        var sound = try bookSound(target)
        let book = try Book(contentsOf: url)
        for part in book.missing { progress.warning("\(url.lastPathComponent) lists \(part), which is not in it.") }
        var options = options
        if book.isMarkdown { options.textFormat = .markdown }
        let (loaded, maker, voice) = try await load(options, progress)
        // One gain for all chapters: a whisper stays one.
        if flags.loudness != nil { sound.volume *= try await gain(loaded, voice) }
        let settings = try BookSettings(
            flags: flags, options: maker.options, lexicons: reading.lexicon.lexicon, sound: sound)
        try await BookSpeech(
            book: book, source: url, target: target, maker: maker, voice: voice, sound: sound, isQuiet: flags.quiet
        ) { text in
            loaded.fingerprint(of: voice, and: settings.data + Data(text.utf8))
        }.speak()
    }

    private func bookSound(_ target: BookTarget) throws -> Sound {
        var sound: Sound
        switch target {
        case .folder: sound = try flags.sound(path: "-")
        case .file(let url): sound = try flags.sound(path: url.path)
        case .m4b:
            guard flags.format == nil else { throw UsageError("an .m4b has a format of its own: leave out --format.") }
            sound = try flags.sound(path: "-")
        }
        sound.loudness = nil
        return sound
    }
}

/// Everything that a chapter's sound depends on, besides its text, its voice and the model.
private struct BookSettings {
    let data: Data

    private struct Fields: Encodable {
        let temperature: Double?
        let seed: Int64?
        let samplerSteps: Int?
        let noiseClamp, eosThreshold: Float?
        let framesAfterEOS: Int?
        let maxTokens: Int
        let normalization, format, onFailure, audio: String
        let language: String?
        let lexicons: [Data]
        let speed: Double
        let volume: Float
    }

    init(flags: SpeechFlags, options: SpeechOptions, lexicons: [String], sound: Sound) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        // Infinity is a threshold that can be asked for.
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        data = try encoder.encode(
            Fields(
                temperature: options.temperature, seed: flags.seed, samplerSteps: options.samplerSteps,
                noiseClamp: options.noiseClamp, eosThreshold: options.eosThreshold,
                framesAfterEOS: options.framesAfterEOS, maxTokens: options.maxTokensPerChunk,
                normalization: options.normalization.rawValue, format: options.textFormat.rawValue,
                onFailure: options.onFailure.rawValue, audio: sound.format.rawValue,
                language: options.language.map { "\($0)" },
                lexicons: try lexicons.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }, speed: sound.speed,
                volume: sound.volume))
    }
}
