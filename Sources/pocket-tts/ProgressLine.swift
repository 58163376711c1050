import Foundation
import PocketTTS

/// A line on stderr that tells a person at a terminal how it goes.
final class ProgressLine {
    private let isEnabled: Bool
    private var started = ContinuousClock.now
    private var firstAudio: Duration?
    private var seconds = 0.0
    private var place = ""

    init(isEnabled: Bool) { self.isEnabled = isEnabled }

    func note(_ text: String) { print("\(text)\n") }

    func start() { started = .now }

    func chunk(_ chunk: ChunkProgress) { place = chunk.count > 1 ? "\(chunk.index + 1)/\(chunk.count), " : "" }

    func audio(_ chunk: AudioChunk) {
        if firstAudio == nil { firstAudio = .now - started }
        seconds += chunk.duration
        show("\r")
    }

    func finished(_ chunk: ChunkProgress) {
        guard chunk.reachedFrameCap else { return }
        print("\r\u{1b}[Kwarning: the model did not end \"\(chunk.text.prefix(40))\" by itself; it was cut after \(chunk.frames) frames.\n")
    }

    func end(path: String) {
        show("\r")
        print(path == "-" ? "\n" : ": \(path)\n")
    }

    private func show(_ prefix: String) {
        let elapsed = (ContinuousClock.now - started) / .seconds(1)
        let first = (firstAudio ?? .zero) / .milliseconds(1)
        print(
            "\(prefix)\u{1b}[K\(place)" + String(format: "%.1f s of speech, %.1fx real time, first audio after %.0f ms", seconds, seconds / max(elapsed, 1e-9), first))
    }

    private func print(_ text: String) {
        if isEnabled { FileHandle.standardError.write(Data(text.utf8)) }
    }
}
