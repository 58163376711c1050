public import Foundation
public import PocketTTS
import Synchronization

/// An application's current voice: one of a model's by name or by number, or a clone of a recording.
///
/// For applications that set a voice once and then request speech. Safe from any thread. Choosing takes compute,
/// reading ``current`` takes none.
public final class VoiceSelection: Sendable {
    /// The voices by number, as applications of the first release count them.
    public static let numbered = ["alba", "marius", "javert", "jean", "fantine", "cosette", "eponine", "azelma"]

    private struct State {
        var chosen: Voice?
        var reference: Voice?
    }

    private let model: SpeechModel
    private let voices: [String: URL]
    private let state = Mutex(State())

    /// - Parameters:
    ///   - model: the model that speaks.
    ///   - voices: voice files of `model` by name, such as `ModelFolder.voices`.
    public init(model: SpeechModel, voices: [String: URL]) {
        self.model = model
        self.voices = voices
    }

    /// The reference recording's voice if one is set, else the chosen one; `nil` if neither is.
    public var current: Voice? { state.withLock { $0.reference ?? $0.chosen } }

    /// Chooses a voice by name.
    /// - Throws: `PocketTTSError.invalidOption(name:value:allowed:)` for an unknown name,
    ///   `PocketTTSError.invalidVoice(path:reason:)` for a file that does not fit the model.
    public func choose(_ name: String) throws(PocketTTSError) {
        guard let url = voices[name] else {
            throw .invalidOption(name: "voice", value: name, allowed: voices.keys.sorted().joined(separator: ", "))
        }
        let voice = try Voice(contentsOf: url, for: model)
        state.withLock { $0.chosen = voice }
    }

    /// Chooses a voice of ``numbered``.
    public func choose(index: Int) throws(PocketTTSError) {
        guard Self.numbered.indices.contains(index) else {
            throw .invalidOption(name: "voice index", value: "\(index)", allowed: "0 to \(Self.numbered.count - 1)")
        }
        try choose(Self.numbered[index])
    }

    /// Speaks with a clone of this recording until ``clearReferenceAudio()``.
    /// - Parameters:
    ///   - samples: mono, nominally within -1...1.
    ///   - sampleRate: of the samples; any rate will do.
    ///   - onWarning: receives each property of the recording that can make a poor voice.
    /// - Throws: `PocketTTSError` for a recording that holds no voice and for weights that cannot clone; the voice
    ///   stays.
    public func setReferenceAudio(
        samples: [Float], sampleRate: Int, onWarning: (AudioWarning) -> Void = { _ in }
    ) throws(PocketTTSError) {
        let recording = AudioClip(samples: samples, sampleRate: sampleRate)
        let voice = try Voice(recording: recording, for: model, onWarning: onWarning)
        state.withLock { $0.reference = voice }
    }

    /// The same with an audio file's bytes.
    public func setReferenceAudio(
        _ file: Data, onWarning: (AudioWarning) -> Void = { _ in }
    ) throws(PocketTTSError) {
        let voice = try Voice(data: file, for: model, onWarning: onWarning)
        state.withLock { $0.reference = voice }
    }

    /// Goes back to the chosen voice.
    public func clearReferenceAudio() { state.withLock { $0.reference = nil } }
}
