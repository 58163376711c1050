import CFlowKernels
import Synchronization

/// A loop whose parts are independent of each other. Jobs are plain structures: running one allocates nothing.
protocol ParallelJob {
    func run(part: Int)
}

extension ParallelJob {
    fileprivate static func run(_ job: UnsafeRawPointer, part: Int) {
        job.assumingMemoryBound(to: Self.self).pointee.run(part: part)
    }
}

/// Compute threads that share loops: a thread submits a loop, idle threads take parts of it.
///
/// The pool owns no threads. A thread becomes a worker for as long as it is in ``work(while:)``. Parts are claimed one
/// by one, so workers come and go at any time, and a thread that the system preempts delays only its own part. Which
/// thread runs a part never changes the result.
public final class ThreadPool: Sendable {
    /// Holds the loop that one thread has submitted.
    private final class Slot: @unchecked Sendable {
        /// Generation (32 bits), parts (16 bits), claimed parts (16 bits): claiming a part of an earlier loop fails.
        let ticket = Atomic<UInt64>(0)
        let finished = Atomic<Int>(0)
        let isTaken = Atomic<Bool>(false)
        /// Written while no part can be claimed, read by threads that have claimed one.
        var job: UnsafeRawPointer?
        var type: (any ParallelJob.Type)?

        /// Claims and runs one part; `false` if none is left.
        func runPart() -> Bool {
            var seen = ticket.load(ordering: .acquiring)
            while true {
                let claimed = seen & 0xffff
                guard claimed < seen >> 16 & 0xffff else { return false }
                let (exchanged, original) = ticket.weakCompareExchange(
                    expected: seen, desired: seen + 1, successOrdering: .acquiring, failureOrdering: .acquiring)
                if exchanged {
                    if let type, let job { type.run(job, part: Int(claimed)) }
                    finished.add(1, ordering: .releasing)
                    return true
                }
                seen = original
            }
        }
    }

    /// Unmanaged: otherwise, threads that look for parts would count references beside the tickets.
    private let slots: [Unmanaged<Slot>]
    private let workers = Atomic<Int>(0)

    /// - Parameter threads: threads that may submit loops at the same time.
    public init(threads: Int) { slots = (0..<max(1, threads)).map { _ in .passRetained(Slot()) } }

    deinit {
        for slot in slots { slot.release() }
    }

    /// Whether any thread works for the pool. A worker that sleeps between two looks for parts counts.
    var hasWorkers: Bool { workers.load(ordering: .relaxed) > 0 }

    /// Runs all parts, on this thread and on the workers; returns when the last part is finished.
    func run<Job: ParallelJob>(_ job: Job, parts: Int) {
        guard parts > 1, parts < 0xffff, hasWorkers, let slot = freeSlot() else {
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
            while slot.finished.load(ordering: .acquiring) < parts { backOff(&turns) }
        }
        slot.isTaken.store(false, ordering: .releasing)
    }

    private func freeSlot() -> Slot? {
        slots.first { $0._withUnsafeGuaranteedRef { !$0.isTaken.exchange(true, ordering: .acquiring) } }?
            .takeUnretainedValue()
    }

    /// Makes the calling thread a worker until `isIdle` returns false. A worker without parts spins at first, then
    /// sleeps briefly between two looks, so that it does not keep a core busy. A sleeping worker still counts: loops
    /// are divided only if there are workers, and it would otherwise hardly ever find one.
    public func work(while isIdle: () -> Bool) {
        var idleTurns = 0
        workers.add(1, ordering: .relaxed)
        while isIdle() {
            var worked = false
            for slot in slots where slot._withUnsafeGuaranteedRef({ $0.runPart() }) { worked = true }
            if worked {
                idleTurns = 0
            } else if idleTurns < Self.spinTurns {
                idleTurns += 1
                fk_pause()
            } else {
                fk_sleep_briefly()
            }
        }
        workers.subtract(1, ordering: .relaxed)
    }

    /// Lets the program's other threads run before the calling one, where threads have priorities of their own.
    /// - Parameter steps: of nice(1).
    /// - Returns: the steps that were taken.
    @discardableResult
    public static func lowerPriority(by steps: Int) -> Int { Int(fk_lower_priority(Int32(clamping: steps))) }

    /// Turns without work after which a worker sleeps: about half a millisecond.
    private static let spinTurns = 4000

    /// Spins for a moment, then lets the system run the thread that is waited for.
    private func backOff(_ turns: inout Int) {
        turns += 1
        if turns < Self.spinTurns { fk_pause() } else { fk_yield() }
    }
}
