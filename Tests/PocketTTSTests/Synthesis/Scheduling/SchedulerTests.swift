import Testing

@testable import PocketTTS

/// The scheduler's policy, without threads, in thousands of random situations.
@Suite struct SchedulerTests {
    private static let frame = Duration.milliseconds(80)

    private static func stream(_ random: inout SplitMix, at now: ContinuousClock.Instant) -> Scheduler.Stream {
        let wait = Duration.milliseconds(random.int(-1000...1000))
        var stream = Scheduler.Stream(playback: PlaybackClock(frame: frame, from: now + wait))
        stream.languageModel = [.none, .prefill, .step, .prefetch][random.int(0...3)]
        switch random.int(0...2) {
        case 0: stream.codec = .none
        case 1: stream.codec = .marker
        default: stream.codec = .latents(random.int(1...Scheduler.largestBlock), isFollowed: random.int(0...1) == 1)
        }
        stream.isStarting = random.int(0...2) == 0
        stream.framesAhead = random.int(0...Scheduler.lookahead + 1)
        stream.framesDecoded = random.int(0...stream.framesAhead)
        return stream
    }

    private static func situation(_ random: inout SplitMix, at now: ContinuousClock.Instant) -> Scheduler.Situation {
        Scheduler.Situation(
            streams: (0..<random.int(0...9)).map { _ in stream(&random, at: now) }, hasCalls: random.int(0...19) == 0,
            isLanguageModelBusy: random.int(0...1) == 1, lastPassWasStep: random.int(0...1) == 1)
    }

    private func forEachSituation(
        _ body: (Scheduler.Situation, Scheduler.Decision, ContinuousClock.Instant) -> Void
    ) {
        var random = SplitMix(state: 11)
        let now = ContinuousClock.now
        for _ in 0..<5_000 {
            let situation = Self.situation(&random, at: now)
            body(situation, Scheduler.decide(situation, at: now), now)
        }
    }

    private func canDecode(_ stream: Scheduler.Stream, _ now: ContinuousClock.Instant) -> Bool {
        stream.codec == .marker || stream.decodableLatents(at: now) > 0
    }

    @Test func whatIsDecidedCanBeDone() {
        forEachSituation { situation, decision, now in
            switch decision {
            case .wait: break
            case .runCall: #expect(situation.hasCalls)
            case .decode(let index, let latents):
                let stream = situation.streams[index]
                if case .latents(let count, _) = stream.codec {
                    #expect(latents > 0 && latents <= count)
                } else {
                    #expect(stream.codec == .marker && latents == 0)
                }
            case .prefill(let index):
                #expect(!situation.isLanguageModelBusy && situation.streams[index].languageModel == .prefill)
            case .step: #expect(!situation.isLanguageModelBusy && situation.streams.contains { $0.canStep })
            case .prefetch(let index):
                #expect(!situation.isLanguageModelBusy && situation.streams[index].languageModel == .prefetch)
            }
        }
    }

    /// No thread waits while there is work; and prefetching waits for everything else.
    @Test func nothingIsLeftUndone() {
        forEachSituation { situation, decision, now in
            let isBusy = situation.isLanguageModelBusy
            let urgent =
                situation.hasCalls
                || situation.streams.contains { stream in
                    canDecode(stream, now) || !isBusy && (stream.canStep || stream.canPrefill)
                }
            let canPrefetch = !isBusy && situation.streams.contains { $0.languageModel == .prefetch }
            if decision == .wait { #expect(!urgent && !canPrefetch) }
            if case .prefetch = decision { #expect(!urgent) }
        }
    }

    /// Of those that can be served, the listener that underruns first is.
    @Test func theEarliestDeadlineComesFirst() {
        forEachSituation { situation, decision, now in
            let streams = situation.streams
            switch decision {
            case .decode(let index, _):
                let isStarting = streams.contains { $0.isStarting && canDecode($0, now) }
                let others = streams.filter { canDecode($0, now) && (!isStarting || $0.isStarting) }
                #expect(others.allSatisfy { streams[index].deadline <= $0.deadline })
            case .prefill(let index) where !streams[index].isStarting:
                #expect(streams.filter(\.canPrefill).allSatisfy { streams[index].deadline <= $0.deadline })
            default: break
            }
        }
    }

    /// A new stream is served before everything but calls and first audio, unless a listener might underrun over it.
    @Test func newStreamsComeFirstUnlessAListenerWouldUnderrun() {
        forEachSituation { situation, decision, now in
            let streams = situation.streams
            guard !situation.hasCalls, !situation.isLanguageModelBusy,
                !streams.contains(where: { $0.isStarting && canDecode($0, now) }),
                let first = streams.firstIndex(where: { $0.isStarting && $0.languageModel == .prefill })
            else { return }
            let isShort = streams.contains { $0.canStep && !$0.hasReserve(at: now) }
            if !isShort || situation.lastPassWasStep {
                #expect(decision == .prefill(stream: first))
            } else if case .prefill = decision {
                Issue.record("a listener underruns over a prefill after a prefill")
            }
        }
    }

    /// A listener that does not read stops its stream's computation.
    @Test func unreadFramesStopTheLanguageModel() {
        forEachSituation { situation, decision, now in
            if decision == .step {
                #expect(
                    situation.streams.contains { $0.languageModel == .step && $0.framesAhead < Scheduler.lookahead })
            }
            if case .prefill(let index) = decision, !situation.streams[index].isStarting {
                #expect(situation.streams[index].framesAhead <= Scheduler.lookahead)
            }
        }
    }

    /// Progress events are no audio: with a marker decoded and no frame in hand, latents are decoded at once.
    @Test func blocksGrowWithTheFramesInHand() {
        let now = ContinuousClock.now
        var stream = Scheduler.Stream(playback: PlaybackClock(frame: Self.frame, from: now))
        stream.languageModel = .step
        for count in 1..<Scheduler.largestBlock {
            stream.codec = .latents(count, isFollowed: false)
            stream.framesAhead = count
            stream.framesDecoded = 0
            #expect(stream.decodableLatents(at: now) == count)
            stream.framesAhead = 7
            stream.framesDecoded = count + 1
            #expect(stream.decodableLatents(at: now) == 0)
            stream.codec = .latents(count, isFollowed: true)
            #expect(stream.decodableLatents(at: now) == count)
        }
        stream.codec = .latents(Scheduler.largestBlock, isFollowed: false)
        #expect(stream.decodableLatents(at: now) == Scheduler.largestBlock)
    }
}
