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
from settings import CONSTANT_LATENT, FRAME, SMALL, SPEAKERS

FRAMES = 10  # in a crop
SHARDS = int(os.environ.get("POCKET_TTS_EMBEDDED_SHARDS", 40))  # of each speaker at most


class Crops:
    """Of all shards that have audio, or SHARDS of each speaker, with those that the language model has not heard."""

    def __init__(self, seed: int):
        analysis, unheard = load_analysis(), data.unheard()
        self.parts = []  # (latents, predicted ones [N, LATENT], audio [N, FRAME]) of each speaker
        self.unheard = []  # so many of these frames come first that the language model has not heard
        for speaker in range(len(SPEAKERS)):
            paths = [p for n in range(data.AUDIBLE) if (p := data.shard_path(speaker, n)).exists()]
            paths = sorted(paths, key=lambda p: p not in unheard)[:SHARDS]
            if not paths:
                continue
            parts = [self._shard(analysis, path) for path in paths]
            self.parts.append([torch.from_numpy(np.concatenate(a)).to(DEVICE) for a in zip(*parts)])
            self.unheard.append(sum(len(p[0]) for p, path in zip(parts, paths) if path in unheard))
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
        there are no predictions), audio [B, T * 1920]; each speaker has his share, half of it of unheard shards.
        """
        out: list[list[Tensor]] = [[], [], []]
        for number, (part, unheard) in enumerate(zip(self.parts, self.unheard)):
            count = size // len(self.parts) + (number < size % len(self.parts))
            ends = np.where(self.random.random(count) < 0.5, unheard or len(part[0]), len(part[0]))
            starts = self.random.integers(0, ends - frames)
            index = torch.from_numpy(starts[:, None] + np.arange(frames)).to(DEVICE)
            for values, whole in zip(out, part):
                values.append(whole[index])
        latents, guessed, audio = (torch.cat(values) for values in out)
        return latents.float(), guessed.float(), audio.flatten(1).float() / 32767
