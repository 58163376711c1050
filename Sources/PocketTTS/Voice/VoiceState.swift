/// Formats 1 and 2: per layer a `cache` `[2, 1, capacity, kvHeads, headDim]` and its fill level, either `offset` (I64)
/// or, older, `current_end`, whose first size is the fill level.
enum VoiceState {
    private struct Layer {
        var cache: TensorView?
        var offset: TensorView?
        var currentEnd: TensorView?
    }

    static func name(_ layer: Int, _ field: String) -> String { "transformer.layers.\(layer).self_attn/\(field)" }

    static func read(_ file: SafetensorsFile, _ model: TransformerConfig) throws(VoiceProblem) -> VoiceContents {
        let layers = try collect(file, model)
        var result: [LayerKV] = []
        var length = 0
        for (index, layer) in layers.enumerated() {
            guard let cache = layer.cache else { throw VoiceProblem("layer \(index) has no '\(name(index, "cache"))'") }
            let end = try fillLevel(layer, index)
            if index == 0 { length = end }
            guard end == length else {
                throw VoiceProblem("layer \(index) is \(end) positions long, layer 0 is \(length)")
            }
            result.append(try values(cache, index, end, model))
        }
        return .keyValueState(layers: result, length: length)
    }

    /// The file's tensors by layer; every layer of the model and nothing else.
    private static func collect(_ file: SafetensorsFile, _ model: TransformerConfig) throws(VoiceProblem) -> [Layer] {
        var layers: [Int: Layer] = [:]
        for name in file.names {
            guard let (index, field) = parse(name), let tensor = file.tensor(named: name) else {
                throw VoiceProblem("it holds '\(name.excerpt)': neither an attention state nor an embedding of a voice")
            }
            switch field {
            case "cache": layers[index, default: Layer()].cache = tensor
            case "offset": layers[index, default: Layer()].offset = tensor
            case "current_end": layers[index, default: Layer()].currentEnd = tensor
            case "pad":
                // Rows of a batch are padded to one length; the reference masks those positions.
                guard let pad = tensor.int64s(), pad.allSatisfy({ $0 == 0 }) else {
                    throw VoiceProblem("layer \(index) is padded: export the voice alone, not as part of a batch")
                }
            default: throw VoiceProblem("it holds '\(name.excerpt)', expected cache, offset or current_end")
            }
        }
        guard !layers.isEmpty else { throw VoiceProblem("it holds no tensors") }
        guard layers.count == model.numLayers else {
            throw VoiceProblem(
                "it has \(layers.count) layers, the model has \(model.numLayers): it was made for another model")
        }
        var ordered: [Layer] = []
        for index in 0..<model.numLayers {
            guard let layer = layers[index] else {
                throw VoiceProblem(
                    "layer \(index) is missing among its \(layers.count) layers (the model has \(model.numLayers))")
            }
            ordered.append(layer)
        }
        return ordered
    }

    private static func parse(_ name: String) -> (layer: Int, field: String)? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let path = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        guard path.count == 4, path[0] == "transformer", path[1] == "layers", path[3] == "self_attn",
            let layer = Int(path[2]), layer >= 0, String(layer) == path[2]
        else { return nil }
        return (layer, String(parts[1]))
    }

    private static func fillLevel(_ layer: Layer, _ index: Int) throws(VoiceProblem) -> Int {
        var levels: [Int] = []
        if let offset = layer.offset {
            guard let values = offset.int64s(), values.count == 1 else {
                throw VoiceProblem(
                    "'\(name(index, "offset"))' is \(offset.dtype.rawValue) \(shapeText(offset.shape)), "
                        + "expected I64 [1]"
                )
            }
            levels.append(Int(values[0]))
        }
        if let end = layer.currentEnd {
            guard let size = end.shape.first else {
                throw VoiceProblem(
                    "'\(name(index, "current_end"))' is a scalar: its first size must be the number of positions")
            }
            levels.append(size)
        }
        guard let level = levels.first else {
            throw VoiceProblem("layer \(index) has neither 'offset' nor 'current_end'")
        }
        guard levels.allSatisfy({ $0 == level }) else {
            throw VoiceProblem("layer \(index) has offset \(levels[0]) but current_end \(levels[1])")
        }
        return level
    }

    private static func values(
        _ cache: TensorView, _ index: Int, _ length: Int, _ model: TransformerConfig
    ) throws(VoiceProblem) -> LayerKV {
        let shape = cache.shape
        guard shape.count == 5, shape[0] == 2 else {
            throw VoiceProblem("layer \(index) has shape \(shapeText(shape)), expected [2, 1, positions, heads, width]")
        }
        guard shape[1] == 1 else { throw VoiceProblem("layer \(index) is a batch of \(shape[1]) voices, must be 1") }
        guard shape[3] == model.numKVHeads else {
            throw VoiceProblem(
                "layer \(index) has \(shape[3]) key/value heads, the model has \(model.numKVHeads): it was made "
                    + "for another model"
            )
        }
        guard shape[4] == model.headDim else {
            throw VoiceProblem(
                "the heads of layer \(index) are \(shape[4]) wide, those of the model \(model.headDim): it was "
                    + "made for another model"
            )
        }
        let capacity = shape[2]
        guard (0...capacity).contains(length) else {
            throw VoiceProblem("layer \(index) is filled to position \(length) but has room for \(capacity)")
        }
        // Heads are at least one and one wide, so these products are no larger than the tensor.
        let (used, stride) = (length * model.kvDim, capacity * model.kvDim)
        // What lies beyond the fill level is not looked at: the reference leaves NaN there.
        return LayerKV(
            keys: try cache.elements(0..<used).voiceValues(),
            values: try cache.elements(stride..<(stride + used)).voiceValues())
    }
}
