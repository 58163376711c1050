import Foundation
import Synchronization
import Testing

@testable import FlowLMKernels

@Suite struct ThreadPoolTests {
    /// Loops are divided only where somebody helps: a worker that has found nothing for a while must still count.
    @Test func aSleepingWorkerIsStillOfferedWork() async {
        let pool = ThreadPool(threads: 2)
        let isOver = Atomic<Bool>(false)
        await withCheckedContinuation { continuation in
            let worker = Thread { pool.work { !isOver.load(ordering: .relaxed) } }
            worker.start()
            Thread {
                while !pool.hasWorkers { usleep(100) }
                // Past its patience, it naps most of the time.
                let sightings = (0..<1000).map { _ in
                    usleep(50)
                    return pool.hasWorkers
                }
                #expect(sightings.allSatisfy { $0 })
                isOver.store(true, ordering: .relaxed)
                continuation.resume()
            }.start()
        }
    }
}
