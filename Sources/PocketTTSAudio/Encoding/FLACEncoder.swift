import CFLAC

/// FLAC by libFLAC, 16 bits, in blocks of 40 ms so that they leave soon; the header's length stays open.
final class FLACEncoder: StreamingEncoder {
    private let encoder: UnsafeMutablePointer<FLAC__StreamEncoder>
    private let output = Output()

    private final class Output {
        var bytes: [UInt8] = []
    }

    init(sampleRate: Int) throws(AudioEncodingError) {
        guard let encoder = FLAC__stream_encoder_new() else { throw AudioEncodingError(format: .flac, reason: "no memory") }
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
            }, nil, nil, nil, Unmanaged.passUnretained(output).toOpaque())
        guard status == FLAC__STREAM_ENCODER_INIT_STATUS_OK else {
            throw AudioEncodingError(format: .flac, reason: "it takes no \(sampleRate) samples per second")
        }
    }

    deinit { FLAC__stream_encoder_delete(encoder) }

    func encode(_ samples: [Float]) throws(AudioEncodingError) -> [UInt8] {
        let integers = samples.limited.map { Int32($0 * 32767) }
        guard FLAC__stream_encoder_process_interleaved(encoder, integers, UInt32(clamping: integers.count)) != 0 else {
            throw failure()
        }
        return takeBytes()
    }

    func finish() throws(AudioEncodingError) -> [UInt8] {
        guard FLAC__stream_encoder_finish(encoder) != 0 else { throw failure() }
        return takeBytes()
    }

    private func takeBytes() -> [UInt8] {
        defer { output.bytes = [] }
        return output.bytes
    }

    private func failure() -> AudioEncodingError {
        AudioEncodingError(format: .flac, reason: "libFLAC answered \(FLAC__stream_encoder_get_state(encoder).rawValue)")
    }
}
