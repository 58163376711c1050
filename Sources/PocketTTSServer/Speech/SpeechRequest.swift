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
    var format = AudioFormat.wav
    /// 1 leaves speech as the model makes it.
    var speed = 1.0
}
