import CommandSupport
import Foundation
import PocketTTS

/// What a benchmark measures, and the order of it.
struct BenchPlan {
    let precisions: [Precision]
    let texts: [BenchText]
    let streams: [Int]
    /// Whether several streams are measured with paced listeners, too.
    let isPacedToo: Bool
    /// Whether streams that join others are measured, too.
    let hasJoining: Bool
    let threads: Int
    let runs: Int
    let eosThreshold: Float
    /// Flags of the model and the voice.
    let arguments: [String]

    init(
        precisions: [Precision], texts: [BenchText], streams: [Int], isPacedToo: Bool, hasJoining: Bool, threads: Int,
        runs: Int, eosThreshold: Float, arguments: [String]
    ) throws {
        guard !precisions.isEmpty, !texts.isEmpty, !streams.isEmpty else {
            throw UsageError("nothing to measure: --precision, --texts and --streams need a value each.")
        }
        guard !hasJoining || streams.contains(where: { $0 > 1 }) else {
            throw UsageError("--joining needs streams to join: --streams needs a number above 1.")
        }
        guard (1...1000).contains(runs) else {
            throw PocketTTSError.invalidOption(name: "runs", value: "\(runs)", allowed: "1 to 1000")
        }
        self.precisions = precisions
        self.texts = texts
        self.streams = streams
        self.isPacedToo = isPacedToo
        self.hasJoining = hasJoining
        self.threads = threads
        self.runs = runs
        self.eosThreshold = eosThreshold
        self.arguments = arguments
    }

    /// What is measured in several ways.
    var mainText: BenchText { texts.contains(.fifteen) ? .fifteen : texts[0] }

    private struct Case: Hashable {
        let precision: Precision
        let text: BenchText
        let streams: Int
        let isPaced: Bool
        var hasJoining = false
    }

    func run(note: (String) -> Void) throws -> BenchReport {
        var report = BenchReport(mainText: mainText, threads: threads, runs: runs)
        report.results = try measure(threads: threads, cases(), &report, note)
        // The stages without each other's help and company.
        let alone = precisions.map { Case(precision: $0, text: mainText, streams: 1, isPaced: false) }
        report.oneThread = try measure(threads: 1, alone, &report, note)
        for precision in precisions {
            note("\(precision.rawValue): from the start of a process")
            let seconds = try (0...runs).map { _ in
                try BenchWorker.secondsToFirstByte(
                    speaking: mainText.text, arguments: flags(precision, threads: threads))
            }
            report.processStart[precision.rawValue] = Spread(Array(seconds.dropFirst()))
        }
        report.machine.end()
        return report
    }

    private func cases() -> [Case] {
        precisions.flatMap { precision in
            let single = texts.map { Case(precision: precision, text: $0, streams: 1, isPaced: false) }
            let several = streams.filter { $0 > 1 }.flatMap { count -> [Case] in
                let paces = isPacedToo ? [false, true] : [false]
                return [false, true].filter { !$0 || hasJoining }.flatMap { hasJoining in
                    paces.map {
                        Case(
                            precision: precision, text: mainText, streams: count, isPaced: $0,
                            hasJoining: hasJoining)
                    }
                }
            }
            return single + several
        }
    }

    /// One worker per precision, all alive; each round runs every case once.
    private func measure(
        threads: Int, _ cases: [Case], _ report: inout BenchReport, _ note: (String) -> Void
    ) throws -> [BenchReport.Result] {
        var workers: [Precision: BenchWorker] = [:]
        for precision in precisions {
            let worker = try BenchWorker(arguments: flags(precision, threads: threads))
            report.voiceLength = worker.ready.voiceLength
            report.stepWeightBytes[precision.rawValue] = worker.ready.stepWeightBytes
            workers[precision] = worker
        }
        var measured: [Case: [Measurement]] = [:]
        for run in 0...runs {
            note(run == 0 ? "warm-up, \(threads) threads" : "run \(run) of \(runs), \(threads) threads")
            for item in cases {
                let request = Measurement.Request(
                    text: item.text.text, seed: 1, streams: item.streams, paced: item.isPaced,
                    joining: item.hasJoining, maxTokens: item.text.maxTokens, eosThreshold: eosThreshold)
                guard let measurement = try workers[item.precision]?.measure(request), run > 0 else { continue }
                measured[item, default: []].append(measurement)
            }
        }
        return cases.compactMap { item in
            measured[item].flatMap {
                BenchReport.Result(
                    precision: item.precision, text: item.text, streams: item.streams, isPaced: item.isPaced,
                    hasJoining: item.hasJoining, $0)
            }
        }
    }

    private func flags(_ precision: Precision, threads: Int) -> [String] {
        arguments + ["--precision", precision.rawValue, "--threads", "\(threads)"]
    }
}
