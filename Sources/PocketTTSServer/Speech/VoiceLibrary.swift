import Foundation
import PocketTTS
import PocketTTSAudio
import Synchronization

/// Where a named voice comes from.
enum VoiceSource: Sendable {
    /// A voice file, or a recording.
    case file(URL)
    /// A recording that a client sent.
    case recording(Data)
    case mix(VoiceMix)
}

/// The voices of a model, loaded at their first use and kept; and those of recordings.
final class VoiceLibrary: Sendable {
    private let model: SpeechModel
    private let sources: Mutex<[String: VoiceSource]>
    private let keeper: ServedModel.VoiceKeeper?
    /// The voice of requests that name none; `nil` if the model has no voices and speaks without one.
    let usual: String?
    private let known = Mutex<[String: Voice]>([:])
    /// Mixes that requests asked for.
    private let mixes = Mutex<[String: Voice]>([:])
    private static let mostMixes = 16
    /// Loading and cloning compute: one at a time, and not on the cooperative pool.
    private let queue = DispatchQueue(label: "pocket-tts.voices", qos: .userInitiated)

    init(
        files: [String: URL], mixes: [String: VoiceMix], usual: String?, keeper: ServedModel.VoiceKeeper?,
        model: SpeechModel
    ) {
        sources = Mutex(
            files.mapValues { .file($0) }.merging(mixes.mapValues { .mix($0) }) { _, mix in mix })
        self.keeper = keeper
        self.usual = usual ?? ModelFolder.usualVoice(of: files)
        self.model = model
    }

    var names: [String] { sources.withLock { $0.keys.sorted() } }

    func contains(_ name: String) -> Bool { sources.withLock { $0[name] != nil } }

    /// Adds a voice, or replaces one.
    func set(_ name: String, _ source: VoiceSource) {
        sources.withLock { $0[name] = source }
        known.withLock { _ = $0.removeValue(forKey: name) }
        mixes.withLock { $0 = [:] }
    }

    func remove(_ name: String) {
        sources.withLock { _ = $0.removeValue(forKey: name) }
        known.withLock { _ = $0.removeValue(forKey: name) }
        mixes.withLock { $0 = [:] }
    }

    /// A voice by name, if it has been loaded.
    func loaded(_ name: String) -> Voice? { known.withLock { $0[name] } }

    /// A voice by name, or a mix of voices by theirs; `nil` if there is none of it.
    func voice(_ name: String) async throws -> Voice? {
        if let voice = loaded(name) ?? mixes.withLock({ $0[name] }) { return voice }
        if let source = sources.withLock({ $0[name] }) {
            let voice = try await load(source)
            known.withLock { $0[name] = voice }
            return voice
        }
        guard let mix = VoiceMix(name) else { return nil }
        let voice = try await load(.mix(mix))
        mixes.withLock { mixes in
            if mixes.count >= Self.mostMixes { mixes = [:] }
            mixes[name] = voice
        }
        return voice
    }

    private func load(_ source: VoiceSource) async throws -> Voice {
        switch source {
        case .recording(let data): return try await clone(data, seconds: AudioClip.longestPrompt)
        case .file(let url) where url.pathExtension != "safetensors":
            return try await clone(try Data(contentsOf: url), seconds: AudioClip.longestPrompt)
        case .file(let url):
            return try await compute { [model, keeper] _ in
                let contents = try VoiceFile.load(contentsOf: url, for: model.config)
                // A state is ready as it is; the KV of an embedding is computed.
                guard let keeper, case .embedding = contents else { return try Voice(contents, for: model) }
                return try keeper(try Data(contentsOf: url)) { () throws(PocketTTSError) in
                    try Voice(contents, for: model)
                }
            }
        case .mix(let mix):
            var (mixed, weight): (Voice?, Float) = (nil, 0)
            for part in mix.parts {
                let next = try await prompted(part.name)
                weight += part.weight
                let share = part.weight / weight
                mixed = try await compute { [model, mixed] _ in
                    try mixed.map { try Voice(mixing: $0, with: next, weight: share, for: model) } ?? next
                }
            }
            guard let mixed else { throw PocketTTSError.invalidVoice(path: "voice", reason: "the mix is empty.") }
            return mixed
        }
    }

    /// A voice whose prompt is known, which those from a cache have lost: only prompts can be mixed.
    private func prompted(_ name: String) async throws -> Voice {
        guard let source = sources.withLock({ $0[name] }) else {
            throw PocketTTSError.invalidVoice(path: "voice", reason: "there is no voice \(name) to mix.")
        }
        return try await compute { [model] isCancelled in
            switch source {
            case .file(let url) where url.pathExtension == "safetensors":
                let contents = try VoiceFile.load(contentsOf: url, for: model.config)
                guard case .keyValueState = contents, let recording = Self.recording(beside: url) else {
                    return try Voice(contents, for: model)
                }
                return try Voice(
                    recording: AudioFile.read(contentsOf: recording), for: model, isCancelled: isCancelled)
            case .file(let url):
                return try Voice(
                    recording: AudioFile.read(contentsOf: url), for: model, isCancelled: isCancelled)
            case .recording(let data):
                return try Voice(
                    recording: AudioFile.read(data: data, name: name), for: model, isCancelled: isCancelled)
            case .mix:
                throw PocketTTSError.invalidVoice(path: "voice", reason: "\(name) is a mix itself: name its voices.")
            }
        }
    }

    /// The recording that a saved state was made of, by the same name in the same folder.
    private static func recording(beside state: URL) -> URL? {
        let name = state.deletingPathExtension()
        return AudioFile.suffixes.sorted().lazy.map { name.appendingPathExtension($0) }
            .first { FileManager.default.fileExists(atPath: $0.path) }
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
