import Foundation

/// Names of older weights files, brought to those of the reference's modules (`pocket_tts/utils/weights_loading.py`).
enum CheckpointNames {
    /// Tensors of a separate FlowLM file, without the `flow_lm.` prefix.
    static func flowLM(_ file: SafetensorsFile) throws(PocketTTSError) -> [String: TensorView] {
        try collect(file, prefix: "flow_lm.") { (key: String) in
            let skipped = [
                "condition_provider.conditioners.transcript_in_segment.learnt_padding",
                "condition_provider.conditioners.speaker_wavs.learnt_padding",
                "num_ema_updates",
            ]
            if key.hasPrefix("flow.w_s_t.") || skipped.contains(key) { return nil }
            switch key {
            case "condition_provider.conditioners.transcript_in_segment.embed.weight": return "conditioner.embed.weight"
            case "condition_provider.conditioners.speaker_wavs.output_proj.weight": return "speaker_proj_weight"
            case "fuser.padding_value": return "bos_before_voice"
            default: return key.replacing(".self_attn.in_proj_weight", with: ".self_attn.in_proj.weight")
            }
        }
    }

    /// Tensors of a separate Mimi file: either the `mimi.` tensors of a bundle or the codec's own older names.
    static func mimi(_ file: SafetensorsFile) throws(PocketTTSError) -> [String: TensorView] {
        if file.names.contains(where: { $0.hasPrefix("mimi.") }) {
            return try collect(file, prefix: "") { (key: String) in key.hasPrefix("mimi.") ? key : nil }
        }
        var tensors = try collect(file, prefix: "mimi.") { (key: String) in
            if key.hasSuffix(".weight_v") || key.hasSuffix(".weight_g") || isUnusedByMimi(key) { return nil }
            let name = key.hasPrefix("model.") ? String(key.dropFirst("model.".count)) : key
            return unwrapped(name).replacing("in_proj_weight", with: "in_proj.weight")
        }
        for key in file.names where key.hasSuffix(".weight_g") && !isUnusedByMimi(key) {
            let name = "mimi." + unwrapped(String(key.dropLast("_g".count)))
            guard tensors.updateValue(try normalizedWeight(file, magnitude: key, name: name), forKey: name) == nil
            else {
                throw .invalidCheckpoint(
                    path: file.path, tensor: name.excerpt, reason: "the file spells it in two ways")
            }
        }
        return tensors
    }

    private static func isUnusedByMimi(_ key: String) -> Bool {
        let skipped = [
            "model.quantizer.logvar_proj.weight", "quantizer.logvar_proj.weight", "quantizer.logvar_param",
            "wavlm_input_resample.kernel", "wavlm_proj.weight",
        ]
        return key.hasPrefix("model.quantizer.vq.") || key.contains("_codebook") || key.contains("wavlm_emb_downsample")
            || skipped.contains(key)
    }

    /// Without the extra layer of older convolution modules.
    private static func unwrapped(_ name: String) -> String {
        name.replacing(".conv.conv.", with: ".conv.").replacing(".convtr.convtr.", with: ".convtr.")
    }

    private static func collect(
        _ file: SafetensorsFile, prefix: String, rename: (String) -> String?
    ) throws(PocketTTSError) -> [String: TensorView] {
        var tensors: [String: TensorView] = [:]
        for key in file.names {
            guard let renamed = rename(key), let tensor = file.tensor(named: key) else { continue }
            let name = prefix + renamed
            guard tensors.updateValue(tensor.renamed(name), forKey: name) == nil else {
                throw .invalidCheckpoint(
                    path: file.path, tensor: name.excerpt, reason: "the file spells it in two ways")
            }
        }
        return tensors
    }

    /// Weight normalisation undone: each slice of the first dimension is scaled to the length that
    /// `weight_g` says (`torch._weight_norm`, dim 0).
    private static func normalizedWeight(
        _ file: SafetensorsFile, magnitude key: String, name: String
    ) throws(PocketTTSError) -> TensorView {
        let directionKey = key.dropLast(1) + "v"
        guard let magnitude = file.tensor(named: key), let direction = file.tensor(named: String(directionKey)) else {
            throw .invalidCheckpoint(
                path: file.path, tensor: key.excerpt,
                reason: "its other half, \(String(directionKey).excerpt), is missing")
        }
        guard let rows = direction.shape.first, magnitude.elementCount == rows else {
            throw magnitude.problem(
                "has shape \(shapeText(magnitude.shape)), which does not scale the rows of "
                    + "\(shapeText(direction.shape))"
            )
        }
        let (lengths, values) = (try magnitude.floats(), try direction.floats())
        let storage = FloatStorage(count: values.count) { result in
            guard rows > 0 else { return }
            let width = values.count / rows
            for row in 0..<rows {
                let slice = (row * width)..<((row + 1) * width)
                let squares = slice.reduce(0) { (sum: Double, i: Int) in sum + Double(values[i]) * Double(values[i]) }
                let scale = lengths[row] / Float(squares.squareRoot())
                for i in slice { result[i] = values[i] * scale }
            }
        }
        return TensorView(name: name, shape: direction.shape, values: storage)
    }
}

extension String {
    /// Literal replacement, left to right, as Python's `str.replace`.
    fileprivate func replacing(_ text: String, with replacement: String) -> String {
        replacingOccurrences(of: text, with: replacement, options: .literal)
    }
}
