import CSndFile

/// Eight bits a sample, as telephones have them (ITU-T G.711), by libsndfile.
final class G711Encoder: StreamingEncoder {
    private let format: AudioFormat
    private let sink: ByteSink
    private let file: OpaquePointer

    /// - Parameters:
    ///   - format: ``AudioFormat/mulaw`` or ``AudioFormat/alaw``.
    ///   - sampleRate: of the samples; the bytes do not say it.
    init(_ format: AudioFormat, sampleRate: Int) throws(AudioEncodingError) {
        self.format = format
        let sink = ByteSink()
        var calls = ByteSink.calls
        var info = SF_INFO()
        info.samplerate = Int32(clamping: sampleRate)
        info.channels = 1
        info.format = Int32(SF_FORMAT_RAW) | Int32(format == .mulaw ? SF_FORMAT_ULAW : SF_FORMAT_ALAW)
        guard
            let file = sf_open_virtual(
                &calls, Int32(SFM_WRITE), &info, Unmanaged.passUnretained(sink).toOpaque())
        else {
            throw AudioEncodingError(format: format, reason: String(cString: sf_strerror(nil)))
        }
        self.sink = sink
        self.file = file
    }

    deinit { sf_close(file) }

    func encode(_ samples: [Float]) throws(AudioEncodingError) -> [UInt8] {
        let samples = samples.limited
        guard sf_write_float(file, samples, sf_count_t(samples.count)) == sf_count_t(samples.count) else {
            throw AudioEncodingError(format: format, reason: String(cString: sf_strerror(file)))
        }
        return sink.take()
    }

    func finish() -> [UInt8] { [] }
}

/// What libsndfile writes, kept until it is taken.
private final class ByteSink {
    private var bytes: [UInt8] = []
    private var written = 0

    func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    /// libsndfile's table of file functions for a file without a header, which is written from its start to its end.
    static var calls: SF_VIRTUAL_IO {
        SF_VIRTUAL_IO(
            get_filelen: { user in sf_count_t(ByteSink.of(user)?.written ?? 0) },
            seek: { offset, _, _ in offset },
            read: { _, _, _ in 0 },
            write: { source, count, user in
                guard let source, let sink = ByteSink.of(user) else { return 0 }
                sink.bytes += UnsafeRawBufferPointer(start: source, count: Int(count))
                sink.written += Int(count)
                return count
            },
            tell: { user in sf_count_t(ByteSink.of(user)?.written ?? 0) })
    }

    private static func of(_ user: UnsafeMutableRawPointer?) -> ByteSink? {
        user.map { Unmanaged<ByteSink>.fromOpaque($0).takeUnretainedValue() }
    }
}
