import Foundation
import PocketTTS

/// The state of a request on stderr: a line that moves at a terminal, and warnings everywhere.
final class ProgressLine {
    private let isQuiet: Bool
    /// Whether the moving line is shown.
    private let isShown: Bool
    private var started = ContinuousClock.now
    private var firstAudio: Duration?
    private var seconds = 0.0
    private var place = ""

    init(isQuiet: Bool) {
        self.isQuiet = isQuiet
        isShown = !isQuiet && isatty(STDERR_FILENO) != 0
    }

    /// Prints a line at a terminal.
    func hint(_ text: String) { if isShown { note(text) } }

    /// Prints a warning in a line of its own.
    func warning(_ text: String) {
        guard !isQuiet else { return }
        print("\r\u{1b}[K")
        warn(text)
    }

    func start() { started = .now }

    func chunk(_ chunk: ChunkProgress) { place = chunk.count > 1 ? "\(chunk.index + 1)/\(chunk.count), " : "" }

    func audio(_ chunk: AudioChunk) {
        if firstAudio == nil { firstAudio = .now - started }
        seconds += chunk.duration
        show()
    }

    func end(path: String) {
        show()
        print(path == "-" ? "\n" : ": \(path)\n")
    }

    private func show() {
        let elapsed = (ContinuousClock.now - started) / .seconds(1)
        let first = (firstAudio ?? .zero) / .milliseconds(1)
        print(
            "\r\u{1b}[K\(place)" + String(format: "%.1f s of speech, %.1fx real time, first audio after %.0f ms", seconds, seconds / max(elapsed, 1e-9), first))
    }

    private func print(_ text: String) {
        if isShown { FileHandle.standardError.write(Data(text.utf8)) }
    }
}
