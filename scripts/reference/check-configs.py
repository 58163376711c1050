#!/usr/bin/env python3
"""Proves that Models/configs says exactly what the configs of the reference package say.

Usage (in a Python environment with pocket-tts 4.0.1):
    $(scripts/reference/setup) scripts/reference/check-configs.py            # check, exit status 1 on a difference
    $(scripts/reference/setup) scripts/reference/check-configs.py --write    # regenerate Models/configs first
    $(scripts/reference/setup) scripts/reference/check-configs.py --fixtures # regenerate Tests/Fixtures/checkpoint and
        Tests/Fixtures/voice (resolved sizes, tensor names, a voice as the reference exports it)
"""

import json
import sys
from pathlib import Path
from unittest.mock import patch

import torch
import yaml
from pocket_tts.models.flow_lm import FlowLMModel
from pocket_tts.models.mimi import build_mimi
from pocket_tts.models.model_state import export_model_state
from pocket_tts.modules import text_conditioner
from pocket_tts.modules.stateful_module import increment_steps, init_states
from pocket_tts.modules.transformer import StreamingTransformer
from pocket_tts.utils.config import CONFIGS_DIR, Config, load_config

ROOT = Path(__file__).resolve().parents[2]
OURS = ROOT / "Models" / "configs"
FIXTURES = ROOT / "Tests" / "Fixtures" / "checkpoint"
VOICES = ROOT / "Tests" / "Fixtures" / "voice"
# One config of each architecture.
FAMILIES = [
    "english",
    "english_2026-01",
    "french_24l",
    "english_drifting_26-09",
    "english_18m_2026-10",
    "english_7m_2026-10",
    "english_2m_2026-10",
]

# Our layout: where the files are, how text is treated, how to sample, then the two networks.
TOP = [
    "weights_path",
    "weights_path_without_voice_cloning",
    "pad_with_spaces_for_short_inputs",
    "remove_semicolons",
    "append_terminal_punctuation",
    "capitalize_first_letter",
    "replace_characters",
    "model_recommended_frames_after_eos",
    "default_temperature",
    "default_eos_threshold",
    "flow_lm",
    "mimi",
]


class Dumper(yaml.SafeDumper):
    """Block mappings, lists on one line, texts that are not plain words in double quotes."""


def _text(dumper, value):
    plain = value[:1].isalpha() and all(c.isalnum() or c in "_-./:@" for c in value)
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if plain else '"')


def _list(dumper, value):
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)


Dumper.add_representer(str, _text)
Dumper.add_representer(list, _list)
Dumper.add_representer(tuple, _list)


def ordered(model) -> dict:
    """What a config sets, in the schema's order (scalars before sections)."""
    fields = model.model_dump(exclude_unset=True)
    order = TOP if isinstance(model, Config) else list(type(model).model_fields)
    result = {}
    for name in sorted(fields, key=order.index):
        value = getattr(model, name)
        result[name] = ordered(value) if hasattr(value, "model_fields_set") else value
    scalars = {k: v for k, v in result.items() if not isinstance(v, dict) or k == "replace_characters"}
    return scalars | result if not isinstance(model, Config) else result


def text(name: str, config: Config) -> str:
    transformer = config.flow_lm.transformer
    header = (
        f"# {name}: {transformer.num_layers} layers of width {transformer.d_model}, {config.flow_lm.flow.type} head.\n"
        "# Values of pocket-tts 4.0.1; scripts/reference/check-configs.py compares them with the package.\n"
    )
    body = ""
    for key, value in ordered(config).items():
        part = yaml.dump({key: value}, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=1000)
        body += ("\n" if isinstance(value, dict) else "") + part
    return header + body


def state_dict(config: Config) -> dict[str, list[int]]:
    """Names and shapes of the tensors of a whole model, without making the tensors."""
    with torch.device("meta"), patch.object(text_conditioner, "build_tokenizer", lambda *_: None):
        flow_lm = FlowLMModel.from_pydantic_config(
            config.flow_lm, config.mimi.quantizer.dimension, config.flow_lm.insert_bos_before_voice
        )
        mimi = build_mimi(config.mimi)
    shapes = {f"flow_lm.{k}": list(v.shape) for k, v in flow_lm.state_dict().items()}
    shapes |= {f"mimi.{k}": list(v.shape) for k, v in mimi.state_dict().items()}
    # Added by TTSModel when it loads weights.
    width = config.mimi.inner_dim or config.mimi.seanet.dimension
    return shapes | {"flow_lm.speaker_proj_weight": [config.flow_lm.transformer.d_model, width]}


def resolved(config: Config) -> dict:
    """What our loader must make of a config, computed as the reference's modules compute it."""
    flow, mimi = config.flow_lm, config.mimi
    transformer = flow.transformer
    decoder = mimi.decoder_seanet or mimi.seanet
    decoder_transformer = mimi.decoder_transformer or mimi.transformer
    return {
        "flow": [flow.flow.type, flow.flow.dim, flow.flow.depth],
        "transformer": [
            transformer.d_model,
            transformer.num_layers,
            transformer.num_heads,
            transformer.attn_dim or transformer.d_model,
            transformer.num_kv_heads or transformer.num_heads,
            transformer.dim_feedforward or transformer.d_model * transformer.hidden_scale,
        ],
        "table": [flow.lookup_table.dim, flow.lookup_table.n_bins, flow.lookup_table.rank, flow.z_dim],
        "codec": [
            mimi.quantizer.dimension,
            mimi.quantizer.output_dimension,
            mimi.inner_dim,
            mimi.outer_dim,
            int(mimi.sample_rate / mimi.frame_rate),
            decoder.dimension,
            decoder.n_filters,
            decoder.kernel_size,
            decoder_transformer.d_model,
            decoder_transformer.num_layers,
            decoder_transformer.context,
        ],
        "switches": [
            flow.insert_bos_before_voice,
            config.pad_with_spaces_for_short_inputs,
            config.remove_semicolons,
            config.append_terminal_punctuation,
            config.capitalize_first_letter,
        ],
        "replace": config.replace_characters,
        "frames_after_eos": config.model_recommended_frames_after_eos,
        "sampling": [config.default_temperature, config.default_eos_threshold],
        "paths": [config.weights_path, config.weights_path_without_voice_cloning, flow.lookup_table.tokenizer_path],
    }


def write_fixtures(names: list[str]) -> None:
    FIXTURES.mkdir(parents=True, exist_ok=True)
    rows = [f'"{name}": ' + json.dumps(resolved(load_config(CONFIGS_DIR / f"{name}.yaml"))) for name in names]
    (FIXTURES / "configs.json").write_text("{\n" + ",\n".join(rows) + "\n}\n")
    lines = []
    for name in FAMILIES:
        lines.append(f"# {name}")
        shapes = state_dict(load_config(CONFIGS_DIR / f"{name}.yaml"))
        lines += [f"{key} {' '.join(map(str, shape))}" for key, shape in sorted(shapes.items())]
    (FIXTURES / "state-dicts.txt").write_text("\n".join(lines) + "\n")


def write_voice() -> None:
    """A state of two layers (four query heads, two key/value heads of width 4), five of eight positions filled:
    the element at flat index i of cache l's filled part is l + i / 256."""
    holder = torch.nn.Module()
    holder.transformer = StreamingTransformer(16, 4, 2, dim_feedforward=8, num_kv_heads=2)
    state = init_states(holder, batch_size=1, sequence_length=8)
    increment_steps(holder, state, 5)
    for layer in range(2):
        cache = state[f"transformer.layers.{layer}.self_attn"]["cache"]
        filled = cache[:, :, :5]
        cache[:, :, :5] = layer + torch.arange(filled.numel()).reshape(filled.shape) / 256
    VOICES.mkdir(parents=True, exist_ok=True)
    export_model_state(state, VOICES / "state.safetensors")


def main() -> int:
    names = sorted(path.stem for path in CONFIGS_DIR.glob("*.yaml"))
    if "--write" in sys.argv[1:]:
        OURS.mkdir(parents=True, exist_ok=True)
        for name in names:
            config = load_config(CONFIGS_DIR / f"{name}.yaml")
            (OURS / f"{name}.yaml").write_text(text(name, config), encoding="utf-8")
    if "--fixtures" in sys.argv[1:]:
        write_fixtures(names)
        write_voice()
    failures = sorted({p.stem for p in OURS.glob("*.yaml")} ^ set(names))
    for name in set(names) - set(failures):
        if load_config(OURS / f"{name}.yaml").model_dump() != load_config(CONFIGS_DIR / f"{name}.yaml").model_dump():
            failures.append(name)
    for name in failures:
        print(f"differs or is missing on one side: {name}")
    print(f"{len(names)} configs, {len(failures)} differences")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
