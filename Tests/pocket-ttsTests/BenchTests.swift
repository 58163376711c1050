import Foundation
import PocketTTS
import Testing

@testable import pocket_tts

@Suite struct BenchTests {
    private let folder = FileManager.default.temporaryDirectory

    private struct Report: Decodable {
        struct Spread: Decodable { let median, min, max: Double }
        struct Result: Decodable {
            let precision: String
            let streams, frames, prefillRows: Int
            let isPaced, hasJoining: Bool
            let joiningFirstAudioMilliseconds: Spread?
            let realTimeFactor, worstGapMilliseconds, stepMilliseconds, decodeMilliseconds: Spread
        }
        let results, oneThread: [Result]
        let processStart: [String: Spread]
        let stepWeightBytes: [String: Int]
    }

    @Test func measuresEveryCombination() throws {
        let run = try Command.run(
            ["bench", "--texts", "1", "--precision", "bf16,int8", "--streams", "1,3", "--runs", "1", "--json"],
            input: Data(),
            in: folder)
        #expect(run.code == 0)
        #expect(run.errors.contains("embedded voice"))
        let report = try JSONDecoder().decode(Report.self, from: run.output)
        #expect(report.results.map(\.precision) == ["bf16", "bf16", "int8", "int8"])
        #expect(report.results.map(\.streams) == [1, 3, 1, 3])
        #expect(report.oneThread.map(\.precision) == ["bf16", "int8"])
        #expect(Set(report.processStart.keys) == ["bf16", "int8"])
        let (exact, rounded) = (report.stepWeightBytes["bf16"] ?? 0, report.stepWeightBytes["int8"] ?? 0)
        #expect(rounded > exact / 2 && rounded < exact)
        let single = try #require(report.results.first?.frames)
        for result in report.results {
            // Without an end of speech the frames are those of the cap.
            #expect(result.frames == single * result.streams)
            #expect(result.prefillRows.isMultiple(of: result.streams) && result.prefillRows > 0)
            for figure in [result.realTimeFactor, result.stepMilliseconds, result.decodeMilliseconds] {
                #expect(figure.min > 0 && figure.min <= figure.median && figure.median <= figure.max)
            }
        }
    }

    /// Joining streams come beside those that are there.
    @Test func measuresStreamsThatJoinOthers() throws {
        let run = try Command.run(
            [
                "bench", "--texts", "15", "--precision", "int8", "--streams", "3", "--joining", "--runs", "1",
                "--json",
            ], input: Data(), in: folder)
        #expect(run.code == 0)
        let results = try JSONDecoder().decode(Report.self, from: run.output).results
        try #require(results.map(\.streams) == [1, 3, 3] && results.map(\.hasJoining) == [false, false, true])
        let (single, together, joined) = (results[0], results[1], results[2])
        #expect(together.joiningFirstAudioMilliseconds == nil)
        #expect((joined.joiningFirstAudioMilliseconds?.min ?? 0) > 0)
        // Two to the end, and the first frames of at least one joining stream.
        #expect(joined.frames > 2 * single.frames && joined.prefillRows > 2 * single.prefillRows)
    }

    @Test(arguments: [
        ["--precision", "int9"], ["--texts", "2"], ["--streams", "0"], ["--streams", "65"], ["--runs", "0"],
        ["--texts", ""],
        ["--threads", "0"], ["--joining"],
    ])
    func refusesWhatMakesNoSense(flags: [String]) throws {
        let run = try Command.run(["bench"] + flags, input: Data(), in: folder)
        #expect(run.code == 64)
        #expect(run.output.isEmpty)
    }

    @Test func saysWhatAFrameCosts() throws {
        let config = try ModelConfig.load(contentsOf: Command.repository.appending(path: "Models/configs/english.yaml"))
        let cost = ModelCost(config)
        // Two layers of 16 rows over 250 keys and values of 512 channels.
        #expect(cost.decodeAttention == 2 * 16 * 250 * 2 * 512)
        #expect(abs(Double(cost.decodeMultiplyAdds) - 270.7e6) < 0.5e6)
        #expect(cost.cacheBytesPerPosition == 6 * 2 * 1024 * 4)
    }

    @Test func spreadIsOfTheSortedValues() throws {
        let odd = try #require(Spread([3, 1, 2]))
        #expect(odd.min == 1 && odd.median == 2 && odd.max == 3)
        #expect(Spread([4, 1, 2, 3])?.median == 2.5)
        #expect(Spread([]) == nil)
    }
}
