/// Turns samples into the bytes of a mono audio file or pipe.
///
/// A file on disk gets ``header(sampleCount:)`` with the count once it is known, at its start; a pipe gets the one
/// without a count first. The bytes of ``encode(_:)`` follow, call by call.
public struct PCMEncoder: Sendable {
    public enum Format: String, Sendable, CaseIterable {
        /// RIFF WAVE with 16-bit samples.
        case wav
        /// Headerless signed 16-bit samples, little-endian.
        case s16le
        /// Headerless 32-bit floats, little-endian.
        case f32le
    }

    public let format: Format
    /// Samples per second.
    public let sampleRate: Int

    public init(format: Format, sampleRate: Int) {
        self.format = format
        self.sampleRate = sampleRate
    }

    public var bytesPerSample: Int { format == .f32le ? 4 : 2 }

    /// What comes before the samples; empty for headerless formats.
    /// - Parameter sampleCount: `nil` while it is unknown, as on a pipe: the header then claims the largest length
    ///   there is, which players take as "until the end".
    public func header(sampleCount: Int?) -> [UInt8] {
        guard format == .wav else { return [] }
        let restOfHeader: UInt32 = 36
        let limit = UInt32.max - restOfHeader
        // An even number of bytes, as chunks are padded to.
        let dataBytes = sampleCount.map { UInt32(clamping: min(max($0, 0), Int(limit) / 2) * 2) } ?? limit & ~1
        let rate = UInt32(clamping: sampleRate)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(44)
        bytes += Array("RIFF".utf8)
        bytes.append(littleEndian: restOfHeader + dataBytes)
        bytes += Array("WAVEfmt ".utf8)
        bytes.append(littleEndian: UInt32(16))
        bytes.append(littleEndian: UInt16(1))  // integer PCM
        bytes.append(littleEndian: UInt16(1))  // channels
        bytes.append(littleEndian: rate)
        bytes.append(littleEndian: rate &* 2)  // bytes per second
        bytes.append(littleEndian: UInt16(2))  // bytes per step of all channels
        bytes.append(littleEndian: UInt16(16))  // bits per sample
        bytes += Array("data".utf8)
        bytes.append(littleEndian: dataBytes)
        return bytes
    }

    /// The samples' bytes. Integer formats clamp to -1...1, scale by 32767 and truncate toward zero, as the reference
    /// does (`StreamingWAVWriter.write_pcm_data`); what is not a number becomes silence.
    public func encode(_ samples: [Float]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(samples.count * bytesPerSample)
        switch format {
        case .wav, .s16le:
            for sample in samples { bytes.append(littleEndian: Self.int16(sample)) }
        case .f32le:
            for sample in samples { bytes.append(littleEndian: sample.bitPattern) }
        }
        return bytes
    }

    /// The bytes of `seconds` of silence. The reference ends its files with 200 ms of it, against players that cut the
    /// end short.
    public func silence(seconds: Double = 0.2) -> [UInt8] {
        [UInt8](repeating: 0, count: Int(Double(sampleRate) * seconds) * bytesPerSample)
    }

    private static func int16(_ sample: Float) -> Int16 {
        sample.isNaN ? 0 : Int16(min(max(sample, -1), 1) * 32767)
    }
}

extension [UInt8] {
    fileprivate mutating func append(littleEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }
}
