"""Latents of the teacher's rows: a principal component analysis of 80 ms of cepstra and voicing, and the pitch beside it."""

from dataclasses import dataclass

import numpy as np

from settings import CEPSTRA, FOLDER, LATENT, STEPS

WEIGHTS = np.concatenate([[0.6], np.full(CEPSTRA - 1, 1.0), [1.2]]).astype(np.float32)  # c0, c1..c24, voicing
PITCH_UNIT = 12.5  # Hz: one period more in a frame
PITCH_CENTRE = 11.0  # periods
LOWEST, HIGHEST = 6, 17  # periods in a frame: 75 to 212.5 Hz


def stack(rows: np.ndarray) -> np.ndarray:
    """[T * 16, 26] to [T, 416]."""
    features = np.concatenate([np.maximum(rows[:, 1:2], -2), rows[:, 2:], rows[:, :1] > 0], 1) * WEIGHTS
    return features.reshape(len(rows) // STEPS, -1).astype(np.float32)


def pitch(rows: np.ndarray) -> np.ndarray:
    """Pitch periods in each frame [T], a real number: the mean over the voiced steps, drawn out across the others."""
    f0 = rows[:, 0].astype(np.float64)
    voiced = np.flatnonzero(f0 > 40)
    if len(voiced) == 0:
        return np.full(len(rows) // STEPS, PITCH_CENTRE)
    filled = np.interp(np.arange(len(f0)), voiced, f0[voiced])
    return filled.reshape(-1, STEPS).mean(1) / PITCH_UNIT


def whole_periods(latents: np.ndarray) -> np.ndarray:
    """Latents [T, LATENT] whose pitch is the nearest of those that the codec speaks."""
    out = latents.copy()
    out[:, -1] = np.rint(latents[:, -1].astype(np.float32)).clip(LOWEST - PITCH_CENTRE, HIGHEST - PITCH_CENTRE)
    return out


@dataclass
class Basis:
    mean: np.ndarray  # [416]
    vectors: np.ndarray  # [416, LATENT - 1]
    deviation: np.ndarray  # [LATENT]

    @staticmethod
    def fit(utterances: list[np.ndarray]) -> "Basis":
        features = np.concatenate([stack(rows) for rows in utterances]).astype(np.float64)
        values, vectors = np.linalg.eigh(np.cov((features - features.mean(0)).T))
        largest = np.argsort(-values)[: LATENT - 1]
        print("explained", values[largest].sum() / values.sum())
        periods = np.concatenate([pitch(rows) for rows in utterances])
        deviation = np.append(np.sqrt(values[largest]), periods.std())
        return Basis(*(a.astype(np.float32) for a in (features.mean(0), vectors[:, largest], deviation)))

    @staticmethod
    def load() -> "Basis":
        file = np.load(FOLDER / "basis.npz")
        return Basis(file["mean"], file["vectors"], file["deviation"])

    def save(self) -> None:
        np.savez(FOLDER / "basis.npz", mean=self.mean, vectors=self.vectors, deviation=self.deviation)

    def encode(self, rows: np.ndarray) -> np.ndarray:
        """Latents [T, LATENT] of rows [T * 16, 26]."""
        pca = (stack(rows) - self.mean) @ self.vectors
        return np.concatenate([pca, ((pitch(rows) - PITCH_CENTRE))[:, None]], 1).astype(np.float32)

    def of_gain(self) -> np.ndarray:
        """What is added to latents [LATENT] when the audio is e times as strong."""
        rows = np.zeros((STEPS, CEPSTRA + 1), np.float32)
        rows[:, 0] = WEIGHTS[0]
        return np.append(rows.reshape(-1) @ self.vectors, 0).astype(np.float32)

    def sharpening(self, factor: float) -> tuple[np.ndarray, np.ndarray]:
        """A matrix [LATENT, LATENT] and a constant [LATENT]: together they multiply the cepstra from the second on by `factor`."""
        factors = np.full((STEPS, CEPSTRA + 1), factor, np.float32)
        factors[:, [0, 1, -1]] = 1  # loudness, tilt, voicing
        factors = factors.reshape(-1)
        matrix, constant = np.eye(LATENT, dtype=np.float32), np.zeros(LATENT, np.float32)
        matrix[:-1, :-1] = self.vectors.T @ (factors[:, None] * self.vectors)
        constant[:-1] = self.vectors.T @ ((factors - 1) * self.mean)
        return matrix, constant

    def decode(self, latents: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Rows (voiced or not in place of F0) and whole pitch periods, as the decoder takes them: without the last component."""
        features = (latents[:, :-2] @ self.vectors[:, :-1].T + self.mean).reshape(-1, CEPSTRA + 1) / WEIGHTS
        rows = np.concatenate([features[:, -1:] > 0.5, features[:, :-1]], 1).astype(np.float32)
        return rows, whole_periods(latents)[:, -1] + PITCH_CENTRE
