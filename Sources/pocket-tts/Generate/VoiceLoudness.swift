import Foundation
import PocketTTS
import PocketTTSAudio
import PocketTTSHub

/// How loud a voice speaks, measured once and kept: speech that is sent while it is made cannot be measured first.
struct VoiceLoudness {
    let loaded: ModelOptions.Loaded
    let voice: Voice?
    let threads: Int

    private struct Measured: Codable {
        let loudness: Double
    }

    /// The factor of samples that brings the voice to `target`, in LUFS.
    func gain(to target: Double) async throws -> Float {
        if let known = try? JSONDecoder().decode(Measured.self, from: Data(contentsOf: file)) {
            return LoudnessMeter.gain(from: known.loudness, to: target)
        }
        let meter = LoudnessMeter(sampleRate: loaded.model.sampleRate)
        let catalogue = loaded.files.store.catalogue
        let language = loaded.model.language.map { "\($0)" } ?? "english"
        let synthesizer = try Synthesizer(model: loaded.model, configuration: .init(threads: threads))
        meter.add(
            try await synthesizer.synthesize(
                catalogue.defaultText(language: language), voice: voice, options: SpeechOptions(seed: 0)))
        synthesizer.shutDown()
        guard let loudness = meter.loudness else { return 1 }
        try? FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        // A measure that cannot be kept is made again.
        try? JSONEncoder().encode(Measured(loudness: loudness)).write(to: file, options: .atomic)
        return LoudnessMeter.gain(from: loudness, to: target)
    }

    private var file: URL {
        let environment = loaded.files.store.hub.environment
        return environment.ownCache.appending(path: "loudness/\(loaded.fingerprint(of: voice)).json")
    }
}

extension ModelOptions.Loaded {
    /// A name for a voice with this model and precision, and for whatever else `contents` tells.
    func fingerprint(of voice: Voice?, and contents: Data = Data()) -> String {
        var data = contents
        if let voice { voice.prefix.contents(layer: 0).keys.withUnsafeBytes { data.append(contentsOf: $0) } }
        return VoiceCache(files.store.hub.environment)
            .key(contents: data, model: files.folder, precision: model.precision).name
    }
}
