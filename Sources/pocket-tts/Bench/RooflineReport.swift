import CommandSupport
import PocketTTS

/// How far the stages are from what the machine can do.
struct RooflineReport: Codable {
    struct Stage: Codable {
        let precision: String
        /// Bytes that a step reads: weights, and keys and values in the middle of the text.
        let stepBytes: Double
        /// What those bytes take out of memory with one thread and with two, and out of whatever holds a buffer of that
        /// size that is read again and again.
        let memoryBoundMilliseconds: [Double]
        let residentBoundMilliseconds: [Double]
        /// With one thread and with as many as were asked for.
        let stepMilliseconds: [Double]
        let decodeMilliseconds: Double
        /// Floating-point operations per second of the decoder on one thread.
        let decodeRate: Double
    }

    let machine: Roofline
    let decodeMultiplyAdds: Int
    let stages: [Stage]

    init(_ config: ModelConfig, report: BenchReport) {
        let cost = ModelCost(config)
        let machine = Roofline.measure(codec: cost.decode)
        self.machine = machine
        decodeMultiplyAdds = cost.decodeMultiplyAdds
        stages = report.oneThread.compactMap { alone in
            guard let together = report.single(alone.precision), let weights = report.stepWeightBytes[alone.precision]
            else { return nil }
            let positions = report.voiceLength + alone.prefillRows + alone.frames / 2
            let bytes = Double(weights + cost.cacheBytesPerPosition * positions)
            return Stage(
                precision: alone.precision, stepBytes: bytes,
                memoryBoundMilliseconds: machine.memoryRead.map { 1e3 * bytes / $0 },
                residentBoundMilliseconds: [1, 2].map { 1e3 * bytes / Roofline.read(bytes: Int(bytes), threads: $0) },
                stepMilliseconds: [alone.stepMilliseconds.median, together.stepMilliseconds.median],
                decodeMilliseconds: alone.decodeMilliseconds.median,
                decodeRate: 2 * Double(cost.decodeMultiplyAdds) / (alone.decodeMilliseconds.median * 1e-3))
        }
    }

    var lines: [String] {
        func giga(_ value: Double) -> String { String(format: "%.1f", value / 1e9) }
        func number(_ value: Double) -> String { String(format: "%.2f", value) }
        var lines = [
            """
            Machine: memory reads \(giga(machine.memoryRead[0])) GB/s with one thread, \(giga(machine.memoryRead[1])) \
            with two; one thread's sgemm \(giga(machine.blasSquare)) GFLOP/s (1024 cubed), \(giga(machine.blasCodec)) \
            on the codec's products; our f32 kernels \(giga(machine.ownCodec)) on those
            """
        ]
        lines += BenchReport.table(
            [
                "", "MB/step", "bound ms, 1 and 2 threads", "if cached", "step ms", "of the bound", "decode GFLOP/s",
                "of sgemm (square)", "of sgemm (codec)",
            ],
            stages.map { stage in
                [
                    stage.precision, String(format: "%.0f", stage.stepBytes / 1e6),
                    stage.memoryBoundMilliseconds.map(number).joined(separator: ", "),
                    stage.residentBoundMilliseconds.map(number).joined(separator: ", "),
                    stage.stepMilliseconds.map(number).joined(separator: ", "),
                    zip(stage.stepMilliseconds, stage.memoryBoundMilliseconds).map { number($0 / $1) }.joined(
                        separator: ", "),
                    giga(stage.decodeRate), number(stage.decodeRate / machine.blasSquare),
                    number(stage.decodeRate / machine.blasCodec),
                ]
            })
        return lines
    }
}
