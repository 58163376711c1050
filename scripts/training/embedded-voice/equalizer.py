"""Gives each voice the mean spectrum of its teacher: `equalizer.py RECORDINGS` measures what speech lacks of it in each
band, and adds that to FOLDER/equalizer.npz, which export.py writes into the codec's first projection. RECORDINGS are
those of a model that was exported with what is in that file so far:

    scripts/test speech --set choices --precision bf16 --model MODEL --save RECORDINGS
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

import data
import features
from batches import sharper
from features import BANDS, Basis
from latents import encoded, load_analysis
from settings import FOLDER, FRAME, LATENT, SPEAKERS, STEPS

ACTIVE = 1e-4  # of a recording's loudest 5 ms: what has less power is silence
# What is wanted beside the teacher's spectrum, in logarithms of power, as studios do it. Levels: peaks are not to be
# clipped. The man's lowest bands (around 92, 149 and 210 Hz) are cut, since his teacher rumbles. Consonants get more
# presence.
LEVELS = (-0.25, -0.9)
LOW_CUTS = ((), (-3.0, -1.5, -0.5))
PRESENCE, PRESENT = 0.5, (3500, 6000)  # Hz
RIDGE = 1e-3


@dataclass
class Equalizer:
    """`gains` [speakers, BANDS]: what is added to logarithms of power."""

    gains: np.ndarray

    @staticmethod
    def load() -> "Equalizer":
        path = FOLDER / "equalizer.npz"
        return Equalizer(np.load(path)["gains"] if path.exists() else np.zeros((len(SPEAKERS), BANDS)))

    def of_latents(self, basis: Basis) -> np.ndarray:
        """What is to be added to the learnt latents, from all latents [LEARNT, LATENT]."""
        added = np.tile(self.gains, STEPS) @ basis.vectors[: STEPS * BANDS]  # [speakers, LEARNT]
        return (added.T @ speaking().T).astype(np.float32)


def speaking() -> np.ndarray:
    """[LATENT, speakers]: from the latents of a frame, as the language model says them, whose they are: 1 for that
    voice, 0 for the other one (by least squares).
    """
    analysis = load_analysis().cpu()
    latents, who = [], []
    for number in range(len(SPEAKERS)):
        file = np.load(data.shard_path(number, 0))
        latents.append(sharper(encoded(analysis, file["features"], file["periods"]).astype(np.float64), number))
        who += [np.arange(len(SPEAKERS)) == number] * len(latents[-1])
    x, y = np.concatenate(latents), np.array(who, float)
    return np.linalg.solve(x.T @ x + RIDGE * len(x) * np.eye(LATENT), x.T @ y)


def teacher(speaker: str) -> np.lib.npyio.NpzFile:
    return np.load(FOLDER / "speech" / f"choices-{speaker}.npz")


def mean_levels(recordings: list[np.ndarray]) -> np.ndarray:
    """[BANDS], silence left out."""
    active = []
    for audio in recordings:
        levels = features.levels(audio)
        power = np.exp(levels).sum(1)
        active.append(levels[power > ACTIVE * power.max()])
    return np.concatenate(active).mean(0)


def wanted(speaker: int) -> np.ndarray:
    """Mean levels [BANDS]."""
    file = teacher(SPEAKERS[speaker])
    audio, ends = file["audio"].astype(np.float32) / 32767, np.cumsum(file["frames"]) * FRAME
    levels = mean_levels(np.split(audio, ends[:-1])) + LEVELS[speaker]
    levels[: len(LOW_CUTS[speaker])] += LOW_CUTS[speaker]
    hz = features.mel_edges(BANDS, *features.RANGE)[1:-1]
    return levels + PRESENCE * ((hz > PRESENT[0]) & (hz < PRESENT[1]))


def main() -> None:
    equalizer, folder = Equalizer.load(), Path(sys.argv[1])
    for number, speaker in enumerate(SPEAKERS):
        spoken = mean_levels([soundfile.read(path)[0] for path in sorted(folder.glob(f"bf16-{speaker}-*.wav"))])
        lacking = wanted(number) - spoken
        print(f"{speaker}: {np.sqrt((lacking**2).mean()):.2f} (root mean square over bands)")
        equalizer.gains[number] += lacking
    np.savez(FOLDER / "equalizer.npz", gains=equalizer.gains)


if __name__ == "__main__":
    main()
