import FlowLMKernels
import Foundation

/// Files with rounded weights: every tensor of the source under its name, the rounded ones as integers with their
/// scales beside them (docs/MODEL.md).
enum RoundedFile {
    static func write(
        _ rounded: [String: RoundedValues], of source: Checkpoint, precision: Precision, metadata: [String: String],
        to output: URL
    ) throws(PocketTTSError) {
        var metadata = metadata
        metadata[FileRounding.versionKey] = FileRounding.version
        metadata[FileRounding.precisionKey] = precision.rawValue
        var tensors: [TensorView] = []
        for (name, tensor) in source.tensors {
            if let values = rounded[name] {
                tensors += values.tensors(named: name)
            } else {
                // Safetensors files have no such blocks.
                tensors.append(tensor.dtype == .q8_0 ? try tensor.widened() : tensor)
            }
        }
        // Widest first, so that every tensor is aligned to its elements.
        tensors.sort { ($1.dtype.bits, $0.name) < ($0.dtype.bits, $1.name) }
        try SafetensorsWriter.write(tensors, metadata: metadata, to: output)
    }
}

extension Checkpoint {
    /// The same tensors, with those in `rounded` as a rounded file has them.
    func replacing(_ rounded: [String: RoundedValues], precision: Precision) -> Checkpoint {
        var replaced = tensors
        for (name, values) in rounded {
            for tensor in values.tensors(named: name) { replaced[tensor.name] = tensor }
        }
        return Checkpoint(tensors: replaced, path: path, rounding: FileRounding(precision: precision))
    }
}

extension RoundedValues {
    /// The values and their scales, as tensors of a file.
    fileprivate func tensors(named name: String) -> [TensorView] {
        let values = ByteStorage(q)
        let scales = scales.withUnsafeBytes { ByteStorage($0) }
        return [
            TensorView(
                name: name, dtype: bits == .eight ? .i8 : .u8, shape: [outputs, bits.rowBytes(inputs: inputs)],
                bytes: UnsafeRawBufferPointer(values.buffer), owner: values),
            TensorView(
                name: name + FileRounding.scalesSuffix, dtype: .bf16,
                shape: [outputs, QuantizedMatrix.groups(inputs: inputs, bits: bits)],
                bytes: UnsafeRawBufferPointer(scales.buffer), owner: scales),
        ]
    }
}

/// Bytes that views point into, released with the last of them.
private final class ByteStorage: Sendable {
    nonisolated(unsafe) let buffer: UnsafeMutableRawBufferPointer

    init(_ bytes: some Collection<UInt8>) {
        buffer = .allocate(byteCount: bytes.count, alignment: 64)
        buffer.copyBytes(from: bytes)
    }

    deinit { buffer.deallocate() }
}
