import Foundation
import PocketTTS
import PocketTTSAudio

/// What one request wants, checked as far as that is possible without computing.
struct SpeechRequest: Sendable {
    enum VoiceSource: Sendable {
        /// One of the model's, or none.
        case named(String?)
        /// A recording that came with the request.
        case upload(Data)
    }

    var model: ServedModel
    var text: String
    var voice: VoiceSource
    var options = SpeechOptions()
    var format = AudioFormat.wav
    /// 1 leaves speech as the model makes it.
    var speed = 1.0
}

extension SpeechService {
    /// Waits for a place, and begins to speak.
    /// - Throws: ``APIError`` for all that can be told before the first audio.
    func begin(_ request: SpeechRequest, client: String, arrival: ContinuousClock.Instant) async throws -> Utterance {
        let model = request.model
        let pipeline = try SpeechPipeline(
            format: request.format, sampleRate: model.synthesizer.model.sampleRate, speed: request.speed)
        var voice: Voice?
        if case .named(let name) = request.voice, let name = name ?? model.usualVoice {
            voice = try await model.voice(named: name)
        }
        let ticket = try await admit(model, client: client)
        if case .upload(let data) = request.voice {
            voice = try await model.voices.clone(data, seconds: limits.uploadSeconds)
        }
        let events = try await model.synthesizer.events(request.text, voice: voice, options: request.options)
        return Utterance(events: events, pipeline: pipeline, ticket: ticket, service: self, arrival: arrival)
    }
}
