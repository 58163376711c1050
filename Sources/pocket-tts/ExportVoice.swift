import ArgumentParser
import Foundation
import PocketTTS
import PocketTTSAudio

/// Turns recordings into voice files, so that they are encoded once.
struct ExportVoice: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export-voice", abstract: "Turn a recording, or a folder of them, into voice files.")

    @Argument(help: "A recording (wav, flac, ogg, mp3, aiff), a voice file, or a folder of recordings.")
    var input: String
    @Argument(help: "The .safetensors file to write; a folder if the input is one.")
    var output: String
    @OptionGroup var model: ModelOptions
    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    private static let extensions: Set = ["wav", "flac", "ogg", "mp3", "aif", "aiff"]

    func run() async throws {
        await runReportingErrors {
            let source = URL(fileURLWithPath: input)
            let target = URL(fileURLWithPath: output)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: source.path, isDirectory: &isFolder) else {
                throw PocketTTSError.fileNotFound(path: input, purpose: "recording")
            }
            if !isFolder.boolValue { try checkOutput(target) }
            let loaded = try await model.load(quiet: quiet)
            guard isFolder.boolValue else { return try await export(source, to: target, loaded) }
            let recordings = try FileManager.default.contentsOfDirectory(at: source, includingPropertiesForKeys: nil)
                .filter { Self.extensions.contains($0.pathExtension.lowercased()) }
                .sorted { $0.path < $1.path }
            guard !recordings.isEmpty else {
                throw PocketTTSError.fileNotFound(path: input, purpose: "recording in the folder")
            }
            try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
            for recording in recordings {
                try Task.checkCancellation()
                let name = recording.deletingPathExtension().lastPathComponent
                try await export(recording, to: target.appending(path: "\(name).safetensors"), loaded)
            }
        }
    }

    /// So that a place that cannot be written is told before anything is computed.
    private func checkOutput(_ target: URL) throws {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: target.path, isDirectory: &isFolder), isFolder.boolValue {
            throw OutputError.isFolder(output)
        }
        guard access(target.deletingLastPathComponent().path, W_OK) == 0 else {
            throw OutputError.cannotWrite(output, "Choose another place.")
        }
    }

    private func export(_ recording: URL, to target: URL, _ loaded: ModelOptions.Loaded) async throws {
        // Told is how long the voice takes, not the loading.
        if recording.pathExtension != "safetensors" { try loaded.model.prepareCloning() }
        let start = ContinuousClock.now
        guard let voice = try await loaded.voice(recording.path, usesCache: false, onWarning: { if !quiet { warn($0) } }) else { return }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        try voice.save(to: target, for: loaded.model)
        if !quiet {
            note("\(target.lastPathComponent): \(voice.length) positions in \(String(format: "%.2f", seconds)) s")
        }
    }
}
