import Foundation
import PocketTTS
import PocketTTSAudio
import Synchronization

/// The voices beside a model, loaded at their first use and kept; and those of recordings.
final class VoiceLibrary: Sendable {
    private let model: SpeechModel
    private let files: [String: URL]
    private let keeper: ServedModel.VoiceKeeper?
    /// The voice of requests that name none; `nil` if the model has no voices and speaks without one.
    let usual: String?
    private let known = Mutex<[String: Voice]>([:])
    /// Loading and cloning compute: one at a time, and not on the cooperative pool.
    private let queue = DispatchQueue(label: "pocket-tts.voices", qos: .userInitiated)

    init(files: [String: URL], usual: String?, keeper: ServedModel.VoiceKeeper?, model: SpeechModel) {
        self.files = files
        self.keeper = keeper
        self.usual = usual ?? (["default", "alba"].first { files[$0] != nil } ?? files.keys.min())
        self.model = model
    }

    var names: [String] { files.keys.sorted() }

    /// A voice by name, if it has been loaded.
    func loaded(_ name: String) -> Voice? { known.withLock { $0[name] } }

    /// A voice by name; `nil` if there is none of it.
    func voice(_ name: String) async throws -> Voice? {
        if let known = loaded(name) { return known }
        guard let file = files[name] else { return nil }
        let voice = try await compute { [model, keeper] _ in
            let contents = try VoiceFile.load(contentsOf: file, for: model.config)
            // A state is ready as it is; the KV of an embedding is computed.
            guard let keeper, case .embedding = contents else { return try Voice(contents, for: model) }
            return try keeper(try Data(contentsOf: file)) { () throws(PocketTTSError) in try Voice(contents, for: model) }
        }
        known.withLock { $0[name] = voice }
        return voice
    }

    /// The voice of a recording, of which at most `seconds` are read.
    func clone(_ recording: Data, seconds: Double) async throws -> Voice {
        try await compute { [model, keeper] isCancelled in
            func make() throws(PocketTTSError) -> Voice {
                let clip = try AudioFile.read(data: recording, name: "voice_wav", upTo: seconds)
                return try Voice(recording: clip, for: model, isCancelled: isCancelled)
            }
            guard let keeper else { return try make() }
            // A part of a recording is another one.
            let isWhole = seconds >= AudioClip.longestPrompt
            return try keeper(isWhole ? recording : recording + Data("\(seconds) s".utf8), make)
        }
    }

    /// Runs `body` on the library's own thread. Returns at once when the task is cancelled; `body` is then not begun,
    /// or learns of it by its argument, and its result is dropped.
    private func compute<Value: Sendable>(
        _ body: @escaping @Sendable (_ isCancelled: @escaping @Sendable () -> Bool) throws -> Value
    ) async throws -> Value {
        let pending = PendingResult<Value>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                pending.set(continuation)
                if Task.isCancelled { pending.resume(.failure(CancellationError())) }
                queue.async {
                    if pending.isWaiting { pending.resume(Result { try body { !pending.isWaiting } }) }
                }
            }
        } onCancel: {
            pending.resume(.failure(CancellationError()))
        }
    }
}

/// The result that one task waits for, given once.
private final class PendingResult<Value: Sendable>: Sendable {
    private let continuation = Mutex<CheckedContinuation<Value, any Error>?>(nil)

    func set(_ new: CheckedContinuation<Value, any Error>) { continuation.withLock { $0 = new } }

    var isWaiting: Bool { continuation.withLock { $0 != nil } }

    /// Does nothing if the result is there already.
    func resume(_ result: Result<Value, any Error>) {
        let waiting = continuation.withLock { $0.take() }
        waiting?.resume(with: result)
    }
}
