/// The formats that speech can be written in: files, pipes and streams, of the command and of every endpoint.
public enum AudioFormat: String, Sendable, CaseIterable {
    /// RIFF WAVE, 16 bits.
    case wav
    /// MP3, 96 kbit/s.
    case mp3
    /// Opus in Ogg, 32 kbit/s.
    case opus
    /// Lossless, 16 bits.
    case flac
    /// Headerless signed 16-bit samples, little-endian.
    case s16le
    /// Headerless 32-bit floats, little-endian: the model's samples as they are.
    case f32le
    /// Headerless µ-law, 8 bits a sample, as telephones in North America and Japan have it.
    case mulaw
    /// Headerless A-law, 8 bits a sample, as telephones elsewhere have it.
    case alaw

    /// The format of this name, whatever its case: that of the case or one of ``aliases``.
    public init?(name: String) {
        let name = name.lowercased()
        guard let format = Self.allCases.first(where: { $0.rawValue == name || $0.aliases.contains(name) }) else {
            return nil
        }
        self = format
    }

    /// The format that a path's suffix stands for, whatever its case; `nil` for another suffix or none.
    public init?(path: String) {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return nil }
        let suffix = name[name.index(after: dot)...].lowercased()
        guard let format = Self.allCases.first(where: { $0.suffixes.contains(suffix) }) else { return nil }
        self = format
    }

    /// Other names of the format: `pcm` as OpenAI calls it, `pcm_s16le` as FFmpeg does.
    public var aliases: [String] {
        switch self {
        case .s16le: ["pcm", "pcm_s16le"]
        case .f32le: ["pcm_f32le"]
        case .mulaw: ["pcm_mulaw", "ulaw"]
        case .alaw: ["pcm_alaw"]
        case .wav, .mp3, .opus, .flac: []
        }
    }

    /// Suffixes of files, without the dot, the usual one first.
    public var suffixes: [String] {
        switch self {
        case .wav: ["wav", "wave"]
        case .mp3: ["mp3"]
        case .opus: ["opus", "ogg"]
        case .flac: ["flac"]
        case .s16le: ["pcm", "s16le", "raw"]
        case .f32le: ["f32le", "f32"]
        case .mulaw: ["ulaw", "mulaw", "ul"]
        case .alaw: ["alaw", "al"]
        }
    }

    /// The media type of RFC 6838; headerless floats have none of their own.
    public var mediaType: String {
        switch self {
        case .wav: "audio/wav"
        case .mp3: "audio/mpeg"
        case .opus: "audio/ogg; codecs=opus"
        case .flac: "audio/flac"
        case .s16le: "audio/pcm"
        case .f32le: "application/octet-stream"
        case .mulaw: "audio/PCMU"
        case .alaw: "audio/PCMA"
        }
    }

    /// Whether a file's header contains its length, known only at the end: see ``SpeechPipeline/completeHeader``.
    public var isHeaderPatched: Bool { self == .wav || self == .flac }

    /// All names, for messages and help texts.
    public static let names = allCases.flatMap { [$0.rawValue] + $0.aliases }.joined(separator: ", ")

    /// All suffixes with their dots, for messages and help texts.
    public static let suffixList = allCases.flatMap(\.suffixes).map { ".\($0)" }.joined(separator: ", ")

    /// A new encoder of mono audio.
    /// - Throws: ``AudioEncodingError`` if the format has no place for `sampleRate`.
    func makeEncoder(sampleRate: Int) throws(AudioEncodingError) -> any StreamingEncoder {
        try AudioEncoding(self).makeEncoder(sampleRate: sampleRate)
    }
}
