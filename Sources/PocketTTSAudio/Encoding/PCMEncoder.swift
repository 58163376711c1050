/// Samples without a header.
final class PCMEncoder: StreamingEncoder {
    private let bytes: ([Float]) -> [UInt8]

    /// - Parameter bytes: the samples' bytes.
    init(_ bytes: @escaping ([Float]) -> [UInt8]) { self.bytes = bytes }

    func encode(_ samples: [Float]) -> [UInt8] { bytes(samples) }

    func finish() -> [UInt8] { [] }
}

/// RIFF WAVE with 16-bit samples. The header that leaves first claims the largest length there is, which players take
/// as "until the end".
final class WAVEncoder: StreamingEncoder {
    private let sampleRate: Int
    private var samples = 0
    /// Whether the header has left.
    private var hasBegun = false

    init(sampleRate: Int) { self.sampleRate = sampleRate }

    func encode(_ samples: [Float]) -> [UInt8] {
        self.samples += samples.count
        return start() + samples.int16.littleEndianBytes
    }

    func finish() -> [UInt8] { start() }

    var completeHeader: [UInt8] { Self.header(sampleRate: sampleRate, samples: samples) }

    private func start() -> [UInt8] {
        defer { hasBegun = true }
        return hasBegun ? [] : Self.header(sampleRate: sampleRate, samples: nil)
    }

    /// The 44 bytes before the samples.
    /// - Parameter samples: their count, `nil` while it is unknown; a count that RIFF cannot hold becomes the largest.
    static func header(sampleRate: Int, samples: Int?) -> [UInt8] {
        let restOfHeader: UInt32 = 36
        let limit = UInt32.max - restOfHeader
        // An even number of bytes, as chunks are padded to.
        let dataBytes = samples.map { UInt32(clamping: min(max($0, 0), Int(limit) / 2) * 2) } ?? limit & ~1
        let rate = UInt32(clamping: sampleRate)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(44)
        bytes += Array("RIFF".utf8) + [restOfHeader + dataBytes].littleEndianBytes
        bytes += Array("WAVEfmt ".utf8) + [UInt32(16)].littleEndianBytes
        // Integer PCM; channels.
        bytes += [UInt16(1), 1].littleEndianBytes
        // Samples and bytes per second.
        bytes += [rate, rate &* 2].littleEndianBytes
        // Bytes per sample of all channels; bits per sample.
        bytes += [UInt16(2), 16].littleEndianBytes
        bytes += Array("data".utf8) + [dataBytes].littleEndianBytes
        return bytes
    }
}

extension Array where Element: FixedWidthInteger {
    /// The elements' bytes, little-endian.
    var littleEndianBytes: [UInt8] { map(\.littleEndian).withUnsafeBytes { [UInt8]($0) } }
}
