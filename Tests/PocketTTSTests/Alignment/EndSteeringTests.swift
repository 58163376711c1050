@testable import PocketTTS
import SpeechText
import Testing

/// When a chunk ends, by the model's wish and by the attention to its words. Each word has one token.
@Suite struct EndSteeringTests {
    private static let count = 6

    /// The frame at which the chunk ends; `nil` = not within 200 frames.
    /// - Parameters:
    ///   - spoken: the word that each frame attends to; the last one goes on.
    ///   - wish: the frames in which the model wants to end.
    private static func end(_ spoken: [Int], words: Int = count, wish: (Int) -> Bool) -> Int? {
        let words = (0..<words).map { TextWord(sourceRange: $0..<$0 + 1, tokens: $0..<$0 + 1) }
        var steering = EndSteering(words: words)
        return (0..<200).first { frame in
            var weights = [Float](repeating: 0.02, count: count)
            weights[spoken[min(frame, spoken.count - 1)]] = 0.9
            return weights.withUnsafeBufferPointer { steering.isEnd(attention: $0, wantsEnd: wish(frame)) }
        }
    }

    private static let reading = [0, 0, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 5]

    @Test func theModelDecidesAfterTheLastWord() {
        #expect(Self.end(Self.reading) { $0 >= 12 } == 12)
    }

    @Test func anEndBeforeTheLastWordWaits() {
        // The model wants to end in the third word, once or from there on.
        #expect(Self.end(Self.reading) { $0 >= 5 } == 11)
        #expect(Self.end(Self.reading) { $0 == 5 || $0 >= 13 } == 13)
    }

    @Test func anEndWithinTheLastWordWaitsForTheMark() {
        // Five words and a mark. The last word is attended to from frame 9 on, the mark from frame 11 on.
        #expect(Self.end(Self.reading, words: 5) { $0 >= 9 } == 12)
        #expect(Self.end(Self.reading, words: 5) { $0 >= 5 } == 12)
        #expect(Self.end(Self.reading, words: 5) { $0 >= 13 } == 13)
    }

    @Test func theMarkEndsWhatTheModelDoesNot() {
        // The mark is attended to from frame 11 on.
        #expect(Self.end(Self.reading, words: 5) { _ in false } == 11 + EndSteering.longestMark - 1)
    }

    @Test func leavingTheMarkEndsWhatTheModelDoesNot() {
        // Three frames at the mark, then the attention strays back to the last word, over and over.
        let straying = Self.reading + [5, 4, 4, 4, 5, 5, 5, 4, 4]
        #expect(Self.end(straying, words: 5) { _ in false } == 14)
        // Two frames at the mark are not enough: the last word may pause.
        #expect(Self.end(Self.reading + [4, 4, 5, 5, 5, 5, 4], words: 5) { _ in false } == 19)
    }

    @Test func aModelThatIsStuckMayEnd() {
        let stuck = [0, 0, 1, 1, 2]
        #expect(Self.end(stuck) { $0 >= 6 } == 6 + EndSteering.longestHold)
        // One wish counts as long as nothing more is spoken.
        #expect(Self.end(stuck) { $0 == 6 } == 6 + EndSteering.longestHold)
        // Without the wish it does not end here: the frame cap does that.
        #expect(Self.end(stuck) { _ in false } == nil)
    }

    @Test func aLongTailEnds() {
        let limit = FailureThresholds().longestLastWord(tokens: 1)
        #expect(Self.end(Self.reading) { _ in false } == 11 + limit - 1)
    }

    @Test func withoutWordsTheModelDecides() {
        #expect(Self.end(Self.reading, words: 0) { $0 == 3 } == 3)
    }
}
