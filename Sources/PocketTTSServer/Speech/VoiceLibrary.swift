import Foundation
import PocketTTS
import PocketTTSAudio
import Synchronization

/// The voices that lie beside a model, loaded when they are first asked for and kept; and those of recordings.
final class VoiceLibrary: Sendable {
    private let model: SpeechModel
    private let files: [String: URL]
    private let keeper: ServedModel.VoiceKeeper?
    /// Who speaks when nobody is named; `nil` if the model has no voices and speaks without one.
    let usual: String?
    private let loaded = Mutex<[String: Voice]>([:])
    /// Loading and cloning compute: one at a time, and not on the threads that everybody waits for.
    private let queue = DispatchQueue(label: "pocket-tts.voices", qos: .userInitiated)

    init(files: [String: URL], usual: String?, keeper: ServedModel.VoiceKeeper?, model: SpeechModel) {
        self.files = files
        self.keeper = keeper
        self.usual = usual ?? (files["alba"] == nil ? files.keys.min() : "alba")
        self.model = model
    }

    var names: [String] { files.keys.sorted() }

    /// A voice by name; `nil` if there is none of it.
    func voice(_ name: String) async throws -> Voice? {
        if let known = loaded.withLock({ $0[name] }) { return known }
        guard let file = files[name] else { return nil }
        let voice = try await compute { [model, keeper] in
            let contents = try VoiceFile.load(contentsOf: file, for: model.config)
            // A state is ready as it is, an embedding must be heard.
            guard let keeper, case .embedding = contents else { return Voice(contents, for: model) }
            return try keeper(try Data(contentsOf: file)) { () throws(PocketTTSError) in Voice(contents, for: model) }
        }
        loaded.withLock { $0[name] = voice }
        return voice
    }

    /// The voice of a recording, of which at most `seconds` are read.
    func clone(_ recording: Data, seconds: Double) async throws -> Voice {
        try await compute { [model, keeper] in
            func make() throws(PocketTTSError) -> Voice {
                try Voice(recording: AudioFile.read(data: recording, name: "voice_wav", upTo: seconds), for: model)
            }
            guard let keeper else { return try make() }
            // A part of a recording is another one.
            let isWhole = seconds >= AudioClip.longestPrompt
            return try keeper(isWhole ? recording : recording + Data("\(seconds) s".utf8), make)
        }
    }

    /// Runs `body` on the library's own thread.
    private func compute<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body() }) }
        }
    }
}
