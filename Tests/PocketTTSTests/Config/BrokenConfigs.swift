import Testing

/// Edits of Models/configs/english_2m_2026-10.yaml, each with the key that the error must name.
enum BrokenConfigs {
    struct Mutation: Sendable, CustomTestStringConvertible {
        var find: String
        var with: String
        var key: String
        /// Edit the last occurrence of `find` (the decoder's) instead of the first.
        var last = false
        var testDescription: String { "\(find.debugDescription) → \(with.debugDescription)" }
    }

    private static func m(_ find: String, _ with: String, _ key: String, last: Bool = false) -> Mutation {
        Mutation(find: find, with: with, key: key, last: last)
    }

    static let mutations: [Mutation] = syntax + types + flow + codec

    private static let syntax = [
        m("flow_lm:", "flowlm:", "flowlm"),
        m("mimi:\n", "mimi_:\n", "mimi_"),
        m("  z_dim: 64", "  zdim: 64", "flow_lm.zdim"),
        m("    depth: 4", "    deep: 4", "flow_lm.flow.deep"),
        m("    rank: 32", "    rang: 32", "flow_lm.lookup_table.rang"),
        m("  quantizer:\n", "  quantizer:\n    codes: 1\n", "mimi.quantizer.codes"),
        m("default_temperature: 0.3", "1: 2", "1"),
        m("    depth: 4\n", "", "flow_lm.flow.depth"),
        m("    num_heads: 3\n", "", "flow_lm.transformer.num_heads"),
        m("    hidden_scale: 1\n", "", "flow_lm.transformer.hidden_scale"),
        m("  frame_rate: 12.5\n", "", "mimi.frame_rate"),
        m("    layer_scale: 0.01\n", "", "mimi.transformer.layer_scale"),
        m("    compress: 2\n", "", "mimi.decoder_seanet.compress", last: true),
        m("    dim_feedforward: 384\n", "", "mimi.decoder_transformer.dim_feedforward"),
        m("    tokenizer: sentencepiece\n", "", "flow_lm.lookup_table.tokenizer"),
        m("    num_heads: 3", "    num_heads: 3\n    num_heads: 3", "flow_lm.transformer.num_heads"),
        m("  dtype: float32", "  dtype: float32\n  dtype: float32", "flow_lm.dtype"),
        m("default_temperature: 0.3", "default_temperature: 0.3\ndefault_temperature: 0.3", "default_temperature"),
        m(
            "    pad_mode: constant", "    pad_mode: constant\n    pad_mode: constant", "mimi.decoder_seanet.pad_mode",
            last: true),
        m("flow_lm:", "flow_lm: [", "(syntax)"),
    ]

    private static let types = [
        m("  flow:\n    dim: 64\n    depth: 4\n    type: pointwise\n", "  flow: null\n", "flow_lm.flow"),
        m("dtype: float32", "dtype: 32", "flow_lm.dtype"),
        m("dtype: float32", "dtype: bfloat16", "flow_lm.dtype"),
        m("d_model: 112", "d_model: wide", "flow_lm.transformer.d_model"),
        m("d_model: 112", "d_model: 112.5", "flow_lm.transformer.d_model"),
        m("d_model: 112", "d_model: true", "flow_lm.transformer.d_model"),
        m("d_model: 112", "d_model: [112]", "flow_lm.transformer.d_model"),
        m("d_model: 112", "d_model: null", "flow_lm.transformer.d_model"),
        m("d_model: 112", "d_model: 0112", "flow_lm.transformer.d_model"),
        m("d_model: 112", "d_model: -112", "flow_lm.transformer.d_model"),
        m("d_model: 112", "d_model: 99999999999999999999999", "flow_lm.transformer.d_model"),
        m("d_model: 112", "d_model: 1e300", "flow_lm.transformer.d_model"),
        m("d_model: 112", "d_model: .nan", "flow_lm.transformer.d_model"),
        m("num_layers: 8", "num_layers: 0", "flow_lm.transformer.num_layers"),
        m("num_layers: 8", "num_layers: 4000000000", "flow_lm.transformer.num_layers"),
        m("insert_bos_before_voice: true", "insert_bos_before_voice: maybe", "flow_lm.insert_bos_before_voice"),
        m("insert_bos_before_voice: true", "insert_bos_before_voice: null", "flow_lm.insert_bos_before_voice"),
        m("ratios: [6, 5, 4]", "ratios: 120", "mimi.seanet.ratios"),
        m("ratios: [6, 5, 4]", "ratios: [6, x, 4]", "mimi.seanet.ratios.1"),
        m("ratios: [6, 5, 4]", "ratios: [6, 5, 0]", "mimi.seanet.ratios.2"),
        m("ratios: [6, 5, 4]", "ratios: []", "mimi.seanet.ratios"),
        m("ratios: [6, 5, 4]", "ratios: [1000, 1000, 1000]", "mimi.seanet.ratios"),
        m("layer_scale: 0.01", "layer_scale: null", "mimi.transformer.layer_scale"),
        m("\"–\": \",\"", "\"–\": 1", "replace_characters.–"),
        m("\"–\": \",\"", "\"--\": \",\"", "replace_characters.--"),
        m("\"–\": \",\"", "\"\": \",\"", "replace_characters."),
        m("\"–\": \",\"", "1: \",\"", "replace_characters.1"),
        m("default_temperature: 0.3", "default_temperature: -0.1", "default_temperature"),
        m("default_temperature: 0.3", "default_temperature: .nan", "default_temperature"),
        m("default_temperature: 0.3", "default_temperature: 1e300", "default_temperature"),
        m("default_eos_threshold: -1.0", "default_eos_threshold: .nan", "default_eos_threshold"),
        m("default_temperature: 0.3", "model_recommended_frames_after_eos: -1", "model_recommended_frames_after_eos"),
        m("weights_path: hf://kyutai/pocket-tts/", "weights_path: hf://kyutai #", "weights_path"),
        m("default_temperature: 0.3", "weights_path_without_voice_cloning: ''", "weights_path_without_voice_cloning"),
    ]

    private static let flow = [
        m("type: pointwise", "type: euler", "flow_lm.flow.type"),
        m("attn_dim: 192", "attn_dim: 190", "flow_lm.transformer.attn_dim"),
        m("attn_dim: 192", "attn_dim: 195", "flow_lm.transformer.attn_dim"),
        m("attn_dim: 192", "attn_dim: 0", "flow_lm.transformer.attn_dim"),
        m("    attn_dim: 192\n", "", "flow_lm.transformer.d_model"),
        m("num_kv_heads: 1", "num_kv_heads: 2", "flow_lm.transformer.num_kv_heads"),
        m("num_kv_heads: 1", "num_kv_heads: 6", "flow_lm.transformer.num_kv_heads"),
        m("max_period: 10000", "max_period: 0", "flow_lm.transformer.max_period"),
        m("    dim: 112", "    dim: 128", "flow_lm.lookup_table.dim"),
        m("rank: 32", "rank: 0", "flow_lm.lookup_table.rank"),
        m("z_dim: 64", "z_dim: 0", "flow_lm.z_dim"),
        m("  z_dim: 64", "  z_dim: 64\n  weights_path: a.safetensors", "mimi.weights_path"),
    ]

    private static let codec = [
        m("  channels: 1", "  channels: 2", "mimi.channels"),
        m("    channels: 1", "    channels: 2", "mimi.seanet.channels"),
        m("frame_rate: 12.5", "frame_rate: 0", "mimi.frame_rate"),
        m("frame_rate: 12.5", "frame_rate: 1e-300", "mimi.frame_rate"),
        m("frame_rate: 12.5", "frame_rate: 7", "mimi.frame_rate"),
        m("frame_rate: 12.5", "frame_rate: 48000", "mimi.frame_rate"),
        m("frame_rate: 12.5", "frame_rate: 16", "mimi.frame_rate"),
        m("sample_rate: 24000", "sample_rate: 22050", "mimi.frame_rate"),
        m("ratios: [6, 5, 4]", "ratios: [6, 5, 8]", "mimi.decoder_seanet.ratios", last: true),
        m("pad_mode: constant", "pad_mode: reflect", "mimi.seanet.pad_mode"),
        m(
            """
            kernel_size: 3
                residual_kernel_size: 3
                last_kernel_size: 3
                dilation_base: 2
                pad_mode: constant
            """,
            """
            kernel_size: 31
                residual_kernel_size: 3
                last_kernel_size: 3
                dilation_base: 2
                pad_mode: replicate
            """,
            "mimi.decoder_seanet.kernel_size", last: true),
        m("compress: 2", "compress: 25", "mimi.decoder_seanet.compress", last: true),
        m("n_filters: 64", "n_filters: 60000", "mimi.seanet.n_filters"),
        m("n_residual_layers: 1", "n_residual_layers: -1", "mimi.seanet.n_residual_layers"),
        m("kernel_size: 7", "kernel_size: 0", "mimi.seanet.kernel_size"),
        m("    dimension: 512", "    dimension: 256", "mimi.transformer.input_dimension"),
        m("output_dimensions: [512]", "output_dimensions: [256]", "mimi.transformer.output_dimensions"),
        m("output_dimensions: [512]", "output_dimensions: [512, 512]", "mimi.transformer.output_dimensions"),
        m("output_dimensions: [128]", "output_dimensions: [64]", "mimi.decoder_transformer.output_dimensions"),
        m("input_dimension: 128", "input_dimension: 64", "mimi.decoder_transformer.input_dimension"),
        m("num_heads: 8", "num_heads: 7", "mimi.transformer.d_model", last: true),
        m("context: 250", "context: 0", "mimi.transformer.context"),
        m("context: 250", "context: 10000000", "mimi.transformer.context"),
        m("    output_dimension: 128", "    output_dimension: 512", "mimi.quantizer.output_dimension"),
        m("  outer_dim: 128\n", "  outer_dim: 192\n", "mimi.quantizer.output_dimension"),
        m("  outer_dim: 128\n", "  weights_path: m.safetensors\n  outer_dim: 0\n", "mimi.outer_dim"),
    ]

    /// A tiny valid config as a JSON object.
    static var object: [String: Any] {
        let transformer: [String: Any] = [
            "d_model": 32, "input_dimension": 32, "output_dimensions": [32], "num_heads": 2, "num_layers": 1,
            "layer_scale": 0.01, "context": 20, "dim_feedforward": 64,
        ]
        let seanet: [String: Any] = [
            "dimension": 32, "channels": 1, "n_filters": 4, "n_residual_layers": 1, "ratios": [6, 5, 4],
            "kernel_size": 7, "residual_kernel_size": 3, "last_kernel_size": 3, "dilation_base": 2,
            "pad_mode": "constant", "compress": 2,
        ]
        return [
            "flow_lm": [
                "dtype": "float32", "insert_bos_before_voice": true,
                "flow": ["dim": 32, "depth": 2],
                "transformer": [
                    "hidden_scale": 2, "max_period": 10000, "d_model": 64, "num_heads": 4, "num_layers": 2,
                ],
                "lookup_table": [
                    "dim": 64, "n_bins": 50, "tokenizer": "sentencepiece", "tokenizer_path": "tokenizer.model",
                ],
            ] as [String: Any],
            "mimi": [
                "dtype": "float32", "sample_rate": 24000, "channels": 1, "frame_rate": 12.5, "inner_dim": 8,
                "outer_dim": 32,
                "seanet": seanet, "transformer": transformer, "quantizer": ["dimension": 8, "output_dimension": 32],
            ] as [String: Any],
        ]
    }
}
