"""What the latents are learnt from: spectra of 80 ms of audio that is locked to the frames, and how much of it repeats
itself.

The latents themselves are made by networks.Analysis, which begins as a principal component analysis of these features.
"""

from dataclasses import dataclass

import numpy as np

from pitch import unbent
from settings import FOLDER, FRAME, LEARNT, RATE, STEP, STEPS

BANDS, WINDOW = 40, 512
HARMONICITY = 16  # bands
WEIGHT = 0.6  # of the harmonicity beside the logarithms of the bands
FEATURES = STEPS * BANDS + HARMONICITY


RANGE, WIDE_RANGE = (40.0, RATE / 2), (60.0, 9000.0)  # Hz, of the bands and of those of the harmonicity


def mel_edges(count: int, lowest: float, highest: float) -> np.ndarray:
    """Where bands of equal width on the mel scale begin, are highest and end, in Hz [count + 2]."""
    mel = np.linspace(*(2595 * np.log10(1 + f / 700) for f in (lowest, highest)), count + 2)
    return 700 * (10 ** (mel / 2595) - 1)


def mel_bands(size: int, count: int, lowest: float = RANGE[0], highest: float = RANGE[1]) -> np.ndarray:
    """Triangles [count, size / 2 + 1] over the bins of a spectrum, each of sum 1."""
    hz = np.linspace(0, RATE / 2, size // 2 + 1)
    edges = mel_edges(count, lowest, highest)
    rise = (hz - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    fall = (edges[2:, None] - hz) / (edges[2:] - edges[1:-1])[:, None]
    bands = np.minimum(rise, fall).clip(0)
    return (bands / np.maximum(bands.sum(1, keepdims=True), 1e-6)).astype(np.float32)


_MEL = mel_bands(WINDOW, BANDS)
_WIDE = mel_bands(FRAME, HARMONICITY, *WIDE_RANGE)


def levels(audio: np.ndarray) -> np.ndarray:
    """Logarithms of the bands' power every 5 ms [N / 120, BANDS]."""
    padded = np.pad(audio.astype(np.float32), ((WINDOW - STEP) // 2, WINDOW))
    pieces = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::STEP][: len(audio) // STEP]
    power = np.abs(np.fft.rfft(pieces * np.hanning(WINDOW).astype(np.float32), axis=1)) ** 2
    return np.log(power @ _MEL.T + 1e-4).astype(np.float32)


def of_audio(audio: np.ndarray, periods: np.ndarray) -> np.ndarray:
    """Features [T, FEATURES] of audio [T * 1920] with so many periods in each frame [T]."""
    frames = len(periods)
    # Between the harmonics of a frame, which are multiples of its whole number of periods, there is only noise.
    spectra = np.abs(np.fft.rfft(unbent(audio, periods) * np.hanning(FRAME), axis=1)) ** 2
    bins = np.arange(FRAME // 2 + 1)
    n = periods[:, None]
    harmonic = np.abs(bins - np.rint(bins / n) * n) <= 0.25 * n
    share = (spectra * harmonic) @ _WIDE.T / (spectra @ _WIDE.T + 1e-7)
    return np.concatenate([levels(audio).reshape(frames, -1), WEIGHT * STEPS * share.astype(np.float32)], 1)


@dataclass
class Basis:
    """The principal components of features: latents = (features - mean) @ vectors, of mean variance 1."""

    mean: np.ndarray  # [FEATURES]
    vectors: np.ndarray  # [FEATURES, LEARNT]
    deviation: np.ndarray  # [LEARNT]

    @staticmethod
    def fit(features: np.ndarray) -> "Basis":
        features = features.astype(np.float64)
        values, vectors = np.linalg.eigh(np.cov((features - features.mean(0)).T))
        largest = np.argsort(-values)[:LEARNT]
        print(f"{LEARNT} components explain {values[largest].sum() / values.sum():.4f} of the variance")
        scale = 1 / np.sqrt(values[largest].mean())
        made = (features.mean(0), vectors[:, largest] * scale, np.sqrt(values[largest]) * scale)
        return Basis(*(a.astype(np.float32) for a in made))

    @staticmethod
    def load() -> "Basis":
        file = np.load(FOLDER / "basis.npz")
        return Basis(file["mean"], file["vectors"], file["deviation"])

    def save(self) -> None:
        np.savez(FOLDER / "basis.npz", mean=self.mean, vectors=self.vectors, deviation=self.deviation)

    def units(self) -> np.ndarray:
        """What a unit of each latent adds to the features [LEARNT, FEATURES]."""
        return (self.vectors / (self.vectors**2).sum(0)).T

    def sharpening(self, factor: float) -> tuple[np.ndarray, np.ndarray]:
        """A matrix [LEARNT, LEARNT] and a constant [LEARNT]: together they multiply the finer shape of each
        spectrum by `factor`.

        The finer shape is what remains of the bands' logarithms without level and tilt, the first two of their cosine
        transform.
        """
        orders, bands = np.arange(BANDS)[:, None], np.arange(BANDS) + 0.5
        cosines = np.cos(np.pi * orders * bands / BANDS) * np.sqrt(np.where(orders, 2, 1) / BANDS)
        finer = cosines[2:].T @ cosines[2:]  # [BANDS, BANDS], a projection

        def more(x: np.ndarray) -> np.ndarray:
            """`x` [..., FEATURES]: what is to be added."""
            out = np.zeros_like(x)
            levels = x[..., : STEPS * BANDS].reshape(*x.shape[:-1], STEPS, BANDS)
            out[..., : STEPS * BANDS] = ((factor - 1) * levels @ finer).reshape(*x.shape[:-1], STEPS * BANDS)
            return out

        matrix = np.eye(LEARNT) + (more(self.units()) @ self.vectors).T
        return matrix.astype(np.float32), (more(self.mean) @ self.vectors).astype(np.float32)
