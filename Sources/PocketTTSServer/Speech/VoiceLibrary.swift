import Foundation
import PocketTTS
import Synchronization

/// The voices that lie beside a model, loaded when they are first asked for and kept.
final class VoiceLibrary: Sendable {
    private let model: SpeechModel
    private let files: [String: URL]
    private let loaded = Mutex<[String: Voice]>([:])
    /// Loading and cloning compute: one at a time, and not on the threads that everybody waits for.
    private let queue = DispatchQueue(label: "pocket-tts.voices", qos: .userInitiated)

    init(files: [String: URL], model: SpeechModel) {
        self.files = files
        self.model = model
    }

    var names: [String] { files.keys.sorted() }

    /// Who speaks when nobody is named; `nil` if the model has no voices and speaks without one.
    var usual: String? { files["alba"] == nil ? names.first : "alba" }

    /// A voice by name; `nil` if there is none of it.
    func voice(_ name: String) async throws -> Voice? {
        if let known = loaded.withLock({ $0[name] }) { return known }
        guard let file = files[name] else { return nil }
        let voice = try await compute { [model] in try Voice(contentsOf: file, for: model) }
        loaded.withLock { $0[name] = voice }
        return voice
    }

    /// Runs `body` on the library's own thread.
    func compute<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body() }) }
        }
    }
}
