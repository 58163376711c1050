"""What the language model predicts for the shards that have audio: FOLDER/predicted/NAME.npy [N, LEARNT] (float16).

They are smoother than the teachers' own latents. A decoder that learns from both makes natural speech of either.
Each frame is predicted from the frames before, which are predictions from the true ones themselves; so all of them stay
in time with the audio. `predicted.py` makes those of all shards anew.
"""

from pathlib import Path

import numpy as np
import torch

import data
import training
from batches import Utterances, sharper
from latents import load_analysis, of_shard
from networks import DEVICE, LanguageModel
from settings import CONSTANT_LATENT, FOLDER, LEARNT, SPEAKERS

BATCH = 50


def path(shard: str) -> Path:
    return FOLDER / "predicted" / f"{shard}.npy"


@torch.no_grad()
def of_utterances(model: LanguageModel, utterances: Utterances) -> np.ndarray:
    """[N, LEARNT], as the analysis gives them."""
    out = np.empty((len(utterances.latents), LEARNT), np.float16)
    random = np.random.default_rng(0)
    mean, deviation = (torch.from_numpy(a).to(DEVICE) for a in (utterances.mean, utterances.deviation))
    order = np.argsort(utterances.frames)
    for chosen in (order[i : i + BATCH] for i in range(0, len(order), BATCH)):
        batch = {k: v.to(DEVICE) for k, v in utterances.batch(chosen, random, training=False).items()}
        previous = batch["y"]
        for _ in range(2):
            states = model.backbone(batch, previous)[:, :-1]
            guess = model.head(states, torch.zeros_like(previous))
            previous = torch.cat([guess[..., :CONSTANT_LATENT], batch["y"][..., CONSTANT_LATENT:]], -1)
        latents = (previous * deviation + mean).half().cpu().numpy()
        for row, number in enumerate(chosen):
            first, frames = utterances.first_frame[number], utterances.frames[number]
            said = sharper(latents[row, :frames], int(utterances.speakers[number]), undo=True)
            out[first : first + frames] = said[:, :LEARNT]
    return out


def main() -> None:
    model, analysis = LanguageModel().to(DEVICE), load_analysis()
    model.load_state_dict(training.averaged("language-model"))
    path("").parent.mkdir(exist_ok=True)
    for speaker in range(len(SPEAKERS)):
        for number in range(data.AUDIBLE):
            if (shard := data.shard_path(speaker, number)).exists():
                content = of_shard(analysis, shard)
                guess = of_utterances(model, Utterances(content))
                np.save(path(shard.stem), guess)
                error = np.mean((guess - content["latents"][:, :LEARNT].astype(np.float32)) ** 2)
                print(f"{shard.stem}: error {error:.3f}", flush=True)


if __name__ == "__main__":
    main()
