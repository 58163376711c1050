/// Turns mono samples into the bytes of an audio format, as they come. One encoder makes one file or stream.
protocol StreamingEncoder: AnyObject {
    /// The bytes that `samples` complete; some formats keep a few samples back until more come.
    /// - Throws: ``AudioEncodingError`` if the library fails.
    func encode(_ samples: [Float]) throws(AudioEncodingError) -> [UInt8]

    /// The bytes that are left; nothing may be encoded afterwards.
    func finish() throws(AudioEncodingError) -> [UInt8]

    /// After ``finish()``: what a file's first bytes become now that its length is known; empty if nothing changes.
    var completeHeader: [UInt8] { get }
}

extension StreamingEncoder {
    var completeHeader: [UInt8] { [] }
}

/// What an encoder's library answered instead of bytes.
public struct AudioEncodingError: Error, CustomStringConvertible {
    public let format: AudioFormat
    public let reason: String

    public var description: String { "encoding as \(format.rawValue) failed: \(reason)" }
}

extension [Float] {
    /// What encoders can be given: within -1...1, silence for what is not a number. Some libraries end the process
    /// else.
    var limited: [Float] { map { $0.isNaN ? 0 : Swift.min(Swift.max($0, -1), 1) } }

    /// 16-bit samples: limited to -1...1, scaled by 32767 and truncated toward zero, as the reference does
    /// (`StreamingWAVWriter.write_pcm_data`).
    var int16: [Int16] { limited.map { Int16($0 * 32767) } }
}
