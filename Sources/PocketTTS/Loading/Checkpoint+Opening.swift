import Foundation

extension Checkpoint {
    /// Opens the weights that a config names, in the three ways of the reference
    /// (`TTSModel._from_pydantic_config_with_weights`): one bundle; a FlowLM and a Mimi file in their older
    /// spellings; a bundle whose Mimi is replaced by `mimi.weights_path`.
    ///
    /// Where the file of `weights_path` is not there, `weights_path_without_voice_cloning` is taken.
    ///
    /// - Throws: `.fileNotFound` for a file that is not on this disk (addresses are not fetched),
    ///   `.invalidConfig` when no weights are named, `.invalidCheckpoint` for what is wrong inside a file.
    public static func open(config: ModelConfig, configURL: URL) throws(PocketTTSError) -> Checkpoint {
        func file(_ address: String) throws(PocketTTSError) -> SafetensorsFile {
            try SafetensorsFile(contentsOf: localFile(address, config, configURL, purpose: "weights"))
        }
        let mimi: SafetensorsFile?
        if let address = config.mimi.weightsPath { mimi = try file(address) } else { mimi = nil }
        var tensors: [String: TensorView]
        let path: String
        var rounding: FileRounding?
        var packing: FilePacking?
        if let address = config.weightsPath {
            let address = bundleAddress(address, config, configURL)
            if config.family == .phonon {
                return try Checkpoint(phonon: localFile(address, config, configURL, purpose: "weights"))
            }
            let bundle = try file(address)
            tensors = Checkpoint.tensors(of: bundle)
            if mimi != nil { tensors = tensors.filter { !$0.key.hasPrefix("mimi.") } }
            path = bundle.path
            rounding = try FileRounding(of: bundle)
            packing = try FilePacking(of: bundle)
        } else if let address = config.flowLM.weightsPath {
            let flowLM = try file(address)
            tensors = try CheckpointNames.flowLM(flowLM)
            path = flowLM.path
        } else {
            throw .invalidConfig(path: configURL.path, key: "weights_path", reason: "missing key: no weights are named")
        }
        if let mimi { tensors.merge(try CheckpointNames.mimi(mimi)) { _, new in new } }
        return Checkpoint(tensors: tensors, path: path, mimiPath: mimi?.path, rounding: rounding, packing: packing)
    }

    private static func bundleAddress(_ address: String, _ config: ModelConfig, _ configURL: URL) -> String {
        guard let open = config.weightsPathWithoutVoiceCloning,
            !isOnDisk(address, config, configURL), isOnDisk(open, config, configURL)
        else { return address }
        return open
    }

    static func isOnDisk(_ address: String, _ config: ModelConfig, _ configURL: URL) -> Bool {
        guard case .file(let url) = config.resolve(address, relativeTo: configURL) else { return false }
        return FileManager.default.fileExists(atPath: url.path)
    }

    static func localFile(
        _ address: String, _ config: ModelConfig, _ configURL: URL, purpose: String
    ) throws(PocketTTSError) -> URL {
        guard case .file(let url) = config.resolve(address, relativeTo: configURL) else {
            throw .fileNotFound(path: address, purpose: "a copy of the \(purpose) on this disk")
        }
        return url
    }
}
