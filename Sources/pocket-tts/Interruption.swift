import CommandSupport
import Foundation
import Synchronization

/// Ends the command after Ctrl-C or `kill`: the first signal cancels it, a later one ends the process at once.
final class Interruption {
    private let sources: [any DispatchSourceSignal]
    private let received = ReceivedSignal()

    /// Takes over SIGINT, SIGTERM and SIGHUP.
    init() {
        sources = [SIGINT, SIGTERM, SIGHUP].map { [received] number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { received.receive(number) }
            source.resume()
            return source
        }
    }

    /// 128 + the signal's number, `nil` without a signal.
    var exitCode: Int32? { received.number.map { 128 + $0 } }

    /// Calls `action` at the first signal, at once if that has arrived already.
    func onSignal(_ action: @escaping @Sendable () -> Void) { received.onSignal(action) }
}

private final class ReceivedSignal: Sendable {
    private struct State {
        var first: (number: Int32, time: ContinuousClock.Instant)?
        var action: (@Sendable () -> Void)?
    }

    /// Signals that arrive together count as one: `timeout` sends each to the process and to its group.
    private static let together = Duration.milliseconds(300)

    private let state = Mutex(State())

    var number: Int32? { state.withLock(\.first?.number) }

    func onSignal(_ action: @escaping @Sendable () -> Void) {
        let isLate = state.withLock { state in
            state.action = action
            return state.first != nil
        }
        if isLate { action() }
    }

    func receive(_ number: Int32) {
        let now = ContinuousClock.now
        let (first, action) = state.withLock { state in
            defer { state.first = state.first ?? (number, now) }
            return (state.first, state.action)
        }
        if let first {
            if now - first.time > Self.together { leave(128 + number) }
        } else {
            action?()
        }
    }
}
