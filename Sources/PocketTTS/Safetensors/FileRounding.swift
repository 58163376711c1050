import FlowLMKernels

/// How the weights of a file were rounded before it was written (docs/MODEL.md describes the layout).
struct FileRounding: Sendable, Equatable {
    /// Key of the layout's version in a file's metadata.
    static let versionKey = "pocket_tts.rounded_version"
    static let precisionKey = "pocket_tts.precision"
    static let version = "1"
    /// Ends the name of a rounded tensor's scales, after the tensor's own name.
    static let scalesSuffix = "_scales"

    let precision: Precision

    init(precision: Precision) { self.precision = precision }

    /// - Returns: `nil` for a file as published.
    /// - Throws: `.invalidCheckpoint` for a version or a precision that is not known.
    init?(of file: SafetensorsFile) throws(PocketTTSError) {
        guard let version = file.metadata[Self.versionKey] else { return nil }
        guard version == Self.version else {
            throw .invalidCheckpoint(
                path: file.path, tensor: nil,
                reason:
                    "its rounded weights are of version \(version.excerpt), this program reads version "
                    + "\(Self.version): "
                    + "write it again with this program's quantize command")
        }
        let text = file.metadata[Self.precisionKey] ?? ""
        guard let precision = Precision(rawValue: text), precision == .int8 || precision == .int4 else {
            throw .invalidCheckpoint(
                path: file.path, tensor: nil,
                reason: "its metadata name '\(text.excerpt)' as precision, known are int8 and int4")
        }
        self.precision = precision
    }

    /// Shapes of a file's tensors by name, as they were before rounding or packing.
    static func shapesBefore(_ file: SafetensorsFile) -> [String: [Int]] {
        if let shapes = FilePacking.shapes(of: file) { return shapes }
        return shapesBefore(Checkpoint.tensors(of: file), isRounded: file.metadata[versionKey] != nil)
    }

    /// The same for tensors by name.
    static func shapesBefore(_ tensors: [String: TensorView], isRounded: Bool) -> [String: [Int]] {
        var shapes: [String: [Int]] = [:]
        for (name, tensor) in tensors {
            if isRounded, name.hasSuffix(scalesSuffix), tensors[String(name.dropLast(scalesSuffix.count))] != nil {
                continue
            }
            // Two values to a byte; the models' widths are even. A width that overflows fits no model.
            let isHalved = isRounded && tensor.dtype == .u8
            let (width, overflow) = (tensor.shape.last ?? 0).multipliedReportingOverflow(by: 2)
            shapes[name] = isHalved ? tensor.shape.dropLast() + [overflow ? .max : width] : tensor.shape
        }
        return shapes
    }

    /// The precision to load a file with.
    /// - Throws: `.invalidOption` if another one is asked for than that of a rounded or packed file.
    static func precision(_ wanted: Precision?, of checkpoint: Checkpoint) throws(PocketTTSError) -> Precision {
        guard let rounded = checkpoint.rounding?.precision ?? checkpoint.packing?.precision else {
            return wanted ?? .bf16
        }
        guard wanted == nil || wanted == rounded else {
            throw .invalidOption(
                name: "precision", value: wanted?.rawValue ?? "",
                allowed:
                    "\(rounded.rawValue), the precision of \(checkpoint.path); or give the file it was made from")
        }
        return rounded
    }
}

extension Checkpoint {
    /// Parameters of the model that a tensor holds: none if it has the scales of another, two for each byte of 4-bit
    /// values.
    func parameterCount(of tensor: TensorView) -> Int {
        guard rounding != nil else { return tensor.elementCount }
        let suffix = FileRounding.scalesSuffix
        if tensor.name.hasSuffix(suffix), tensors[String(tensor.name.dropLast(suffix.count))] != nil { return 0 }
        return tensor.dtype == .u8 ? 2 * tensor.elementCount : tensor.elementCount
    }

    /// Takes a matrix `[outputs, inputs]` that is rounded in the file; `nil` if it is not.
    func rounded(_ name: String, outputs: Int, inputs: Int) throws(PocketTTSError) -> RoundedValues? {
        let scalesName = name + FileRounding.scalesSuffix
        guard contains(scalesName), rounding != nil else { return nil }
        let bits: QuantizedMatrix.Bits = type(of: name) == .i8 ? .eight : .four
        let values = try anyTensor(name, shape: [outputs, bits.rowBytes(inputs: inputs)])
        guard values.dtype == .i8 || values.dtype == .u8 else {
            throw values.problem("has type \(values.dtype.rawValue), rounded weights have I8 or U8")
        }
        let scales = try anyTensor(
            scalesName, shape: [outputs, QuantizedMatrix.groups(inputs: inputs, bits: bits)])
        guard scales.dtype == .bf16 else { throw scales.problem("has type \(scales.dtype.rawValue), allowed: BF16") }
        defer { values.releasePages() }
        return RoundedValues(
            outputs: outputs, inputs: inputs, bits: bits, q: [UInt8](values.bytes), scales: scales.halves())
    }
}
