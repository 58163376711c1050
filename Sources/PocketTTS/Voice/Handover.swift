import FlowLMKernels
import Synchronization

/// What one thread hands to another, in order. Who waits for it helps the other with its loops meanwhile.
final class Handover<Item: Sendable>: Sendable {
    private let items: Mutex<[Item]>
    private let count: Atomic<Int>

    init(_ items: [Item] = []) {
        self.items = Mutex(items)
        count = Atomic(items.count)
    }

    func put(_ item: Item) {
        items.withLock { items in
            items.append(item)
            count.store(items.count, ordering: .releasing)
        }
    }

    /// The next item. One thread at a time may ask.
    func next(helping crew: Crew) -> Item {
        crew.help { count.load(ordering: .relaxed) == 0 }
        return items.withLock { items in
            defer { count.store(items.count, ordering: .relaxed) }
            return items.removeFirst()
        }
    }
}
