import FlowLMKernels
import Foundation

/// What a file of `pocket-tts pack` says about itself (docs/MODEL.md describes the layout).
struct FilePacking: Sendable {
    private static let versionKey = "pocket_tts.packed_version"
    private static let shapesKey = "pocket_tts.shapes"
    private static let checksumKey = "pocket_tts.checksum"
    private static let version = "2"

    let precision: Precision
    /// The file that it was made from, as it was then.
    let source: SourceFile
    /// Shapes of that file's tensors by name, before rounding.
    let shapes: [String: [Int]]

    init(precision: Precision, source: SourceFile, shapes: [String: [Int]]) {
        self.precision = precision
        self.source = source
        self.shapes = shapes
    }

    /// - Returns: `nil` for a file that is not packed.
    /// - Throws: `.invalidCheckpoint` for a version or a precision that is not known, for a damaged file, and for one
    ///   whose source lies beside it and has changed since.
    init?(of file: SafetensorsFile) throws(PocketTTSError) {
        guard let version = file.metadata[Self.versionKey] else { return nil }
        func problem(_ reason: String) -> PocketTTSError {
            .invalidCheckpoint(
                path: file.path, tensor: nil, reason: "\(reason): write it again with this program's pack command")
        }
        guard version == Self.version else {
            throw problem("it is packed in version \(version.excerpt), this program reads version \(Self.version)")
        }
        guard let precision = file.metadata[FileRounding.precisionKey].flatMap(Precision.init(rawValue:)),
            let source = SourceFile(file.metadata), let shapes = Self.shapes(of: file)
        else { throw problem("its metadata lack the precision, the source or the shapes of a packed file") }
        let sum = file.packedBytes.map { $0.checksum.hexadecimal }
        guard let sum, sum == file.metadata[Self.checksumKey] else {
            throw problem("it is damaged: its weights do not have the checksum that was written with them")
        }
        let folder = URL(fileURLWithPath: file.path).deletingLastPathComponent()
        guard try source.isUnchanged(in: folder, besides: file.path) else {
            throw problem("\(source.name.excerpt), from which it was made, has changed since")
        }
        self.init(precision: precision, source: source, shapes: shapes)
    }

    /// The shapes that a packed file states; `nil` for any other file.
    static func shapes(of file: SafetensorsFile) -> [String: [Int]]? {
        guard let text = file.metadata[shapesKey] else { return nil }
        var shapes: [String: [Int]] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard let name = parts.first else { continue }
            shapes[String(name)] = parts.dropFirst().map { Int($0) ?? 0 }
        }
        return shapes
    }

    /// - Parameter checksum: of the packed layers' bytes.
    func metadata(checksum: UInt64) -> [String: String] {
        let lines = shapes.sorted { $0.key < $1.key }.map { name, shape in
            ([name] + shape.map(String.init)).joined(separator: " ")
        }
        return source.metadata.merging([
            Self.versionKey: Self.version,
            FileRounding.precisionKey: precision.rawValue,
            Self.checksumKey: checksum.hexadecimal,
            Self.shapesKey: lines.joined(separator: "\n"),
        ]) { _, new in new }
    }
}

/// Names of a packed layer's tensors: `NAME:LAYOUT` and, of integers, `NAME:scales`.
enum PackedName {
    static func values(_ name: String, _ layout: PackedMatrix.Layout) -> String { "\(name):\(layout.rawValue)" }
    static func scales(_ name: String) -> String { "\(name):scales" }
    static func isPacked(_ name: String) -> Bool { name.contains(":") }
}

extension SafetensorsFile {
    /// The bytes of all packed layers, which follow each other; `nil` if there are none or others lie between them.
    fileprivate var packedBytes: SharedBytes? {
        let tensors = names.lazy.filter(PackedName.isPacked).compactMap { self.tensor(named: $0)?.bytes }
            .sorted { UInt(bitPattern: $0.baseAddress) < UInt(bitPattern: $1.baseAddress) }
        guard let start = tensors.first?.baseAddress else { return nil }
        let count = tensors.reduce(0) { $0 + $1.count }
        guard let last = tensors.last, let end = last.baseAddress, end + last.count == start + count else { return nil }
        return SharedBytes(start, count: count, owner: self)
    }
}

extension Checkpoint {
    /// Takes a matrix that a packed file holds in the order of products; `nil` if there is none of this name.
    /// - Throws: `.invalidCheckpoint` if it has not as many bytes as the shape takes.
    func packed(_ name: String, outputs: Int, inputs: Int) throws(PocketTTSError) -> PackedMatrix? {
        guard packing != nil else { return nil }
        for layout in PackedMatrix.Layout.allCases {
            let full = PackedName.values(name, layout)
            guard contains(full) else { continue }
            let sizes = layout.byteCounts(outputs: outputs, inputs: inputs)
            let values = try anyTensor(full, shape: [sizes.values])
            let scales = sizes.scales > 0 ? try anyTensor(PackedName.scales(name), shape: [sizes.scales]) : nil
            guard
                let matrix = PackedMatrix(
                    layout: layout, outputs: outputs, inputs: inputs, values: values.shared,
                    scales: scales.map(\.shared))
            else { throw values.problem("is not a packed matrix of \(outputs) outputs and \(inputs) inputs") }
            return matrix
        }
        return nil
    }
}

extension TensorView {
    /// The bytes, or a copy if they are not aligned for products.
    fileprivate var shared: SharedBytes {
        if let start = bytes.baseAddress, UInt(bitPattern: start) % 64 == 0 {
            return SharedBytes(start, count: bytes.count, owner: TensorOwner(self))
        }
        let copy = AlignedBuffer(Array(bytes))
        return SharedBytes(copy.pointer, count: bytes.count, owner: copy)
    }
}

/// Keeps a tensor's bytes in memory.
private final class TensorOwner: Sendable {
    private let tensor: TensorView
    init(_ tensor: TensorView) { self.tensor = tensor }
}

extension UInt64 {
    fileprivate var hexadecimal: String { String(self, radix: 16) }
}
