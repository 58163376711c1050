@testable import PocketTTSServer
import CoreMetrics
import Metrics
import Testing

@Suite struct MetricsTests {
    @Test func everyKindIsRendered() {
        let registry = PrometheusRegistry(buckets: ["seconds": [0.1, 1]])
        Counter(label: "requests", dimensions: [("outcome", "a \"quoted\"\\one\n")], factory: registry).increment(by: 3)
        Meter(label: "streams.now", factory: registry).set(2)
        let timer = Timer(label: "seconds", dimensions: [], preferredDisplayUnit: .seconds, factory: registry)
        timer.recordMilliseconds(50)
        timer.recordMilliseconds(500)
        timer.recordMilliseconds(5000)
        #expect(
            registry.render() == """
                # TYPE requests counter
                requests{outcome="a \\"quoted\\"\\\\one\\n"} 3
                # TYPE seconds histogram
                seconds_bucket{le="0.1"} 1
                seconds_bucket{le="1.0"} 2
                seconds_bucket{le="+Inf"} 3
                seconds_sum 5.55
                seconds_count 3
                # TYPE streams_now gauge
                streams_now 2.0

                """)
    }

    @Test func oneSeriesForOneLabel() {
        let registry = PrometheusRegistry()
        for _ in 0..<2 { Counter(label: "a", factory: registry).increment() }
        #expect(registry.render() == "# TYPE a counter\na 2\n")
    }
}
