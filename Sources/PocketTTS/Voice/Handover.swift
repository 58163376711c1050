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
        items.withLock {
            $0.append(item)
            count.store($0.count, ordering: .relaxed)
        }
    }

    /// The next item.
    func next(helping crew: Crew) -> Item {
        while true {
            let item = items.withLock { items -> Item? in
                guard !items.isEmpty else { return nil }
                count.store(items.count - 1, ordering: .relaxed)
                return items.removeFirst()
            }
            if let item { return item }
            crew.help { count.load(ordering: .relaxed) == 0 }
        }
    }
}
