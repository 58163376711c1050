import CFlowKernels
import Synchronization

/// A loop whose parts are independent of each other. Jobs are plain structures: nothing is allocated to run one.
protocol CrewJob {
    func run(part: Int)
}

extension CrewJob {
    fileprivate static func run(_ job: UnsafeRawPointer, part: Int) {
        job.assumingMemoryBound(to: Self.self).pointee.run(part: part)
    }
}

/// Compute threads that help each other: one offers a loop, those that have nothing of their own to do take parts of it.
///
/// Parts are claimed one by one, so a helper may come and go at any time, and a thread that the system takes away holds
/// up no more than its own part. Which thread runs a part never changes what it computes.
public final class Crew: Sendable {
    /// Where one thread at a time offers its loop.
    private final class Slot: @unchecked Sendable {
        /// Generation (32 bits), parts (16 bits), parts that are taken (16 bits): a claim of an old loop's part fails.
        let ticket = Atomic<UInt64>(0)
        let finished = Atomic<Int>(0)
        let isTaken = Atomic<Bool>(false)
        /// Written while no part can be claimed, read by those that have claimed one.
        var job: UnsafeRawPointer?
        var type: (any CrewJob.Type)?

        /// Runs one part, if there is one left.
        func runPart() -> Bool {
            var seen = ticket.load(ordering: .acquiring)
            while true {
                let taken = seen & 0xffff
                guard taken < seen >> 16 & 0xffff else { return false }
                let (exchanged, original) = ticket.weakCompareExchange(
                    expected: seen, desired: seen + 1, successOrdering: .acquiring, failureOrdering: .acquiring)
                if exchanged {
                    if let type, let job { type.run(job, part: Int(taken)) }
                    finished.add(1, ordering: .releasing)
                    return true
                }
                seen = original
            }
        }
    }

    private let slots: [Slot]
    private let helpers = Atomic<Int>(0)

    /// - Parameter threads: threads that may offer loops at the same time.
    public init(threads: Int) { slots = (0..<max(1, threads)).map { _ in Slot() } }

    /// Whether somebody is there to help, now or after a nap.
    var hasHelpers: Bool { helpers.load(ordering: .relaxed) > 0 }

    /// Runs all parts, on this thread and on those that help; returns when the last is finished.
    func run<Job: CrewJob>(_ job: Job, parts: Int) {
        guard parts > 1, parts < 0xffff, hasHelpers, let slot = freeSlot() else {
            for part in 0..<parts { job.run(part: part) }
            return
        }
        withUnsafePointer(to: job) { pointer in
            slot.job = UnsafeRawPointer(pointer)
            slot.type = Job.self
            slot.finished.store(0, ordering: .relaxed)
            let generation = slot.ticket.load(ordering: .relaxed) >> 32 &+ 1
            slot.ticket.store(generation << 32 | UInt64(parts) << 16, ordering: .releasing)
            while slot.runPart() {}
            var turns = 0
            while slot.finished.load(ordering: .acquiring) < parts { relax(&turns) }
        }
        slot.isTaken.store(false, ordering: .releasing)
    }

    private func freeSlot() -> Slot? {
        slots.first { !$0.isTaken.exchange(true, ordering: .acquiring) }
    }

    /// Helps whoever offers a loop until `isWanted` says otherwise. After a while without work it looks only now and then,
    /// so that a core is not kept busy for nothing. Loops are offered to one that naps, too, or it would hardly ever find any.
    public func help(while isWanted: () -> Bool) {
        var idle = 0
        helpers.add(1, ordering: .relaxed)
        while isWanted() {
            var worked = false
            for slot in slots where slot.runPart() { worked = true }
            if worked {
                idle = 0
            } else if idle < Self.patience {
                idle += 1
                fk_pause()
            } else {
                fk_nap()
            }
        }
        helpers.subtract(1, ordering: .relaxed)
    }

    /// Turns without work after which a helper naps: about half a millisecond.
    private static let patience = 4000

    /// Spins for a moment, then lets the system run the thread that is waited for.
    private func relax(_ turns: inout Int) {
        turns += 1
        if turns < 4000 { fk_pause() } else { fk_yield() }
    }
}
