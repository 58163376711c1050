import FlowLMKernels
import Foundation
import PocketTTSModels

/// What is known of a model's good speech: `alignment.json` beside its config,
/// `{"heads": [[layer, head], ...], "latent_energy": number}`, or the catalogue's entry of a published model.
public struct AlignmentFile: Codable, Sendable, Equatable {
    /// The attention heads that follow the text, `[layer, head]` each, from 0.
    public let heads: [[Int]]
    /// The largest mean square of successive latents, before they are scaled for the codec, see
    /// ``FailureThresholds/latentFrames``; `nil` = not known.
    public let latentEnergy: Float?

    private enum CodingKeys: String, CodingKey {
        case heads
        case latentEnergy = "latent_energy"
    }

    public static let fileName = "alignment.json"

    public init(heads: [AttentionHead], latentEnergy: Float?) {
        self.heads = heads.sorted().map { [$0.layer, $0.head] }
        self.latentEnergy = latentEnergy
    }

    private init(heads: [[Int]]) {
        self.heads = heads
        latentEnergy = nil
    }

    /// - Throws: ``PocketTTSError/invalidConfig(path:key:reason:)`` for heads that no model has.
    func alignment(path: String) throws(PocketTTSError) -> ModelAlignment {
        if let latentEnergy, !(latentEnergy > 0 && latentEnergy.isFinite) {
            throw .invalidConfig(path: path, key: "latent_energy", reason: "\(latentEnergy) is not above 0.")
        }
        return ModelAlignment(heads: try checked(path: path), latentEnergy: latentEnergy)
    }

    /// Writes the file.
    public func write(to folder: URL) throws(PocketTTSError) {
        let url = folder.appendingPathComponent(Self.fileName)
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            try (encoder.encode(self) + Data("\n".utf8)).write(to: url)
        } catch {
            throw .fileUnusable(path: url.path, reason: error.localizedDescription)
        }
    }

    private func checked(path: String) throws(PocketTTSError) -> [AttentionHead] {
        var found: [AttentionHead] = []
        for pair in heads {
            guard pair.count == 2, pair.allSatisfy({ $0 >= 0 }) else {
                throw .invalidConfig(path: path, key: "heads", reason: "\(pair) is no [layer, head].")
            }
            found.append(AttentionHead(layer: pair[0], head: pair[1]))
        }
        guard Set(found).count == found.count else {
            throw .invalidConfig(path: path, key: "heads", reason: "a head is named twice.")
        }
        return found.sorted()
    }

    /// What is known of the model whose config is `configURL`.
    /// - Parameter folder: where `alignment.json` may be.
    static func find(folder: URL, configURL: URL) throws(PocketTTSError) -> ModelAlignment {
        let url = folder.appendingPathComponent(fileName)
        if let data = try? Data(contentsOf: url) {
            do {
                return try JSONDecoder().decode(AlignmentFile.self, from: data).alignment(path: url.path)
            } catch let error as PocketTTSError {
                throw error
            } catch {
                throw .invalidConfig(
                    path: url.path, key: "heads",
                    reason: "it is no {\"heads\": [[layer, head], ...], \"latent_energy\": number}.")
            }
        }
        guard let catalogue = ModelFiles.catalogue, let data = try? Data(contentsOf: catalogue),
            let known = try? JSONDecoder().decode(Catalogue.self, from: data),
            let model = known.models.first(where: { $0.isDescribed(by: configURL) })
        else { return .unknown }
        return try model.alignmentHeads.map(AlignmentFile.init(heads:))?.alignment(path: catalogue.path) ?? .unknown
    }

    /// What the catalogue says of alignment.
    private struct Catalogue: Decodable {
        struct Model: Decodable {
            let config: String
            let alignmentHeads: [[Int]]?

            /// Whether `url` is this model's config, in whichever copy of the catalogue's folder.
            func isDescribed(by url: URL) -> Bool {
                Array(url.pathComponents.suffix(2)) == config.split(separator: "/").map(String.init)
            }
        }

        let models: [Model]
    }
}
