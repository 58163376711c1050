import FlowLMKernels

/// Time conditions by the number of sampler steps, so that streams with the same number share the head's passes.
struct FlowTimesCache {
    /// Numbers of steps that are kept; streams in flight keep their own.
    static let limit = 8

    /// The latest used is the last.
    private var entries: [FlowTimes] = []

    var count: Int { entries.count }

    mutating func get(steps: Int, head: FlowHead) -> FlowTimes {
        let known = entries.firstIndex { $0.steps == steps }.map { entries.remove(at: $0) }
        let times = known ?? FlowTimes(steps: steps, head: head)
        if entries.count == Self.limit { entries.removeFirst() }
        entries.append(times)
        return times
    }
}
