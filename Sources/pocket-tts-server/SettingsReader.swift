import CommandSupport
import Configuration
import Foundation
import PocketTTS
import SystemPackage

/// Looks settings up where flags give none: in the environment, then in a file. `maxStreams` is
/// `POCKET_TTS_MAX_STREAMS` there and `"maxStreams"` here.
struct SettingsReader {
    /// What a setting holds.
    enum Kind: String {
        case text = "a string"
        case texts = "a list of strings"
        case integer = "an integer"
        case number = "a number"
        case flag = "true or false"
    }

    private let reader: ConfigReader

    /// - Parameter kinds: what a file may hold.
    /// - Throws: `PocketTTSError` for a file that cannot be read; `UsageError` for one that holds an unknown setting
    ///   or a value of another type.
    init(file: String?, kinds: [String: Kind]) async throws {
        let environment = EnvironmentVariablesProvider().prefixKeys(with: "pocket.tts")
        guard let path = file ?? ProcessInfo.processInfo.environment["POCKET_TTS_SETTINGS"] else {
            reader = ConfigReader(provider: environment)
            return
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw PocketTTSError.fileNotFound(path: path, purpose: "file of settings")
        }
        let object: [String: JSONValue]
        do {
            object = try JSONDecoder().decode([String: JSONValue].self, from: data)
        } catch {
            throw PocketTTSError.fileUnusable(path: path, reason: "it is no JSON object.")
        }
        // A setting that is ignored may be the one that keeps strangers out.
        for (name, value) in object.sorted(by: { $0.key < $1.key }) {
            guard let kind = kinds[name] else {
                throw UsageError(
                    "\(path): there is no setting \(name), there are: \(kinds.keys.sorted().joined(separator: ", ")).")
            }
            guard value.isOf(kind) else {
                throw UsageError("\(path): \(name) must be \(kind.rawValue), not \(value.name).")
            }
            guard !value.isEmpty else { throw UsageError("\(path): \(name) has an empty value.") }
        }
        reader = ConfigReader(providers: [environment, try await FileProvider<JSONSnapshot>(filePath: FilePath(path))])
    }

    func text(_ flag: String?, _ name: String) -> String? { flag ?? reader.string(forKey: ConfigKey(name)) }

    /// All values of a setting that may be repeated: separated by commas in the environment, a list in a file.
    func texts(_ flags: [String], _ name: String) -> [String] {
        flags.isEmpty ? reader.stringArray(forKey: ConfigKey(name), isSecret: true) ?? [] : flags
    }

    /// - Throws: `UsageError` for what is neither true nor false.
    func isOn(_ flag: Bool, _ name: String) throws -> Bool {
        if flag { return true }
        guard let text = reader.string(forKey: ConfigKey(name)) else {
            return reader.bool(forKey: ConfigKey(name)) ?? false
        }
        switch text.lowercased() {
        case "true", "yes", "1": return true
        case "false", "no", "0", "": return false
        default: throw UsageError("\(name) is \(text), allowed: true, false.")
        }
    }

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

/// A value of a settings file, as far as its type goes.
private enum JSONValue: Decodable, Equatable {
    case text(String)
    case texts([String])
    case integer
    case number
    case flag
    case other(String)

    init(from decoder: any Decoder) throws {
        if let list = try? decoder.unkeyedContainer() {
            self =
                (try? [String](from: decoder)).map(JSONValue.texts)
                ?? .other(list.count == 0 ? "an empty list" : "a list of other values")
            return
        }
        if (try? decoder.container(keyedBy: AnyKey.self)) != nil {
            self = .other("an object")
            return
        }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .other("null")
        } else if (try? container.decode(Bool.self)) != nil {
            self = .flag
        } else if (try? container.decode(Int.self)) != nil {
            self = .integer
        } else if (try? container.decode(Double.self)) != nil {
            self = .number
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func isOf(_ kind: SettingsReader.Kind) -> Bool {
        switch (self, kind) {
        case (.text, .text), (.texts, .texts), (.integer, .integer), (.integer, .number), (.number, .number),
            (.flag, .flag):
            true
        default: false
        }
    }

    /// Whether it is, or has, an empty text: a key that is left empty would otherwise let everybody in.
    var isEmpty: Bool {
        switch self {
        case .text(let text): text.isEmpty
        case .texts(let texts): texts.contains("")
        default: false
        }
    }

    var name: String {
        switch self {
        case .text: SettingsReader.Kind.text.rawValue
        case .texts: SettingsReader.Kind.texts.rawValue
        case .integer: SettingsReader.Kind.integer.rawValue
        case .number: SettingsReader.Kind.number.rawValue
        case .flag: SettingsReader.Kind.flag.rawValue
        case .other(let name): name
        }
    }
}
