"""Latents of all shards: FOLDER/latents.npz, what the language model learns. `latents.py audible` leaves out those of
the man that were made without audio: they teach him words, but their finer shape is too smooth.

One row a frame: latents [N, LATENT] (float16); of each utterance its frames, tokens, speaker; token ids and their
seconds one after the other.
"""

import sys
from pathlib import Path

import numpy as np
import torch

import data
from features import Basis
from networks import DEVICE, Analysis, latents_of
from settings import CONSTANT_LATENT, FOLDER, LATENT, SPEAKERS


@torch.no_grad()
def encoded(analysis: Analysis, features: np.ndarray, periods: np.ndarray) -> np.ndarray:
    out = []
    for first in range(0, len(features), 8192):
        x = torch.from_numpy(features[first : first + 8192]).to(DEVICE).float()
        of_these = torch.from_numpy(periods[first : first + 8192]).to(DEVICE)
        out.append(latents_of(analysis(x), of_these).half().cpu().numpy())
    return np.concatenate(out)


def load_analysis() -> Analysis:
    return Analysis(Basis.load()).to(DEVICE)


def of_shard(analysis: Analysis, path: Path) -> dict[str, np.ndarray]:
    with np.load(path) as file:
        content = {key: file[key] for key in ("frames", "tokens", "ids", "times")}
        content["latents"] = encoded(analysis, file["features"], file["periods"])
        content["speakers"] = np.full(len(file["frames"]), file["speaker"])
        return content


def main() -> None:
    analysis = load_analysis()
    held = {f"{name}-{speaker}" for name in data.SETS for speaker in SPEAKERS}
    left_out = data.unheard() | (data.inaudible() if "audible" in sys.argv else set())
    for name, wanted in (("held", [f"choices-{s}" for s in SPEAKERS]), ("latents", None)):
        paths = [p for p in sorted((FOLDER / "speech").glob("*.npz")) if not p.name.endswith(".part.npz")]
        paths = [p for p in paths if (p.stem in wanted if wanted else p.stem not in held and p not in left_out)]
        parts = [of_shard(analysis, path) for path in paths]
        content = {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}
        np.savez(FOLDER / f"{name}.npz", **content)
        if name == "latents" and not (FOLDER / "scale.npz").exists():  # a model that goes on keeps its own
            whole = content["latents"].astype(np.float32)
            mean, deviation = np.zeros(LATENT, np.float32), whole.std(0)
            mean[CONSTANT_LATENT] = deviation[CONSTANT_LATENT] = 1
            np.savez(FOLDER / "scale.npz", mean=mean, deviation=deviation)
        print(name, len(content["frames"]), "utterances,", len(content["latents"]) * 0.08 / 3600, "hours", flush=True)


if __name__ == "__main__":
    main()
