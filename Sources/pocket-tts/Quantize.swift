import ArgumentParser
import CommandSupport
import Foundation
import PocketTTS
import PocketTTSHub

/// Quantizes a model's weights, calibrated on the model's own speech.
struct Quantize: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Quantize a model's weights, calibrated on a text.",
        discussion: examples(
            "pocket-tts quantize text.txt int8.safetensors --precision int8",
            "pocket-tts quantize text.txt int4.safetensors --model ./my-model",
            """
            The model synthesizes the text without playing it. Each layer is then rounded so that its outputs for \
            these inputs change least. The file holds the whole model: put it into the model's folder and name it by \
            --model, or use it in place of model.safetensors. A text of some hundred words in the model's language is \
            enough. The text becomes part of the file's metadata.
            """))

    @Argument(help: "A text file (UTF-8); \"-\" is stdin.")
    var text: String
    @Argument(help: "The .safetensors file to write.")
    var output: String
    @OptionGroup var model: ModelOptions
    @Option(help: "The voice to calibrate with: a name of the model's or a voice file (default: the usual one).")
    var voice: String?
    @Option(parsing: .unconditional, help: "Frames of speech to calibrate with, at most.")
    var frames = 3000
    @Option(parsing: .unconditional, help: "Seed of the random numbers.")
    var seed: Int64 = 1
    @Flag(name: .shortAndLong, help: "Print nothing but errors.")
    var quiet = false

    func validate() throws {
        guard (ModelQuantizer.fewestFrames...100_000).contains(frames) else {
            throw ValidationError("--frames is \(frames), allowed: \(ModelQuantizer.fewestFrames) to 100000.")
        }
        guard output.hasSuffix(".safetensors") else {
            throw ValidationError("the file to write, \(output), must end in .safetensors.")
        }
    }

    func run() async throws {
        await runReportingErrors {
            let text = try TextInput.read(file: text)
            let folder = try await model.files(observer: { _ in }).folder
            let target = URL(fileURLWithPath: output)
            let voice = try voiceFile(folder)
            let isQuiet = quiet
            let quantizer = try ModelQuantizer(folder, to: model.precision ?? .int4) { progress in
                try Task.checkCancellation()
                if !isQuiet { FileHandle.standardError.write(Data("\(progress.line)\n".utf8)) }
            }
            // Before the work: a file that is replaced meanwhile does not lend its name to the result.
            let source = try ContentCheck.sha256(of: URL(fileURLWithPath: folder.checkpoint.path))
            try quantizer.write(
                to: target, text: text, voice: voice, frames: frames, seed: seed,
                metadata: ["pocket_tts.source_sha256": source])
        }
    }

    private func voiceFile(_ folder: ModelFolder) throws(PocketTTSError) -> URL? {
        guard let voice else { return folder.usualVoice }
        if voice == "none" { return nil }
        if let known = folder.voices[voice] { return known }
        guard voice.hasSuffix(".safetensors") else {
            throw .fileNotFound(
                path: voice, purpose: "voice file (there are: \(folder.voices.keys.sorted().joined(separator: ", ")))")
        }
        return URL(fileURLWithPath: voice)
    }
}

extension ModelQuantizer.Progress {
    fileprivate var line: String {
        switch self {
        case .speaking(let frames, let limit): "speaking for calibration: \(frames) of at most \(limit) frames"
        case .rounding(let part, let count): "rounding part \(part) of \(count)"
        case .writing: "writing the file"
        }
    }
}
