import Foundation
import PocketTTS

/// Two runs of a benchmark side by side.
struct BenchComparison {
    private let before, now: BenchReport

    init(_ before: BenchReport, _ now: BenchReport) {
        self.before = before
        self.now = now
    }

    /// What is compared, and whether more of it is better.
    private typealias Figure = (name: String, moreIsBetter: Bool, spread: @Sendable (BenchReport.Result) -> Spread?)
    private static let figures: [Figure] = [
        ("joining, first audio ms", false, { $0.joiningFirstAudioMilliseconds }),
        ("x real time", true, { $0.realTimeFactor }),
        ("first audio ms", false, { $0.firstAudioMilliseconds }),
        ("step ms", false, { $0.stepMilliseconds }),
        ("decode ms", false, { $0.decodeMilliseconds }),
        ("CPU ms/frame", false, { $0.cpuMillisecondsPerFrame }),
        ("allocations/frame", false, { $0.allocationsPerFrame }),
        ("peak memory MB", false, { Spread([Double($0.peakMemoryBytes) / 1048576]) }),
    ]

    var text: String {
        var lines = ["Before: \(before.machine.text)", "Now:    \(now.machine.text)"]
        if before.machine.processor != now.machine.processor || before.machine.kernels != now.machine.kernels {
            lines.append("The machines differ: the ratios say nothing about the program.")
        }
        if before.model != now.model || before.threads != now.threads {
            lines.append("The models or the numbers of threads differ (before: \(before.model), \(before.threads)).")
        }
        lines += ["", "Ratios of now to before, with the interval of 95 % confidence:"]
        lines += BenchReport.table(["", "words", "streams", "", "before", "now", "ratio", "so it is"], rows)
        return lines.joined(separator: "\n")
    }

    private var rows: [[String]] {
        now.results.flatMap { result in
            let same = before.results.first {
                ($0.precision, $0.text, $0.streams, $0.isPaced, $0.hasJoining)
                    == (result.precision, result.text, result.streams, result.isPaced, result.hasJoining)
            }
            return Self.figures.compactMap { figure -> [String]? in
                guard let old = same.flatMap(figure.spread), let new = figure.spread(result) else { return nil }
                return [
                    result.precision, result.text, result.streamsText, figure.name,
                    old.formatted(1), new.formatted(1),
                ] + Self.verdict(old, new, moreIsBetter: figure.moreIsBetter)
            }
        }
    }

    private static func verdict(_ old: Spread, _ new: Spread, moreIsBetter: Bool) -> [String] {
        guard let estimate = RatioEstimate(of: new.values, over: old.values) else { return ["", ""] }
        guard min(old.values.count, new.values.count) > 1 else {
            return [String(format: "%.3f", estimate.ratio), "measured once"]
        }
        let ratio = String(format: "%.3f (%.3f-%.3f)", estimate.ratio, estimate.low, estimate.high)
        guard estimate.isCertain else { return [ratio, "not shown to differ"] }
        return [ratio, (estimate.ratio > 1) == moreIsBetter ? "better" : "worse"]
    }
}

extension BenchReport {
    /// Reads what `--json` wrote.
    init(contentsOf path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw PocketTTSError.fileNotFound(path: path, purpose: "benchmark to compare with")
        }
        do {
            self = try JSONDecoder().decode(BenchReport.self, from: data)
        } catch {
            throw PocketTTSError.fileUnusable(
                path: path, reason: "it is no report of this version's \"bench --json\".")
        }
    }
}
