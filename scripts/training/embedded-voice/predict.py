"""The language model's own latents for chunk 0, frame by frame from the true past: audio-predicted.npz, for the decoder."""

import pickle

import numpy as np
import torch

from batches import Utterances
from codec import make_audio, spoken
from networks import LanguageModel
from settings import FOLDER, LATENT
from training import averaged


def main() -> None:
    torch.set_num_threads(1)
    model = LanguageModel()
    model.load_state_dict(averaged("language-model"))
    data, random = Utterances(["data-0"]), np.random.default_rng(0)
    with open(FOLDER / "data-0.pickle", "rb") as file:
        wanted = {u[0] for u in spoken(pickle.load(file))}
    chosen = np.array([i for i, u in enumerate(data.list) if u[0] in wanted])
    chosen = chosen[np.argsort(data.frames[chosen])]
    out = np.zeros((len(data.latents), LATENT), np.float16)
    error = 0.0
    with torch.no_grad():
        for first in range(0, len(chosen), 40):
            batch = data.batch(chosen[first : first + 40], random, training=False)
            heard = batch["y"] + 0.1 * torch.randn_like(batch["y"])
            for _ in range(2):  # the second time it hears half of its own predictions
                states = model.backbone(batch, heard)[:, :-1]
                made = model.head(states, torch.zeros(*states.shape[:2], LATENT))
                heard = torch.where(torch.rand(made.shape[:2])[:, :, None] < 0.5, made, heard)
            inside = batch["inside"] > 0
            error += float((made - batch["y"])[inside].square().mean())
            made = (made * model.flow_lm.emb_std).numpy()
            for i, latents in zip(chosen[first : first + 40], made):
                start, frames = data.list[i][:2]
                out[start : start + frames] = latents[:frames]
    make_audio("audio-predicted", out)
    print("mean square error in deviations", error / np.ceil(len(chosen) / 40))


if __name__ == "__main__":
    main()
