import Synchronization

/// Memory for bodies of requests, shared by all clients: bodies arrive before their requests are admitted.
final class BodyBudget: Sendable {
    /// What one body holds; dropping it frees that.
    final class Reservation: Sendable {
        private let budget: BodyBudget
        private let held = Mutex(0)

        init(_ budget: BodyBudget) { self.budget = budget }

        /// Reserves up to `bytes` in all.
        /// - Throws: ``APIError`` (503) if the bodies of all clients together would need more than the budget.
        func grow(to bytes: Int) throws {
            try held.withLock { held in
                guard bytes > held else { return }
                guard budget.take(bytes - held) else {
                    throw APIError(
                        status: .serviceUnavailable, message: "too many uploads at once: try again in a few seconds.",
                        code: "overloaded", headers: [.retryAfter: "5", .connection: "close"])
                }
                held = bytes
            }
        }

        deinit { budget.giveBack(held.withLock { $0 }) }
    }

    private let free: Mutex<Int>

    init(bytes: Int) { free = Mutex(bytes) }

    func makeReservation() -> Reservation { Reservation(self) }

    fileprivate func take(_ bytes: Int) -> Bool {
        free.withLock { free in
            guard bytes <= free else { return false }
            free -= bytes
            return true
        }
    }

    fileprivate func giveBack(_ bytes: Int) { free.withLock { $0 += bytes } }
}
