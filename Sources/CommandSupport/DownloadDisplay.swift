import Foundation
import PocketTTSHub
import Synchronization

/// Shows downloads on stderr: a line that moves at a terminal, a line at the start and the end elsewhere.
package final class DownloadDisplay: Sendable {
    private struct State {
        var started = ContinuousClock.now
        var startBytes = 0
        var shown: ContinuousClock.Instant?
        var file = ""
    }

    private let isTerminal: Bool
    private let isQuiet: Bool
    private let state = Mutex(State())

    package init(isQuiet: Bool) {
        self.isQuiet = isQuiet
        isTerminal = isatty(STDERR_FILENO) != 0
    }

    @Sendable package func observe(_ progress: DownloadProgress) {
        guard !isQuiet else { return }
        switch progress {
        case .waiting(let file): line("another process is fetching \(file): waiting for it")
        case .retrying(let file, let reason, let seconds):
            line("\(file): \(reason); trying again in \(String(format: "%.0f", seconds)) s")
        case .finished(let file, let bytes): line("\(file): \(Self.size(bytes))")
        case .received(let file, let bytes, let total, let resumed): received(file, bytes, total, resumed)
        }
    }

    /// Reports that the open weights were fetched instead of the gated ones.
    package func report(_ refusal: HubError?) {
        guard !isQuiet, let refusal else { return }
        line("fetched the open weights, which cannot clone a voice: \(refusal)")
    }

    private func received(_ file: String, _ bytes: Int, _ total: Int?, _ resumed: Int) {
        let now = ContinuousClock.now
        let text: String? = state.withLock { state in
            let isNew = state.file != file
            if isNew { state = State(started: now, startBytes: bytes, file: file) }
            guard isTerminal else {
                let of = total.map { " (\(Self.size($0)))" } ?? ""
                return isNew ? "fetching \(file)\(of)\(resumed > 0 ? ", from \(Self.size(resumed)) on" : "")" : nil
            }
            guard isNew || state.shown.map({ now - $0 > .milliseconds(100) }) ?? true else { return nil }
            state.shown = now
            let rate = Double(bytes - state.startBytes) / max((now - state.started) / .seconds(1), 1e-3)
            return Self.bar(file, bytes, total, rate)
        }
        guard let text else { return }
        if isTerminal { print("\r\u{1b}[K\(text)") } else { line(text) }
    }

    private static func bar(_ file: String, _ bytes: Int, _ total: Int?, _ rate: Double) -> String {
        guard let total, total > 0 else { return "\(file) \(size(bytes)) \(size(Int(rate)))/s" }
        let filled = min(20, bytes * 20 / total)
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled)
        let seconds = rate > 0 ? Int(Double(total - bytes) / rate) : 0
        let left = String(format: "%d:%02d left", seconds / 60, seconds % 60)
        return "\(file) [\(bar)] \(bytes * 100 / total) % of \(size(total)), \(size(Int(rate)))/s, \(left)"
    }

    private func line(_ text: String) { print(isTerminal ? "\r\u{1b}[K\(text)\n" : "\(text)\n") }

    private func print(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

    /// Decimal units with one digit, as downloads are advertised.
    package static func size(_ bytes: Int) -> String {
        switch bytes {
        case 1_000_000_000...: String(format: "%.1f GB", Double(bytes) / 1e9)
        case 1_000_000...: String(format: "%.1f MB", Double(bytes) / 1e6)
        case 1000...: String(format: "%.1f kB", Double(bytes) / 1e3)
        default: "\(bytes) B"
        }
    }
}
