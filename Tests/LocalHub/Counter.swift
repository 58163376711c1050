import Synchronization

/// A number that several threads raise.
package final class Counter: Sendable {
    private let number = Mutex(0)
    package var value: Int { number.withLock { $0 } }
    package init() {}
    package func increase() { number.withLock { $0 += 1 } }
}
