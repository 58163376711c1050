import Synchronization

/// Decides who may speak: as many streams at once as the machine can keep faster than real time, a bounded queue
/// behind them, and in that queue turns by client.
public final class Admission: Sendable {
    /// The right to speak. Giving it back, or dropping it, lets the next one in.
    public final class Ticket: Sendable {
        private let admission: Admission
        private let client: String
        private let cost: Double
        private let isOpen = Mutex(true)

        init(_ admission: Admission, client: String, cost: Double) {
            self.admission = admission
            self.client = client
            self.cost = cost
        }

        public func giveBack() {
            let wasOpen = isOpen.withLock { isOpen in
                defer { isOpen = false }
                return isOpen
            }
            if wasOpen { admission.leave(client: client, cost: cost) }
        }

        deinit { giveBack() }
    }

    /// Why somebody may not speak now.
    public enum Refusal: Error, Equatable {
        /// Too many wait already, or the wait was too long. Seconds after which it may be worth another try.
        case busy(retryAfter: Int)
        /// No new speech is begun any more.
        case shuttingDown
    }

    /// How many speak, how many wait.
    public struct Load: Sendable, Equatable {
        public var active = 0
        public var waiting = 0
    }

    fileprivate struct Waiter {
        let id: Int
        let client: String
        let cost: Double
        let continuation: CheckedContinuation<Ticket, any Error>
    }

    fileprivate struct State {
        var cost = 0.0
        var active: [String: Int] = [:]
        var waiters: [Waiter] = []
        var nextID = 0
        var isClosed = false
        /// A moving average of how long a stream lasts, in seconds.
        var duration = 2.0
    }

    private let state = Mutex(State())
    /// Streams that may wait for their turn.
    public let queueLength: Int
    private let longestWait: Duration
    private let onChange: @Sendable (Load) -> Void

    /// - Parameter onChange: told the load after every change, for gauges.
    public init(
        queueLength: Int, longestWait: Duration = .seconds(10), onChange: @escaping @Sendable (Load) -> Void = { _ in }
    ) {
        self.queueLength = queueLength
        self.longestWait = longestWait
        self.onChange = onChange
    }

    public var load: Load { state.withLock { $0.load } }

    /// Waits until a stream of `client` may speak.
    /// - Parameter cost: the part of the machine that it takes: 1 over the streams of its model that run in real time.
    /// - Throws: ``Refusal``, or `CancellationError`.
    public func enter(client: String, cost: Double) async throws -> Ticket {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let timeout = Task { [longestWait, weak self] in
            try await Task.sleep(for: longestWait)
            self?.dismiss(id, .refusal)
        }
        defer { timeout.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                admitOrQueue(Waiter(id: id, client: client, cost: cost, continuation: continuation))
            }
        } onCancel: {
            dismiss(id, .cancellation)
        }
    }

    /// Sends away all who wait and all who come.
    public func close() {
        let waiters = state.withLock { state in
            state.isClosed = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.continuation.resume(throwing: Refusal.shuttingDown) }
        onChange(load)
    }

    public var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Tells how long a stream lasted, which is what those who are sent away are told to wait.
    func noteDuration(_ seconds: Double) {
        state.withLock { $0.duration = 0.8 * $0.duration + 0.2 * seconds }
    }

    // MARK: Under the lock, then resuming outside of it

    private enum Outcome {
        case admitted(Waiter)
        case refused(Waiter, any Error)
    }

    private func admitOrQueue(_ waiter: Waiter) {
        let outcome: Outcome? = state.withLock { state in
            if state.isClosed { return .refused(waiter, Refusal.shuttingDown) }
            if Task.isCancelled { return .refused(waiter, CancellationError()) }
            if state.waiters.isEmpty, state.hasRoom(for: waiter.cost) {
                state.take(waiter)
                return .admitted(waiter)
            }
            state.waiters.append(waiter)
            guard state.waiters.count > queueLength else { return nil }
            return .refused(state.removeGreediest(), Refusal.busy(retryAfter: state.retryAfter))
        }
        settle(outcome.map { [$0] } ?? [])
    }

    private func leave(client: String, cost: Double) {
        let admitted = state.withLock { state in
            state.release(client: client, cost: cost)
            var admitted: [Waiter] = []
            while let next = state.nextWaiter(), state.hasRoom(for: state.waiters[next].cost) {
                let waiter = state.waiters.remove(at: next)
                state.take(waiter)
                admitted.append(waiter)
            }
            return admitted
        }
        settle(admitted.map { .admitted($0) })
    }

    private enum Dismissal { case refusal, cancellation }

    private func dismiss(_ id: Int, _ dismissal: Dismissal) {
        let outcome: Outcome? = state.withLock { state in
            guard let index = state.waiters.firstIndex(where: { $0.id == id }) else { return nil }
            let waiter = state.waiters.remove(at: index)
            return switch dismissal {
            case .refusal: .refused(waiter, Refusal.busy(retryAfter: state.retryAfter))
            case .cancellation: .refused(waiter, CancellationError())
            }
        }
        settle(outcome.map { [$0] } ?? [])
    }

    private func settle(_ outcomes: [Outcome]) {
        for outcome in outcomes {
            switch outcome {
            case .admitted(let waiter):
                waiter.continuation.resume(returning: Ticket(self, client: waiter.client, cost: waiter.cost))
            case .refused(let waiter, let error): waiter.continuation.resume(throwing: error)
            }
        }
        onChange(load)
    }
}

extension Admission.State {
    fileprivate var load: Admission.Load {
        .init(active: active.values.reduce(0, +), waiting: waiters.count)
    }

    /// One stream may always speak, however slow the machine is.
    fileprivate func hasRoom(for new: Double) -> Bool { active.isEmpty || cost + new <= 1 + 1e-9 }

    fileprivate mutating func take(_ waiter: Admission.Waiter) {
        cost += waiter.cost
        active[waiter.client, default: 0] += 1
    }

    fileprivate mutating func release(client: String, cost released: Double) {
        let count = (active[client] ?? 1) - 1
        active[client] = count > 0 ? count : nil
        cost = active.isEmpty ? 0 : cost - released
    }

    /// The oldest of the client that speaks least.
    fileprivate func nextWaiter() -> Int? {
        waiters.indices.min { (active[waiters[$0].client] ?? 0, $0) < (active[waiters[$1].client] ?? 0, $1) }
    }

    /// The newest of the client that has most, waiting and speaking: nobody fills the queue for the others.
    fileprivate mutating func removeGreediest() -> Admission.Waiter {
        var claims = active
        for waiter in waiters { claims[waiter.client, default: 0] += 1 }
        let greediest = waiters.indices.max { (claims[waiters[$0].client] ?? 0, $0) < (claims[waiters[$1].client] ?? 0, $1) }
        return waiters.remove(at: greediest ?? waiters.count - 1)
    }

    /// Until about one of those that speak has finished.
    fileprivate var retryAfter: Int {
        let speaking = max(active.values.reduce(0, +), 1)
        return min(max(Int((duration * Double(waiters.count + 1) / Double(speaking)).rounded(.up)), 1), 60)
    }
}
