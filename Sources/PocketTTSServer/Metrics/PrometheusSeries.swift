import CoreMetrics
import Synchronization

/// One line of figures, or for a histogram a few.
protocol PrometheusSeries: AnyObject, Sendable {
    var kind: String { get }
    func render(name: String, dimensions: [String], to text: inout String)
}

private func line(_ name: String, _ dimensions: [String], _ value: String) -> String {
    dimensions.isEmpty ? "\(name) \(value)\n" : "\(name){\(dimensions.joined(separator: ","))} \(value)\n"
}

final class CounterSeries: PrometheusSeries, CounterHandler {
    private let value = Atomic<Int64>(0)
    let kind = "counter"

    func increment(by amount: Int64) { value.wrappingAdd(amount, ordering: .relaxed) }
    func reset() { value.store(0, ordering: .relaxed) }

    func render(name: String, dimensions: [String], to text: inout String) {
        text += line(name, dimensions, "\(value.load(ordering: .relaxed))")
    }
}

final class GaugeSeries: PrometheusSeries, MeterHandler, RecorderHandler {
    private let value = Mutex(0.0)
    let kind = "gauge"

    func set(_ new: Int64) { set(Double(new)) }
    func set(_ new: Double) { value.withLock { $0 = new } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func record(_ new: Int64) { set(Double(new)) }
    func record(_ new: Double) { set(new) }

    func render(name: String, dimensions: [String], to text: inout String) {
        text += line(name, dimensions, "\(value.withLock { $0 })")
    }
}

final class HistogramSeries: PrometheusSeries, TimerHandler, RecorderHandler {
    private struct State {
        /// Values in each bucket, the last one without a bound.
        var counts: [Int]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let state: Mutex<State>
    let kind = "histogram"

    init(bounds: [Double]) {
        self.bounds = bounds.sorted()
        state = Mutex(State(counts: [Int](repeating: 0, count: bounds.count + 1)))
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        guard value.isFinite else { return }
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { state in
            state.counts[bucket] += 1
            state.sum += value
        }
    }

    func render(name: String, dimensions: [String], to text: inout String) {
        let state = state.withLock { $0 }
        var count = 0
        for (index, inBucket) in state.counts.enumerated() {
            count += inBucket
            let bound = index < bounds.count ? "\(bounds[index])" : "+Inf"
            text += line("\(name)_bucket", dimensions + [#"le="\#(bound)""#], "\(count)")
        }
        text += line("\(name)_sum", dimensions, "\(state.sum)")
        text += line("\(name)_count", dimensions, "\(count)")
    }
}
