/// The table of contents of a safetensors file, checked against the size of what follows it.
struct SafetensorsHeader {
    struct Entry: Equatable {
        var dtype: TensorDType
        var shape: [Int]
        /// Bytes of the tensor, counted from the end of the header.
        var range: Range<Int>
    }

    private(set) var entries: [String: Entry] = [:]
    /// The free-form texts of `__metadata__`.
    private(set) var metadata: [String: String] = [:]

    /// - Parameters:
    ///   - json: the header's bytes.
    ///   - bodySize: bytes after the header, which the tensors must cover without gap or overlap.
    init(json: UnsafeRawBufferPointer, bodySize: Int) throws(HeaderProblem) {
        var reader = HeaderReader(json)
        guard json.first == UInt8(ascii: "{") else { throw reader.problem("it does not start with '{'") }
        var entries: [String: Entry] = [:]
        var metadata: [String: String] = [:]
        try reader.object { (reader: inout HeaderReader, name: String) throws(HeaderProblem) in
            if name == "__metadata__" {
                try reader.object { (reader: inout HeaderReader, key: String) throws(HeaderProblem) in
                    metadata[key] = try reader.string()
                }
            } else {
                entries[name] = try Self.entry(&reader, name)
            }
        }
        reader.skipSpace()
        guard reader.isAtEnd else { throw reader.problem("something follows the closing '}'") }
        try Self.checkCover(entries, bodySize: bodySize)
        self.entries = entries
        self.metadata = metadata
    }

    private static func entry(_ reader: inout HeaderReader, _ name: String) throws(HeaderProblem) -> Entry {
        var dtypeName: String?
        var shape: [Int]?
        var offsets: [Int]?
        try reader.object { (reader: inout HeaderReader, field: String) throws(HeaderProblem) in
            switch field {
            case "dtype": dtypeName = try reader.string()
            case "shape": shape = try reader.naturals()
            case "data_offsets": offsets = try reader.naturals()
            default: throw reader.problem("tensor '\(name.excerpt)' has an unknown field '\(field.excerpt)'")
            }
        }
        guard let dtypeName, let shape, let offsets else {
            throw HeaderProblem("tensor '\(name.excerpt)' lacks one of dtype, shape, data_offsets")
        }
        guard let dtype = TensorDType(rawValue: dtypeName) else {
            throw HeaderProblem("tensor '\(name.excerpt)' has an unknown dtype '\(dtypeName.excerpt)'")
        }
        guard offsets.count == 2, offsets[0] <= offsets[1] else {
            throw HeaderProblem("tensor '\(name.excerpt)' has data_offsets that are not [begin, end]")
        }
        let entry = Entry(dtype: dtype, shape: shape, range: offsets[0]..<offsets[1])
        guard let bits = bitCount(entry), bits % 8 == 0, bits / 8 == entry.range.count else {
            throw HeaderProblem(
                "tensor '\(name.excerpt)' of type \(dtypeName) and shape \(shapeText(shape)) does not fit its \(entry.range.count) bytes")
        }
        return entry
    }

    /// `nil` where the product overflows.
    private static func bitCount(_ entry: Entry) -> Int? {
        var bits = entry.dtype.bits
        for size in entry.shape {
            let (product, overflow) = bits.multipliedReportingOverflow(by: size)
            if overflow { return nil }
            bits = product
        }
        return bits
    }

    private static func checkCover(_ entries: [String: Entry], bodySize: Int) throws(HeaderProblem) {
        let ordered = entries.sorted {
            ($0.value.range.lowerBound, $0.value.range.upperBound) < ($1.value.range.lowerBound, $1.value.range.upperBound)
        }
        var end = 0
        for (name, entry) in ordered {
            guard entry.range.lowerBound == end else {
                let fault = entry.range.lowerBound < end ? "overlaps the tensor before it" : "leaves a gap before it"
                throw HeaderProblem("tensor '\(name.excerpt)' \(fault) (it starts at \(entry.range.lowerBound), expected \(end))")
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
}
