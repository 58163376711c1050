import CSndFile
import Foundation
public import PocketTTS

/// Reads recordings with libsndfile: WAV of every sample format, FLAC, Ogg (Vorbis and Opus), MP3, AIFF and AU. Its two
/// dozen other formats are refused by their first bytes, so that nobody can reach their parsers with a file.
public enum AudioFile {
    /// Suffixes of the files that are read, without a dot.
    public static let suffixes: Set = [
        "wav", "wave", "flac", "ogg", "oga", "opus", "mp3", "aif", "aiff", "aifc", "au", "snd", "rf64",
    ]
    /// Suffixes of audio files that are not read: they must be converted first.
    public static var unreadableSuffixes: Set<String> { AudioContainer.suffixes }

    /// Reads a file as mono, the mean of its channels; 16-bit samples become `value / 32768`.
    ///
    /// - Parameters:
    ///   - url: a file on disk.
    ///   - seconds: no more than this is read, with `AudioWarning.cut(seconds:)` if there is more.
    /// - Throws: `PocketTTSError.fileNotFound(path:purpose:)`, or `PocketTTSError.fileUnusable(path:reason:)` for
    ///   a file that is not audio or cannot be read.
    public static func read(
        contentsOf url: URL, upTo seconds: Double = AudioClip.longestPrompt
    ) throws(PocketTTSError) -> AudioClip {
        let path = url.path
        let attributes = try? FileManager.default.attributesOfItem(atPath: url.resolvingSymlinksInPath().path)
        guard let attributes else { throw .fileNotFound(path: path, purpose: "recording") }
        guard attributes[.type] as? FileAttributeType == .typeRegular else {
            throw .fileUnusable(path: path, reason: "it is not a file but a folder or a device: name an audio file.")
        }
        let file = try MappedFile(url, purpose: "recording")
        let clip = Result { () throws(PocketTTSError) in try read(file.bytes, name: path, upTo: seconds) }
        // Zeros in the place of what is gone are no part of the recording, nor a reason that helps.
        try file.requireIntact()
        return try clip.get()
    }

    /// Reads a file that is in memory, such as an upload. `name` is its name in messages.
    public static func read(
        data: Data, name: String = "the recording", upTo seconds: Double = AudioClip.longestPrompt
    ) throws(PocketTTSError) -> AudioClip {
        let result = data.withUnsafeBytes { bytes in
            Result { () throws(PocketTTSError) in try read(bytes, name: name, upTo: seconds) }
        }
        return try result.get()
    }

    private static func read(
        _ bytes: UnsafeRawBufferPointer, name: String, upTo seconds: Double
    ) throws(PocketTTSError) -> AudioClip {
        guard RecordingFormat(of: bytes) != nil else {
            throw unreadable(name, start: [UInt8](bytes.prefix(16)), reason: "unknown format")
        }
        let header = WAVHeader.repaired(bytes)
        let file = MemoryFile(bytes, header: header)
        defer { withExtendedLifetime(file) {} }
        var calls = MemoryFile.calls
        var info = SF_INFO()
        let user = Unmanaged.passUnretained(file).toOpaque()
        guard let handle = sf_open_virtual(&calls, Int32(SFM_READ), &info, user) else {
            // The text of a number is a constant; the text of the last failure would be shared by all threads.
            let reason = sf_error_number(sf_error(nil)).map { String(cString: $0) } ?? "damaged"
            throw unreadable(name, start: [UInt8](bytes.prefix(16)), reason: reason)
        }
        defer { sf_close(handle) }
        var clip = try decode(handle, info, name: name, seconds: seconds)
        if header.isEmpty { clip.noteMissing(start: bytes.prefix(8), bytes: bytes.count) }
        return clip
    }

    private static func unreadable(_ name: String, start: [UInt8], reason: String) -> PocketTTSError {
        if start.isEmpty { return .fileUnusable(path: name, reason: "it is empty: give an audio file.") }
        if let container = AudioContainer(start: start) {
            return .fileUnusable(
                path: name,
                reason:
                    "it is \(container.rawValue), which is not supported: convert it first, for example with "
                    + "ffmpeg -i IN OUT.wav."
            )
        }
        return .fileUnusable(
            path: name,
            reason: "it is no audio that can be read (\(reason)): give a WAV, FLAC, Ogg, Opus, MP3 or AIFF file.")
    }

    /// Reads block by block to the end, so that memory grows with the samples that exist, not with the header's claim.
    private static func decode(
        _ handle: OpaquePointer, _ info: SF_INFO, name: String, seconds: Double
    ) throws(PocketTTSError) -> AudioClip {
        let rate = Int(info.samplerate)
        let channels = Int(info.channels)
        guard (1000...768_000).contains(rate) else {
            throw .fileUnusable(path: name, reason: "it has \(rate) samples per second, allowed are 1000 to 768000.")
        }
        guard channels > 0, RecordingFormat.isRead(Int(info.format)) else {
            throw .fileUnusable(
                path: name, reason: "its audio is of no known kind: give a WAV, FLAC, Ogg, Opus, MP3 or AIFF file.")
        }
        var clip = AudioClip(samples: [], sampleRate: rate, name: name)
        let limit = seconds > 0 ? Int(min(seconds * Double(rate), 1e12)) : 0
        let blockFrames = max(1, 65536 / channels)
        var block = [Float](repeating: 0, count: blockFrames * channels)
        var ended = false
        // One frame past the limit shows whether there is more.
        while !ended && clip.samples.count <= limit {
            let wanted = min(blockFrames, limit + 1 - clip.samples.count)
            let frames = min(Int(sf_readf_float(handle, &block, sf_count_t(wanted))), wanted)
            ended = frames < wanted
            for frame in 0..<max(frames, 0) {
                let values = block[frame * channels..<(frame + 1) * channels]
                clip.samples.append(channels == 1 ? block[frame] : values.reduce(0, +) / Float(channels))
            }
        }
        if channels > 2 { clip.warnings.append(.mixedDown(channels: channels)) }
        if clip.samples.count > limit {
            clip.samples.removeLast(clip.samples.count - limit)
            clip.warnings.append(.cut(seconds: seconds))
        } else if info.frames < .max, clip.samples.count < Int(info.frames) || sf_error(handle) != 0 {
            clip.warnings.append(.endsEarly)
        }
        return clip
    }
}

extension AudioClip {
    /// Compares the length in a RIFF or IFF header with the file's, since libsndfile does not report a shorter file.
    /// A file that was written to a pipe claims 2 GB or more.
    fileprivate mutating func noteMissing(start: Slice<UnsafeRawBufferPointer>, bytes: Int) {
        let start = [UInt8](start)
        guard start.count == 8, !warnings.contains(.endsEarly) else { return }
        var size = start[4...]
        switch String(decoding: start[..<4], as: UTF8.self) {
        case "RIFF": size.reverse()
        case "RIFX", "FORM": break
        default: return
        }
        let claimed = size.reduce(0) { $0 << 8 | Int($1) } + 8
        if claimed > bytes, claimed < 2_000_000_000 { warnings.append(.endsEarly) }
    }
}
