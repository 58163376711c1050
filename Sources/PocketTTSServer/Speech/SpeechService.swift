import CoreMetrics
import Metrics
import PocketTTS

/// Speaks for others: several models, one admission for all, the same limits at every door.
///
/// One service lives as long as the process; `Hummingbird.RouterMethods.addPocketTTS(_:)` mounts it.
public final class SpeechService: Sendable {
    /// In the order they were given; the first is the one that speaks when a request names none.
    public let models: [ServedModel]
    public let limits: ServiceLimits
    public let admission: Admission
    /// Rendered at `/metrics`, if there is one.
    public let registry: PrometheusRegistry?
    let keys: APIKeys
    let metrics: SpeechMetrics
    /// Whether texts may be told in the log.
    let logsTexts: Bool

    /// - Parameters:
    ///   - models: at least one.
    ///   - keys: those that requests must carry one of; none means that anybody may speak.
    ///   - registry: where figures are kept for `/metrics`; without one they go to swift-metrics' own backend.
    ///   - logsTexts: whether the log may tell what was spoken.
    /// - Throws: `PocketTTSError.invalidOption(name:value:allowed:)` without a model, or with two of one name.
    public init(
        models: [ServedModel], limits: ServiceLimits = .init(), keys: [String] = [],
        registry: PrometheusRegistry? = nil, logsTexts: Bool = false
    ) throws(PocketTTSError) {
        guard !models.isEmpty, Set(models.map(\.name)).count == models.count else {
            throw .invalidOption(
                name: "model", value: models.map(\.name).joined(separator: ", "), allowed: "one or more, of different names")
        }
        self.models = models
        self.limits = limits
        self.keys = APIKeys(keys)
        self.registry = registry
        self.logsTexts = logsTexts
        let metrics = SpeechMetrics(factory: registry ?? MetricsSystem.factory)
        self.metrics = metrics
        admission = Admission(queueLength: limits.queueLength, longestWait: limits.queueTime) { load in
            metrics.active.set(load.active)
            metrics.waiting.set(load.waiting)
        }
    }

    /// The model that is asked for, the first one if none is; `nil` if there is none of that name.
    public func model(named name: String?) -> ServedModel? {
        guard let name else { return models.first }
        return models.first { $0.name == name }
    }

    /// Begins no more speech; what runs goes on.
    public func beginShutdown() { admission.close() }

    /// Waits for a place in the batch.
    /// - Parameter client: who asks, as far as that is known: clients take turns.
    /// - Throws: ``Admission/Refusal``, or `CancellationError`.
    public func admit(_ model: ServedModel, client: String) async throws -> Admission.Ticket {
        do {
            return try await admission.enter(client: client, cost: model.cost)
        } catch let refusal as Admission.Refusal {
            metrics.rejected.increment()
            throw refusal
        }
    }
}
