import Synchronization

/// Decides which sessions may run: as many at once as the machine can keep faster than real time, a bounded queue
/// behind them, and in that queue turns by client.
///
/// The number of slots is measured while the machine has nothing else to do. Where other programs take a part of it,
/// listeners come close to an underrun. From half of the slots on, a session that yields is therefore admitted only
/// while all sessions are ``reserve`` ahead of their listeners.
public final class Admission: Sendable {
    /// A slot. Giving it back, or dropping it, admits the next.
    public final class Ticket: Sendable {
        private let admission: Admission
        private let id: Int
        private let client: String
        private let cost: Double
        private let isOpen = Mutex(true)

        fileprivate init(_ admission: Admission, _ waiter: Waiter) {
            self.admission = admission
            id = waiter.id
            client = waiter.client
            cost = waiter.cost
        }

        /// Notes when the listener underruns unless audio is made by then; `nil` while the session waits for its
        /// client or for text, or has audio enough.
        func needsAudio(by deadline: ContinuousClock.Instant?) {
            isOpen.withLock { isOpen in
                if isOpen { admission.note(deadline, of: id) }
            }
        }

        public func giveBack() {
            let wasOpen = isOpen.withLock { isOpen in
                defer { isOpen = false }
                return isOpen
            }
            if wasOpen { admission.leave(id, client: client, cost: cost) }
        }

        deinit { giveBack() }
    }

    /// Why a session may not run now.
    public enum Refusal: Error, Equatable {
        /// Too many wait already, or the wait was too long. Seconds after which it may be worth another try.
        case busy(retryAfter: Int)
        /// No new speech is begun any more.
        case shuttingDown
    }

    /// How many hold a slot, how many wait for one.
    public struct Load: Sendable, Equatable {
        public var active = 0
        public var waiting = 0
    }

    fileprivate struct Waiter {
        let id: Int
        let client: String
        let cost: Double
        let yields: Bool
        let continuation: CheckedContinuation<Ticket, any Error>
    }

    fileprivate struct State {
        var cost = 0.0
        var active: [String: Int] = [:]
        var waiters: [Waiter] = []
        /// When listeners underrun, by the session's number, of those that wait for audio.
        var deadlines: [Int: ContinuousClock.Instant] = [:]
        var nextID = 0
        var isClosed = false
        /// A moving average of how long a stream lasts, in seconds.
        var duration = 2.0
    }

    /// Audio that every listener must have left before slots of the second half are given away.
    static let reserve: Duration = .milliseconds(300)

    private let state = Mutex(State())
    /// Sessions that may wait for a slot.
    public let queueLength: Int
    private let longestWait: Duration
    private let onChange: @Sendable (Load) -> Void

    /// - Parameters:
    ///   - queueLength: requests that may wait.
    ///   - longestWait: how long each may wait.
    ///   - onChange: called with the load after every change, for gauges.
    public init(
        queueLength: Int, longestWait: Duration = .seconds(10), onChange: @escaping @Sendable (Load) -> Void = { _ in }
    ) {
        self.queueLength = queueLength
        self.longestWait = longestWait
        self.onChange = onChange
    }

    public var load: Load { state.withLock { $0.load } }

    /// Waits until a session of `client` may run.
    /// - Parameters:
    ///   - client: a key or an address; clients take turns.
    ///   - cost: the part of the machine that it takes: 1 over the streams of its model that run in real time.
    ///   - yields: whether it waits, from half of the slots on, for sessions that are less than ``reserve`` ahead.
    ///   - isConnected: whether the client is still there, asked once if it has to wait.
    /// - Throws: ``Refusal``, or `CancellationError`.
    public func enter(
        client: String, cost: Double, yields: Bool = false, isConnected: @Sendable () -> Bool = { true }
    ) async throws -> Ticket {
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
                admitOrQueue(
                    Waiter(id: id, client: client, cost: cost, yields: yields, continuation: continuation),
                    isConnected: isConnected)
            }
        } onCancel: {
            dismiss(id, .cancellation)
        }
    }

    /// Why a session of `client` would be refused if it came now; `nil` if it might run or wait.
    /// - Parameters:
    ///   - cost: the least that it may cost.
    ///   - yields: whether it would wait for sessions that are less than ``reserve`` ahead.
    func refusal(client: String, cost: Double, yields: Bool = false) -> Refusal? {
        state.withLock { state in
            if state.isClosed { return .shuttingDown }
            guard state.waiters.count >= queueLength, !state.hasRoom(for: cost, yields: yields),
                state.isGreediest(client)
            else {
                return nil
            }
            return .busy(retryAfter: state.retryAfter)
        }
    }

    /// Refuses all that wait and all that come.
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

    /// Records how long a session lasted, from which `Retry-After` is estimated.
    func noteDuration(_ seconds: Double) {
        state.withLock { $0.duration = 0.8 * $0.duration + 0.2 * seconds }
    }

    // MARK: Under the lock, then resuming outside of it

    fileprivate enum Outcome {
        case admitted(Waiter)
        case refused(Waiter, any Error)
    }

    private func admitOrQueue(_ waiter: Waiter, isConnected: () -> Bool) {
        let outcomes: [Outcome] = state.withLock { state in
            if state.isClosed { return [.refused(waiter, Refusal.shuttingDown)] }
            if Task.isCancelled { return [.refused(waiter, CancellationError())] }
            state.waiters.append(waiter)
            var outcomes = state.admitAll()
            guard let index = state.waiters.firstIndex(where: { $0.id == waiter.id }) else { return outcomes }
            if !isConnected() {
                state.waiters.remove(at: index)
                return outcomes + [.refused(waiter, CancellationError())]
            }
            if state.waiters.count > queueLength {
                outcomes.append(.refused(state.removeGreediest(), Refusal.busy(retryAfter: state.retryAfter)))
            }
            return outcomes
        }
        settle(outcomes)
    }

    private func leave(_ id: Int, client: String, cost: Double) {
        let outcomes = state.withLock { state in
            state.deadlines[id] = nil
            state.release(client: client, cost: cost)
            return state.admitAll()
        }
        settle(outcomes)
    }

    private func note(_ deadline: ContinuousClock.Instant?, of id: Int) {
        let outcomes: [Outcome] = state.withLock { state in
            state.deadlines[id] = deadline
            return deadline == nil && !state.waiters.isEmpty ? state.admitAll() : []
        }
        if !outcomes.isEmpty { settle(outcomes) }
    }

    private enum Dismissal { case refusal, cancellation }

    private func dismiss(_ id: Int, _ dismissal: Dismissal) {
        let outcomes: [Outcome] = state.withLock { state in
            guard let index = state.waiters.firstIndex(where: { $0.id == id }) else { return [] }
            let waiter = state.waiters.remove(at: index)
            let error: any Error =
                switch dismissal {
                case .refusal: Refusal.busy(retryAfter: state.retryAfter)
                case .cancellation: CancellationError()
                }
            return [.refused(waiter, error)] + state.admitAll()
        }
        settle(outcomes)
    }

    private func settle(_ outcomes: [Outcome]) {
        for outcome in outcomes {
            switch outcome {
            case .admitted(let waiter):
                waiter.continuation.resume(returning: Ticket(self, waiter))
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

    /// One session may always run, however slow the machine is.
    fileprivate func hasRoom(for new: Double, yields: Bool) -> Bool {
        if active.isEmpty { return true }
        if cost + new > 1 + 1e-9 { return false }
        return !yields || cost + new <= 0.5 || areAllAhead
    }

    /// Whether no listener is close to an underrun.
    private var areAllAhead: Bool {
        let earliest = ContinuousClock.now + Admission.reserve
        return deadlines.values.allSatisfy { $0 >= earliest }
    }

    /// Admits those that wait, in their order, until the next does not fit.
    fileprivate mutating func admitAll() -> [Admission.Outcome] {
        var admitted: [Admission.Outcome] = []
        while let next = nextWaiter(), hasRoom(for: waiters[next].cost, yields: waiters[next].yields) {
            let waiter = waiters.remove(at: next)
            take(waiter)
            admitted.append(.admitted(waiter))
        }
        return admitted
    }

    fileprivate mutating func take(_ waiter: Admission.Waiter) {
        cost += waiter.cost
        active[waiter.client, default: 0] += 1
    }

    fileprivate mutating func release(client: String, cost released: Double) {
        let count = (active[client] ?? 1) - 1
        active[client] = count > 0 ? count : nil
        cost = active.isEmpty ? 0 : cost - released
    }

    /// The oldest of the client that holds the fewest slots.
    fileprivate func nextWaiter() -> Int? {
        waiters.indices.min { (active[waiters[$0].client] ?? 0, $0) < (active[waiters[$1].client] ?? 0, $1) }
    }

    /// The newest of the client with the most sessions, waiting and running: no client fills the queue for the others.
    fileprivate mutating func removeGreediest() -> Admission.Waiter {
        let claims = claims
        let greediest = waiters.indices.max {
            (claims[waiters[$0].client] ?? 0, $0) < (claims[waiters[$1].client] ?? 0, $1)
        }
        return waiters.remove(at: greediest ?? waiters.count - 1)
    }

    /// Whether nobody who waits has more sessions than `client` would have with one more.
    fileprivate func isGreediest(_ client: String) -> Bool {
        let claims = claims
        return waiters.allSatisfy { claims[$0.client, default: 0] <= claims[client, default: 0] + 1 }
    }

    /// Sessions of each client, waiting and running.
    private var claims: [String: Int] {
        var claims = active
        for waiter in waiters { claims[waiter.client, default: 0] += 1 }
        return claims
    }

    /// Until about one of the running sessions has finished.
    fileprivate var retryAfter: Int {
        let running = max(active.values.reduce(0, +), 1)
        return min(max(Int((duration * Double(waiters.count + 1) / Double(running)).rounded(.up)), 1), 60)
    }
}
