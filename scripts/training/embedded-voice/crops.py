"""Crops of the teachers' speech with their features, for decoder and encoder; all of it in the memory of the device
that trains.
"""

import os

import numpy as np
import torch
from torch import Tensor

import data
from networks import DEVICE
from settings import FOLDER, FRAME, SMALL, SPEAKERS

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
        files = [[np.load(path) for path in of_speaker] for of_speaker in shards if of_speaker]
        self.parts = []  # (features [N, FEATURES], periods [N], audio [N, FRAME]) of each speaker
        for of_speaker in files:
            joined = (np.concatenate([f[k] for f in of_speaker]) for k in ("features", "periods", "audio"))
            x, periods, audio = (torch.from_numpy(a).to(DEVICE) for a in joined)
            self.parts.append((x, periods, audio.view(-1, FRAME)))
        self.random = np.random.default_rng(seed)
        print("crops of", [f"{len(p[0]) * 0.08 / 60:.1f} min" for p in self.parts], "SMALL" * SMALL, flush=True)

    def batch(self, size: int, frames: int = FRAMES) -> tuple[Tensor, Tensor, Tensor]:
        """Features [B, T, FEATURES], periods [B, T], audio [B, T * 1920]; each speaker has his share."""
        out: list[list[Tensor]] = [[], [], []]
        for number, part in enumerate(self.parts):
            count = size // len(self.parts) + (number < size % len(self.parts))
            starts = self.random.integers(0, len(part[0]) - frames, count)
            index = torch.from_numpy(starts[:, None] + np.arange(frames)).to(DEVICE)
            for values, whole in zip(out, part):
                values.append(whole[index])
        x, periods, audio = (torch.cat(values) for values in out)
        return x.float(), periods.float(), audio.flatten(1).float() / 32767
