import PocketTTS
import SpeechText

/// Voices that a text names. They are found as those that a request names.
extension ServedModel {
    /// - Throws: `PocketTTSError.invalidOption(name:value:allowed:)` for a name that is not there.
    func voices(of plan: TextPlan) async throws -> [String: Voice] {
        var found: [String: Voice] = [:]
        for name in plan.voices { found[name] = try await voices.voice(try known(name)) }
        return found
    }

    /// A voice that has been loaded.
    /// - Throws: as ``voices(of:)``.
    @Sendable func loadedVoice(_ name: String) throws(PocketTTSError) -> Voice {
        guard let voice = voices.loaded(try known(name)) else { throw unknown(name) }
        return voice
    }

    private func known(_ name: String) throws(PocketTTSError) -> String {
        if voiceNames.contains(name) { return name }
        guard ForeignNames.isVoice(name), let usualVoice else { throw unknown(name) }
        return usualVoice
    }

    private func unknown(_ name: String) -> PocketTTSError {
        .invalidOption(name: "the voice in the text", value: name, allowed: voiceNames.joined(separator: ", "))
    }
}
