import ArgumentParser
import CommandSupport
import Foundation
import PocketTTS
import PocketTTSAudio

/// Turns recordings into voice files, so that they are encoded only once.
struct ExportVoice: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export-voice", abstract: "Turn a recording, or a folder of recordings, into voice files.",
        discussion: examples(
            "pocket-tts export-voice me.wav me.safetensors", "pocket-tts export-voice recordings/ voices/",
            """
            In a folder, a recording that cannot be used is reported and the others are exported; the exit code is \
            then 65.
            """))

    @Argument(help: "A recording (wav, flac, ogg, opus, mp3, aiff), a voice file, or a folder of recordings.")
    var input: String
    @Argument(help: "The .safetensors file to write; a folder if the input is one.")
    var output: String
    @OptionGroup var model: ModelOptions
    @Flag(name: .shortAndLong, help: "Print nothing but errors.")
    var quiet = false

    func run() async throws {
        await runReportingErrors {
            let source = URL(fileURLWithPath: input)
            let target = URL(fileURLWithPath: output)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: source.path, isDirectory: &isFolder) else {
                throw PocketTTSError.fileNotFound(path: input, purpose: "recording")
            }
            guard isFolder.boolValue else {
                try checkOutput(target)
                return try await export(source, to: target, model.load(quiet: quiet))
            }
            try await exportAll(RecordingFolder(source), to: target)
        }
    }

    private func exportAll(_ folder: RecordingFolder, to target: URL) async throws {
        if !quiet { for file in folder.unreadable { warn(RecordingFolder.refusal(file)) } }
        guard !folder.recordings.isEmpty else {
            throw PocketTTSError.fileNotFound(path: input, purpose: "recording in the folder")
        }
        let loaded = try await model.load(quiet: quiet)
        try OutputError.makeFolder(target)
        var failures = 0
        for recording in folder.recordings {
            try Task.checkCancellation()
            do {
                try await export(recording.file, to: target.appending(path: try recording.voiceFile()), loaded)
            } catch let error as PocketTTSError {
                failures += 1
                note("pocket-tts: \(error)")
            }
        }
        if failures > 0 {
            throw CheckFailed(message: "\(failures) of \(folder.recordings.count) recordings were not exported.")
        }
    }

    /// Throws before anything is computed if the output cannot be written or would not be found as a voice.
    private func checkOutput(_ target: URL) throws {
        if ModelFolder.isFolder(target) {
            throw OutputError.isFolder(output)
        }
        guard target.pathExtension == "safetensors" else {
            throw UsageError("the output \(output) is no voice file's name: end it with .safetensors.")
        }
        guard access(target.deletingLastPathComponent().path, W_OK) == 0 else {
            throw OutputError.cannotWrite(output, "Choose another place.")
        }
    }

    private func export(_ recording: URL, to target: URL, _ loaded: ModelOptions.Loaded) async throws {
        // The time that is printed does not include the loading.
        if recording.pathExtension != "safetensors" { try loaded.model.prepareCloning() }
        let start = ContinuousClock.now
        let name = recording.lastPathComponent
        let voice = try await loaded.voice(recording.path, usesCache: false) { if !quiet { warn("\(name): \($0)") } }
        guard let voice else { return }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        try voice.save(to: target, for: loaded.model)
        if !quiet {
            note("\(target.lastPathComponent): \(voice.length) positions in \(String(format: "%.2f", seconds)) s")
        }
    }
}
