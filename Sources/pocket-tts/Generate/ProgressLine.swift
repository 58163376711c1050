import CommandSupport
import Foundation
import PocketTTS

/// The state of a request on stderr: a line that moves at a terminal, and warnings everywhere.
final class ProgressLine {
    private let isQuiet: Bool
    /// Whether the moving line is shown.
    private let isShown: Bool
    /// Stands before warnings.
    private let label: String
    private var started = ContinuousClock.now
    private var firstAudio: Duration?
    /// Seconds of speech since ``start()``.
    private(set) var seconds = 0.0
    private var place = ""
    /// Called with the seconds of speech so far, and the bytes of the text that were spoken before the current chunk.
    var observer: ((_ seconds: Double, _ bytes: Int) -> Void)?
    private var bytes = 0

    /// - Parameter item: the name of one of several requests that run at the same time, which share no line.
    init(isQuiet: Bool, item: String? = nil) {
        self.isQuiet = isQuiet
        isShown = !isQuiet && item == nil && isatty(STDERR_FILENO) != 0
        label = item.map { "\($0): " } ?? ""
    }

    /// Prints a line at a terminal.
    func hint(_ text: String) { if isShown { note(text) } }

    /// Prints a warning in a line of its own.
    func warning(_ text: String) {
        guard !isQuiet else { return }
        print("\r\u{1b}[K")
        warn(label + text)
    }

    func start() {
        started = .now
        firstAudio = nil
        seconds = 0
    }

    func chunk(_ chunk: ChunkProgress) {
        place = chunk.count > 1 ? "\(chunk.index + 1)/\(chunk.count), " : ""
        bytes = chunk.textRange.lowerBound
    }

    func audio(_ chunk: AudioChunk) {
        if firstAudio == nil { firstAudio = .now - started }
        seconds += chunk.duration
        observer?(seconds, bytes)
        show()
    }

    /// - Parameter path: the file that is finished; `nil` for a stream.
    func end(path: String?) {
        show()
        print(path.map { ": \($0)\n" } ?? "\n")
    }

    private func show() {
        let elapsed = (ContinuousClock.now - started) / .seconds(1)
        let first = (firstAudio ?? .zero) / .milliseconds(1)
        print(
            "\r\u{1b}[K\(place)"
                + String(
                    format: "%.1f s of speech, %.1fx real time, first audio after %.0f ms", seconds,
                    seconds / max(elapsed, 1e-9), first))
    }

    private func print(_ text: String) {
        if isShown { FileHandle.standardError.write(Data(text.utf8)) }
    }
}
