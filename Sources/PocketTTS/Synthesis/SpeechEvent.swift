/// Consecutive samples of an utterance.
public struct AudioChunk: Sendable {
    /// Mono samples, nominally within -1...1; empty on the final chunk.
    public package(set) var samples: [Float]
    /// Samples per second.
    public let sampleRate: Int
    /// Where the first sample lies in the utterance, in seconds.
    public package(set) var startTime: Double
    /// The part of the request's text that is being spoken, in UTF-8 offsets.
    public let textRange: Range<Int>
    /// Whether the utterance is complete: the last chunk carries this and no samples.
    public let isFinal: Bool
    /// How much faster than the samples the speech is wanted; `SpeechPipeline` of `PocketTTSAudio` makes it so.
    public var rate = 1.0
    /// Whether the text asked for this silence: its length is exact, whatever the speed.
    public var isSilence = false

    package init(samples: [Float], sampleRate: Int, startTime: Double, textRange: Range<Int>, isFinal: Bool) {
        self.samples = samples
        self.sampleRate = sampleRate
        self.startTime = startTime
        self.textRange = textRange
        self.isFinal = isFinal
    }

    /// Seconds of audio.
    public var duration: Double { Double(samples.count) / Double(sampleRate) }
}

/// The progress of a request.
public enum SpeechEvent: Sendable {
    /// The model begins a chunk of the text.
    case chunkStarted(ChunkProgress)
    case audio(AudioChunk)
    /// All audio of a chunk has been delivered.
    case chunkFinished(ChunkProgress)
    /// A word is over: comes a few frames after its last audio. Only with ``SpeechOptions/reportsWords``.
    case word(WordTime)
    /// Something went wrong. Only with ``SpeechOptions/reportsWords`` or a policy that is not `keep`.
    case failure(SpeechFailure)
    /// A chunk that failed is spoken again; nothing of the failed attempt has been delivered.
    case retry(SpeechRetry)
    /// A mark of the text is reached.
    case mark(MarkTime)
}

/// When a mark of the text (`<mark name>` of SSML) is reached.
public struct MarkTime: Sendable, Equatable {
    public let name: String
    /// Where it stands in the request's text, in UTF-8 offsets.
    public let textOffset: Int
    /// Seconds from the start of the utterance. Within a chunk it is the start of the next word with
    /// ``SpeechOptions/reportsWords``, else an estimate by the length of the text.
    public let time: Double

    public init(name: String, textOffset: Int, time: Double) {
        self.name = name
        self.textOffset = textOffset
        self.time = time
    }
}

/// How far a chunk of the text has come.
public struct ChunkProgress: Sendable, Equatable {
    /// 0-based.
    public let index: Int
    /// Chunks in the request.
    public let count: Int
    /// The prepared text.
    public let text: String
    /// The part of the request's text it stands for, in UTF-8 offsets.
    public let textRange: Range<Int>
    /// Tokens of the prepared text.
    public let tokens: Int
    /// Frames (80 ms) spoken so far.
    public let frames: Int
    /// Whether the chunk was cut at its frame cap because the model did not end it: usually a sign of failure.
    public let reachedFrameCap: Bool
}
