import Foundation
import Testing

@testable import PocketTTS

/// Files of this repository, found from where this source file lies.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let configs = root.appendingPathComponent("Models/configs")
    static let fixtures = root.appendingPathComponent("Tests/Fixtures")

    static func configURL(_ name: String) -> URL { configs.appendingPathComponent("\(name).yaml") }
    static func config(_ name: String) throws -> ModelConfig { try ModelConfig.load(contentsOf: configURL(name)) }
}

/// Runs `body` with a fresh folder that is removed afterwards.
func withTemporaryFolder<R>(_ body: (URL) throws -> R) throws -> R {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pocket-tts-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}

/// The error that `body` throws, `nil` (and a recorded issue) when it throws none.
func pocketError(_ comment: Comment? = nil, _ body: () throws -> Void) -> PocketTTSError? {
    do {
        try body()
        Issue.record(comment ?? "no error was thrown")
        return nil
    } catch {
        return error as? PocketTTSError
    }
}
