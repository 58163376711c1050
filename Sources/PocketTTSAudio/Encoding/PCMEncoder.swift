/// Samples without a header.
final class PCMEncoder: StreamingEncoder {
    private let bytes: ([Float]) -> [UInt8]

    /// - Parameter bytes: the samples' bytes.
    init(_ bytes: @escaping ([Float]) -> [UInt8]) { self.bytes = bytes }

    func encode(_ samples: [Float]) -> [UInt8] { bytes(samples) }

    func finish() -> [UInt8] { [] }
}

/// RIFF WAVE, usually with 16-bit samples. The header that leaves first claims the largest length there is, which
/// players take as "until the end".
final class WAVEncoder: StreamingEncoder {
    private let sampleRate: Int
    private let encoder: any StreamingEncoder
    private let format: AudioFormat
    private var samples = 0
    /// Whether the header has left.
    private var hasBegun = false

    /// - Parameters:
    ///   - sampleRate: of the samples.
    ///   - samples: what they become, a format without a header.
    init(sampleRate: Int, samples: AudioFormat = .s16le) throws(AudioEncodingError) {
        self.sampleRate = sampleRate
        format = samples
        encoder = try AudioEncoding(samples).makeEncoder(sampleRate: sampleRate)
    }

    func encode(_ samples: [Float]) throws(AudioEncodingError) -> [UInt8] {
        self.samples += samples.count
        return start() + (try encoder.encode(samples))
    }

    func finish() -> [UInt8] { start() }

    var completeHeader: [UInt8] {
        Self.header(sampleRate: sampleRate, samples: samples, format: format)
    }

    private func start() -> [UInt8] {
        defer { hasBegun = true }
        return hasBegun ? [] : Self.header(sampleRate: sampleRate, samples: nil, format: format)
    }

    /// The 44 bytes before the samples.
    /// - Parameter samples: their count, `nil` while it is unknown; a count that RIFF cannot hold becomes the largest.
    static func header(sampleRate: Int, samples: Int?, format: AudioFormat = .s16le) -> [UInt8] {
        // The tags of RFC 2361 for integers, floats, A-law and µ-law.
        let (tag, width): (UInt16, Int) =
            switch format {
            case .f32le: (3, 4)
            case .alaw: (6, 1)
            case .mulaw: (7, 1)
            default: (1, 2)
            }
        let restOfHeader: UInt32 = 36
        let limit = UInt32.max - restOfHeader
        let most = Int(limit) / width
        let dataBytes = UInt32(clamping: min(max(samples ?? most, 0), most) * width)
        let rate = UInt32(clamping: sampleRate)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(44)
        bytes += Array("RIFF".utf8) + [restOfHeader + dataBytes].littleEndianBytes
        bytes += Array("WAVEfmt ".utf8) + [UInt32(16)].littleEndianBytes
        // The kind of samples; channels.
        bytes += [tag, 1].littleEndianBytes
        // Samples and bytes per second.
        bytes += [rate, rate &* UInt32(width)].littleEndianBytes
        // Bytes per sample of all channels; bits per sample.
        bytes += [UInt16(width), UInt16(width * 8)].littleEndianBytes
        bytes += Array("data".utf8) + [dataBytes].littleEndianBytes
        return bytes
    }
}

extension Array where Element: FixedWidthInteger {
    /// The elements' bytes, little-endian.
    var littleEndianBytes: [UInt8] { map(\.littleEndian).withUnsafeBytes { [UInt8]($0) } }
}
