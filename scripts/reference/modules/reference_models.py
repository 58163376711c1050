"""Seeded random models of every family, built with the reference (pocket-tts 4.0.1).

A module for make-goldens.py and verify_full_size.py. A model folder holds `config.yaml`, `model.safetensors`
and `tokenizer.json` or `tokenizer.model`; paths in the config are relative to the folder.
"""

import contextlib
import copy
import io
import os
from pathlib import Path

import numpy as np
import safetensors.torch
import sentencepiece
import tokenizers
import torch
import yaml
from pocket_tts.models.mimi import build_mimi
from pocket_tts.models.tts_model import TTSModel, stamp_state_names
from pocket_tts.modules.stateful_module import increment_steps, init_states
from pocket_tts.utils.config import Config

BF16, F16, F32 = torch.bfloat16, torch.float16, torch.float32


# --- Tokenizers -----------------------------------------------------------------------------------------------

SYLLABLES = [
    c + v + e
    for c in [*"b br c ch d f g h j k l m n p pl r s sh st t th tr v w y z qu".split(), ""]
    for v in ["a", "e", "i", "o", "u", "ea", "ou"]
    for e in ["", "n", "r", "s", "t", "ll", "ng"]
]
COMMON = """the of and to in is that it was for on are with his they at be this from have or by one had not but what
all were when we there can an your which their said if do will each about how up out them then she many some so these
would other into has more her two like him see time could no make than first been its who now people my made over did
down only way find use may water long little very after words called just where most know river boat hello world never
small again today nobody harbour dawn fine costs café naïve déjà für ñandú""".split()


def random_sentences(count: int, seed: int) -> list[str]:
    """Sentences of common and made-up words, enough for a tokenizer to learn pieces from."""
    rng = np.random.default_rng(seed)
    lines = []
    for _ in range(count):
        words = []
        for _ in range(rng.integers(3, 14)):
            if rng.random() < 0.5:
                words.append(COMMON[min(int(rng.exponential(25)), len(COMMON) - 1)])
            elif rng.random() < 0.06:
                words.append(str(rng.integers(0, 3000)))
            else:
                words.append("".join(SYLLABLES[i] for i in rng.integers(0, len(SYLLABLES), rng.integers(1, 4))))
            if rng.random() < 0.1:
                words[-1] += ",;:,"[rng.integers(0, 4)]
        line = " ".join(words) + ".!?."[rng.integers(0, 4)]
        lines.append(line[0].upper() + line[1:])
    return lines


def train_tokenizer(folder: Path, pieces: int, sentences: int, seed: int) -> None:
    """Writes tokenizer.model and its twin tokenizer.json, trained with the settings of the published tokenizers."""
    proto = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(random_sentences(sentences, seed)),
        model_writer=proto,
        vocab_size=pieces,
        model_type="unigram",
        normalization_rule_name="identity",
        byte_fallback=True,
        split_digits=True,
        max_sentencepiece_length=6,
        remove_extra_whitespaces=False,
        unk_id=0,
        bos_id=1,
        eos_id=2,
        pad_id=3,
        num_threads=1,
        minloglevel=2,
    )
    (folder / "tokenizer.model").write_bytes(proto.getvalue())
    sp = sentencepiece.SentencePieceProcessor(model_proto=proto.getvalue())
    vocabulary = [(sp.id_to_piece(i), sp.get_score(i)) for i in range(sp.vocab_size())]
    twin = tokenizers.Tokenizer(tokenizers.models.Unigram(vocabulary, unk_id=0, byte_fallback=True))
    twin.normalizer = tokenizers.normalizers.Sequence(
        [tokenizers.normalizers.Prepend("▁"), tokenizers.normalizers.Replace(" ", "▁")]
    )
    twin.decoder = tokenizers.decoders.Sequence(
        [
            tokenizers.decoders.Replace("▁", " "),
            tokenizers.decoders.ByteFallback(),
            tokenizers.decoders.Fuse(),
            tokenizers.decoders.Strip(" ", 1, 0),
        ]
    )
    twin.save(str(folder / "tokenizer.json"), pretty=False)
    for text in random_sentences(50, seed + 1) + ["A  b  c.", "Café – 2026年.", ".!...?", ",;:"]:
        assert twin.encode(text).ids == sp.encode(text), text


# --- Small families -------------------------------------------------------------------------------------------


def small_config() -> dict:
    """A complete config of the `english` layout, small; families override parts of it."""
    return {
        "weights_path": "model.safetensors",
        "flow_lm": {
            "insert_bos_before_voice": True,
            "dtype": "float32",
            "flow": {"depth": 2, "dim": 48},
            "transformer": {"d_model": 64, "hidden_scale": 3, "max_period": 10000, "num_heads": 4, "num_layers": 2},
            "lookup_table": {"dim": 64, "n_bins": 400, "tokenizer": "tokenizers", "tokenizer_path": "tokenizer.json"},
        },
        "mimi": {
            "dtype": "float32",
            "sample_rate": 24000,
            "inner_dim": 32,
            "outer_dim": 32,
            "channels": 1,
            "frame_rate": 12.5,
            "seanet": {
                "dimension": 32,
                "channels": 1,
                "n_filters": 4,
                "n_residual_layers": 1,
                "ratios": [6, 5, 4],
                "kernel_size": 7,
                "residual_kernel_size": 3,
                "last_kernel_size": 3,
                "dilation_base": 2,
                "pad_mode": "constant",
                "compress": 2,
            },
            "transformer": {
                "d_model": 32,
                "num_heads": 2,
                "num_layers": 2,
                "layer_scale": 0.01,
                "context": 250,
                "dim_feedforward": 64,
                "input_dimension": 32,
                "output_dimensions": [32],
            },
            "quantizer": {"dimension": 32, "output_dimension": 32},
        },
    }


def merged(base: dict, changes: dict) -> dict:
    result = copy.deepcopy(base)
    for key, value in changes.items():
        nested = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = merged(result[key], value) if nested else value
    return result


def every(dtype):
    return lambda index, name: dtype


QUOTES = {"’": "'", "‘": "'"}

# name -> (seed, changes to the small config, dtype of a tensor in the file by its place and name)
FAMILIES = {
    # `english`: BOS before the voice, narrow inner width, everything BF16, Mimi window of 250 steps.
    "lsd": (11, {"replace_characters": QUOTES, "default_temperature": 0.3}, every(BF16)),
    # `english_2026-01`: no BOS, wide downsample, short texts padded; widths that are no multiples of 16.
    "lsd-2026-01": (
        12,
        {
            "pad_with_spaces_for_short_inputs": True,
            "flow_lm": {
                "insert_bos_before_voice": False,
                "flow": {"dim": 24},
                "transformer": {"d_model": 40, "num_heads": 5, "dim_feedforward": 72},
                "lookup_table": {"dim": 40},
            },
            "mimi": {
                "inner_dim": 40,
                "outer_dim": 40,
                "quantizer": {"output_dimension": 40},
                "seanet": {"dimension": 40, "n_filters": 3},
                "transformer": {
                    "d_model": 40,
                    "num_heads": 5,
                    "num_layers": 1,
                    "context": 30,
                    "dim_feedforward": 72,
                    "input_dimension": 40,
                    "output_dimensions": [40],
                },
            },
        },
        every(F32),
    ),
    # F32 FlowLM, BF16 Mimi, as `english_2026-04_24l`.
    "flow-matching": (
        13,
        {
            "flow_lm": {
                "flow": {"type": "flow_matching", "dim": 40},
                "transformer": {"d_model": 32, "num_layers": 3, "num_heads": 2, "hidden_scale": 4},
                "lookup_table": {"dim": 32, "tokenizer": "sentencepiece", "tokenizer_path": "tokenizer.model"},
            },
            "mimi": {"transformer": {"context": 50, "max_period": 5000.0}},
        },
        lambda index, name: F32 if name.startswith("flow_lm.") else BF16,
    ),
    # Grouped queries, narrow backbone output, low-rank table, a decoder of its own; F16 with F32 norms.
    "drifting": (
        14,
        {
            "remove_semicolons": True,
            "model_recommended_frames_after_eos": 2,
            "flow_lm": {
                "flow": {"type": "drifting", "depth": 3},
                "z_dim": 24,
                "transformer": {
                    "d_model": 56,
                    "attn_dim": 96,
                    "num_heads": 6,
                    "num_kv_heads": 2,
                    "dim_feedforward": 72,
                },
                "lookup_table": {"dim": 56, "rank": 16},
            },
            "mimi": {
                "outer_dim": 48,
                "quantizer": {"output_dimension": 48},
                "decoder_seanet": {
                    "dimension": 48,
                    "channels": 1,
                    "n_filters": 6,
                    "n_residual_layers": 1,
                    "ratios": [6, 5, 4],
                    "kernel_size": 3,
                    "residual_kernel_size": 3,
                    "last_kernel_size": 3,
                    "dilation_base": 2,
                    "pad_mode": "constant",
                    "compress": 2,
                },
                "decoder_transformer": {
                    "d_model": 32,
                    "num_heads": 4,
                    "num_layers": 2,
                    "layer_scale": 0.01,
                    "context": 50,
                    "dim_feedforward": 72,
                    "input_dimension": 48,
                    "output_dimensions": [48],
                },
            },
        },
        lambda index, name: F32 if "norm" in name else F16,
    ),
    # Dilated residual layers, replicate padding, latents of 48, three dtypes in turn, text switches off.
    "pointwise": (
        15,
        {
            "capitalize_first_letter": False,
            "append_terminal_punctuation": False,
            "default_eos_threshold": -1.0,
            "replace_characters": {"“": "", "”": "", ":": ","},
            "flow_lm": {
                "flow": {"type": "pointwise", "dim": 36},
                "transformer": {"d_model": 48, "num_heads": 3, "num_kv_heads": 1, "max_period": 5000},
                "lookup_table": {"dim": 48, "tokenizer": "sentencepiece", "tokenizer_path": "tokenizer.model"},
            },
            "mimi": {
                "quantizer": {"dimension": 48},
                "inner_dim": 48,
                "seanet": {"n_residual_layers": 2, "pad_mode": "replicate", "kernel_size": 5, "n_filters": 5},
                "transformer": {"context": 30, "num_layers": 1},
            },
        },
        lambda index, name: (F32, BF16, F16)[index % 3],
    ),
}


# --- Weights --------------------------------------------------------------------------------------------------

# With plain random weights the loop latent -> backbone -> head -> latent is chaotic: it amplifies a rounding error
# from frame to frame until two correct implementations speak differently. Three measures make errors fade instead:
# the head's output is a fixed latent (its bias) plus a smaller part that depends on the frame, blocks of the
# backbone add less to the residual stream, and a latent enters the backbone with a gain below one.
HEAD_GAIN, HEAD_BIAS = 0.3, 0.7
RESIDUAL_GAIN = 0.5
FEEDBACK_GAIN = 0.5


def randomise(model: TTSModel, seed: int) -> None:
    """Weights scaled by 1/sqrt(fan-in), everything else away from its trivial initial value."""
    generator = torch.Generator().manual_seed(seed)

    def normal(tensor: torch.Tensor, std: float, mean: float = 0.0) -> None:
        tensor.copy_(torch.randn(tensor.shape, generator=generator) * std + mean)

    for name, tensor in model.state_dict().items():
        parts = name.split(".")
        if name.endswith(".freqs"):
            continue
        if "layer_scale" in name:
            tensor.copy_(0.2 + 0.4 * torch.rand(tensor.shape, generator=generator))
        elif name == "flow_lm.emb_std":
            tensor.copy_(0.5 + torch.rand(tensor.shape, generator=generator))
        elif name == "flow_lm.emb_mean":
            normal(tensor, 0.3)
        elif name == "flow_lm.bos_emb":
            normal(tensor, 1.0)
        elif name == "flow_lm.bos_before_voice":
            normal(tensor, 0.5)
        elif name == "flow_lm.conditioner.embed.weight":
            normal(tensor, 0.5)
        elif tensor.dim() == 1:
            centred = name.endswith(".bias")
            normal(tensor, 0.1 if centred else 0.2, 0.0 if centred else 1.0)
        elif "convtr" in parts:
            stride = tensor.shape[2] // 2
            depthwise = tensor.shape[1] == 1
            fan_in = 2 * (1 if depthwise else tensor.shape[0])
            assert stride * 2 == tensor.shape[2]
            normal(tensor, 1.3 * fan_in**-0.5)
        else:
            gain = 1.3 if tensor.dim() == 3 else 1.0
            normal(tensor, gain * (tensor[0].numel()) ** -0.5)
    lm = model.flow_lm
    lm.input_linear.weight.mul_(FEEDBACK_GAIN)
    lm.flow_net.final_layer.linear.weight.mul_(HEAD_GAIN)
    normal(lm.flow_net.final_layer.linear.bias, HEAD_BIAS)
    for layer in lm.transformer.layers:
        layer.self_attn.out_proj.weight.mul_(RESIDUAL_GAIN)
        layer.linear2.weight.mul_(RESIDUAL_GAIN)


def scale_audio(model: TTSModel, seed: int) -> None:
    """Scales the last convolution so that random latents sound at an RMS of 0.15."""
    latents = torch.randn(1, 20, model.flow_lm.ldim, generator=torch.Generator().manual_seed(seed))
    audio = decode_frames(model, latents * model.flow_lm.emb_std + model.flow_lm.emb_mean)
    last = model.mimi.decoder.model[-1].conv
    last.weight.mul_(0.15 / audio.std())
    last.bias.mul_(0.15 / audio.std())


def decode_frames(model: TTSModel, latents: torch.Tensor, frames_per_call: int = 1) -> torch.Tensor:
    """Mimi on de-normalised latents [1, N, C] from a fresh state; audio [samples]."""
    mimi = model.mimi
    steps = int(mimi.encoder_frame_rate / mimi.frame_rate)
    state = init_states(mimi, batch_size=1, sequence_length=latents.shape[1] * steps)
    audio = []
    for part in latents.split(frames_per_call, dim=1):
        audio.append(mimi.decode_from_latent(part, state))
        increment_steps(mimi, state, increment=steps * part.shape[1])
    return torch.cat(audio, dim=-1)[0, 0]


def save(model: TTSModel, folder: Path, dtype_of) -> None:
    tensors = {
        name: tensor.to(dtype_of(index, name)).contiguous()
        for index, (name, tensor) in enumerate(sorted(model.state_dict().items()))
    }
    safetensors.torch.save_file(tensors, folder / "model.safetensors")


@torch.no_grad()
def make_model(folder: Path, config: dict, seed: int, dtype_of) -> None:
    """Writes the config and a random checkpoint beside the tokenizer that the folder already has."""
    (folder / "config.yaml").write_text(yaml.safe_dump(config, sort_keys=False, allow_unicode=True), encoding="utf-8")
    parsed = Config(**config)
    with contextlib.chdir(folder):
        model = TTSModel._from_pydantic_config(parsed, 0.0, 1, None, -4.0, origin=None)
    model.flow_lm.speaker_proj_weight = torch.nn.Parameter(
        torch.zeros(parsed.flow_lm.transformer.d_model, parsed.mimi.inner_dim or parsed.mimi.seanet.dimension)
    )
    model.mimi = build_mimi(parsed.mimi)
    model.eval()
    stamp_state_names(model)
    randomise(model, seed)
    scale_audio(model, seed)
    save(model, folder, dtype_of)


def load(folder: Path) -> TTSModel:
    """The folder's model as a user of the reference loads it, decoding one frame per call."""
    with contextlib.chdir(folder):
        model = TTSModel.load_model(config="config.yaml")
    model.max_decoder_frames_per_call = 1
    return model.eval()


def make_family(name: str, folder: Path) -> None:
    seed, changes, dtype_of = FAMILIES[name]
    folder.mkdir(parents=True, exist_ok=True)
    config = merged(small_config(), changes)
    train_tokenizer(folder, config["flow_lm"]["lookup_table"]["n_bins"], 3000, seed)
    make_model(folder, config, seed, dtype_of)
    unused = {"tokenizer.json", "tokenizer.model"} - {config["flow_lm"]["lookup_table"]["tokenizer_path"]}
    if name != "lsd":  # one family keeps both files, as twins
        for file in unused:
            os.remove(folder / file)
