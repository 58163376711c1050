import FlowLMKernels
public import Foundation

/// Writes a model's weights in the order in which products read them. Such a file is mapped and used in place, so that
/// a process starts without packing, and processes share the memory.
public enum ModelPacker {
    /// Writes one safetensors file that takes the place of the model's weights. Needs memory for them.
    /// - Parameters:
    ///   - folder: a model, as published or rounded.
    ///   - precision: `nil` = that of a rounded file, else bf16.
    ///   - output: the file to write.
    /// - Throws: ``PocketTTSError`` for weights that do not fit the config or are packed already, or a file that cannot
    ///   be written.
    public static func pack(_ folder: ModelFolder, to precision: Precision?, output: URL) throws(PocketTTSError) {
        let checkpoint = folder.checkpoint
        guard checkpoint.packing == nil else {
            throw .fileUnusable(
                path: checkpoint.path, reason: "its weights are packed already: give the file they were made from.")
        }
        try SafetensorsWriter.checkWritable(output)
        let precision = try FileRounding.precision(precision, of: checkpoint)
        // Before the work: a file that is replaced meanwhile does not lend its name to the result.
        let source = try SourceFile(URL(fileURLWithPath: checkpoint.path))
        let layers = PackedLayers()
        let loader = LayerLoader(precision: precision, packed: layers)
        let config = folder.config
        _ = try FlowLM(
            checkpoint["flow_lm"], config: config.flowLM, latentDim: config.mimi.latentDim, loader: loader)
        _ = try MimiDecoder(checkpoint["mimi"], config: config.mimi, loader: loader.exact, wide: loader.codec)

        var packed: [TensorView] = []
        for (name, matrix) in layers.matrices {
            packed.append(TensorView(PackedName.values(name, matrix.layout), matrix.values))
            if let scales = matrix.scales { packed.append(TensorView(PackedName.scales(name), scales)) }
        }
        // Multiples of 64 bytes first, so that all of them start at one.
        packed.sort { a, b in
            let (isFirst, isSecond) = (a.bytes.count.isMultiple(of: 64), b.bytes.count.isMultiple(of: 64))
            return isFirst == isSecond ? a.name < b.name : isFirst
        }
        var others: [TensorView] = []
        for (name, tensor) in checkpoint.tensors where !layers.sources.contains(name) {
            others.append(tensor.dtype == .q8_0 ? try tensor.widened() : tensor)
        }
        // Widest first, so that every tensor is aligned to its elements.
        others.sort { ($1.dtype.bits, $0.name) < ($0.dtype.bits, $1.name) }
        let packing = FilePacking(precision: precision, source: source, shapes: checkpoint.shapesBeforeRounding)
        try SafetensorsWriter.write(
            packed + others, metadata: packing.metadata(checksum: checksum(of: packed)), to: output)
    }

    private static func checksum(of tensors: [TensorView]) -> UInt64 {
        let all = AlignedBuffer<UInt8>(count: tensors.reduce(0) { $0 + $1.bytes.count })
        var end = UnsafeMutableRawBufferPointer(all.elements)
        for tensor in tensors {
            end.copyMemory(from: tensor.bytes)
            end = .init(rebasing: end[tensor.bytes.count...])
        }
        return SharedBytes(all.pointer, count: all.count, owner: all).checksum
    }
}

extension Checkpoint {
    fileprivate var shapesBeforeRounding: [String: [Int]] {
        FileRounding.shapesBefore(tensors, isRounded: rounding != nil)
    }
}

extension TensorView {
    fileprivate init(_ name: String, _ shared: SharedBytes) {
        self.init(
            name: name, dtype: .u8, shape: [shared.count],
            bytes: UnsafeRawBufferPointer(start: shared.start, count: shared.count), owner: shared.owner)
    }
}
