import Testing

@testable import PocketTTS

/// Where the scheduler's decisions lead over a whole load.
@Suite struct SimulationTests {
    private static let costs = SimulatedEngine.Costs(
        prefill: .milliseconds(12), step: .milliseconds(8), row: .microseconds(500), decode: .milliseconds(3))

    private func load(
        _ random: inout SplitMix, streams: Int, reader: SimulatedEngine.Reader?, start: ContinuousClock.Instant
    ) -> [SimulatedEngine.Stream] {
        (0..<streams).map { _ in
            let chunks = (0..<random.int(1...4)).map { _ in
                SimulatedEngine.Chunk(prefills: random.int(1...3), frames: random.int(1...60))
            }
            return SimulatedEngine.Stream(
                arrival: .milliseconds(random.int(0...3000)),
                reader: reader ?? (random.int(0...1) == 0 ? .player : .greedy), chunks: chunks, from: start)
        }
    }

    /// Whatever the load and the costs, every stream is spoken to its end, and none gets too far ahead of its listener.
    @Test func everyStreamFinishes() {
        var random = SplitMix(state: 21)
        let start = ContinuousClock.now
        for _ in 0..<150 {
            let costs = SimulatedEngine.Costs(
                prefill: .milliseconds(random.int(1...200)), step: .milliseconds(random.int(1...200)),
                row: .milliseconds(random.int(0...20)), decode: .milliseconds(random.int(1...100)))
            let streams = load(&random, streams: random.int(1...8), reader: nil, start: start)
            var engine = SimulatedEngine(streams: streams, workers: random.int(1...3), costs: costs, start: start)
            engine.run()
            #expect(engine.streams.allSatisfy { $0.isFinished })
            #expect(engine.streams.allSatisfy { $0.framesTaken == $0.framesMade })
            #expect(engine.mostFramesAhead <= Scheduler.lookahead + 1)
        }
    }

    /// With half of the computing power to spare, nobody who listens in real time waits longer than for one pass.
    @Test func playersDoNotUnderrun() {
        var random = SplitMix(state: 22)
        let start = ContinuousClock.now
        for _ in 0..<80 {
            let streams = load(&random, streams: random.int(1...6), reader: .player, start: start)
            var engine = SimulatedEngine(streams: streams, workers: 2, costs: Self.costs, start: start)
            engine.run()
            for stream in engine.streams { #expect(stream.longestUnderrun <= .milliseconds(20)) }
        }
    }

    /// Greedy readers keep neither a new stream from its first pass nor a player from its audio.
    @Test func newStreamsBeginBesideGreedyOnes() {
        var random = SplitMix(state: 23)
        let start = ContinuousClock.now
        for _ in 0..<80 {
            let greedy = (0..<6).map { _ in
                SimulatedEngine.Stream(
                    arrival: .zero, reader: .greedy, chunks: [.init(prefills: random.int(1...3), frames: 400)],
                    from: start)
            }
            let new = SimulatedEngine.Stream(
                // When the others have started.
                arrival: .milliseconds(random.int(1000...1900)), reader: .player,
                chunks: [.init(prefills: 1, frames: 20), .init(prefills: 2, frames: 20)], from: start)
            var engine = SimulatedEngine(streams: greedy + [new], workers: 2, costs: Self.costs, start: start)
            engine.run()
            let stream = engine.streams[6]
            #expect(stream.passesBeforeFirst <= 2)
            #expect((stream.firstAudio ?? .seconds(100)) < .milliseconds(80))
            #expect(stream.isFinished && stream.longestUnderrun <= .milliseconds(80))
        }
    }

    /// Equal streams get equal shares of an engine that is too slow for all of them.
    @Test func sharesAreFair() {
        var random = SplitMix(state: 24)
        let start = ContinuousClock.now
        for _ in 0..<30 {
            let costs = SimulatedEngine.Costs(
                prefill: .milliseconds(random.int(10...100)), step: .milliseconds(random.int(50...200)),
                row: .milliseconds(random.int(5...20)), decode: .milliseconds(random.int(20...100)))
            let streams = (0..<random.int(2...8)).map { _ in
                SimulatedEngine.Stream(
                    arrival: .zero, reader: random.int(0...1) == 0 ? .player : .greedy,
                    chunks: [.init(prefills: 1, frames: 10_000)], from: start)
            }
            var engine = SimulatedEngine(streams: streams, workers: random.int(1...3), costs: costs, start: start)
            engine.run(until: .seconds(40))
            let made = engine.streams.map(\.framesMade)
            #expect((made.max() ?? 0) - (made.min() ?? 0) <= Scheduler.lookahead + 1, "\(made)")
            #expect((made.min() ?? 0) > 10)
        }
    }
}
