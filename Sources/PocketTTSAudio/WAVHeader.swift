import Foundation

/// The header of a WAV file that was written to a pipe, whose writer could not go back to fill in the sizes.
enum WAVHeader {
    /// Bytes of chunks before the samples that are searched.
    private static let limit = 1 << 16

    /// The header of `file` with sizes that reach to the file's end; empty when the header needs no repair.
    ///
    /// A header needs repair when its `data` chunk has the size 0, the RIFF size ends there too, and yet bytes follow.
    static func repaired(_ file: UnsafeRawBufferPointer) -> [UInt8] {
        var header = [UInt8](file.prefix(limit))
        guard header.count >= 12, header[..<4].elementsEqual("RIFF".utf8), header[8..<12].elementsEqual("WAVE".utf8)
        else {
            return []
        }
        func size(at offset: Int) -> Int { (0..<4).reduce(0) { $0 | Int(header[offset + $1]) << (8 * $1) } }
        var chunk = 12
        while chunk + 8 <= header.count {
            let samples = chunk + 8
            guard header[chunk..<chunk + 4].elementsEqual("data".utf8) else {
                let length = size(at: chunk + 4)
                chunk = samples + length + length % 2
                continue
            }
            guard size(at: chunk + 4) == 0, size(at: 4) + 8 <= samples, file.count > samples else { return [] }
            header.removeLast(header.count - samples)
            for (offset, size) in [(4, file.count - 8), (chunk + 4, file.count - samples)] {
                for byte in 0..<4 {
                    header[offset + byte] = UInt8(truncatingIfNeeded: UInt32(clamping: size) >> (8 * UInt32(byte)))
                }
            }
            return header
        }
        return []
    }
}
