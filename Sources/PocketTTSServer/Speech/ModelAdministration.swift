import PocketTTS
import Synchronization

/// Lets administrators load and unload models while a service runs.
public struct ModelAdministration: Sendable {
    /// Loads a model by its name.
    /// - Throws: ``ModelLoadingError``, or `PocketTTSError`.
    public typealias Loader = @Sendable (_ name: String, _ mostBytes: Int) async throws -> ServedModel

    let keys: APIKeys
    /// Memory for the weights of all models.
    let mostBytes: Int
    let load: Loader

    /// - Parameters:
    ///   - keys: a request must carry one of them; they are not those of listeners.
    ///   - mostBytes: memory for the weights of all models, those included that are there from the start.
    ///   - load: makes a model whose weights take `mostBytes` at most.
    public init(keys: [String], mostBytes: Int, load: @escaping Loader) {
        self.keys = APIKeys(keys)
        self.mostBytes = mostBytes
        self.load = load
    }
}

/// Why a model is not loaded.
public enum ModelLoadingError: Error, Sendable, Equatable {
    /// No model is known by this name.
    case unknown(name: String)
    /// Its weights take `bytes`, and only `available` are left.
    case tooLarge(name: String, bytes: Int, available: Int)
    /// Its files cannot be had or used; the reason is for administrators.
    case unusable(name: String, reason: String)
}

/// The models of a service, which change while it runs. Requests keep the model that they speak with.
final class ModelList: Sendable {
    private struct State {
        var models: [ServedModel]
        /// The model that is being loaded; one at a time.
        var loading: String?
    }

    private let state: Mutex<State>

    init(_ models: [ServedModel]) { state = Mutex(State(models: models)) }

    var models: [ServedModel] { state.withLock { $0.models } }

    /// Loads a model, or returns the one of this name.
    /// - Parameter prepare: is done before requests find the model.
    func load(
        _ name: String, by administration: ModelAdministration, prepare: (ServedModel) throws -> Void
    ) async throws -> ServedModel {
        let known: ServedModel? = try state.withLock { state in
            if let known = state.models.first(where: { $0.name == name }) { return known }
            if let other = state.loading {
                throw APIError(
                    status: .conflict, message: "the model \(other) is being loaded: try again when it is there.",
                    parameter: "model", code: "loading", headers: [.retryAfter: "5"])
            }
            state.loading = name
            return nil
        }
        if let known { return known }
        defer { state.withLock { $0.loading = nil } }
        let used = models.reduce(0) { $0 + $1.weightBytes }
        let model = try await administration.load(name, max(0, administration.mostBytes - used))
        try prepare(model)
        state.withLock { $0.models.append(model) }
        return model
    }

    /// Takes a model away. Speech that runs goes on; the memory is free when the last of it has ended.
    func unload(_ name: String) throws {
        try state.withLock { state in
            guard let index = state.models.firstIndex(where: { $0.name == name }) else {
                throw ModelLoadingError.unknown(name: name)
            }
            guard state.models.count > 1 else {
                throw APIError(
                    status: .conflict, message: "\(name) is the only model: load another one first.",
                    parameter: "model", code: "last_model")
            }
            state.models.remove(at: index)
        }
    }
}
