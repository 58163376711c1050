import Foundation

extension CheckpointNames {
    /// Tensors of a Phonon file, under the names of the reference's modules.
    static func phonon(
        _ names: [String], path: String, tensor: (String) -> TensorView?
    ) throws(PocketTTSError) -> [String: TensorView] {
        var tensors: [String: TensorView] = [:]
        for name in names {
            guard let renamed = phonon(name), let tensor = tensor(name) else { continue }
            guard tensors.updateValue(tensor.renamed(renamed), forKey: renamed) == nil else {
                throw .invalidCheckpoint(
                    path: path, tensor: renamed.excerpt, reason: "the file spells it in two ways")
            }
        }
        return tensors
    }

    private static let conditioners = "flow_lm.condition_provider.conditioners."

    /// `nil` for a tensor that speech does not need.
    private static func phonon(_ name: String) -> String? {
        var name = name
        for (old, new) in [
            ("flow_lm.backbone.", "flow_lm.transformer."), ("flow_lm.flow.", "flow_lm.flow_net."),
            (conditioners + "transcript_in_segment.", "flow_lm.conditioner."), ("mimi.model.", "mimi."),
        ] where name.hasPrefix(old) {
            name = new + name.dropFirst(old.count)
        }
        // The empty prompt of classifier-free guidance, the codec's training, and an encoder that only clones.
        let isUnused =
            name.hasSuffix(".learnt_padding")
            || ["flow_lm.flow_net.w_s_t.", "mimi.quantizer.vq.", "mimi.quantizer.logvar_proj.", "speaker_mimi."]
                .contains(where: name.hasPrefix)
        if isUnused { return nil }
        switch name {
        case conditioners + "speaker_wavs.sink": return "flow_lm.bos_before_voice"
        case conditioners + "speaker_wavs.output_proj.weight": return "flow_lm.speaker_proj_weight"
        default:
            return name.replacingOccurrences(of: "_transformer.output_proj.0.", with: "_transformer.output_projs.0.")
        }
    }
}

extension Checkpoint {
    /// The weights of a Phonon model, in GGUF or safetensors.
    init(phonon url: URL) throws(PocketTTSError) {
        if url.pathExtension.lowercased() == "gguf" {
            let file = try GGUFFile(contentsOf: url)
            self.init(
                tensors: try CheckpointNames.phonon(file.names, path: file.path, tensor: file.tensor), path: file.path)
        } else {
            let file = try SafetensorsFile(contentsOf: url)
            self.init(
                tensors: try CheckpointNames.phonon(file.names, path: file.path, tensor: file.tensor), path: file.path,
                rounding: try FileRounding(of: file), packing: try FilePacking(of: file))
        }
    }

    /// The weights of one file that holds a whole model.
    init(weights url: URL, of config: ModelConfig) throws(PocketTTSError) {
        switch config.family {
        case .phonon: try self.init(phonon: url)
        case .pocket: try self.init(bundle: SafetensorsFile(contentsOf: url))
        }
    }
}
