/// How much of an utterance was delivered to its listener.
public struct SpokenExtent: Sendable, Equatable {
    /// The text whose audio was delivered to its end, in UTF-8 offsets from the start of the text.
    public private(set) var textRange = 0..<0
    /// The part of the text whose audio was delivered in part.
    public private(set) var begunRange: Range<Int>?
    /// The last word that was delivered to its end, in UTF-8 offsets; `nil` without ``SpeechOptions/reportsWords``.
    public private(set) var lastWord: Range<Int>?
    private var samples = 0
    private var samplesOfBegun = 0
    private let sampleRate: Int

    /// Seconds of audio.
    public var seconds: Double { Double(samples) / Double(sampleRate) }
    /// Seconds of audio delivered of ``begunRange``.
    public var begunSeconds: Double { Double(samplesOfBegun) / Double(sampleRate) }

    init(sampleRate: Int) { self.sampleRate = sampleRate }

    mutating func add(_ event: SpeechEvent) {
        switch event {
        case .chunkStarted(let chunk):
            begunRange = chunk.textRange
            samplesOfBegun = 0
        case .audio(let chunk):
            samples += chunk.samples.count
            samplesOfBegun += chunk.samples.count
        case .chunkFinished(let chunk):
            textRange = 0..<chunk.textRange.upperBound
            begunRange = nil
            samplesOfBegun = 0
        case .word(let word): lastWord = word.textRange
        case .failure, .retry, .mark: break
        }
    }
}
