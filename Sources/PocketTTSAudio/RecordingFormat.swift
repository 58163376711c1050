import CSndFile

/// The formats of recordings that are read, recognised by a file's first bytes.
enum RecordingFormat: CaseIterable {
    case wav, flac, ogg, mp3, aiff, au

    /// Whether libsndfile's number of a format, `SF_INFO.format`, is that of one of these.
    static func isRead(_ format: Int) -> Bool {
        let types = [
            SF_FORMAT_WAV, SF_FORMAT_WAVEX, SF_FORMAT_RF64, SF_FORMAT_FLAC, SF_FORMAT_OGG, SF_FORMAT_MPEG,
            SF_FORMAT_AIFF, SF_FORMAT_AU,
        ]
        return types.contains { Int($0) == format & Int(SF_FORMAT_TYPEMASK) }
    }

    /// `nil` for a file of any other format.
    init?(of file: UnsafeRawBufferPointer) {
        let start = Self.skippingID3(file)
        func holds(_ text: StaticString, at offset: Int = 0) -> Bool {
            guard start.count >= offset + text.utf8CodeUnitCount else { return false }
            return text.withUTF8Buffer { start.dropFirst(offset).prefix($0.count).elementsEqual($0) }
        }
        if holds("WAVE", at: 8), holds("RIFF") || holds("RIFX") || holds("RF64") {
            self = .wav
        } else if holds("AIFF", at: 8) || holds("AIFC", at: 8), holds("FORM") {
            self = .aiff
        } else if holds("fLaC") {
            self = .flac
        } else if holds("OggS") {
            self = .ogg
        } else if holds(".snd") || holds("dns.") {
            self = .au
        } else if Self.isMPEG(start) {
            self = .mp3
        } else {
            return nil
        }
    }

    /// The start of an MPEG audio frame: eleven sync bits, a layer and a rate that exist.
    private static func isMPEG(_ start: Slice<UnsafeRawBufferPointer>) -> Bool {
        let head = [UInt8](start.prefix(3))
        guard head.count == 3, head[0] == 0xFF, head[1] & 0xE0 == 0xE0 else { return false }
        return head[1] & 0x18 != 0x08 && head[1] & 0x06 != 0 && head[2] & 0xF0 != 0xF0 && head[2] & 0x0C != 0x0C
    }

    /// The file behind its ID3v2 tags, which libsndfile skips before it looks for a format.
    private static func skippingID3(_ file: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer> {
        var rest = file[...]
        while rest.count >= 10, rest.prefix(3).elementsEqual("ID3".utf8) {
            // Seven bits of each byte count.
            let size = rest.dropFirst(6).prefix(4).reduce(0) { $0 << 7 | Int($1 & 0x7F) }
            rest = rest.dropFirst(10 + size)
        }
        return rest
    }
}
