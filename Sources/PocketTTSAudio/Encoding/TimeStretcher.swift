import CSonic
import PocketTTS

/// Speech faster or slower at its own pitch, by libsonic, as it comes.
final class TimeStretcher {
    private let stream: OpaquePointer
    private var buffer = [Float](repeating: 0, count: 4096)

    /// Speeds that are of use, as OpenAI has them.
    static let speeds = 0.25...4.0

    /// - Parameter speed: 1 leaves speech as it is, 2 halves its time.
    /// - Throws: `PocketTTSError.invalidOption(name:value:allowed:)` for a speed outside ``speeds``.
    init(sampleRate: Int, speed: Double) throws(PocketTTSError) {
        guard Self.speeds.contains(speed), let stream = sonicCreateStream(Int32(clamping: sampleRate), 1) else {
            throw .invalidOption(name: "speed", value: "\(speed)", allowed: "0.25 to 4")
        }
        self.stream = stream
        sonicSetSpeed(stream, Float(speed))
    }

    deinit { sonicDestroyStream(stream) }

    /// What is ready after `samples`; some are kept back until more come.
    func process(_ samples: [Float]) -> [Float] {
        var limited = samples.limited
        sonicWriteFloatToStream(stream, &limited, Int32(clamping: limited.count))
        return ready()
    }

    /// What was kept back.
    func finish() -> [Float] {
        sonicFlushStream(stream)
        return ready()
    }

    private func ready() -> [Float] {
        var samples: [Float] = []
        while true {
            let count = Int(sonicReadFloatFromStream(stream, &buffer, Int32(buffer.count)))
            guard count > 0 else { return samples }
            samples += buffer[..<count]
        }
    }
}
