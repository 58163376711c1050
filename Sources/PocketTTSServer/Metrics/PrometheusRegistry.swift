public import CoreMetrics
import Synchronization

/// A metrics backend that renders what it has counted in the text format of Prometheus.
///
/// Counters become counters, meters and gauges gauges, timers (in seconds) and histograms histograms.
public final class PrometheusRegistry: MetricsFactory, Sendable {
    private struct Key: Hashable {
        let label: String
        let dimensions: [String]
    }

    private let series = Mutex<[Key: any PrometheusSeries]>([:])
    private let buckets: [String: [Double]]
    private static let usualBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    /// - Parameter buckets: upper bounds of a histogram's buckets, by its label; others have those usual for seconds.
    public init(buckets: [String: [Double]] = [:]) {
        self.buckets = buckets
    }

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        find(label, dimensions) { CounterSeries() }
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        find(label, dimensions) { GaugeSeries() }
    }

    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        aggregate
            ? find(label, dimensions) { HistogramSeries(bounds: buckets[label] ?? Self.usualBuckets) }
            : find(label, dimensions) { GaugeSeries() }
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        find(label, dimensions) { HistogramSeries(bounds: buckets[label] ?? Self.usualBuckets) }
    }

    // Series live as long as the registry: Prometheus expects them to stay.
    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyMeter(_ handler: any MeterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}

    private func find<Series: PrometheusSeries>(
        _ label: String, _ dimensions: [(String, String)], _ make: () -> Series
    ) -> Series {
        let key = Key(label: label, dimensions: dimensions.map { #"\#(Self.name($0.0))="\#(Self.escape($0.1))""# })
        return series.withLock { series in
            if let known = series[key] as? Series { return known }
            let new = make()
            series[key] = new
            return new
        }
    }

    /// All series, as `GET /metrics` answers them.
    public func render() -> String {
        let all = series.withLock { $0 }
        var text = ""
        var lastName = ""
        for (key, one) in all.sorted(by: {
            ($0.key.label, $0.key.dimensions.joined()) < ($1.key.label, $1.key.dimensions.joined())
        }) {
            let name = Self.name(key.label)
            if name != lastName { text += "# TYPE \(name) \(one.kind)\n" }
            lastName = name
            one.render(name: name, dimensions: key.dimensions, to: &text)
        }
        return text
    }

    private static func name(_ label: String) -> String {
        let name = String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") ? $0 : "_" })
        return name.first?.isNumber == true ? "_" + name : name
    }

    private static func escape(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
