/// The table of contents of a GGUF file, checked against the file's size. Every number of the file is checked before it
/// is used in arithmetic or for an allocation.
struct GGUFHeader {
    struct Entry: Equatable {
        var dtype: TensorDType
        /// Row-major sizes, outermost first: the file has them the other way round.
        var shape: [Int]
        /// Bytes of the tensor, counted from the start of the body.
        var range: Range<Int>
    }

    private(set) var entries: [String: Entry] = [:]
    /// Where the tensors' bytes begin.
    private(set) var bodyStart = 0

    private static let versions: ClosedRange<UInt32> = 2...3
    private static let longestName = 1024
    private static let mostDimensions: UInt32 = 4
    /// Bytes of the shortest description of a tensor, and of the shortest metadata entry.
    private static let (leastTensorBytes, leastMetadataBytes) = (24, 13)

    init(_ file: UnsafeRawBufferPointer) throws(HeaderProblem) {
        var reader = GGUFReader(file)
        guard try reader.bytes(4, of: "the magic number").elementsEqual("GGUF".utf8) else {
            throw HeaderProblem("it does not start with 'GGUF'")
        }
        let version = try reader.number(UInt32.self, of: "the version")
        guard Self.versions.contains(version) else {
            throw HeaderProblem("it is of version \(version), known are versions 2 and 3")
        }
        let tensors = try reader.count("the number of tensors", leastBytes: Self.leastTensorBytes)
        let metadata = try reader.count("the number of metadata entries", leastBytes: Self.leastMetadataBytes)
        var alignment = 32
        for _ in 0..<metadata {
            let key = try reader.string("a metadata key", limit: 65_535)
            if let value = try reader.metadata(of: key), key == "general.alignment" { alignment = value }
        }
        guard alignment % 8 == 0, (8...65_536).contains(alignment) else {
            throw HeaderProblem("general.alignment is \(alignment), allowed: multiples of 8 up to 65536")
        }
        for _ in 0..<tensors {
            let name = try reader.string("a tensor's name", limit: Self.longestName)
            let entry = try Self.entry(&reader, name, alignment: alignment)
            guard entries.updateValue(entry, forKey: name) == nil else {
                throw HeaderProblem("the name '\(name.excerpt)' appears twice")
            }
        }
        // Both are at most the file's size, far from overflow.
        bodyStart = (reader.position + alignment - 1) / alignment * alignment
        try Self.checkCover(entries, bodySize: file.count - bodyStart, alignment: alignment)
    }

    private static func entry(
        _ reader: inout GGUFReader, _ name: String, alignment: Int
    ) throws(HeaderProblem) -> Entry {
        let what = "tensor '\(name.excerpt)'"
        let dimensions = try reader.number(UInt32.self, of: what)
        guard dimensions <= mostDimensions else {
            throw HeaderProblem("\(what) has \(dimensions) dimensions, the limit is \(mostDimensions)")
        }
        var shape: [Int] = []
        for _ in 0..<dimensions { shape.insert(try reader.natural(of: "\(what): a size"), at: 0) }
        let type = try reader.number(UInt32.self, of: what)
        guard let dtype = TensorDType(ggml: type) else {
            let name = TensorDType.otherGGMLTypes[type] ?? "number \(type)"
            throw HeaderProblem("\(what) has type \(name), known: F32, F16, BF16, Q8_0. Take the file in one of these")
        }
        let offset = try reader.natural(of: "\(what): the offset")
        guard offset % alignment == 0 else {
            throw HeaderProblem("\(what) starts at \(offset), no multiple of the alignment \(alignment)")
        }
        guard let size = dtype.byteCount(of: shape) else {
            throw HeaderProblem(
                """
                \(what) of type \(dtype.rawValue) and shape \(shapeText(shape)) is no whole number of blocks, or too \
                large
                """
            )
        }
        let (end, overflow) = offset.addingReportingOverflow(size)
        guard !overflow else { throw HeaderProblem("\(what) ends beyond any file (it starts at \(offset))") }
        return Entry(dtype: dtype, shape: shape, range: offset..<end)
    }

    /// Tensors follow each other with less than an alignment between them, up to the end of the file.
    private static func checkCover(
        _ entries: [String: Entry], bodySize: Int, alignment: Int
    ) throws(HeaderProblem) {
        let ordered = entries.sorted {
            ($0.value.range.lowerBound, $0.value.range.upperBound) < (
                $1.value.range.lowerBound, $1.value.range.upperBound
            )
        }
        var end = 0
        for (name, entry) in ordered {
            let gap = entry.range.lowerBound - end
            guard (0..<alignment).contains(gap) else {
                let fault = gap < 0 ? "overlaps the tensor before it" : "leaves a gap before it"
                throw HeaderProblem(
                    "tensor '\(name.excerpt)' \(fault) (it starts at \(entry.range.lowerBound), expected \(end))")
            }
            end = entry.range.upperBound
        }
        guard end <= bodySize || entries.isEmpty else {
            throw HeaderProblem("the file is truncated: \(end - bodySize) bytes are missing, fetch it again")
        }
        guard bodySize - end < alignment else {
            throw HeaderProblem("\(bodySize - end) bytes follow the last tensor")
        }
    }
}

extension TensorDType {
    fileprivate init?(ggml type: UInt32) {
        switch type {
        case 0: self = .f32
        case 1: self = .f16
        case 8: self = .q8_0
        case 30: self = .bf16
        default: return nil
        }
    }

    /// Names of types that this reader does not know, for messages.
    fileprivate static let otherGGMLTypes: [UInt32: String] = [
        2: "Q4_0", 3: "Q4_1", 6: "Q5_0", 7: "Q5_1", 9: "Q8_1", 10: "Q2_K", 11: "Q3_K", 12: "Q4_K", 13: "Q5_K",
        14: "Q6_K", 15: "Q8_K", 24: "I8", 25: "I16", 26: "I32", 27: "I64", 28: "F64",
    ]
}
