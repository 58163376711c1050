import CFLAC

/// FLAC by libFLAC, 16 bits, in blocks of 40 ms so that they leave soon; the header that leaves first has no length.
final class FLACEncoder: StreamingEncoder {
    private let encoder: UnsafeMutablePointer<FLAC__StreamEncoder>
    private let output = Output()

    private final class Output {
        var bytes: [UInt8] = []
        /// The stream's marker and the head of its first block.
        var start: [UInt8] = []
        /// The STREAMINFO block once all is encoded.
        var info: [UInt8] = []
    }

    init(sampleRate: Int) throws(AudioEncodingError) {
        guard let encoder = FLAC__stream_encoder_new() else {
            throw AudioEncodingError(format: .flac, reason: "no memory")
        }
        self.encoder = encoder
        FLAC__stream_encoder_set_channels(encoder, 1)
        FLAC__stream_encoder_set_bits_per_sample(encoder, 16)
        FLAC__stream_encoder_set_sample_rate(encoder, UInt32(clamping: sampleRate))
        FLAC__stream_encoder_set_compression_level(encoder, 5)
        FLAC__stream_encoder_set_blocksize(encoder, UInt32(clamping: max(sampleRate / 25, 16)))
        let status = FLAC__stream_encoder_init_stream(
            encoder,
            { _, bytes, count, _, _, output in
                guard let bytes, let output else { return FLAC__STREAM_ENCODER_WRITE_STATUS_FATAL_ERROR }
                Unmanaged<Output>.fromOpaque(output).takeUnretainedValue()
                    .bytes += UnsafeBufferPointer(start: bytes, count: count)
                return FLAC__STREAM_ENCODER_WRITE_STATUS_OK
            }, nil, nil,
            { _, metadata, output in
                guard let metadata, let output else { return }
                Unmanaged<Output>.fromOpaque(output).takeUnretainedValue().info =
                    metadata.pointee.data.stream_info.bytes
            }, Unmanaged.passUnretained(output).toOpaque())
        guard status == FLAC__STREAM_ENCODER_INIT_STATUS_OK else {
            throw AudioEncodingError(format: .flac, reason: "it takes no \(sampleRate) samples per second")
        }
        output.start = Array(output.bytes.prefix(8))
    }

    deinit { FLAC__stream_encoder_delete(encoder) }

    func encode(_ samples: [Float]) throws(AudioEncodingError) -> [UInt8] {
        let integers = samples.int16.map(Int32.init)
        guard FLAC__stream_encoder_process_interleaved(encoder, integers, UInt32(clamping: integers.count)) != 0 else {
            throw failure()
        }
        return takeBytes()
    }

    func finish() throws(AudioEncodingError) -> [UInt8] {
        guard FLAC__stream_encoder_finish(encoder) != 0 else { throw failure() }
        return takeBytes()
    }

    var completeHeader: [UInt8] { output.info.isEmpty ? [] : output.start + output.info }

    private func takeBytes() -> [UInt8] {
        defer { output.bytes = [] }
        return output.bytes
    }

    private func failure() -> AudioEncodingError {
        AudioEncodingError(
            format: .flac, reason: "libFLAC answered \(FLAC__stream_encoder_get_state(encoder).rawValue)")
    }
}

extension FLAC__StreamMetadata_StreamInfo {
    /// The block as a file has it: 34 bytes, big-endian (RFC 9639, section 8.2).
    fileprivate var bytes: [UInt8] {
        func bigEndian(_ value: UInt64, _ count: Int) -> [UInt8] {
            (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let format = UInt64(sample_rate) << 44 | UInt64(channels - 1) << 41 | UInt64(bits_per_sample - 1) << 36
        return bigEndian(UInt64(min_blocksize), 2) + bigEndian(UInt64(max_blocksize), 2)
            + bigEndian(UInt64(min_framesize), 3) + bigEndian(UInt64(max_framesize), 3)
            + bigEndian(format | total_samples & (1 << 36 - 1), 8) + withUnsafeBytes(of: md5sum) { [UInt8]($0) }
    }
}
