import Foundation
import Synchronization

/// Ends the command after Ctrl-C or `kill`: the first signal cancels it, a later one ends the process at once.
final class Interruption: Sendable {
    private struct State {
        var number: Int32?
        var received: ContinuousClock.Instant?
        var action: (@Sendable () -> Void)?
    }

    /// Signals that arrive together count as one: `timeout` sends each to the process and to its group.
    private static let together = Duration.milliseconds(300)

    private let state = Mutex(State())
    private let sources = Mutex<[any DispatchSourceSignal]>([])

    /// Takes over SIGINT, SIGTERM and SIGHUP.
    init() {
        let taken = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [weak self] in self?.receive(number) }
            source.resume()
            return source
        }
        sources.withLock { $0 = taken }
    }

    /// 128 + the signal's number, `nil` without a signal.
    var exitCode: Int32? { state.withLock(\.number).map { 128 + $0 } }

    /// Calls `action` at the first signal, at once if that has arrived already.
    func onSignal(_ action: @escaping @Sendable () -> Void) {
        let late = state.withLock { state in
            state.action = action
            return state.number != nil
        }
        if late { action() }
    }

    private func receive(_ number: Int32) {
        let now = ContinuousClock.now
        let (first, action) = state.withLock { state in
            defer {
                state.number = state.number ?? number
                state.received = state.received ?? now
            }
            return (state.received, state.action)
        }
        if let first {
            if now - first > Self.together { leave(128 + number) }
        } else {
            action?()
        }
    }
}
