import CSndFile
import Foundation
import PocketTTS
@testable import PocketTTSAudio

/// Samples by a formula that scripts/reference/make-audio-goldens.py shares: within -0.5..<0.5.
func noise(_ count: Int) -> [Float] {
    var state: UInt32 = 1
    return (0..<count).map { _ in
        state = state &* 1_664_525 &+ 1_013_904_223
        return Float(state >> 8) / 16_777_216 - 0.5
    }
}

/// A WAV file of 16 bits.
func waveFile(_ samples: [Float], rate: Int = 24000) -> Data {
    Data(WAVEncoder.header(sampleRate: rate, samples: samples.count) + samples.int16.littleEndianBytes)
}

/// A golden file of Tests/Fixtures/audio.
func golden<T: Decodable>(_ name: String, as type: T.Type) throws -> T {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/audio")
    return try JSONDecoder().decode(T.self, from: Data(contentsOf: folder.appending(path: name)))
}

/// A folder that is gone when the test ends.
final class TemporaryFolder {
    let url = FileManager.default.temporaryDirectory.appending(path: "pocket-tts-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }

    func file(_ name: String, _ data: Data) throws -> URL {
        let file = url.appending(path: name)
        try data.write(to: file)
        return file
    }

    /// Writes interleaved samples with libsndfile; `nil` where it was built without the format.
    func audio(_ name: String, format: Int, rate: Int = 24000, channels: Int = 1, _ samples: [Float]) throws -> URL? {
        let file = url.appending(path: name)
        var info = SF_INFO()
        info.samplerate = Int32(rate)
        info.channels = Int32(channels)
        info.format = Int32(format)
        guard sf_format_check(&info) != 0, let handle = sf_open(file.path, Int32(SFM_WRITE), &info) else { return nil }
        let written = sf_writef_float(handle, samples, sf_count_t(samples.count / channels))
        sf_close(handle)
        guard written == samples.count / channels else { throw CocoaError(.fileWriteUnknown) }
        return file
    }
}
