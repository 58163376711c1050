import Testing

@testable import PocketTTS

@Suite struct PlaybackClockTests {
    private let frame = Duration.milliseconds(80)
    private let start = ContinuousClock.now

    @Test func framesThatAreTakenEarlyAreKeptForLater() {
        var clock = PlaybackClock(frame: frame, from: start)
        for _ in 0..<5 { clock.take(at: start) }
        #expect(clock.deadline(framesAhead: 0) == start + .milliseconds(400))
        #expect(clock.deadline(framesAhead: 2) == start + .milliseconds(560))
    }

    @Test func whoIsLateHasNotBeenPlayingMeanwhile() {
        var clock = PlaybackClock(frame: frame, from: start)
        clock.take(at: start)
        clock.take(at: start + .seconds(10))
        #expect(clock.deadline(framesAhead: 0) == start + .seconds(10) + frame)
    }

    @Test func whoHasNotBegunIsServedInTheOrderOfComing() {
        let first = PlaybackClock(frame: frame, from: start)
        let second = PlaybackClock(frame: frame, from: start + .milliseconds(1))
        #expect(first.deadline(framesAhead: 0) < second.deadline(framesAhead: 0))
    }
}
