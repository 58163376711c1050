import Foundation
import Testing

/// Recordings as people give them to the command: a clear error and nothing made, or a clear warning and a voice.
@Suite struct BadRecordingTests {
    private let scratch: TemporaryFolder
    private var folder: URL { scratch.url }

    init() throws { scratch = try TemporaryFolder() }

    /// A WAV file of 32-bit floats.
    private static func wav(_ samples: [Float], rate: Int = 24000, channels: Int = 1) -> Data {
        func bytes(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let size = 4 * samples.count
        return Data(
            Array("RIFF".utf8) + bytes(36 + size, 4) + Array("WAVEfmt ".utf8) + bytes(16, 4) + bytes(3, 2)
                + bytes(channels, 2)
                + bytes(rate, 4) + bytes(4 * channels * rate, 4) + bytes(4 * channels, 2) + bytes(32, 2)
                + Array("data".utf8)
                + bytes(size, 4) + samples.flatMap { bytes(Int($0.bitPattern), 4) })
    }

    /// A voiced sound of a second and a half.
    private static func voiced(rate: Int = 24000, channels: Int = 1, seconds: Double = 1.5, level: Float = 0.4)
        -> [Float]
    {
        (0..<Int(seconds * Double(rate)) * channels).map { index in
            let time = Float(index / channels) / Float(rate)
            return max(-1, min(1, level * (sin(time * 900) + 0.5 * sin(time * 2700))))
        }
    }

    /// A WAV file as programs write it to a pipe: nobody can go back and fill in the sizes.
    private static func withoutSizes(_ wav: Data) -> Data {
        var wav = wav
        wav.replaceSubrange(4..<8, with: [36, 0, 0, 0])
        wav.replaceSubrange(40..<44, with: [0, 0, 0, 0])
        return wav
    }

    enum Case: String, CaseIterable {
        case empty, noSamples, silent, notANumber, textRenamed, short, clipped, rate8000, rate192000, sixChannels,
            truncated
        case sizesOfAPipe, constant, long, mp4, webm, aac

        var file: Data {
            switch self {
            case .empty: Data()
            case .noSamples: wav([])
            case .silent: wav([Float](repeating: 0, count: 36000))
            case .notANumber: wav(voiced().dropLast() + [.nan])
            case .textRenamed: Data(String(repeating: "This is no sound at all.\n", count: 100).utf8)
            case .short: wav(voiced(seconds: 0.5))
            case .clipped: wav(voiced(level: 4))
            case .rate8000: wav(voiced(rate: 8000), rate: 8000)
            case .rate192000: wav(voiced(rate: 192_000), rate: 192_000)
            case .sixChannels: wav(voiced(channels: 6), channels: 6)
            case .truncated: wav(voiced(seconds: 3)).prefix(150_000)
            case .sizesOfAPipe: withoutSizes(wav(voiced()))
            case .constant: wav([Float](repeating: 0.5, count: 36000))
            case .long: wav(voiced(seconds: 25))
            case .mp4: Data([0, 0, 0, 32] + Array("ftypM4A ".utf8)) + Data(count: 1000)
            case .webm: Data([0x1A, 0x45, 0xDF, 0xA3]) + Data(count: 1000)
            case .aac: Data([0xFF, 0xF1, 0x50, 0x80]) + Data(count: 1000)
            }
        }

        /// The exit code, and what the only line on stderr says; `nil`: nothing.
        var outcome: (code: Int32, text: String?) {
            switch self {
            case .empty: (66, "it is empty")
            case .noSamples: (65, "no samples")
            case .silent: (65, "silent")
            case .notANumber: (65, "sample 35999 is nan")
            case .textRenamed: (66, "no audio that can be read")
            case .short: (0, "0.5 s long")
            case .clipped: (0, "clipped")
            case .rate8000: (0, "8000 samples per second")
            case .rate192000: (0, nil)
            case .sixChannels: (0, "6 channels")
            case .truncated: (0, "shorter than its header says")
            case .sizesOfAPipe: (0, nil)
            case .constant: (65, "all samples are 0.5")
            case .long: (0, "25.0 s long")
            case .mp4:
                (
                    66,
                    """
                    an MP4 or M4A file (AAC or ALAC), which is not supported: convert it first, for example with ffmpeg
                    """
                )
            case .webm: (66, "a WebM or Matroska file")
            case .aac: (66, "an AAC file")
            }
        }
    }

    @Test func aPipeIsNoFile() throws {
        let result = try Command.shell(
            #"mkfifo pipe.wav; "$0" generate Hi. --voice pipe.wav -o out.wav"#, in: folder,
            environment: ["HOME": folder.path, "PATH": "/usr/bin:/bin"])
        #expect(result.code == 66 && result.errors.contains("not a file but a folder or a device"), "\(result.errors)")
    }

    @Test(arguments: Case.allCases)
    func isAnswered(recording: Case) throws {
        try recording.file.write(to: folder.appending(path: "voice.wav"))
        let environment = ["HOME": folder.path, "PATH": "/usr/bin:/bin"]
        let result = try Command.run(
            ["generate", "Hi.", "--voice", "voice.wav", "-o", "out.wav"], in: folder, environment: environment)
        let (code, text) = recording.outcome
        #expect(result.code == code, "\(result.errors)")
        let lines = result.errors.split(separator: "\n")
        #expect(lines.count == (text == nil ? 0 : 1), "\(result.errors)")
        if let text { #expect(result.errors.contains(text) && result.errors.hasPrefix("pocket-tts: ")) }
        #expect(FileManager.default.fileExists(atPath: folder.appending(path: "out.wav").path) == (code == 0))
    }
}
