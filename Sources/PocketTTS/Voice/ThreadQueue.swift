import FlowLMKernels
import Synchronization

/// An unbounded first-in, first-out queue from one thread to another. A thread that waits for an item works for the pool.
final class ThreadQueue<Item: Sendable>: Sendable {
    private let items: Mutex<[Item]>
    /// Read without the lock by a thread that waits.
    private let count: Atomic<Int>

    init(_ items: [Item] = []) {
        self.items = Mutex(items)
        count = Atomic(items.count)
    }

    func push(_ item: Item) {
        items.withLock { items in
            items.append(item)
            count.store(items.count, ordering: .releasing)
        }
    }

    /// The next item. Only one thread at a time may wait.
    func pop(workingFor pool: ThreadPool) -> Item {
        pool.work { count.load(ordering: .relaxed) == 0 }
        return items.withLock { items in
            defer { count.store(items.count, ordering: .relaxed) }
            return items.removeFirst()
        }
    }
}
