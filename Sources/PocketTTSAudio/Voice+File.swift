public import Foundation
public import PocketTTS

extension Voice {
    /// Clones a voice from an audio file of any rate and any number of channels; see ``AudioFile``.
    ///
    /// - Parameters:
    ///   - url: an audio file on disk.
    ///   - model: whose weights can clone.
    ///   - onWarning: receives each property of the recording that can make a poor voice.
    /// - Throws: `PocketTTSError` for a file that is no audio or holds no sound, and for weights that cannot clone.
    public convenience init(
        file url: URL, for model: SpeechModel, onWarning: (AudioWarning) -> Void = { _ in }
    ) throws(PocketTTSError) {
        try self.init(recording: AudioFile.read(contentsOf: url), for: model, onWarning: onWarning)
    }

    /// The same for an audio file in memory, such as an upload; `name` is its name in messages.
    public convenience init(
        data: Data, name: String = "the recording", for model: SpeechModel,
        onWarning: (AudioWarning) -> Void = { _ in }
    ) throws(PocketTTSError) {
        try self.init(recording: AudioFile.read(data: data, name: name), for: model, onWarning: onWarning)
    }

    /// Clones a voice from a recording of any rate.
    public convenience init(
        recording: AudioClip, for model: SpeechModel, onWarning: (AudioWarning) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(PocketTTSError) {
        // Before the conversion, which would spread a NaN over its neighbours.
        let prompt = try recording.checkedPrompt()
        for warning in prompt.warnings { onWarning(warning) }
        var converted = try prompt.resampled(to: model.sampleRate)
        converted.warnings = []
        try self.init(clip: converted, for: model, isCancelled: isCancelled)
    }
}
