import CommandSupport
import Foundation

/// How far a book has come, on stderr: a line that moves at a terminal, a line per chapter elsewhere.
final class BookProgress {
    private let isQuiet: Bool
    private let isTerminal = isatty(STDERR_FILENO) != 0
    private let chapters: Int
    /// Bytes of text: all, those that are spoken, and those that were spoken before.
    private let total: Int
    private var done = 0
    private var before = 0
    private var seconds = 0.0
    private let start = ContinuousClock.now

    init(chapters: Int, total: Int, isQuiet: Bool) {
        self.chapters = chapters
        self.total = total
        self.isQuiet = isQuiet
    }

    /// A chapter that was spoken before.
    func skip(bytes: Int) {
        done += bytes
        before += bytes
    }

    /// Within a chapter.
    /// - Parameters:
    ///   - bytes: of its text that are spoken.
    ///   - seconds: of its speech.
    func show(_ index: Int, _ title: String, bytes: Int, seconds: Double) {
        guard !isQuiet, isTerminal else { return }
        print("\r\u{1b}[K\(line(index, title, bytes: done + bytes, seconds: self.seconds + seconds))")
    }

    /// A chapter is finished.
    func finish(_ index: Int, _ title: String, bytes: Int, seconds: Double) {
        done += bytes
        self.seconds += seconds
        guard !isQuiet else { return }
        print("\(isTerminal ? "\r\u{1b}[K" : "")\(line(index, title, bytes: done, seconds: self.seconds))\n")
    }

    private func line(_ index: Int, _ title: String, bytes: Int, seconds: Double) -> String {
        let elapsed = (ContinuousClock.now - start) / .seconds(1)
        let share = Double(bytes) / Double(max(total, 1))
        let left = elapsed * Double(total - bytes) / Double(max(bytes - before, 1))
        let speed = seconds / max(elapsed, 1e-9)
        return "\(index + 1)/\(chapters) \(title.prefix(40).description.oneLine): "
            + String(
                format: "%.0f %% of the book, %@ of speech, %.1fx real time", share * 100, Self.time(seconds), speed)
            + (bytes > before && bytes < total ? ", \(Self.time(left)) left" : "")
    }

    /// Hours, minutes and seconds.
    static func time(_ seconds: Double) -> String {
        let seconds = Int(min(max(seconds, 0), 1e9).rounded())
        return String(format: "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
    }

    private func print(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
