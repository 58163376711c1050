import Foundation
import FuzzSupport
@testable import PocketTTS
@testable import PocketTTSAudio
@testable import PocketTTSHub

let targets = [
    FuzzTarget("safetensors", safetensors), FuzzTarget("gguf", gguf), FuzzTarget("voice", voice),
    FuzzTarget("config", config), FuzzTarget("catalogue", catalogue), FuzzTarget("audio", audio),
]

/// A file that opens has only tensors that can be read.
@Sendable private func safetensors(_ bytes: [UInt8]) {
    guard let opened = try? SafetensorsFile(contentsOf: file(holding: bytes, suffix: ".safetensors")) else { return }
    for name in opened.names {
        guard let tensor = opened.tensor(named: name) else { fatalError("\(name) is listed and missing") }
        read(tensor)
    }
    _ = try? FileRounding(of: opened)
    _ = FileRounding.shapesBefore(opened)
}

@Sendable private func gguf(_ bytes: [UInt8]) {
    guard let opened = try? GGUFFile(contentsOf: file(holding: bytes, suffix: ".gguf")) else { return }
    for name in opened.names {
        guard let tensor = opened.tensor(named: name) else { fatalError("\(name) is listed and missing") }
        read(tensor)
    }
}

private func read(_ tensor: TensorView) {
    var sum: UInt8 = 0
    for byte in tensor.bytes { sum ^= byte }
    _ = sum
    _ = try? tensor.floats()
}

private let models = ["lsd", "drifting"].map { name in
    fixture("models/\(name)/config.yaml") { try ModelConfig.load(contentsOf: $0) }
}

@Sendable private func voice(_ bytes: [UInt8]) {
    let url = file(holding: bytes, suffix: ".voice.safetensors")
    for model in models {
        guard let contents = try? VoiceFile.load(contentsOf: url, for: model) else { continue }
        switch contents {
        case .keyValueState(let layers, let length):
            check(
                layers.allSatisfy { $0.keys.count == $0.values.count && $0.keys.count % max(length, 1) == 0 }, "sizes")
        case .embedding(let frames, let width, let data), .speakerLatents(let frames, let width, let data):
            check(data.count == frames * width, "sizes")
        }
    }
}

@Sendable private func config(_ bytes: [UInt8]) {
    _ = try? ModelConfig.parse(yaml: String(decoding: bytes, as: UTF8.self), path: "config.yaml")
}

@Sendable private func catalogue(_ bytes: [UInt8]) {
    guard let catalogue = try? JSONDecoder().decode(Catalogue.self, from: Data(bytes)) else { return }
    for model in catalogue.models {
        for name in catalogue.voiceNames(of: model) { _ = catalogue.voice(named: name) }
        _ = catalogue.defaultText(language: model.name)
    }
}

/// A recording that is read is one of the formats that are named, and no longer than it was allowed.
@Sendable private func audio(_ bytes: [UInt8]) {
    guard let clip = try? AudioFile.read(data: Data(bytes), upTo: 2) else { return }
    check(clip.samples.count <= 2 * clip.sampleRate, "the recording is longer than the limit")
    _ = try? clip.checkedPrompt()
}
