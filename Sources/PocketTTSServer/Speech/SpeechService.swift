import CoreMetrics
import Metrics
import PocketTTS

/// Serves speech to clients: several models, one admission for all, the same limits at every endpoint.
///
/// One service lives as long as the process; `Hummingbird.RouterMethods.addPocketTTS(_:hasPage:sites:)` mounts it.
public final class SpeechService: Sendable {
    /// In the order they were given; the first speaks when a request names none.
    public var models: [ServedModel] { list.models }
    let list: ModelList
    /// Loads and unloads models; `nil` if nobody may.
    let administration: ModelAdministration?
    public let limits: ServiceLimits
    public let admission: Admission
    /// Rendered at `/metrics`, if there is one.
    public let registry: PrometheusRegistry?
    let keys: APIKeys
    let metrics: SpeechMetrics
    /// Memory for the bodies of requests.
    let bodies: BodyBudget
    let trustedProxies: TrustedProxies
    /// Whether the log contains the texts.
    let logsTexts: Bool
    /// Voices by further names.
    let aliases: [String: String]
    /// Whether models and voices are listed for clients without a key.
    let listsVoicesOpenly: Bool
    /// Voices that clients add; `nil` if they may not.
    let uploads: VoiceUploads?

    /// - Parameters:
    ///   - models: at least one.
    ///   - limits: of requests and of the queue.
    ///   - keys: a request must carry one of them; without any, no key is asked for.
    ///   - trustedProxies: those whose `X-Forwarded-For` tells clients apart.
    ///   - registry: where figures are kept for `/metrics`; without one they go to swift-metrics' own backend.
    ///   - logsTexts: whether the log contains the texts that are spoken.
    ///   - aliases: further names of voices, such as `["alloy": "alba"]`.
    ///   - listsVoicesOpenly: whether models and voices are listed for clients without a key.
    ///   - uploads: keeps voices that clients add; `nil` lets them add none.
    ///   - administration: loads and unloads models while the service runs; `nil` lets nobody do that.
    /// - Throws: `PocketTTSError.invalidOption(name:value:allowed:)` without a model, or with two of one name.
    public init(
        models: [ServedModel], limits: ServiceLimits = .init(), keys: [String] = [],
        trustedProxies: TrustedProxies = .loopback, registry: PrometheusRegistry? = nil, logsTexts: Bool = false,
        aliases: [String: String] = [:], listsVoicesOpenly: Bool = false, uploads: VoiceUploads? = nil,
        administration: ModelAdministration? = nil
    ) throws(PocketTTSError) {
        guard !models.isEmpty, Set(models.map(\.name)).count == models.count else {
            throw .invalidOption(
                name: "model", value: models.map(\.name).joined(separator: ", "),
                allowed: "one or more, of different names")
        }
        list = ModelList(models)
        self.administration = administration
        self.limits = limits
        self.keys = APIKeys(keys)
        bodies = BodyBudget(bytes: limits.bufferedBytes)
        self.trustedProxies = trustedProxies
        self.registry = registry
        self.logsTexts = logsTexts
        self.aliases = aliases
        self.listsVoicesOpenly = listsVoicesOpenly
        self.uploads = uploads
        let metrics = SpeechMetrics(factory: registry ?? MetricsSystem.factory)
        self.metrics = metrics
        admission = Admission(queueLength: limits.queueLength, longestWait: limits.queueTime) { load in
            metrics.active.set(load.active)
            metrics.waiting.set(load.waiting)
        }
    }

    /// The model that is asked for, the first one if none is; `nil` if there is none of that name.
    public func model(named name: String?) -> ServedModel? {
        let models = models
        guard let name else { return models.first }
        return models.first { $0.name == name }
    }

    /// Begins no new session; those that run go on.
    public func beginShutdown() { admission.close() }

    /// Refuses a client whose session could not even wait, before anything of its request is read.
    /// - Throws: ``Admission/Refusal``.
    func refuseIfFull(client: String) throws(Admission.Refusal) {
        let models = models
        let cost = models.map(\.cost).min() ?? 1
        let yields = models.allSatisfy(\.isCapacityEstimated)
        guard let refusal = admission.refusal(client: client, cost: cost, yields: yields) else { return }
        metrics.rejected.increment()
        throw refusal
    }

    /// Waits for a slot.
    /// - Parameters:
    ///   - model: the model that will speak.
    ///   - options: how; more sampler steps take more of the machine.
    ///   - client: who asks, as far as that is known: clients take turns.
    ///   - isConnected: whether the client is still there, asked once if it has to wait.
    /// - Throws: ``Admission/Refusal``, or `CancellationError`.
    public func admit(
        _ model: ServedModel, options: SpeechOptions = .init(), client: String,
        isConnected: @Sendable () -> Bool = { true }
    ) async throws -> Admission.Ticket {
        let cost = model.cost * model.synthesizer.model.cost(of: options)
        do {
            return try await admission.enter(
                client: client, cost: cost, yields: model.isCapacityEstimated, isConnected: isConnected)
        } catch let refusal as Admission.Refusal {
            metrics.rejected.increment()
            throw refusal
        }
    }
}
