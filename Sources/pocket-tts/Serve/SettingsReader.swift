import Configuration
import Foundation
import PocketTTS
import SystemPackage

/// Looks settings up where flags say nothing: in the environment, then in a file. `maxStreams` is
/// `POCKET_TTS_MAX_STREAMS` there and `"maxStreams"` here.
struct SettingsReader {
    private let reader: ConfigReader

    /// - Parameter names: what a file may hold.
    /// - Throws: `PocketTTSError` for a file that cannot be read, `UsageError` for one that holds something else.
    init(file: String?, names: Set<String>) async throws {
        let environment = EnvironmentVariablesProvider().prefixKeys(with: "pocket.tts")
        guard let path = file ?? ProcessInfo.processInfo.environment["POCKET_TTS_SETTINGS"] else {
            reader = ConfigReader(provider: environment)
            return
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw PocketTTSError.fileNotFound(path: path, purpose: "file of settings")
        }
        guard let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else {
            throw PocketTTSError.fileUnusable(path: path, reason: "it is no JSON object.")
        }
        // A setting that is misspelt must not be passed over: it may be the one that keeps strangers out.
        if let unknown = object.keys.filter({ !names.contains($0) }).min() {
            throw UsageError("\(path): there is no setting \(unknown), there are: \(names.sorted().joined(separator: ", ")).")
        }
        reader = ConfigReader(providers: [environment, try await FileProvider<JSONSnapshot>(filePath: FilePath(path))])
    }

    func text(_ flag: String?, _ name: String) -> String? { flag ?? reader.string(forKey: ConfigKey(name)) }

    /// All values of a setting that may be repeated: separated by commas in the environment, an array in a file.
    func texts(_ flags: [String], _ name: String) -> [String] {
        flags.isEmpty ? reader.stringArray(forKey: ConfigKey(name), isSecret: true) ?? [] : flags
    }

    func isOn(_ flag: Bool, _ name: String) -> Bool { flag || reader.bool(forKey: ConfigKey(name)) ?? false }

    /// - Throws: `UsageError` for a number out of `range`, or for what is no number.
    func number(_ flag: Int?, _ name: String, in range: ClosedRange<Int>) throws -> Int? {
        try checked(flag ?? (try parsed(name, Int.init)) ?? reader.int(forKey: ConfigKey(name)), name, range)
    }

    func number(_ flag: Double?, _ name: String, in range: ClosedRange<Double>) throws -> Double? {
        try checked(flag ?? (try parsed(name, Double.init)) ?? reader.double(forKey: ConfigKey(name)), name, range)
    }

    /// Of the environment, where everything is text.
    private func parsed<Number>(_ name: String, _ parse: (String) -> Number?) throws -> Number? {
        guard let text = reader.string(forKey: ConfigKey(name)) else { return nil }
        guard let value = parse(text) else { throw UsageError("\(name) is \(text), a number is expected.") }
        return value
    }

    private func checked<Number: Comparable>(
        _ value: Number?, _ name: String, _ range: ClosedRange<Number>
    ) throws -> Number? {
        guard let value, !range.contains(value) else { return value }
        throw UsageError("\(name) is \(value), allowed: \(range.lowerBound) to \(range.upperBound).")
    }
}
