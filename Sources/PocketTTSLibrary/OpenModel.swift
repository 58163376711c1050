import CPocketTTS
import Foundation
import PocketTTS

/// A model that a caller has opened.
final class OpenModel: Sendable {
    let folder: ModelFolder
    let model: SpeechModel
    let synthesizer: Synthesizer

    /// - Parameter path: a folder, or a weights file in one; `nil` for the embedded model.
    init(path: String?, _ options: pocket_tts_model_options?) throws {
        let name = try string(options?.precision, "precision")
        let precision = try name.map { name throws(LibraryError) in
            guard let precision = Precision(rawValue: name) else {
                let allowed = Precision.allCases.map(\.rawValue).joined(separator: ", ")
                throw .badArgument("precision is \(name), allowed: \(allowed)")
            }
            return precision
        }
        var configuration = Synthesizer.Configuration()
        if let threads = options?.threads, threads != 0 { configuration.threads = Int(threads) }
        if let streams = options?.streams, streams != 0 { configuration.maxConcurrentStreams = Int(streams) }
        folder =
            try path.map { try .open(directory: URL(fileURLWithPath: $0), catalogue: Self.resource("configs")) }
            ?? Self.embedded()
        model = try SpeechModel(folder: folder, precision: precision)
        synthesizer = try Synthesizer(model: model, configuration: configuration)
    }

    private static func embedded() throws(PocketTTSError) -> ModelFolder {
        guard let folder = resource("embedded") else { return try SpeechModel.embeddedFolder() }
        return try .open(directory: folder)
    }

    /// A resource beside the library, `nil` if it is not there.
    private static func resource(_ name: String) -> URL? {
        guard let path = library_own_path(), let own = String(validatingCString: path) else { return nil }
        let folder = URL(fileURLWithPath: own).deletingLastPathComponent()
            .appending(path: "pocket-tts_PocketTTSModels.resources/\(name)")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }

    /// - Parameter name: a voice of the model's folder or a file; `nil` for the first voice by name.
    func voice(_ name: String?) throws(PocketTTSError) -> Voice {
        let known = name.map { folder.voices[$0] } ?? folder.voices.min { $0.key < $1.key }?.value
        if let known { return try Voice(contentsOf: known, for: model) }
        guard let name, name.hasSuffix(".safetensors") else {
            let names = folder.voices.keys.sorted().joined(separator: ", ")
            throw .fileNotFound(path: name ?? "", purpose: "voice (the model's: \(names); or a .safetensors file)")
        }
        return try Voice(contentsOf: URL(fileURLWithPath: name), for: model)
    }
}

/// A voice and the model it is for.
final class OpenVoice: Sendable {
    let voice: Voice
    let model: OpenModel

    init(_ voice: Voice, _ model: OpenModel) {
        self.voice = voice
        self.model = model
    }
}
