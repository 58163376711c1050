public import Foundation

extension ModelStore {
    /// The parts of a published model that are on disk.
    public struct Status: Sendable, Equatable {
        public enum Weights: String, Sendable, Codable {
            /// The gated ones, with the encoder that clones voices.
            case full
            /// The open ones, which cannot clone a voice.
            case open
        }

        /// `nil`: none are on disk.
        public let weights: Weights?
        public let hasTokenizer: Bool
        /// Names of its ready-made voices.
        public let voices: [String]
        /// Of all these files; several models may share one.
        public let bytes: Int

        /// Whether the model can speak without the network.
        public var isComplete: Bool { weights != nil && hasTokenizer }
    }

    /// Never touches the network.
    public func status(of model: Catalogue.Model) -> Status {
        let voices = localVoices(of: model)
        let full = localFile(model.weights)
        let open = model.openWeights.flatMap(localFile)
        let tokenizer = localFile(model.tokenizer)
        let files = [full, open, tokenizer].compactMap { $0 } + voices.values
        return Status(
            weights: full != nil ? .full : open != nil ? .open : nil, hasTokenizer: tokenizer != nil,
            voices: voices.keys.sorted(), bytes: files.reduce(0) { $0 + Disk.size($1) })
    }

    /// The ready-made voices of a model that are on disk, by name.
    public func localVoices(of model: Catalogue.Model) -> [String: URL] {
        let found = catalogue.voiceNames(of: model).compactMap { voice in
            localFile(model.voiceAddress(voice)).map { (voice, $0) }
        }
        return Dictionary(found) { first, _ in first }
    }

    /// Removes a model's files, except those that other models on disk share.
    /// - Returns: bytes freed.
    public func remove(_ model: Catalogue.Model) -> Int {
        let others = catalogue.models.filter { $0 != model && status(of: $0).weights != nil }
        let kept = Set(others.flatMap { [$0.weights, $0.openWeights ?? "", $0.tokenizer] })
        let addresses =
            [model.weights, model.openWeights, model.tokenizer, model.config].compactMap { $0 }
            + catalogue.voiceNames(of: model).map(model.voiceAddress)
        return addresses.filter { !kept.contains($0) }
            .compactMap { try? HubFile($0) }
            .reduce(0) { $0 + hub.cache.remove($1) }
    }

    private func localFile(_ address: String) -> URL? {
        (try? HubFile(address)).flatMap(hub.localCopy)
    }
}
