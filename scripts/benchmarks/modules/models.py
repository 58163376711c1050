"""Makes the models that all peers run: seeded random weights of a published config, a voice, and ptts's own files.

Usage (in the Python of scripts/reference/setup): models.py CACHE_FOLDER CONFIG_NAME...
A folder that is there already is kept, unless this script or the one that makes weights has changed.
"""

import gc
import hashlib
import json
import logging
import shutil
import sys
from pathlib import Path

import numpy
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "reference/modules"))
from pocket_tts.models.model_state import export_model_state
from pocket_tts.models.text_chunking import prepare_text_prompt, split_into_best_sentences
from pocket_tts.models.tts_model import TTSModel
from pocket_tts.modules.stateful_module import init_states

import reference_models
from verify_full_size import FIFTEEN, HUNDRED, config_of

SEED = 2026
VOICE_POSITIONS = 126
TEXTS = {"one word": "Hello.", "15 words": FIFTEEN["en"], "100 words": HUNDRED["en"]}


def recipe() -> str:
    sources = [Path(__file__), Path(reference_models.__file__)]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


@torch.no_grad()
def add_voice(model: TTSModel, folder: Path) -> None:
    """The same voice as an embedding and as the KV state that comes of it, 126 positions with the BOS row, if any."""
    lm = model.flow_lm
    frames = VOICE_POSITIONS - int(lm.insert_bos_before_voice)
    embedding = torch.randn(frames, lm.dim, generator=torch.Generator().manual_seed(SEED)) * 0.5
    numpy.save(folder / "voice.npy", embedding.numpy())
    prompt = embedding[None]
    if lm.insert_bos_before_voice:
        prompt = torch.cat([lm.bos_before_voice, prompt], dim=1)
    state = init_states(lm, batch_size=1, sequence_length=VOICE_POSITIONS)
    model._run_flow_lm_and_increment_step(model_state=state, audio_conditioning=prompt)
    (folder / "voices").mkdir()
    export_model_state(state, folder / "voices" / "bench.safetensors")


def add_texts(model: TTSModel, folder: Path) -> None:
    """The texts, and the tokens of their chunks for a peer that has no text processing."""
    texts = {}
    for name, text in TEXTS.items():
        switches = (
            model.pad_with_spaces_for_short_inputs,
            model.remove_semicolons,
            model.append_terminal_punctuation,
            model.capitalize_first_letter,
            model.replace_characters,
        )
        chunks = split_into_best_sentences(model.flow_lm.conditioner.tokenizer, text, 50, *switches)
        prepared = [prepare_text_prompt(chunk, *switches)[0] for chunk in chunks]
        texts[name] = {
            "text": text,
            "tokens": [model.flow_lm.conditioner.tokenizer.encode(chunk) for chunk in prepared],
        }
    (folder / "texts.json").write_text(json.dumps(texts, indent=1) + "\n", encoding="utf-8")


def add_ptts_folder(config: dict, folder: Path) -> None:
    """ptts reads a config of its own, beside the same weights and tokenizer."""
    lm, mimi = config["flow_lm"], config["mimi"]
    transformer, codec, seanet = lm["transformer"], mimi["transformer"], mimi["seanet"]
    own = {
        "flow_lm": {
            "d_model": transformer["d_model"],
            "num_heads": transformer["num_heads"],
            "num_layers": transformer["num_layers"],
            "max_period": float(transformer["max_period"]),
            "dim_feedforward": transformer["d_model"] * transformer["hidden_scale"],
            "n_bins": lm["lookup_table"]["n_bins"],
            "lut_dim": lm["lookup_table"]["dim"],
            "flow_dim": lm["flow"]["dim"],
            "flow_depth": lm["flow"]["depth"],
            "ldim": mimi["quantizer"]["dimension"],
        },
        "mimi": {
            "sample_rate": mimi["sample_rate"],
            "channels": mimi["channels"],
            "frame_rate": mimi["frame_rate"],
            "dimension": seanet["dimension"],
            "quantizer_dimension": mimi["quantizer"]["dimension"],
            "quantizer_output_dimension": mimi["quantizer"]["output_dimension"],
            **{
                key: seanet[key]
                for key in (
                    "n_filters",
                    "n_residual_layers",
                    "ratios",
                    "kernel_size",
                    "residual_kernel_size",
                    "last_kernel_size",
                    "dilation_base",
                    "compress",
                )
            },
            "transformer_max_period": 10000.0,
            **{
                f"transformer_{key}": codec[key]
                for key in ("d_model", "num_heads", "num_layers", "layer_scale", "context", "dim_feedforward")
            },
        },
        "lsd_decode_steps": 1,
        "temp": 0.3,
        "eos_threshold": -4.0,
        "languages": ["en"],
        "voices": [],
    }
    (folder / "ptts").mkdir()
    (folder / "ptts" / "config.json").write_text(json.dumps(own, indent=1) + "\n")
    for name in ("model.safetensors", "tokenizer.json"):
        (folder / "ptts" / name).symlink_to(Path("..") / name)


def make(name: str, folder: Path) -> None:
    config = config_of(name)
    reference_models.train_tokenizer(folder, config["flow_lm"]["lookup_table"]["n_bins"], 40_000, SEED)
    reference_models.make_model(folder, config, SEED, reference_models.every(torch.bfloat16))
    model = reference_models.load(folder)
    add_voice(model, folder)
    add_texts(model, folder)
    if name == "english_2026-01":
        add_ptts_folder(config, folder)


def main() -> None:
    logging.disable(logging.WARNING)
    stamp = recipe()
    for name in sys.argv[2:]:
        folder = Path(sys.argv[1]) / name
        if (folder / "recipe.txt").is_file() and (folder / "recipe.txt").read_text() == stamp:
            continue
        print(f"making a random {name}", file=sys.stderr, flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        make(name, folder)
        (folder / "recipe.txt").write_text(stamp)
        gc.collect()


if __name__ == "__main__":
    main()
