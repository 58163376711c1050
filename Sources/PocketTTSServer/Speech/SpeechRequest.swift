import Foundation
import PocketTTS
import PocketTTSAudio

/// What one client wants, checked as far as that is possible without computing.
struct SpeechRequest: Sendable {
    enum VoiceSource: Sendable {
        /// One of the model's, or none.
        case named(String?)
        /// A recording that came with the request.
        case upload(Data)
    }

    var model: ServedModel
    /// `nil` for a text that arrives piece by piece.
    var text: String?
    var voice: VoiceSource
    var options = SpeechOptions()
    var encoding: AudioEncoding
    /// 1 leaves speech as the model makes it.
    var speed: Double

    init(
        model: ServedModel, text: String?, voice: VoiceSource, options: SpeechOptions = .init(),
        encoding: AudioEncoding, speed: Double = 1
    ) {
        self.model = model
        self.text = text
        self.voice = voice
        self.options = options
        self.encoding = encoding
        self.speed = speed
    }

    init(
        model: ServedModel, text: String?, voice: VoiceSource, options: SpeechOptions = .init(),
        format: AudioFormat = .wav, speed: Double = 1
    ) {
        self.init(
            model: model, text: text, voice: voice, options: options, encoding: AudioEncoding(format), speed: speed)
    }

    var format: AudioFormat { encoding.format }
}
