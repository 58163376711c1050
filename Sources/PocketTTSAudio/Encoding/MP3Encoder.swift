import CLAME

/// MP3 by libmp3lame: constant bit rate and no bit reservoir, so that each frame leaves when it is full.
final class MP3Encoder: StreamingEncoder {
    private let lame: lame_t
    private static let usualKilobitsPerSecond = 96

    init(sampleRate: Int, kilobitsPerSecond: Int? = nil) throws(AudioEncodingError) {
        guard let lame = lame_init() else { throw AudioEncodingError(format: .mp3, reason: "no memory") }
        self.lame = lame
        lame_set_in_samplerate(lame, Int32(clamping: sampleRate))
        lame_set_out_samplerate(lame, Int32(clamping: sampleRate))
        lame_set_num_channels(lame, 1)
        lame_set_mode(lame, MONO)
        lame_set_brate(lame, Int32(clamping: kilobitsPerSecond ?? Self.usualKilobitsPerSecond))
        lame_set_quality(lame, 5)
        lame_set_disable_reservoir(lame, 1)
        // The tag would be a first frame to be filled in at the end, which a stream cannot.
        lame_set_bWriteVbrTag(lame, 0)
        guard lame_init_params(lame) >= 0 else {
            throw AudioEncodingError(format: .mp3, reason: "it has no frames of \(sampleRate) samples per second")
        }
    }

    deinit { lame_close(lame) }

    func encode(_ samples: [Float]) throws(AudioEncodingError) -> [UInt8] {
        let samples = samples.limited
        return try bytes(capacity: samples.count * 5 / 4 + 7200) { buffer, size in
            lame_encode_buffer_ieee_float(lame, samples, nil, Int32(clamping: samples.count), buffer, size)
        }
    }

    func finish() throws(AudioEncodingError) -> [UInt8] {
        try bytes(capacity: 7200) { buffer, size in lame_encode_flush(lame, buffer, size) }
    }

    private func bytes(
        capacity: Int, _ fill: (UnsafeMutablePointer<UInt8>?, Int32) -> Int32
    ) throws(AudioEncodingError) -> [UInt8] {
        var status: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            status = fill(buffer.baseAddress, Int32(clamping: capacity))
            count = Int(max(status, 0))
        }
        guard status >= 0 else { throw AudioEncodingError(format: .mp3, reason: "libmp3lame answered \(status)") }
        return bytes
    }
}
