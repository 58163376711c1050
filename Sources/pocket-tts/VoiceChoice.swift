import Foundation
import PocketTTS
import PocketTTSAudio

extension ModelFolder {
    /// The voice that speaks when none is named.
    var usualVoice: URL? { voices["alba"] ?? voices.min { $0.key < $1.key }?.value }
}

extension ModelOptions.Loaded {
    /// The voice that `name` means: `none`, a name of the model's, a voice file or a recording; without a name, the usual one.
    func voice(_ name: String?, onWarning: (AudioWarning) -> Void) throws(PocketTTSError) -> Voice? {
        guard let name else {
            guard let usual = voices["alba"] ?? voices.min(by: { $0.key < $1.key })?.value else { return nil }
            return try Voice(contentsOf: usual, for: model)
        }
        if name == "none" { return nil }
        if let known = voices[name] { return try Voice(contentsOf: known, for: model) }
        guard name.contains("/") || name.contains(".") else {
            throw .fileNotFound(path: name, purpose: "voice (there are: \(voices.keys.sorted().joined(separator: ", ")))")
        }
        let url = URL(fileURLWithPath: name)
        guard url.pathExtension != "safetensors" else { return try Voice(contentsOf: url, for: model) }
        return try Voice(file: url, for: model, onWarning: onWarning)
    }
}
