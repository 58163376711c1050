import FlowLMKernels
import Foundation
import Synchronization

/// What one thread hands to another, in order. Who waits for it helps the other with its loops meanwhile.
final class Handover<Item>: @unchecked Sendable {
    private let condition = NSCondition()
    private var items: [Item]
    private let count: Atomic<Int>

    init(_ items: [Item] = []) {
        self.items = items
        count = Atomic(items.count)
    }

    func put(_ item: Item) {
        condition.withLock {
            items.append(item)
            count.store(items.count, ordering: .releasing)
            condition.signal()
        }
    }

    /// The next item. One thread at a time may ask.
    func next(helping crew: Crew) -> Item {
        while true {
            crew.help { count.load(ordering: .relaxed) == 0 }
            condition.lock()
            // A crew has no bell: after a nap it may have work again.
            if items.isEmpty { _ = condition.wait(until: Date(timeIntervalSinceNow: Self.nap)) }
            let item = items.isEmpty ? nil : items.removeFirst()
            count.store(items.count, ordering: .relaxed)
            condition.unlock()
            if let item { return item }
        }
    }

    private static var nap: TimeInterval { 0.0005 }
}
