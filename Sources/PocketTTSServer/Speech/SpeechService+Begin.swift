import Logging
import PocketTTS
import PocketTTSAudio

extension SpeechService {
    /// Waits for a slot and begins to speak a whole text, or (`request.text` is `nil`) opens a session for text that
    /// arrives.
    /// - Parameter arrival: when the request came, from which the time to the first audio counts.
    /// - Throws: ``APIError``, `PocketTTSError` or ``Admission/Refusal`` for all that is known before the first audio.
    func begin(
        _ request: SpeechRequest, client: String, arrival: ContinuousClock.Instant = .now, logger: Logger,
        isConnected: @Sendable () -> Bool = { true }
    ) async throws -> ServedSession {
        let model = request.model
        if !SpeechPipeline.speeds.contains(request.speed) {
            throw PocketTTSError.invalidOption(name: "speed", value: "\(request.speed)", allowed: "0.25 to 4")
        }
        var name: String?
        var voice: Voice?
        if case .named(let wanted) = request.voice {
            name = wanted ?? model.usualVoice
            if let name { voice = try await model.voice(named: name) }
        }
        let ticket = try await admit(model, options: request.options, client: client, isConnected: isConnected)
        if case .upload(let data) = request.voice {
            voice = try await model.voices.clone(data, seconds: limits.uploadSeconds)
        }
        // It costs next to nothing, and failures are counted whether or not the client asks for words.
        var options = request.options
        options.reportsWords = !model.synthesizer.model.alignmentHeads.isEmpty
        var input: SpeechSession?
        let events: AsyncThrowingStream<SpeechEvent, any Error>
        if let text = request.text {
            let plan = try await model.synthesizer.plan(text, options: options)
            events = try await model.synthesizer.events(
                plan, voice: voice, voices: try await model.voices(of: plan), options: options)
        } else {
            let session = try await model.synthesizer.session(
                voice: voice, options: options, voices: model.loadedVoice)
            events = session.events
            input = session
        }
        return ServedSession(
            request, voice: name, events: events, input: input, service: self, ticket: ticket, arrival: arrival,
            logger: logger)
    }
}
