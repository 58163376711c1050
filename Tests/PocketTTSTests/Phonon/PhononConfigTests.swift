import Foundation
import Testing

@testable import PocketTTS

@Suite struct PhononConfigTests {
    private static let text = try? String(
        contentsOf: Fixtures.model("phonon").appending(path: "config.json"), encoding: .utf8)

    /// An edit of the fixture's config, and the key that the error must name.
    struct Edit: Sendable, CustomTestStringConvertible {
        let old, new, key: String
        var testDescription: String { "\(key): \(new)" }

        init(_ old: String, _ new: String, _ key: String) {
            self.old = old
            self.new = new
            self.key = key
        }
    }

    @Test(arguments: [
        Edit("\"d_model\": 64", "\"d_model\": 63", "flow_lm.d_model"),
        Edit("\"d_model\": 64", "\"d_model\": \"wide\"", "flow_lm.d_model"),
        Edit("\"num_layers\": 2", "\"num_layers\": 99999999", "flow_lm.num_layers"),
        Edit("\"max_period\": 10000.0,\n  \"n_bins\"", "\"max_period\": -1,\n  \"n_bins\"", "flow_lm.max_period"),
        Edit("\"lut_dim\": 64", "\"lut_dim\": 32", "flow_lm.lut_dim"),
        Edit("\"ldim\": 8", "\"ldim\": 9", "flow_lm.ldim"),
        Edit("\"flow_dim\": 32", "\"time_rms_norm\": \"other\", \"flow_dim\": 32", "flow_lm.time_rms_norm"),
        Edit("\"flow_dim\": 32", "\"gelu\": \"quick\", \"flow_dim\": 32", "flow_lm.gelu"),
        Edit("\"frame_rate\": 12.5", "\"frame_rate\": 12.6", "mimi.frame_rate"),
        Edit(
            "\"quantizer_output_dimension\": 32", "\"quantizer_output_dimension\": 31",
            "mimi.quantizer_output_dimension"),
        Edit("\"transformer_context\": 20", "\"transformer_context\": 9999999", "mimi.transformer_context"),
        Edit("\"n_filters\": 4", "\"n_filters\": 65536", "mimi.n_filters"),
        Edit("\"lsd_decode_steps\": 1", "\"lsd_decode_steps\": 1000", "lsd_decode_steps"),
        Edit("\"eos_threshold\": 0.0", "\"eos\": 0.0", "eos_threshold"),
        Edit("\"lsd_decode_steps\": 1", "\"voices\": [{}], \"lsd_decode_steps\": 1", "voices"),
        Edit("\"n_bins\": 6", "\"n_bins\": 5", "conditioners.0.lut.possible_values"),
        Edit("\"tokenizer\": \"noop\"", "\"tokenizer\": \"bpe\"", "conditioners.0.lut.tokenizer"),
        Edit("\"type\": \"lut\"", "\"type\": \"table\"", "conditioners.0.type"),
        Edit(
            "\"dim\": 16,\n    \"scale_factor\"", "\"dim\": 15,\n    \"scale_factor\"",
            "conditioners.1.continuous.dim"),
        Edit("\"name\": \"duration_delta\"", "\"name\": \"num_speakers\"", "conditioners.1.name"),
        Edit("\"sum\": [\n   \"num_speakers\",", "\"sum\": [", "fuser.sum"),
        Edit("\"speaker_wavs\": {}", "\"other\": {}", "prefix_sinks.other"),
    ])
    func aFaultIsNamed(edit: Edit) throws {
        let text = try #require(Self.text)
        let edited = text.replacing(edit.old, with: edit.new, maxReplacements: 1)
        #expect(edited != text, "the edit changes nothing")
        let error = #expect(throws: PocketTTSError.self) { try ModelConfig.parse(yaml: edited, path: "config.json") }
        guard case .invalidConfig(_, let key, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(key == edit.key)
    }

    @Test func unknownKeysAreIgnored() throws {
        let edited = try #require(Self.text).replacing(
            "\"lsd_decode_steps\": 1", with: "\"transformers_version\": \"5\", \"lsd_decode_steps\": 1")
        #expect(try ModelConfig.parse(yaml: edited, path: "config.json").family == .phonon)
    }
}
