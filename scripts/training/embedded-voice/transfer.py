"""The language model and the encoder that training starts from, `transfer.py`: FOLDER/language-model-start.pt and
encoder-start.pt, made of an earlier model's in FOLDER/earlier.

The earlier model (of the repository's history, taught by flite) reads the same kind of text: its tokens are phones
with the same characters. What it knows of text and time stays. Its latents are others, so linear maps between both
kinds, found by least squares from the teachers' speech, go into the projections of latents.
"""

import numpy as np
import torch
import yaml
from pocket_tts.models.mimi import build_mimi
from pocket_tts.utils.config import Config
from safetensors.torch import load_file

import data
from batches import scale
from latents import encoded, load_analysis
from lexicon import Tokenizer
from networks import LanguageModel, encode, make_mimi
from phones import SYMBOLS, VOWELS
from settings import CONSTANT_LATENT, FOLDER, FRAME, SPEAKERS

EARLIER = FOLDER / "earlier/Models/embedded"
MINUTES = 4.0  # of each speaker
RIDGE = 1e-2
NEAREST = {"ʁ": "ə", "ɫ": "ɪ", "ɾ": "ɖ"}  # symbols without stress that an earlier tokenizer may not have


def earlier_codec(weights: dict, config: dict) -> torch.nn.Module:
    mimi = build_mimi(Config(**config).mimi)
    mimi.load_state_dict({k.removeprefix("mimi."): v for k, v in weights.items() if k.startswith("mimi.")})
    return mimi


@torch.no_grad()
def both_latents(mimi: torch.nn.Module) -> tuple[torch.Tensor, torch.Tensor]:
    """The earlier codec's latents and ours, of the same frames."""
    analysis, earlier, ours = load_analysis().cpu(), [], []
    for speaker in range(len(SPEAKERS)):
        file = np.load(data.shard_path(speaker, 0))
        count = min(int(MINUTES * 60 / 0.08), len(file["periods"]))
        audio = torch.from_numpy(file["audio"][: count * FRAME].astype(np.float32) / 32767)
        for piece in audio.split(100 * FRAME):
            earlier.append(encode(mimi, piece[None])[0])
        ours.append(torch.from_numpy(encoded(analysis, file["features"][:count], file["periods"][:count])).float())
    return torch.cat(earlier), torch.cat(ours)


def least_squares(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """A matrix: b is about a @ matrix."""
    return torch.linalg.solve(a.T @ a + RIDGE * len(a) * torch.eye(a.shape[1]), a.T @ b)


def linear(a: torch.Tensor, b: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Matrix and constant: b is about a @ matrix + constant."""
    centre, to = a.mean(0), b.mean(0)
    a, b = a - centre, b - to
    matrix = least_squares(a, b)
    print(f"explained: {1 - float((b - a @ matrix).square().sum() / b.square().sum()):.2f}")
    return matrix, to - centre @ matrix


def rows(earlier: torch.Tensor, pieces: list[str], own: torch.Tensor) -> torch.Tensor:
    """Of the embedding: those of the same symbols, else of the nearest vowel."""
    out, first = own.clone(), {p: i for i, p in reversed(list(enumerate(pieces)))}
    vowels = {s: symbols[min(n, 1)] for symbols in VOWELS.values() for n, s in enumerate(symbols)}
    for number, piece in enumerate(Tokenizer().pieces):
        for candidate in (piece, NEAREST.get(piece), vowels.get(piece)):
            if candidate in first:
                out[number] = earlier[first[candidate]]
                break
        else:
            assert piece not in SYMBOLS, piece
    out[-1] = earlier[-1]
    return out


def start_encoder(codec: torch.nn.Module, earlier: torch.Tensor, ours: torch.Tensor) -> None:
    mimi = make_mimi()
    state, of = mimi.state_dict(), codec.state_dict()
    for name, value in of.items():
        if name.startswith("encoder") and state[name].shape == value.shape:
            state[name].copy_(value)
    last = "downsample.conv.conv.weight"  # it has no bias, so the map has no constant either
    state[last].copy_(torch.einsum("oik,ol->lik", of[last], least_squares(earlier, ours)))
    mimi.load_state_dict(state)
    torch.save(mimi.state_dict(), FOLDER / "encoder-start.pt")


@torch.no_grad()
def main() -> None:
    import sentencepiece

    torch.manual_seed(0)
    weights = {k: v.float() for k, v in load_file(EARLIER / "model.safetensors").items()}
    config = yaml.safe_load((EARLIER / "config.yaml").read_text())
    codec = earlier_codec(weights, config)
    earlier, ours = both_latents(codec)
    start_encoder(codec, earlier, ours)
    of = {k.removeprefix("flow_lm."): v for k, v in weights.items() if k.startswith("flow_lm.")}
    deviation = of["emb_std"].clone()
    deviation[deviation == 0] = 1
    earlier = (earlier - of["emb_mean"]) / deviation
    raw, (mean, size) = ours, (torch.from_numpy(a) for a in scale())
    ours = (ours - mean) / size
    back, _ = linear(ours, earlier)
    forth, forth_constant = linear(earlier, ours)
    prompt, prompt_constant = linear(raw, earlier * deviation + of["emb_mean"])

    model = LanguageModel()
    state = model.flow_lm.state_dict()
    latent = state["emb_mean"].shape[0]
    assert latent == ours.shape[1] and state["out_eos.weight"].shape == of["out_eos.weight"].shape
    for name, value in of.items():
        if name in state and state[name].shape == value.shape:
            state[name].copy_(value)
    state["input_linear.weight"].copy_(of["input_linear.weight"] @ back.T)  # both kinds have a mean of 0 there
    state["speaker_proj_weight"].copy_(of["speaker_proj_weight"] @ prompt.T)
    state["speaker_proj_weight"][:, CONSTANT_LATENT] += of["speaker_proj_weight"] @ prompt_constant
    state["flow_net.input_proj.weight"].zero_()
    state["flow_net.input_proj.bias"].copy_(of["flow_net.input_proj.bias"])
    last = "flow_net.final_layer.linear."
    state[last + "weight"].copy_(forth.T @ of[last + "weight"])
    state[last + "bias"].copy_(forth.T @ of[last + "bias"] + forth_constant)
    state["emb_mean"].copy_(mean)
    state["emb_std"].copy_(size)
    state["bos_emb"].copy_(of["bos_emb"] @ forth + forth_constant)
    pieces = sentencepiece.SentencePieceProcessor(str(EARLIER / "tokenizer.model"))
    names = [pieces.id_to_piece(i) for i in range(pieces.vocab_size())]
    key = "conditioner.embed.weight"
    state[key].copy_(rows(of[key], names, state[key]))
    model.flow_lm.load_state_dict(state)
    torch.save(model.state_dict(), FOLDER / "language-model-start.pt")


if __name__ == "__main__":
    main()
