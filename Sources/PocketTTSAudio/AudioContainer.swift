/// Audio formats that are not read, recognised by a file's first bytes, so that messages can name them.
enum AudioContainer: String, CaseIterable {
    case mp4 = "an MP4 or M4A file (AAC or ALAC)"
    case aac = "an AAC file"
    case webm = "a WebM or Matroska file"
    case wma = "a Windows Media file (WMA)"
    case amr = "an AMR file"
    case avi = "an AVI file"
    case caf = "a Core Audio file (CAF)"
    case w64 = "a Wave64 file"

    /// File suffixes of such formats, without a dot.
    static let suffixes: Set = [
        "m4a", "m4b", "mp4", "aac", "webm", "mka", "mkv", "wma", "asf", "amr", "3gp", "avi", "mov", "caf", "w64",
    ]

    /// - Parameter start: the first bytes of a file; twelve are enough.
    init?(start: [UInt8]) {
        func holds(_ text: String, at offset: Int = 0) -> Bool { start.dropFirst(offset).starts(with: text.utf8) }
        if holds("ftyp", at: 4) {
            self = .mp4
        } else if start.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) {
            self = .webm
        } else if start.starts(with: [0x30, 0x26, 0xB2, 0x75]) {
            self = .wma
        } else if holds("#!AMR") {
            self = .amr
        } else if holds("RIFF"), holds("AVI ", at: 8) {
            self = .avi
        } else if holds("caff") {
            self = .caf
        } else if holds("riff") {
            self = .w64
        } else if holds("ADIF") || (start.count >= 2 && start[0] == 0xFF && start[1] & 0xF6 == 0xF0) {
            // ADTS: twelve sync bits and layer 0, which MPEG audio never has.
            self = .aac
        } else {
            return nil
        }
    }
}
