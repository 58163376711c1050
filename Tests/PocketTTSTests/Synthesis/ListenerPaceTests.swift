import Testing

@testable import PocketTTS

@Suite struct ListenerPaceTests {
    private let frame = Duration.milliseconds(80)
    private let start = ContinuousClock.now

    @Test func framesThatAreTakenEarlyAreKeptForLater() {
        var pace = ListenerPace(frame: frame, from: start)
        for _ in 0..<5 { pace.take(at: start) }
        #expect(pace.deadline(framesAhead: 0) == start + .milliseconds(400))
        #expect(pace.deadline(framesAhead: 2) == start + .milliseconds(560))
    }

    @Test func whoIsLateHasNotBeenPlayingMeanwhile() {
        var pace = ListenerPace(frame: frame, from: start)
        pace.take(at: start)
        pace.take(at: start + .seconds(10))
        #expect(pace.deadline(framesAhead: 0) == start + .seconds(10) + frame)
    }

    @Test func whoHasNotBegunIsServedInTheOrderOfComing() {
        let first = ListenerPace(frame: frame, from: start)
        let second = ListenerPace(frame: frame, from: start + .milliseconds(1))
        #expect(first.deadline(framesAhead: 0) < second.deadline(framesAhead: 0))
    }
}
