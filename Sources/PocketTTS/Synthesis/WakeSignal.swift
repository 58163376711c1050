import Foundation
import Synchronization

/// Lets threads sleep until something changes, beside a `Mutex` that guards what changes (an event count).
///
/// A thread reads ``value``, looks at the guarded state, and passes the value to ``wait(while:)``, which returns at
/// once if there was a change in between. A change costs one atomic addition as long as no thread sleeps.
final class WakeSignal: Sendable {
    private let changes = Atomic<Int>(0)
    private let sleepers = Atomic<Int>(0)
    private let condition = NSCondition()

    /// Grows with every change.
    var value: Int { changes.load(ordering: .sequentiallyConsistent) }

    /// Reports a change, after it was made.
    func notify() {
        changes.add(1, ordering: .sequentiallyConsistent)
        guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
        condition.lock()
        condition.broadcast()
        condition.unlock()
    }

    /// Sleeps until ``value`` is not `seen` any more.
    func wait(while seen: Int) {
        condition.lock()
        sleepers.add(1, ordering: .sequentiallyConsistent)
        while value == seen { condition.wait() }
        sleepers.subtract(1, ordering: .sequentiallyConsistent)
        condition.unlock()
    }
}
