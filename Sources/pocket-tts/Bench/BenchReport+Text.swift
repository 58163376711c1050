import Foundation

extension BenchReport {
    /// For people.
    var text: String {
        var lines = [
            "\(model), voice of \(voiceLength) positions, \(threads) threads; median (min-max) of \(runs) runs",
            machine.text, "",
        ]
        let fastest = results.map(\.realTimeFactor.median).max() ?? 1
        lines += Self.table(
            ["", "words", "streams", "first audio ms", "x real time", "worst gap ms", "CPU ms/frame", ""],
            results.filter { !$0.hasJoining }.map { result in
                [
                    result.precision, result.text, result.streamsText,
                    result.firstAudioMilliseconds.formatted(0), result.realTimeFactor.formatted(1),
                    result.worstGapMilliseconds.formatted(0), result.cpuMillisecondsPerFrame.formatted(1),
                    result.isPaced ? "" : Self.bar(result.realTimeFactor.median / fastest),
                ]
            })
        lines += ["", "Stages, \(mainText) words, each on one thread without company (ms of one core):"]
        lines += Self.table(
            [
                "", "prefill", "rows", "step", "decode", "peak memory MB", "allocations/frame",
                "process start to audio ms",
            ],
            oneThread.map { result in
                let start = processStart[result.precision]
                let with = single(result.precision)
                return [
                    result.precision, result.prefillMilliseconds.formatted(1), "\(result.prefillRows)",
                    result.stepMilliseconds.formatted(2), result.decodeMilliseconds.formatted(2),
                    "\((with ?? result).peakMemoryBytes >> 20)",
                    with?.allocationsPerFrame?.formatted(1) ?? "not counted",
                    start.map { $0.scaled(by: 1e3).formatted(0) } ?? "",
                ]
            })
        if results.contains(where: { $0.streams > 1 }) {
            lines += ["", "Streams together, \(mainText) words: ms for one more frame of every stream"]
            lines += Self.table(
                ["", "streams", "step", "all", "step, of one stream's"],
                results.filter { !$0.isPaced && $0.text == mainText && !$0.hasJoining }.map { result in
                    let one = single(result.precision)
                    return [
                        result.precision, "\(result.streams)", result.stepMilliseconds.formatted(2),
                        result.wallMillisecondsPerRound.formatted(2),
                        one.map { String(format: "%.2f", result.stepMilliseconds.median / $0.stepMilliseconds.median) }
                            ?? "",
                    ]
                })
        }
        if results.contains(where: \.hasJoining) { lines += joiningLines }
        let growth = results.compactMap { result in
            result.lateOverEarly.map { "\(result.precision) \($0.formatted(2))" }
        }
        if !growth.isEmpty {
            lines += ["", "A step around frame 500 over one around frame 10: \(growth.joined(separator: ", "))"]
        }
        if let roofline { lines += [""] + roofline.lines }
        return lines.joined(separator: "\n")
    }

    private var joiningLines: [String] {
        let table = Self.table(
            ["", "running", "joining", "first audio ms", "their worst gap ms", "the others' worst gap ms"],
            results.filter(\.hasJoining).map { result in
                [
                    result.precision, "\(result.streams - 1)\(result.isPaced ? " paced" : "")",
                    "\(result.joiningFirstAudioMilliseconds?.values.count ?? 0)",
                    result.joiningFirstAudioMilliseconds?.formatted(0) ?? "",
                    result.joiningGapMilliseconds?.formatted(0) ?? "", result.worstGapMilliseconds.formatted(0),
                ]
            })
        return ["", "Streams that join others one after another, \(mainText) words:"] + table
    }

    static func table(_ header: [String], _ rows: [[String]]) -> [String] {
        let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
        return ([header] + rows).map { row in
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            return cells.joined(separator: "  ").replacing(#/[ ]+$/#, with: "")
        }
    }

    /// A bar of up to 24 cells.
    private static func bar(_ share: Double) -> String {
        String(repeating: "█", count: max(0, min(24, Int((share * 24).rounded()))))
    }
}

extension BenchReport.Result {
    /// How many streams, and how they were measured.
    var streamsText: String { "\(streams)\(isPaced ? " paced" : "")\(hasJoining ? " with joining streams" : "")" }
}

extension Spread {
    func formatted(_ digits: Int) -> String {
        func text(_ value: Double) -> String { String(format: "%.\(digits)f", value) }
        return text(min) == text(max) ? text(median) : "\(text(median)) (\(text(min))-\(text(max)))"
    }

    func scaled(by factor: Double) -> Spread { Spread(values.map { $0 * factor }) ?? self }
}
