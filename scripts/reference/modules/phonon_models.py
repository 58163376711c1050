"""Small random models in the layout of Gradium's Phonon, as ptts 0.4.2 loads it."""

import json
import struct
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

CONDITIONERS = "flow_lm.condition_provider.conditioners."
WIDTH, CODEC_WIDTH, TOKENS = 64, 32, 40


def config(**changes) -> dict:
    """A config.json. `changes` replaces top-level keys, or merges into `flow_lm` and `mimi`."""
    base = {
        "flow_lm": {
            "d_model": WIDTH,
            "num_heads": 4,
            "num_layers": 2,
            "dim_feedforward": 128,
            "max_period": 10000.0,
            "n_bins": TOKENS,
            "lut_dim": WIDTH,
            "flow_dim": 32,
            "flow_depth": 2,
            "ldim": 8,
        },
        "mimi": {
            "channels": 1,
            "sample_rate": 24000,
            "frame_rate": 12.5,
            "dimension": CODEC_WIDTH,
            "quantizer_dimension": 8,
            "quantizer_output_dimension": CODEC_WIDTH,
            "n_filters": 4,
            "n_residual_layers": 1,
            "ratios": [6, 5, 4],
            "kernel_size": 7,
            "last_kernel_size": 3,
            "residual_kernel_size": 3,
            "dilation_base": 2,
            "compress": 2,
            "transformer_d_model": CODEC_WIDTH,
            "transformer_num_heads": 4,
            "transformer_num_layers": 2,
            "transformer_layer_scale": 0.01,
            # Short enough for the window to matter within two frames of 16 steps.
            "transformer_context": 20,
            "transformer_max_period": 10000.0,
            "transformer_dim_feedforward": 64,
        },
        "lsd_decode_steps": 1,
        "eos_threshold": 0.0,
    }
    for key, value in changes.items():
        if key in ("flow_lm", "mimi"):
            base[key].update(value)
        else:
            base[key] = value
    return base


class Weights:
    """Random tensors by name."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.tensors: dict[str, np.ndarray] = {}

    def add(self, name: str, *shape: int, scale: float | None = None, mean: float = 0) -> None:
        fan_in = int(np.prod(shape[1:])) if len(shape) > 1 else 1
        scale = 1 / np.sqrt(max(fan_in, 1)) if scale is None else scale
        self.tensors[name] = (mean + scale * self.rng.standard_normal(shape)).astype(np.float32)

    def linear(self, name: str, out: int, inputs: int) -> None:
        self.add(f"{name}.weight", out, inputs)
        self.add(f"{name}.bias", out, scale=0.1)

    def norm(self, name: str, width: int) -> None:
        self.add(f"{name}.weight", width, scale=0.1, mean=1)
        self.add(f"{name}.bias", width, scale=0.1)

    def convolution(self, name: str, *shape: int, outputs: int) -> None:
        self.add(f"{name}.weight", *shape)
        self.add(f"{name}.bias", outputs, scale=0.1)

    def transformer(self, name: str, layers: int, width: int, feed_forward: int, scaled: bool) -> None:
        for layer in (f"{name}.layers.{i}" for i in range(layers)):
            self.add(f"{layer}.self_attn.in_proj.weight", 3 * width, width)
            self.add(f"{layer}.self_attn.out_proj.weight", width, width)
            self.add(f"{layer}.linear1.weight", feed_forward, width)
            self.add(f"{layer}.linear2.weight", width, feed_forward)
            self.norm(f"{layer}.norm1", width)
            self.norm(f"{layer}.norm2", width)
            for i in (1, 2) if scaled else ():
                self.add(f"{layer}.layer_scale_{i}.scale", width, scale=0.1)

    def language_model(self, c: dict) -> None:
        width, latents, flow = c["d_model"], c["ldim"], c["flow_dim"]
        self.add("flow_lm.conditioner.embed.weight", c["n_bins"] + 1, width, scale=1)
        self.tensors["flow_lm.emb_std"] = np.ones(latents, np.float32)
        self.add("flow_lm.emb_mean", latents, scale=0.1)
        self.add("flow_lm.bos_emb", latents, scale=1)
        self.add("flow_lm.input_linear.weight", width, latents)
        self.transformer("flow_lm.transformer", c["num_layers"], width, c["dim_feedforward"], False)
        self.norm("flow_lm.out_norm", width)
        self.linear("flow_lm.out_eos", 1, width)
        net = "flow_lm.flow_net"
        for i in range(2):
            time = f"{net}.time_embed.{i}"
            self.tensors[f"{time}.freqs"] = np.exp(-np.log(10000) * np.arange(128) / 128).astype(np.float32)
            self.linear(f"{time}.mlp.0", flow, 256)
            self.linear(f"{time}.mlp.2", flow, flow)
            self.add(f"{time}.mlp.3.alpha", flow, scale=0.1, mean=1)
        self.linear(f"{net}.cond_embed", flow, width)
        self.linear(f"{net}.input_proj", flow, latents)
        for block in (f"{net}.res_blocks.{i}" for i in range(c["flow_depth"])):
            self.norm(f"{block}.in_ln", flow)
            self.linear(f"{block}.mlp.0", flow, flow)
            self.linear(f"{block}.mlp.2", flow, flow)
            self.linear(f"{block}.adaLN_modulation.1", 3 * flow, flow)
        self.linear(f"{net}.final_layer.linear", latents, flow)
        self.linear(f"{net}.final_layer.adaLN_modulation.1", 2 * flow, flow)

    def codec(self, c: dict) -> None:
        width, outer = c["dimension"], c.get("decoder_dimension", c["dimension"])
        self.add("mimi.quantizer.output_proj.weight", width, c["quantizer_dimension"], 1)
        steps = round(c["sample_rate"] / c["frame_rate"]) // int(np.prod(c["ratios"]))
        self.add("mimi.upsample.convtr.convtr.weight", width, 1, 2 * steps, scale=0.5)
        inner = c["transformer_d_model"]
        name = "mimi.decoder_transformer"
        self.transformer(
            f"{name}.transformer", c["transformer_num_layers"], inner, c["transformer_dim_feedforward"], True
        )
        if inner != width:
            self.add(f"{name}.input_proj.weight", inner, width)
        if inner != outer:
            self.add(f"{name}.output_proj.0.weight", outer, inner)
        channels, index = c["n_filters"] << len(c["ratios"]), 1
        self.convolution("mimi.decoder.model.0.conv", channels, outer, c["kernel_size"], outputs=channels)
        for ratio in c["ratios"]:
            half = channels // 2
            self.convolution(f"mimi.decoder.model.{index + 1}.convtr", channels, half, 2 * ratio, outputs=half)
            channels, index = half, index + 2
            for _ in range(c["n_residual_layers"]):
                block, hidden = f"mimi.decoder.model.{index}.block", channels // c["compress"]
                self.convolution(f"{block}.1.conv", hidden, channels, c["residual_kernel_size"], outputs=hidden)
                self.convolution(f"{block}.3.conv", channels, hidden, 1, outputs=channels)
                index += 1
        self.convolution(f"mimi.decoder.model.{index + 1}.conv", 1, channels, c["last_kernel_size"], outputs=1)


def weights(c: dict, seed: int) -> dict[str, np.ndarray]:
    """The tensors of a config, with its sinks and conditions."""
    w = Weights(seed)
    w.language_model(c["flow_lm"])
    w.codec(c["mimi"])
    width = c["flow_lm"]["d_model"]
    sinks = {"speaker_wavs": CONDITIONERS + "speaker_wavs.sink", "transcript_in_segment": "flow_lm.conditioner.sink"}
    for sink in c.get("prefix_sinks", {}):
        w.add(sinks[sink], 1, 1, width, scale=0.7)
    for conditioner in c.get("conditioners", []):
        name, kind = CONDITIONERS + conditioner["name"], conditioner[conditioner["type"]]
        w.add(f"{name}.output_proj.weight", width, kind["dim"], scale=0.3)
        if conditioner["type"] == "lut":
            w.add(f"{name}.embed.weight", kind["n_bins"] + 1, kind["dim"], scale=1)
    return w.tensors


def tokenizer(size: int) -> dict:
    """Letters as pieces; the rest is filler that no text has."""
    pieces = [["<unk>", 0.0], ["▁", -2.0]] + [[letter, -3.0] for letter in "abcdefghijklmnopqrstuvwxyz.,!?HTA'"]
    pieces += [[f"x{i}", -20.0] for i in range(size - len(pieces))]
    metaspace = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": False}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": None,
        "pre_tokenizer": metaspace,
        "post_processor": None,
        "decoder": metaspace,
        "model": {"type": "Unigram", "unk_id": 0, "vocab": pieces[:size], "byte_fallback": False},
    }


def write(folder: Path, c: dict, tensors: dict[str, np.ndarray], gguf: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(c, indent=1) + "\n")
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer(c["flow_lm"]["n_bins"]), ensure_ascii=False))
    if gguf:
        write_gguf(folder / "model.q8.gguf", tensors)
    else:
        save_file(tensors, folder / "model.safetensors")


F32, F16, Q8_0, BF16 = 0, 1, 8, 30


def encoded(name: str, values: np.ndarray) -> tuple[int, bytes]:
    """As the published files are: the language model's layers in 8 bits; of the others some in each type."""
    if name.startswith("flow_lm.transformer.layers") and ".norm" not in name:
        blocks = values.reshape(-1, 32)
        scales = (np.abs(blocks).max(1) / 127).astype(np.float16)
        quotients = blocks / np.where(scales == 0, 1, scales).astype(np.float32)[:, None]
        data = np.zeros((len(blocks), 34), np.uint8)
        data[:, :2] = scales[:, None].view(np.uint8)
        data[:, 2:] = np.round(quotients).clip(-127, 127).astype(np.int8).view(np.uint8)
        return Q8_0, data.tobytes()
    if name.startswith("mimi."):
        return F16, values.astype(np.float16).tobytes()
    if values.ndim < 2:
        return F32, values.tobytes()
    bits = values.view(np.uint32)
    return BF16, ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16).tobytes()


def write_gguf(path: Path, tensors: dict[str, np.ndarray]) -> None:
    def text(value: str) -> bytes:
        return struct.pack("<Q", len(value.encode())) + value.encode()

    metadata = [
        text("general.architecture") + struct.pack("<I", 8) + text("phonon"),
        text("general.alignment") + struct.pack("<II", 4, 32),
        text("example.list") + struct.pack("<IIQ", 9, 8, 2) + text("a") + text("b"),
    ]
    table, body = b"", b""
    for name, values in tensors.items():
        values = np.ascontiguousarray(values)
        kind, data = encoded(name, values)
        body += b"\0" * (-len(body) % 32)
        sizes = b"".join(struct.pack("<Q", size) for size in reversed(values.shape))
        table += text(name) + struct.pack("<I", values.ndim) + sizes + struct.pack("<IQ", kind, len(body))
        body += data
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(metadata)) + b"".join(metadata) + table
    path.write_bytes(head + b"\0" * (-len(head) % 32) + body)
