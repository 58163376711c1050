import SpeechText

/// What is wrong with a file's header, without the file's path.
struct HeaderProblem: Error {
    var reason: String
    init(_ reason: String) { self.reason = reason }
}

/// The table of contents of a safetensors file, checked against the size of what follows it.
struct SafetensorsHeader {
    struct Entry: Equatable {
        var dtype: TensorDType
        var shape: [Int]
        /// Bytes of the tensor, counted from the end of the header.
        var range: Range<Int>
    }

    /// JSON values that a header may have: enough for 300,000 tensors, little enough for the memory of a small machine.
    private static let maximumValues = 4_000_000

    private(set) var entries: [String: Entry] = [:]
    /// The free-form texts of `__metadata__`.
    private(set) var metadata: [String: String] = [:]

    /// - Parameters:
    ///   - json: the header's bytes.
    ///   - bodySize: bytes after the header, which the tensors must cover without gap or overlap.
    init(json: UnsafeRawBufferPointer, bodySize: Int) throws(HeaderProblem) {
        guard json.first == UInt8(ascii: "{") else {
            throw HeaderProblem("the header is not valid: it does not start with '{'")
        }
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue([UInt8](json), maximumValues: Self.maximumValues)
        } catch {
            throw HeaderProblem("the header is not valid: \(error.reason)")
        }
        for (name, value) in try Self.members(document, of: "the header") {
            if name == "__metadata__" {
                for (key, text) in try Self.members(value, of: name) { metadata[key] = try Self.string(text, key) }
            } else {
                entries[name] = try Self.entry(value, name)
            }
        }
        try Self.checkCover(entries, bodySize: bodySize)
    }

    private static func entry(_ value: JSONValue, _ name: String) throws(HeaderProblem) -> Entry {
        var dtypeName: String?
        var shape: [Int]?
        var offsets: [Int]?
        for (field, value) in try members(value, of: name) {
            switch field {
            case "dtype": dtypeName = try string(value, "\(name).dtype")
            case "shape": shape = try naturals(value, "\(name).shape")
            case "data_offsets": offsets = try naturals(value, "\(name).data_offsets")
            default: throw HeaderProblem("tensor '\(name.excerpt)' has an unknown field '\(field.excerpt)'")
            }
        }
        guard let dtypeName, let shape, let offsets else {
            throw HeaderProblem("tensor '\(name.excerpt)' lacks one of dtype, shape, data_offsets")
        }
        guard let dtype = TensorDType(safetensors: dtypeName) else {
            throw HeaderProblem("tensor '\(name.excerpt)' has an unknown dtype '\(dtypeName.excerpt)'")
        }
        guard offsets.count == 2, offsets[0] <= offsets[1] else {
            throw HeaderProblem("tensor '\(name.excerpt)' has data_offsets that are not [begin, end]")
        }
        let entry = Entry(dtype: dtype, shape: shape, range: offsets[0]..<offsets[1])
        guard dtype.byteCount(of: shape) == entry.range.count else {
            throw HeaderProblem(
                "tensor '\(name.excerpt)' of type \(dtypeName) and shape \(shapeText(shape)) does not fit its "
                    + "\(entry.range.count) bytes"
            )
        }
        return entry
    }

    private static func checkCover(_ entries: [String: Entry], bodySize: Int) throws(HeaderProblem) {
        let ordered = entries.sorted {
            ($0.value.range.lowerBound, $0.value.range.upperBound) < (
                $1.value.range.lowerBound, $1.value.range.upperBound
            )
        }
        var end = 0
        for (name, entry) in ordered {
            guard entry.range.lowerBound == end else {
                let fault = entry.range.lowerBound < end ? "overlaps the tensor before it" : "leaves a gap before it"
                throw HeaderProblem(
                    "tensor '\(name.excerpt)' \(fault) (it starts at \(entry.range.lowerBound), expected \(end))")
            }
            end = entry.range.upperBound
        }
        guard end <= bodySize else {
            throw HeaderProblem("the file is truncated: \(end - bodySize) bytes are missing, fetch it again")
        }
        guard end == bodySize else {
            throw HeaderProblem("\(bodySize - end) bytes follow the last tensor")
        }
    }

    // MARK: JSON

    /// The members of an object, whose names must differ.
    private static func members(_ value: JSONValue, of name: String) throws(HeaderProblem) -> [(String, JSONValue)] {
        guard case .object(let members) = value else {
            throw HeaderProblem("'\(name.excerpt)': expected an object '{'")
        }
        var seen: Set<[UInt8]> = []
        var result: [(String, JSONValue)] = []
        for (key, value) in members {
            let text = String(decoding: key, as: UTF8.self)
            guard seen.insert(key).inserted else { throw HeaderProblem("the name '\(text.excerpt)' appears twice") }
            result.append((text, value))
        }
        return result
    }

    private static func string(_ value: JSONValue, _ name: String) throws(HeaderProblem) -> String {
        guard case .string(let bytes) = value else { throw HeaderProblem("'\(name.excerpt)': expected a string") }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func naturals(_ value: JSONValue, _ name: String) throws(HeaderProblem) -> [Int] {
        guard case .array(let elements) = value else {
            throw HeaderProblem("'\(name.excerpt)': expected a list of numbers")
        }
        var result: [Int] = []
        result.reserveCapacity(elements.count)
        for element in elements {
            guard case .number(let number, let integer) = element, number.sign == .plus,
                integer != nil || number >= 0x1p63
            else {
                throw HeaderProblem("'\(name.excerpt)': expected whole numbers, 0 or more")
            }
            guard let integer else { throw HeaderProblem("'\(name.excerpt)': a number is too large") }
            result.append(integer)
        }
        return result
    }
}
