@testable import PocketTTSServer
import Testing

@Suite(.timeLimit(.minutes(15))) struct AdmissionTests {
    /// Waits until so many wait in the queue.
    private func until(_ admission: Admission, waiting: Int) async throws {
        while admission.load.waiting != waiting { try await Task.sleep(for: .milliseconds(1)) }
    }

    /// Gives up on nobody, however slow the machine is.
    private func patient(queueLength: Int) -> Admission {
        Admission(queueLength: queueLength, longestWait: .seconds(900))
    }

    @Test func asManyAsTheMachineCarriesThenTheQueueThenARefusal() async throws {
        let admission = patient(queueLength: 1)
        var tickets = [
            try await admission.enter(client: "a", cost: 0.5), try await admission.enter(client: "b", cost: 0.5),
        ]
        #expect(admission.load == .init(active: 2, waiting: 0))
        let third = Task { try await admission.enter(client: "c", cost: 0.5) }
        try await until(admission, waiting: 1)
        await #expect { try await admission.enter(client: "d", cost: 0.5) } throws: {
            if case .busy(let seconds) = $0 as? Admission.Refusal { seconds >= 1 } else { false }
        }
        tickets.removeFirst().giveBack()
        let ticket = try await third.value
        #expect(admission.load == .init(active: 2, waiting: 0))
        ticket.giveBack()
        ticket.giveBack()
        #expect(admission.load == .init(active: 1, waiting: 0))
        tickets = []
        #expect(admission.load == .init(active: 0, waiting: 0))
    }

    @Test func aSlowMachineStillSpeaksForOne() async throws {
        let admission = patient(queueLength: 0)
        let ticket = try await admission.enter(client: "a", cost: 3)
        await #expect(throws: Admission.Refusal.self) { try await admission.enter(client: "a", cost: 0.01) }
        ticket.giveBack()
    }

    @Test func theClientWithTheLeastSpeechComesFirst() async throws {
        let admission = patient(queueLength: 8)
        let first = try await admission.enter(client: "greedy", cost: 0.5)
        let second = try await admission.enter(client: "greedy", cost: 0.5)
        let greedy = Task { try await admission.enter(client: "greedy", cost: 0.5) }
        try await until(admission, waiting: 1)
        let modest = Task { try await admission.enter(client: "modest", cost: 0.5) }
        try await until(admission, waiting: 2)
        first.giveBack()
        let ticket = try await modest.value
        #expect(admission.load == .init(active: 2, waiting: 1))
        second.giveBack()
        _ = try await greedy.value
        ticket.giveBack()
    }

    @Test func nobodyFillsTheQueueForTheOthers() async throws {
        let admission = patient(queueLength: 2)
        let ticket = try await admission.enter(client: "greedy", cost: 1)
        let older = Task { try await admission.enter(client: "greedy", cost: 1) }
        try await until(admission, waiting: 1)
        let newer = Task { try await admission.enter(client: "greedy", cost: 1) }
        try await until(admission, waiting: 2)
        let modest = Task { try await admission.enter(client: "modest", cost: 1) }
        await #expect(throws: Admission.Refusal.self) { try await newer.value }
        ticket.giveBack()
        try await older.value.giveBack()
        try await modest.value.giveBack()
    }

    @Test func whoCouldNotEvenWaitIsKnownBefore() async throws {
        func isRefused(_ admission: Admission, _ client: String, cost: Double = 0.5) -> Bool {
            if case .busy(let seconds) = admission.refusal(client: client, cost: cost) { seconds >= 1 } else { false }
        }
        let admission = patient(queueLength: 1)
        #expect(!isRefused(admission, "a", cost: 3))
        let ticket = try await admission.enter(client: "a", cost: 0.5)
        #expect(!isRefused(admission, "a", cost: 1), "it can wait")
        let waiter = Task { try await admission.enter(client: "a", cost: 1) }
        try await until(admission, waiting: 1)
        #expect(!isRefused(admission, "b"), "it fits")
        #expect(!isRefused(admission, "b", cost: 1), "it takes the place of the one that waits")
        #expect(isRefused(admission, "a", cost: 1))
        waiter.cancel()
        _ = await waiter.result
        admission.close()
        #expect(admission.refusal(client: "b", cost: 0.1) == .shuttingDown)
        ticket.giveBack()

        let withoutQueue = patient(queueLength: 0)
        let tickets = [
            try await withoutQueue.enter(client: "a", cost: 0.5), try await withoutQueue.enter(client: "a", cost: 0.5),
        ]
        #expect(isRefused(withoutQueue, "b"))
        for ticket in tickets { ticket.giveBack() }
        #expect(!isRefused(withoutQueue, "b"))
    }

    @Test func cancellingAndWaitingTooLongLeaveTheQueue() async throws {
        let admission = Admission(queueLength: 8, longestWait: .milliseconds(100))
        let ticket = try await admission.enter(client: "a", cost: 1)
        let cancelled = Task { try await admission.enter(client: "b", cost: 1) }
        try await until(admission, waiting: 1)
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        await #expect(throws: Admission.Refusal.self) { try await admission.enter(client: "c", cost: 1) }
        #expect(admission.load == .init(active: 1, waiting: 0))
        ticket.giveBack()
    }

    @Test func whoLeavesTheQueueLetsTheNextIn() async throws {
        // Half the machine is free, and the first that waits needs more than that.
        let admission = patient(queueLength: 8)
        let ticket = try await admission.enter(client: "a", cost: 0.5)
        let large = Task { try await admission.enter(client: "b", cost: 1) }
        try await until(admission, waiting: 1)
        let small = Task { try await admission.enter(client: "c", cost: 0.5) }
        try await until(admission, waiting: 2)
        large.cancel()
        await #expect(throws: CancellationError.self) { try await large.value }
        try await small.value.giveBack()
        ticket.giveBack()
    }

    @Test func aFullQueueKeepsNobodyOutWhoFits() async throws {
        let admission = patient(queueLength: 1)
        let ticket = try await admission.enter(client: "greedy", cost: 0.5)
        let large = Task { try await admission.enter(client: "greedy", cost: 1) }
        try await until(admission, waiting: 1)
        // It holds less than the client that waits, and there is room for it.
        try await admission.enter(client: "modest", cost: 0.5).giveBack()
        #expect(admission.load == .init(active: 1, waiting: 1))
        ticket.giveBack()
        try await large.value.giveBack()
    }

    @Test func theSecondHalfOfTheSlotsIsForTimesWithoutUnderruns() async throws {
        let admission = patient(queueLength: 1)
        let first = try await admission.enter(client: "a", cost: 0.25, yields: true)
        first.needsAudio(by: .now)
        let second = try await admission.enter(client: "b", cost: 0.25, yields: true)
        // A number of slots that the operator gave is kept to.
        try await admission.enter(client: "d", cost: 0.25).giveBack()
        let third = Task { try await admission.enter(client: "c", cost: 0.25, yields: true) }
        try await until(admission, waiting: 1)
        #expect(admission.refusal(client: "c", cost: 0.25, yields: true) != nil)
        // One that has enough left to play lets others in; so does one that waits for its client.
        second.needsAudio(by: .now + .seconds(3600))
        #expect(admission.load == .init(active: 2, waiting: 1))
        first.needsAudio(by: nil)
        let ticket = try await third.value
        ticket.needsAudio(by: .now)
        let fourth = Task { try await admission.enter(client: "d", cost: 0.25, yields: true) }
        try await until(admission, waiting: 1)
        // A session that has ended keeps nobody out, and says nothing any more.
        ticket.giveBack()
        ticket.needsAudio(by: .now)
        let last = try await fourth.value
        #expect(admission.load == .init(active: 3, waiting: 0))
        for ticket in [first, second, last] { ticket.giveBack() }
    }

    @Test func whoHasLeftDoesNotWait() async throws {
        let admission = patient(queueLength: 8)
        let ticket = try await admission.enter(client: "a", cost: 1) { false }
        await #expect(throws: CancellationError.self) { try await admission.enter(client: "b", cost: 1) { false } }
        #expect(admission.load == .init(active: 1, waiting: 0))
        ticket.giveBack()
    }

    @Test func closingSendsAllAwayButThoseWhoSpeak() async throws {
        let admission = patient(queueLength: 8)
        let ticket = try await admission.enter(client: "a", cost: 1)
        let waiter = Task { try await admission.enter(client: "b", cost: 1) }
        try await until(admission, waiting: 1)
        admission.close()
        await #expect(throws: Admission.Refusal.shuttingDown) { try await waiter.value }
        await #expect(throws: Admission.Refusal.shuttingDown) { try await admission.enter(client: "c", cost: 1) }
        #expect(admission.load.active == 1)
        ticket.giveBack()
        #expect(admission.load.active == 0)
    }

    @Test func capacityFollowsFromTwoMeasurements() {
        // 2 ms for each stream and 4 ms for all: (0.85 * 80 - 4) / 2.
        let capacity = Capacity(few: (1, 0.006), many: (8, 0.020), frame: 0.08)
        #expect(capacity.streams == 32)
        // Eight that take as long as one: nobody believes that more are free.
        #expect(Capacity(few: (1, 0.020), many: (8, 0.020), frame: 0.08).streams == 27)
        #expect(Capacity(few: (1, 0.5), many: (8, 4), frame: 0.08).streams == 1)
        #expect(Capacity(few: (1, 0), many: (8, 0), frame: 0.08).streams == 1)
    }
}
