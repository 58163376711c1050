"""Writes the model folder that the engine and the reference load: `export.py [FOLDER]`, by default Models/embedded.

config.yaml, model.safetensors (matrices in BF16), tokenizer.model, and for each speaker a prompt (wav) and its keys and
values.
"""

import logging
import shutil
import sys
from pathlib import Path

import numpy as np
import soundfile
import torch
import yaml
from pocket_tts import TTSModel, export_model_state
from safetensors.torch import save_file

from batches import scale
from equalizer import Equalizer
from features import Basis
from networks import is_encoders, make_mimi
from onset import with_quiet_onset
from rounding import inputs_of, with_same_outputs, with_same_sums
from settings import CONSTANT_LATENT, EMBEDDED, FOLDER, FRAME, LATENT, LEARNT, RATE, SPEAKERS
from training import averaged

PROMPT_FRAMES = 26
STRENGTHS = "decoder.model.2.convtr.weight"  # what makes audio of the units that are strengths [units, ...]
# What decides which entry of the table of phases is used, and what the strengths are the exponentials of.
DELICATE = (
    "decoder_transformer.transformer.layers.0.linear1",
    "decoder_transformer.transformer.layers.1.linear1",
    "decoder.model.0.conv",
)
# On the spectra's finer shape: those of a language model are over-smoothed. To be chosen by word error rate and MOS.
SHARPEN = 1.25
LAST = "decoder.model.14.conv.weight"  # what makes samples [1, 32, 3]
GAIN = 0.8  # of the samples: the man's peaks are not to be clipped


def weights() -> dict[str, torch.Tensor]:
    decoder, encoder = with_quiet_onset(averaged("decoder")), averaged("encoder")
    out = {}
    for name in decoder:
        source = encoder if is_encoders(name) else decoder
        out["mimi." + name] = source[name]
    for name, value in averaged("language-model").items():
        if name.startswith("flow_lm."):
            out[name] = value
    # The projection takes the latents, the constant 1 among them: there is room for other linear maps of theirs.
    projection = out["mimi.quantizer.output_proj.weight"][:, :, 0]  # [WIDTH, LATENT]
    basis = Basis.load()
    matrix, constant = basis.sharpening(SHARPEN)
    adapted = Equalizer.load().of_latents(basis)  # [LEARNT, LATENT]
    adapted[:, :LEARNT] += matrix
    adapted[:, CONSTANT_LATENT] += constant
    wanted = projection[:, :LEARNT] @ torch.from_numpy(adapted)
    wanted[:, LEARNT:] += projection[:, LEARNT:]
    out["mimi.quantizer.output_proj.weight"] = wanted[:, :, None]
    out["mimi." + LAST] = GAIN * out["mimi." + LAST]
    mean, deviation = (torch.from_numpy(a).clone() for a in scale())
    deviation[CONSTANT_LATENT] = 0
    out["flow_lm.emb_mean"], out["flow_lm.emb_std"] = mean, deviation
    assert len(mean) == LATENT
    return in_bf16({name: value.detach() for name, value in out.items()})


def in_bf16(exact: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Vectors stay F32: they are small, and of the biases BF16 is heard."""
    out = {name: (value.bfloat16() if value.dim() > 1 else value).contiguous().clone() for name, value in exact.items()}
    mimi = make_mimi()
    mimi.load_state_dict({name.removeprefix("mimi."): v for name, v in exact.items() if name.startswith("mimi.")})
    for name, inputs in inputs_of(mimi, DELICATE).items():
        weight = exact[f"mimi.{name}.weight"]
        out[f"mimi.{name}.weight"] = with_same_outputs(weight.flatten(1), inputs).view_as(weight)
    out["mimi." + STRENGTHS] = with_same_sums(exact["mimi." + STRENGTHS])
    return out


def write_prompts(folder: Path) -> None:
    """Of a held-out sentence of about two seconds, by each teacher."""
    for speaker in SPEAKERS:
        file = np.load(FOLDER / "speech" / f"choices-{speaker}.npz")
        number = (
            int(np.flatnonzero(file["frames"] >= PROMPT_FRAMES)[0]) if (file["frames"] >= PROMPT_FRAMES).any() else 0
        )
        first = int(file["frames"][:number].sum()) * FRAME
        audio = file["audio"][first : first + int(file["frames"][number]) * FRAME]
        soundfile.write(folder / f"{speaker}.wav", audio, RATE, subtype="PCM_16")


def loadable(folder: Path) -> Path:
    """A config of the folder's model with absolute paths, as the reference wants them."""
    config = yaml.safe_load((folder / "config.yaml").read_text())
    config["weights_path"] = str(folder.resolve() / "model.safetensors")
    config["flow_lm"]["lookup_table"]["tokenizer_path"] = str(folder.resolve() / "tokenizer.model")
    path = FOLDER / "exported.yaml"
    path.write_text(yaml.safe_dump(config, allow_unicode=True))
    return path


def main() -> None:
    logging.disable(logging.WARNING)
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else EMBEDDED
    (folder / "voices").mkdir(parents=True, exist_ok=True)
    for name in ("config.yaml", "tokenizer.model"):
        shutil.copy(FOLDER / name, folder / name)
    save_file(weights(), folder / "model.safetensors")
    write_prompts(folder / "voices")
    model = TTSModel.load_model(config=str(loadable(folder)))
    for speaker in SPEAKERS:
        state = model.get_state_for_audio_prompt(folder / "voices" / f"{speaker}.wav")
        export_model_state(state, folder / "voices" / f"{speaker}.safetensors")
    for path in folder.rglob("*.safetensors"):
        path.chmod(0o644)  # written for the owner alone
    print(sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6, "MB in", folder)


if __name__ == "__main__":
    main()
