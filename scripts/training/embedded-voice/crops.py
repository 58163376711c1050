"""Crops of the teachers' speech with their latents, for decoder and encoder; all of it in the memory of the device that
trains.
"""

import os
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

import data
import predicted
from latents import encoded, load_analysis
from networks import DEVICE, Analysis
from settings import CONSTANT_LATENT, FOLDER, FRAME, SMALL, SPEAKERS

FRAMES = 10  # in a crop
SHARDS = int(os.environ.get("POCKET_TTS_EMBEDDED_SHARDS", 40))  # of each speaker at most


class Crops:
    """`names` are shards without their ending; by default all that have audio."""

    def __init__(self, seed: int, names: list[str] | None = None):
        shards = []
        for speaker in range(len(SPEAKERS)):
            paths = [data.shard_path(speaker, n) for n in range(data.AUDIBLE)]
            found = [p.stem for p in paths if p.exists()][:SHARDS]
            shards.append([FOLDER / "speech" / f"{name}.npz" for name in found])
        if names is not None:
            shards = [[FOLDER / "speech" / f"{name}.npz" for name in names]]
        analysis = load_analysis()
        self.parts = []  # (latents, predicted ones [N, LATENT], audio [N, FRAME]) of each speaker
        for of_speaker in shards:
            joined = [np.concatenate(parts) for parts in zip(*(self._shard(analysis, p) for p in of_speaker))]
            if joined:
                self.parts.append([torch.from_numpy(a).to(DEVICE) for a in joined])
        self.random = np.random.default_rng(seed)
        print("crops of", [f"{len(p[0]) * 0.08 / 60:.1f} min" for p in self.parts], "SMALL" * SMALL, flush=True)

    @staticmethod
    def _shard(analysis: Analysis, path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        with np.load(path) as file:
            latents = encoded(analysis, file["features"], file["periods"])
            audio = file["audio"].reshape(-1, FRAME)
        guessed = latents.copy()
        if (prediction := predicted.path(path.stem)).exists():
            guessed[:, :CONSTANT_LATENT] = np.load(prediction)
        return latents, guessed, audio

    def batch(self, size: int, frames: int = FRAMES) -> tuple[Tensor, Tensor, Tensor]:
        """Latents [B, T, LATENT], those that the language model predicts (with the true pitch; the true ones where
        there are no predictions), audio [B, T * 1920]; each speaker has his share.
        """
        out: list[list[Tensor]] = [[], [], []]
        for number, part in enumerate(self.parts):
            count = size // len(self.parts) + (number < size % len(self.parts))
            starts = self.random.integers(0, len(part[0]) - frames, count)
            index = torch.from_numpy(starts[:, None] + np.arange(frames)).to(DEVICE)
            for values, whole in zip(out, part):
                values.append(whole[index])
        latents, guessed, audio = (torch.cat(values) for values in out)
        return latents.float(), guessed.float(), audio.flatten(1).float() / 32767
