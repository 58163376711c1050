import Foundation
import Yams

/// One mapping of a config file, read field by field under the rules of the reference's schema: every key known, every
/// required key there, every value of the field's type (pydantic's lax mode: `"30"` and `30.0` are an int, `1` is a
/// float; but a boolean is never a number here).
struct ConfigSection {
    /// The file, for error messages.
    let file: String
    /// Dotted path of this mapping, empty for the top level.
    let key: String
    private let entries: [String: Node]

    /// - Parameter allowed: the schema's keys; any other key is an error that names it. `nil` = other keys are ignored.
    init(_ node: Node, file: String, key: String, allowed: [String]?) throws(PocketTTSError) {
        self.file = file
        self.key = key
        guard case .mapping(let mapping) = node else {
            throw .invalidConfig(
                path: file, key: key.isEmpty ? "(top level)" : key,
                reason: "expected a mapping" + (allowed.map { " of \($0.joined(separator: ", "))" } ?? ""))
        }
        var entries: [String: Node] = [:]
        for (name, value) in mapping {
            guard let text = Self.string(name) else {
                throw .invalidConfig(
                    path: file, key: Self.join(key, name.scalar?.string ?? "?").excerpt,
                    reason: "the key is not a string")
            }
            if let allowed, !allowed.contains(text) {
                let near = text.nearest(in: allowed).first
                throw .invalidConfig(
                    path: file, key: Self.join(key, text).excerpt,
                    reason: "unknown key" + (near.map { ", did you mean \($0)?" } ?? ": remove it"))
            }
            entries[text] = value
        }
        self.entries = entries
    }

    func path(_ name: String) -> String { Self.join(key, name) }

    func failure(_ name: String, _ reason: String) -> PocketTTSError {
        .invalidConfig(path: file, key: path(name), reason: reason)
    }

    /// Whether the section has the key, with a value other than `null`.
    func has(_ name: String) -> Bool {
        guard let node = entries[name] else { return false }
        return !Self.isNull(node)
    }

    // MARK: Fields

    func section(_ name: String, allowed: [String]? = nil) throws(PocketTTSError) -> ConfigSection {
        try ConfigSection(required(name), file: file, key: path(name), allowed: allowed)
    }

    /// A list of mappings; empty where the key is absent.
    func sections(_ name: String) throws(PocketTTSError) -> [ConfigSection] {
        var sections: [ConfigSection] = []
        for (index, element) in try list(name).enumerated() {
            sections.append(
                try ConfigSection(element, file: file, key: path("\(name).\(index)"), allowed: nil))
        }
        return sections
    }

    /// A list of strings; empty where the key is absent.
    func strings(_ name: String) throws(PocketTTSError) -> [String] {
        var texts: [String] = []
        for (index, element) in try list(name).enumerated() {
            guard let text = Self.string(element) else {
                throw failure("\(name).\(index)", "expected a string, found \(Self.describe(element))")
            }
            texts.append(text)
        }
        return texts
    }

    /// One of the values of an enumeration; `default` where the key is absent.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, default fallback: Choice
    ) throws(PocketTTSError) -> Choice where Choice.RawValue == String {
        guard let text = try optionalString(name) else { return fallback }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw failure(name, "is '\(text.excerpt)', known: \(known)")
        }
        return choice
    }

    /// The keys of the section.
    var keys: [String] { entries.keys.sorted() }

    private func list(_ name: String) throws(PocketTTSError) -> [Node] {
        guard has(name) else { return [] }
        let node = try required(name)
        guard case .sequence(let sequence) = node else {
            throw failure(name, "expected a list, found \(Self.describe(node))")
        }
        return Array(sequence)
    }

    func string(_ name: String) throws(PocketTTSError) -> String {
        let node = try required(name)
        guard let text = Self.string(node) else {
            throw failure(name, "expected a string, found \(Self.describe(node)): put it in quotes")
        }
        guard !text.isEmpty else { throw failure(name, "is empty") }
        return text
    }

    func optionalString(_ name: String) throws(PocketTTSError) -> String? {
        has(name) ? try string(name) : nil
    }

    func int(_ name: String, in range: ClosedRange<Int>) throws(PocketTTSError) -> Int {
        try int(required(name), named: name, in: range)
    }

    func optionalInt(_ name: String, in range: ClosedRange<Int>) throws(PocketTTSError) -> Int? {
        has(name) ? try int(name, in: range) : nil
    }

    func ints(_ name: String, in range: ClosedRange<Int>) throws(PocketTTSError) -> [Int] {
        let node = try required(name)
        guard case .sequence(let sequence) = node else {
            throw failure(name, "expected a list of integers, found \(Self.describe(node))")
        }
        var values: [Int] = []
        for (index, element) in sequence.enumerated() {
            values.append(try int(element, named: "\(name).\(index)", in: range))
        }
        return values
    }

    /// A number that is not NaN; `default` where the key is absent (`null` is not absent).
    func double(_ name: String, default fallback: Double? = nil) throws(PocketTTSError) -> Double {
        if entries[name] == nil, let fallback { return fallback }
        let node = try required(name)
        guard let value = Self.number(node) else {
            throw failure(name, "expected a number, found \(Self.describe(node))")
        }
        guard !value.isNaN else { throw failure(name, "is not a number") }
        return value
    }

    /// A boolean as pydantic reads one; `default` where the key is absent.
    func bool(_ name: String, default fallback: Bool) throws(PocketTTSError) -> Bool {
        guard let node = entries[name] else { return fallback }
        guard let text = node.scalar?.string, !Self.isNull(node) else {
            throw failure(name, "expected true or false, found \(Self.describe(node))")
        }
        switch text.lowercased() {
        case "true", "t", "yes", "y", "on", "1", "1.0": return true
        case "false", "f", "no", "n", "off", "0", "0.0": return false
        default: throw failure(name, "expected true or false, found \(Self.describe(node))")
        }
    }

    /// A mapping of single characters to strings, as `str.maketrans` takes it.
    func characterMap(_ name: String) throws(PocketTTSError) -> [Unicode.Scalar: String] {
        guard let node = entries[name] else { return [:] }
        guard case .mapping(let mapping) = node else {
            throw failure(name, "expected a mapping of characters to strings, found \(Self.describe(node))")
        }
        var result: [Unicode.Scalar: String] = [:]
        for (key, value) in mapping {
            guard let from = Self.string(key) else {
                throw failure(
                    "\(name).\(key.scalar?.string ?? "?")".excerpt, "the key is not a string: put it in quotes")
            }
            guard let scalar = from.unicodeScalars.first, from.unicodeScalars.count == 1 else {
                throw failure("\(name).\(from)".excerpt, "the key must be a single character")
            }
            guard let to = Self.string(value) else {
                throw failure("\(name).\(from)", "expected a string, found \(Self.describe(value)): put it in quotes")
            }
            result[scalar] = to
        }
        return result
    }

    // MARK: Scalars

    private func required(_ name: String) throws(PocketTTSError) -> Node {
        guard let node = entries[name] else { throw failure(name, "missing key") }
        return node
    }

    private func int(_ node: Node, named name: String, in range: ClosedRange<Int>) throws(PocketTTSError) -> Int {
        guard let number = Self.number(node), let value = Int(exactly: number) else {
            throw failure(name, "expected an integer, found \(Self.describe(node))")
        }
        guard range.contains(value) else {
            throw failure(name, "is \(value), allowed: \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    private static func join(_ key: String, _ name: String) -> String {
        key.isEmpty ? name : "\(key).\(name)"
    }

    private static func isNull(_ node: Node) -> Bool {
        Resolver.default.resolveTag(of: node) == .null
    }

    private static func string(_ node: Node) -> String? {
        guard let scalar = node.scalar, Resolver.default.resolveTag(of: node) == .str else { return nil }
        return scalar.string
    }

    /// Decimal only. YAML 1.1 reads `010` as octal 8 and `1:30` as 90: such spellings are refused rather than read
    /// another way than the reference does.
    private static func number(_ node: Node) -> Double? {
        guard let scalar = node.scalar, ![.bool, .null].contains(Resolver.default.resolveTag(of: node)) else {
            return nil
        }
        let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
        let text = isQuoted ? scalar.string : scalar.string.replacingOccurrences(of: "_", with: "")
        switch text.lowercased() {
        case ".inf", "+.inf": return .infinity
        case "-.inf": return -.infinity
        case ".nan": return .nan
        default: break
        }
        guard text.utf8.allSatisfy({ "+-.eE0123456789".utf8.contains($0) }) else { return nil }
        let digits = text.drop { $0 == "+" || $0 == "-" }
        if digits.count > 1, digits.first == "0", digits.allSatisfy(\.isNumber) { return nil }
        return Double(text)
    }

    private static func describe(_ node: Node) -> String {
        switch node {
        case .scalar(let scalar): isNull(node) ? "null" : "'\(scalar.string.excerpt)'"
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .alias: "an alias"
        }
    }
}
