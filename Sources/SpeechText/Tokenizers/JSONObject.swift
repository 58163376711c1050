/// Typed access to the members of a JSON object; errors name the member by its path.
struct JSONObject {
    let path: String
    private let members: [(key: [UInt8], value: JSONValue)]

    init(_ value: JSONValue, path: String) throws(TokenizerFormatError) {
        guard case .object(let members) = value else { throw TokenizerFormatError("\(path) is not an object") }
        self.path = path
        self.members = members
    }

    /// The member, `nil` when it is missing or null. The last one wins where a key is given twice.
    subscript(_ key: String) -> JSONValue? {
        guard let value = members.last(where: { $0.key.elementsEqual(key.utf8) })?.value else { return nil }
        if case .null = value { return nil }
        return value
    }

    var entries: [(key: [UInt8], value: JSONValue)] { members }

    func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    func require(_ key: String) throws(TokenizerFormatError) -> JSONValue {
        guard let value = self[key] else { throw TokenizerFormatError("\(name(key)) is missing") }
        return value
    }

    func object(_ key: String) throws(TokenizerFormatError) -> JSONObject {
        try JSONObject(try require(key), path: name(key))
    }

    func array(_ key: String) throws(TokenizerFormatError) -> [JSONValue] {
        try require(key).array(name(key))
    }

    /// A list of objects, each with the path of its place in the list.
    func objects(_ key: String) throws(TokenizerFormatError) -> [JSONObject] {
        var objects: [JSONObject] = []
        for (index, element) in try array(key).enumerated() {
            objects.append(try JSONObject(element, path: "\(name(key))[\(index)]"))
        }
        return objects
    }

    func bytes(_ key: String) throws(TokenizerFormatError) -> [UInt8] { try require(key).bytes(name(key)) }

    func string(_ key: String) throws(TokenizerFormatError) -> String {
        String(decoding: try bytes(key), as: UTF8.self)
    }

    func integer(_ key: String) throws(TokenizerFormatError) -> Int { try require(key).integer(name(key)) }

    func bool(_ key: String, default fallback: Bool? = nil) throws(TokenizerFormatError) -> Bool {
        if self[key] == nil, let fallback { return fallback }
        guard case .bool(let value) = try require(key) else {
            throw TokenizerFormatError("\(name(key)) is not true or false")
        }
        return value
    }

    /// One character.
    func scalar(_ key: String) throws(TokenizerFormatError) -> [UInt8] {
        let bytes = try bytes(key)
        guard let lead = bytes.first, UTF8Bytes.length(ofLead: lead) == bytes.count else {
            throw TokenizerFormatError("\(name(key)) is not one character")
        }
        return bytes
    }

    func unsupported(_ what: String, supported: String) -> TokenizerFormatError {
        TokenizerFormatError(
            "\(path): \(what) is not supported (\(supported) are); convert the tokenizer again without it")
    }
}

extension JSONValue {
    func bytes(_ name: String) throws(TokenizerFormatError) -> [UInt8] {
        guard case .string(let bytes) = self else { throw TokenizerFormatError("\(name) is not a string") }
        return bytes
    }

    func array(_ name: String) throws(TokenizerFormatError) -> [JSONValue] {
        guard case .array(let elements) = self else { throw TokenizerFormatError("\(name) is not a list") }
        return elements
    }

    func integer(_ name: String) throws(TokenizerFormatError) -> Int {
        guard case .number(_, let integer?) = self else { throw TokenizerFormatError("\(name) is not a whole number") }
        return integer
    }

    func double(_ name: String) throws(TokenizerFormatError) -> Double {
        guard case .number(let value, _) = self else { throw TokenizerFormatError("\(name) is not a number") }
        return value
    }
}
