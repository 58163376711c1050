public import Foundation
import PocketTTS
import Synchronization

/// Voices that clients add to a running server: recordings by name, in memory, and in a folder if there is one.
public final class VoiceUploads: Sendable {
    private let folder: URL?
    private let most: Int
    /// When each was added, by model and name.
    private let added = Mutex<[String: [String: Date]]>([:])

    /// - Parameters:
    ///   - folder: keeps them for the next start: `MODEL/NAME`; `nil` keeps them as long as the process.
    ///   - most: voices in all.
    public init(folder: URL? = nil, most: Int = 32) {
        self.folder = folder
        self.most = most
    }

    /// Adds the voices of the folder to their models.
    /// - Throws: `PocketTTSError.fileUnusable(path:reason:)` if the folder cannot be read.
    public func restore(_ models: [ServedModel]) throws {
        guard let folder else { return }
        for model in models {
            let place = folder.appending(path: model.name)
            guard FileManager.default.fileExists(atPath: place.path) else { continue }
            do {
                for name in try FileManager.default.contentsOfDirectory(atPath: place.path) where Self.isName(name) {
                    let file = place.appending(path: name)
                    model.voices.set(name, .recording(try Data(contentsOf: file)))
                    let date = try file.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
                    added.withLock { $0[model.name, default: [:]][name] = date ?? .now }
                }
            } catch {
                throw PocketTTSError.fileUnusable(path: place.path, reason: error.localizedDescription)
            }
        }
    }

    /// Keeps a recording, which is a person's voice: for this user alone.
    /// - Throws: ``APIError`` (507), and then nothing is kept.
    private static func write(_ recording: Data, name: String, in place: URL) throws {
        do {
            try FileManager.default.createDirectory(
                at: place, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try recording.write(to: place.appending(path: name), options: .atomic)
        } catch {
            throw APIError(
                status: .init(code: 507, reasonPhrase: "Insufficient Storage"),
                message: "the server has no room to keep the voice: inform its operator.",
                code: "insufficient_storage")
        }
    }

    /// When a voice was added; `nil` if clients have not added it.
    func date(of name: String, in model: ServedModel) -> Date? { added.withLock { $0[model.name]?[name] } }

    /// Adds a voice whose recording has been found to be one.
    /// - Throws: ``APIError`` for a name that cannot be, or is taken, or if there are too many voices.
    func add(_ name: String, _ recording: Data, to model: ServedModel) throws {
        try check(name, model)
        try added.withLock { added in
            guard added.values.reduce(0, { $0 + $1.count }) < most else {
                throw APIError(
                    status: .tooManyRequests, message: "the server keeps \(most) voices at most: delete some.",
                    parameter: "name", code: "too_many_voices")
            }
            if let folder {
                try Self.write(recording, name: name, in: folder.appending(path: model.name))
            }
            added[model.name, default: [:]][name] = .now
        }
        model.voices.set(name, .recording(recording))
    }

    /// - Throws: ``APIError`` for a name that cannot be, or is taken.
    func check(_ name: String, _ model: ServedModel) throws {
        guard Self.isName(name) else {
            throw APIError.badRequest(
                "name is \(name.excerpt), allowed: 1 to 64 letters, digits, - and _.", parameter: "name")
        }
        guard !model.voices.contains(name) else {
            throw APIError(
                status: .conflict, message: "there is a voice \(name.excerpt) already.", parameter: "name",
                code: "voice_exists")
        }
    }

    /// - Throws: ``APIError`` (404) for a voice that clients have not added.
    func remove(_ name: String, from model: ServedModel) throws {
        try added.withLock { added in
            guard added[model.name]?.removeValue(forKey: name) != nil else {
                throw APIError(
                    status: .notFound, message: "no client has added a voice \(name.excerpt).", parameter: "voice",
                    code: "voice_not_found")
            }
            if let folder {
                try FileManager.default.removeItem(at: folder.appending(path: model.name).appending(path: name))
            }
        }
        model.voices.remove(name)
    }

    /// Safe as a file's name, and in an address.
    private static func isName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    }
}
