"""Writes the model folder that the engine and the reference load: `export.py [FOLDER]`, by default Models/embedded.

config.yaml, model.safetensors (BF16), tokenizer.model, and for each speaker a prompt (wav) and its keys and values.
"""

import logging
import pickle
import shutil
import sys
from pathlib import Path

import numpy as np
import soundfile
import torch
import yaml
from pocket_tts import TTSModel, export_model_state
from safetensors.torch import save_file

from features import PITCH_CENTRE, Basis, whole_periods
from oscillator import CONSTANT_LATENT
from settings import EMBEDDED, FOLDER, LATENT, RATE, SCRIPTS, SPEAKERS, STEPS
from training import averaged
from vocoder import synthesize

PROMPT_FRAMES = 12
SHARPEN = 1.35  # on the cepstra from the second coefficient: those of the language model are over-smoothed. Chosen by word error rate


def weights() -> dict[str, torch.Tensor]:
    decoder, encoder = averaged("decoder"), averaged("encoder")
    out = {}
    for name in decoder:
        source = encoder if name.startswith(("encoder", "downsample")) else decoder
        out["mimi." + name] = source[name]
    for name, value in averaged("language-model").items():
        if name.startswith("flow_lm."):
            out[name] = value
    # The projection takes the latents, the constant 1 among them: there is room for another linear map of theirs.
    projection = out["mimi.quantizer.output_proj.weight"][:, :, 0]  # [128, LATENT]
    matrix, constant = (torch.from_numpy(x) for x in Basis.load().sharpening(SHARPEN))
    components = [i for i in range(LATENT) if i != CONSTANT_LATENT]
    sharpened = torch.zeros_like(projection)
    sharpened[:, components] = projection[:, components] @ matrix[components][:, components]
    sharpened[:, CONSTANT_LATENT] = projection[:, CONSTANT_LATENT] + projection[:, components] @ constant[components]
    out["mimi.quantizer.output_proj.weight"] = sharpened[:, :, None]
    out["flow_lm.emb_mean"], out["flow_lm.emb_std"] = torch.zeros(LATENT), out["flow_lm.emb_std"].clone()
    out["flow_lm.emb_mean"][CONSTANT_LATENT], out["flow_lm.emb_std"][CONSTANT_LATENT] = 1, 0
    return {name: value.detach().to(torch.bfloat16).contiguous().clone() for name, value in out.items()}


def write_prompts(folder: Path) -> None:
    """The first sentence of about a second that each speaker says in the chunk never trained on, from the vocoder."""
    with open(FOLDER / "choices.pickle", "rb") as file:
        data = pickle.load(file)
    for number, speaker in enumerate(SPEAKERS):
        chosen = [u for u in data["utterances"] if u[2] == number and u[1] >= 2 * PROMPT_FRAMES][0]
        rows = data["rows"][chosen[0] * STEPS : (chosen[0] + chosen[1]) * STEPS].astype(np.float32)
        latents = whole_periods(data["latents"][chosen[0] : chosen[0] + chosen[1]])
        audio = synthesize(rows, latents[:, -1] + PITCH_CENTRE)
        soundfile.write(folder / f"{speaker}.wav", audio, RATE, subtype="PCM_16")


def main() -> None:
    logging.disable(logging.WARNING)
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else EMBEDDED
    (folder / "voices").mkdir(parents=True, exist_ok=True)
    shutil.copy(SCRIPTS / "config.yaml", folder / "config.yaml")
    shutil.copy(FOLDER / "tokenizer.model", folder / "tokenizer.model")
    save_file(weights(), folder / "model.safetensors")
    write_prompts(folder / "voices")
    config = yaml.safe_load((folder / "config.yaml").read_text())
    config["weights_path"] = str(folder.resolve() / "model.safetensors")
    config["flow_lm"]["lookup_table"]["tokenizer_path"] = str(folder.resolve() / "tokenizer.model")
    absolute = FOLDER / "exported.yaml"
    absolute.write_text(yaml.safe_dump(config, allow_unicode=True))
    model = TTSModel.load_model(config=str(absolute))
    for speaker in SPEAKERS:
        state = model.get_state_for_audio_prompt(folder / "voices" / f"{speaker}.wav")
        export_model_state(state, folder / "voices" / f"{speaker}.safetensors")
    print(sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6, "MB in", folder)


if __name__ == "__main__":
    main()
