/// A pause that is still to be delivered.
struct Silence: Sendable {
    /// Samples that are left.
    private(set) var count: Int
    /// The place of the first of them in the utterance.
    private(set) var start: Int
    let frameSize: Int
    let sampleRate: Int
    let textRange: Range<Int>

    /// At most one frame of it.
    mutating func takeFrame() -> AudioChunk {
        let taken = min(count, frameSize)
        defer {
            count -= taken
            start += taken
        }
        var chunk = AudioChunk(
            samples: [Float](repeating: 0, count: taken), sampleRate: sampleRate,
            startTime: Double(start) / Double(sampleRate), textRange: textRange, isFinal: false)
        chunk.isSilence = true
        return chunk
    }
}
