import FlowLMKernels
import Foundation
import PocketTTSModels

/// Which attention heads of a model follow the text: `alignment.json` beside its config,
/// `{"heads": [[layer, head], ...]}` from 0, or the catalogue's entry of a published model.
public struct AlignmentHeads: Codable, Sendable, Equatable {
    /// `[layer, head]` each.
    public let heads: [[Int]]

    public static let fileName = "alignment.json"

    public init(_ heads: [AttentionHead]) { self.heads = heads.sorted().map { [$0.layer, $0.head] } }

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

    /// The heads of the model whose config is `configURL`; none if they are not known.
    /// - Parameter folder: where `alignment.json` may be.
    static func find(folder: URL, configURL: URL) throws(PocketTTSError) -> [AttentionHead] {
        let url = folder.appendingPathComponent(fileName)
        if let data = try? Data(contentsOf: url) {
            do {
                return try JSONDecoder().decode(AlignmentHeads.self, from: data).checked(path: url.path)
            } catch let error as PocketTTSError {
                throw error
            } catch {
                throw .invalidConfig(
                    path: url.path, key: "heads", reason: "it is no {\"heads\": [[layer, head], ...]}.")
            }
        }
        guard let catalogue = ModelFiles.catalogue, let data = try? Data(contentsOf: catalogue),
            let known = try? JSONDecoder().decode(Catalogue.self, from: data),
            let model = known.models.first(where: { $0.isDescribed(by: configURL) })
        else { return [] }
        return try model.alignmentHeads.map(AlignmentHeads.init(heads:))?.checked(path: catalogue.path) ?? []
    }

    private init(heads: [[Int]]) { self.heads = heads }

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
