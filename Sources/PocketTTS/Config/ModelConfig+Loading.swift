import Foundation
import Yams
import SpeechText

extension ModelConfig {
    /// Loads a YAML (or JSON) config.
    ///
    /// - Throws: `.fileNotFound`, `.fileUnusable` (a folder, no permission, not UTF-8, over 1 MB), or `.invalidConfig`.
    public static func load(contentsOf url: URL) throws(PocketTTSError) -> ModelConfig {
        let limit = 1 << 20
        let data = try InputFile(url, purpose: "config").read(limit: limit)
        guard let yaml = String(validating: data, as: UTF8.self) else {
            throw .fileUnusable(path: url.path, reason: "the config is not UTF-8 text: save it as UTF-8.")
        }
        return try parse(yaml: yaml, path: url.path)
    }

    /// Parses a config under the schema of `pocket_tts/utils/config.py`: every key known and present,
    /// every value of its type, and nothing that the reference's modules could not be built from.
    ///
    /// - Parameters:
    ///   - yaml: the file's text.
    ///   - path: the file's path, for error messages.
    /// - Throws: `.invalidConfig` with the dotted path of the culprit.
    public static func parse(yaml: String, path: String) throws(PocketTTSError) -> ModelConfig {
        let document = try composed(yaml, path: path)
        if isPhonon(document) { return try ModelConfig(phonon: document, path: path) }
        let root = try ConfigSection(
            document, file: path, key: "",
            allowed: [
                "flow_lm", "mimi", "weights_path", "weights_path_without_voice_cloning",
                "pad_with_spaces_for_short_inputs", "remove_semicolons", "append_terminal_punctuation",
                "capitalize_first_letter", "replace_characters", "model_recommended_frames_after_eos",
                "default_temperature", "default_eos_threshold",
            ])
        var text = TextConfig()
        text.padWithSpacesForShortInputs = try root.bool("pad_with_spaces_for_short_inputs", default: false)
        text.removeSemicolons = try root.bool("remove_semicolons", default: false)
        text.appendTerminalPunctuation = try root.bool("append_terminal_punctuation", default: true)
        text.capitalizeFirstLetter = try root.bool("capitalize_first_letter", default: true)
        text.replaceCharacters = try root.characterMap("replace_characters")

        let temperature = try root.double("default_temperature", default: 0.3)
        guard temperature >= 0, Float(temperature).isFinite else {
            throw root.failure("default_temperature", "is \(temperature), allowed: 0 or more")
        }
        let flowLM = try FlowLMConfig(root)
        let mimi = try MimiConfig(root)
        let weights = try root.address("weights_path")
        try checkWeightSources(root, bundle: weights, flowLM: flowLM.weightsPath, mimi: mimi.weightsPath)
        return ModelConfig(
            flowLM: flowLM, mimi: mimi, weightsPath: weights,
            weightsPathWithoutVoiceCloning: try root.address("weights_path_without_voice_cloning"),
            text: text,
            recommendedFramesAfterEOS: try root.optionalInt("model_recommended_frames_after_eos", in: 0...10_000),
            defaultTemperature: temperature,
            defaultEOSThreshold: Float(try root.double("default_eos_threshold", default: -4)))
    }

    /// The pairs that `TTSModel._from_pydantic_config_with_weights` insists on.
    private static func checkWeightSources(
        _ root: ConfigSection, bundle: String?, flowLM: String?, mimi: String?
    ) throws(PocketTTSError) {
        if flowLM != nil, mimi == nil {
            throw root.failure("mimi.weights_path", "missing key: flow_lm.weights_path needs it beside")
        }
        if mimi != nil, flowLM == nil, bundle == nil {
            throw root.failure(
                "flow_lm.weights_path", "missing key: mimi.weights_path needs it, or weights_path, beside")
        }
    }

    private static func composed(_ yaml: String, path: String) throws(PocketTTSError) -> Node {
        let node: Node?
        do {
            node = try Yams.compose(yaml: yaml)
        } catch YamlError.duplicatedKeysInMapping(let names, let context) {
            let name = names.first ?? "?"
            throw .invalidConfig(
                path: path, key: (enclosingKeys(yaml, line: context.mark.line) + [name]).joined(separator: ".").excerpt,
                reason: "the key is given more than once, first in line \(context.mark.line)")
        } catch {
            throw .invalidConfig(path: path, key: "(syntax)", reason: syntaxProblem(error))
        }
        guard let node else { throw .invalidConfig(path: path, key: "(top level)", reason: "the file is empty") }
        return node
    }

    /// The keys of the block mappings around a line, outermost first, found by indentation: the parser reports a
    /// repeated key by its line only.
    private static func enclosingKeys(_ yaml: String, line: Int) -> [String] {
        let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
        guard line >= 1, line <= lines.count else { return [] }
        var indent = lines[line - 1].prefix { $0 == " " }.count
        var keys: [String] = []
        for text in lines[..<(line - 1)].reversed() {
            let body = text.drop { $0 == " " }
            let depth = text.count - body.count
            guard depth < indent, let colon = body.firstIndex(of: ":"), !body.hasPrefix("#") else { continue }
            keys.insert(String(body[..<colon]), at: 0)
            indent = depth
        }
        return keys
    }

    private static func syntaxProblem(_ error: any Error) -> String {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "not YAML: \(problem) in line \(mark.line), column \(mark.column)"
        case .reader(let problem, _, _, _):
            "not YAML: \(problem)"
        default:
            "not YAML"
        }
    }
}

extension ConfigSection {
    /// A path or an `hf://`, `http(s)://` address, checked for form.
    func address(_ name: String) throws(PocketTTSError) -> String? {
        guard let text = try optionalString(name) else { return nil }
        return try wellFormed(text, name)
    }

    func requiredAddress(_ name: String) throws(PocketTTSError) -> String {
        try wellFormed(string(name), name)
    }

    private func wellFormed(_ text: String, _ name: String) throws(PocketTTSError) -> String {
        guard ResourceLocation(text, relativeTo: URL(fileURLWithPath: "/")) != nil else {
            throw failure(
                name,
                "'\(text.excerpt)' is malformed, expected a path, hf://owner/name/path[@revision] or an https address")
        }
        return text
    }
}
