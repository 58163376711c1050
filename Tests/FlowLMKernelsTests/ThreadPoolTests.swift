import Foundation
import Synchronization
import Testing

@testable import FlowLMKernels

@Suite struct ThreadPoolTests {
    /// Ends only if two threads run its parts at the same time.
    private struct Rendezvous: ParallelJob {
        final class Count: Sendable { let arrived = Atomic<Int>(0) }
        let count = Count()

        func run(part: Int) {
            count.arrived.add(1, ordering: .relaxed)
            while count.arrived.load(ordering: .relaxed) < 2 { usleep(10) }
        }
    }

    /// Parts are shared with a worker, also with one that has found nothing for so long that it sleeps most of the
    /// time.
    @Test(.timeLimit(.minutes(15))) func aSleepingWorkerIsStillOfferedWork() async {
        let pool = ThreadPool(threads: 2)
        let isOver = Atomic<Bool>(false)
        await withCheckedContinuation { continuation in
            Thread { pool.work { !isOver.load(ordering: .relaxed) } }.start()
            Thread {
                while !pool.hasWorkers { usleep(100) }
                for pause in [0, 1000, 20_000] as [UInt32] {
                    usleep(pause)
                    #expect(pool.hasWorkers)
                    let job = Rendezvous()
                    pool.run(job, parts: 2)
                    #expect(job.count.arrived.load(ordering: .relaxed) == 2)
                }
                isOver.store(true, ordering: .relaxed)
                continuation.resume()
            }.start()
        }
    }

    private struct Counting: ParallelJob {
        let counts: UnsafeMutablePointer<Int>
        func run(part: Int) { counts[part] += 1 }
    }

    /// Every part runs once, however many threads submit loops and work for others.
    @Test func everyPartRunsOnce() async {
        let pool = ThreadPool(threads: 3)
        let isOver = Atomic<Bool>(false)
        let left = Atomic<Int>(3)
        await withCheckedContinuation { continuation in
            for _ in 0..<2 { Thread { pool.work { !isOver.load(ordering: .relaxed) } }.start() }
            for _ in 0..<3 {
                Thread {
                    while !pool.hasWorkers { usleep(100) }
                    for parts in 1...200 {
                        let counts = AlignedBuffer<Int>(count: parts)
                        pool.run(Counting(counts: counts.pointer), parts: parts)
                        #expect(counts.array.allSatisfy { $0 == 1 })
                    }
                    if left.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
                        isOver.store(true, ordering: .relaxed)
                        continuation.resume()
                    }
                }.start()
            }
        }
    }

    /// Which thread computes which part of a product changes no bit, also where rows overlap.
    @Test(arguments: [MatrixFormat.blas, .panels, .quantized(.eight), .quantized(.four), .bytes])
    func workersDoNotChangeProducts(format: MatrixFormat) async {
        var random = SplitMix(seed: 9)
        // BLAS takes small matrices in one part.
        let (outputs, inputs, rows, ldx) = (format == .blas ? 840 : 96, 640, 70, 64)
        let layer = Linear(
            weight: .f32(random.floats(outputs * inputs)), outputs: outputs, inputs: inputs, format: format)
        let x = random.floats((rows - 1) * ldx + inputs)
        @Sendable func product(_ pool: ThreadPool?) -> [Float] {
            let y = AlignedBuffer<Float>(count: rows * outputs)
            layer.apply(x, ldx: ldx, rows: .together(rows), to: y.pointer, in: ComputeContext(pool: pool))
            return y.array
        }
        let alone = product(nil)
        let pool = ThreadPool(threads: 2)
        let isOver = Atomic<Bool>(false)
        await withCheckedContinuation { continuation in
            Thread { pool.work { !isOver.load(ordering: .relaxed) } }.start()
            Thread {
                while !pool.hasWorkers { usleep(100) }
                for _ in 0..<20 { #expect(product(pool) == alone) }
                isOver.store(true, ordering: .relaxed)
                continuation.resume()
            }.start()
        }
    }

    #if os(Linux)
    @Test func aThreadThatMakesWayLeavesTheOthersAsTheyAre() async {
        /// Of a thread: 0 is the calling one.
        @Sendable func niceness(of thread: id_t = 0) -> Int32 { getpriority(Int32(PRIO_PROCESS.rawValue), thread) }
        let first = niceness(of: id_t(getpid()))
        await withCheckedContinuation { continuation in
            Thread {
                let before = niceness()
                let steps = ThreadPool.lowerPriority(by: 3)
                #expect(steps == min(3, 19 - Int(before)) && niceness() == before + Int32(steps))
                continuation.resume()
            }.start()
        }
        #expect(niceness(of: id_t(getpid())) == first)
    }
    #endif

    @Test func allocationsThatCannotBeGivenAreErrors() throws {
        #expect(throws: AllocationFailure.self) { try AlignedBuffer<Float>(allocating: 1 << 60) }
        #expect(throws: AllocationFailure.self) { try AlignedBuffer<Float>(allocating: .max) }
        #expect(throws: AllocationFailure.self) { try AllocationFailure.check(bytes: 1 << 60) }
        #expect(try AlignedBuffer<Float>(allocating: 3).array == [0, 0, 0])
        try AllocationFailure.check(bytes: 1 << 20)
    }

    @Test func numbersThatAreNotFiniteAreFound() {
        for count in [1, 5, 16, 33] {
            var x = [Float](repeating: -.greatestFiniteMagnitude, count: count)
            #expect(areFinite(x, count: count))
            for value in [Float.nan, .infinity, -.infinity, -.nan] {
                for place in 0..<count {
                    x[place] = value
                    #expect(!areFinite(x, count: count))
                    x[place] = 0
                }
            }
        }
    }
}
