import COpusEnc

/// Ogg Opus by libopusenc, which also converts to Opus' 48 kHz; a page every 40 ms at the latest.
final class OpusEncoder: StreamingEncoder {
    private let encoder: OpaquePointer
    private let comments: OpaquePointer
    private static let bitsPerSecond: Int32 = 32_000
    private static let samplesPerPage: Int32 = 48_000 / 25

    init(sampleRate: Int, kilobitsPerSecond: Int? = nil) throws(AudioEncodingError) {
        guard let comments = ope_comments_create() else { throw AudioEncodingError(format: .opus, reason: "no memory") }
        var status: Int32 = 0
        guard let encoder = ope_encoder_create_pull(comments, Int32(clamping: sampleRate), 1, 0, &status) else {
            ope_comments_destroy(comments)
            throw AudioEncodingError(format: .opus, reason: String(cString: ope_strerror(status)))
        }
        self.comments = comments
        self.encoder = encoder
        try check(
            ope_encoder_set_bitrate(
                encoder, kilobitsPerSecond.map { Int32(clamping: $0 * 1000) } ?? Self.bitsPerSecond))
        try check(ope_encoder_set_muxing_delay(encoder, Self.samplesPerPage))
        try check(ope_encoder_set_decision_delay(encoder, 0))
    }

    deinit {
        ope_encoder_destroy(encoder)
        ope_comments_destroy(comments)
    }

    func encode(_ samples: [Float]) throws(AudioEncodingError) -> [UInt8] {
        guard !samples.isEmpty else { return [] }
        try check(ope_encoder_write_float(encoder, samples.limited, Int32(clamping: samples.count)))
        return pages()
    }

    func finish() throws(AudioEncodingError) -> [UInt8] {
        try check(ope_encoder_drain(encoder))
        return pages()
    }

    private func pages() -> [UInt8] {
        var bytes: [UInt8] = []
        var page: UnsafeMutablePointer<UInt8>?
        var length: Int32 = 0
        while ope_encoder_get_page(encoder, &page, &length, 0) != 0 {
            bytes += UnsafeBufferPointer(start: page, count: Int(length))
        }
        return bytes
    }

    private func check(_ status: Int32) throws(AudioEncodingError) {
        guard status == OPE_OK else {
            throw AudioEncodingError(format: .opus, reason: String(cString: ope_strerror(status)))
        }
    }
}
