import Foundation
import Synchronization
import Testing

@testable import FlowLMKernels

@Suite struct CrewTests {
    /// Loops are divided only where somebody helps: a helper that has found nothing for a while must still count.
    @Test func aHelperThatNapsIsStillOfferedWork() async {
        let crew = Crew(threads: 2)
        let isOver = Atomic<Bool>(false)
        await withCheckedContinuation { continuation in
            let helper = Thread { crew.help { !isOver.load(ordering: .relaxed) } }
            helper.start()
            Thread {
                while !crew.hasHelpers { usleep(100) }
                // Past its patience, it naps most of the time.
                let sightings = (0..<1000).map { _ in
                    usleep(50)
                    return crew.hasHelpers
                }
                #expect(sightings.allSatisfy { $0 })
                isOver.store(true, ordering: .relaxed)
                continuation.resume()
            }.start()
        }
    }
}
