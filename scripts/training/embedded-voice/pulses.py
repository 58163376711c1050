"""The sound of each step of 5 ms as a sum of fixed waveforms, each with a strength that is the exponential of a sum.

A step's waveforms last 10 ms, two steps, under the square root of a Hann window. Those of the voice are cosines and
sines every 100 Hz: how strong each is follows from the spectrum (a logarithm, which latents give) and from where the
pulses stand (a factor from -1 to 1, which `voice` gives for every pitch, glide and step). Those of the noise are the
same cosines and sines with factors that depend on the step alone.

ELU(x) + 1 is the exponential of x below 0. A factor k becomes exp(l + log(1 + k)) - exp(l): two units of the
decoder's first activation.
"""

import numpy as np

from pitch import course
from settings import FRAME, HIGHEST, LOWEST, PITCH_UNIT, RATE, STEEPEST, STEP, STEPS

LENGTH = 2 * STEP
BIN = RATE / LENGTH  # Hz
VOICED = np.arange(1, 61)  # bins: 100 Hz to 6 kHz
NOISY = np.arange(2, 120)
SHARED = 2  # neighbouring bins of noise have one strength
WINDOW = np.sqrt(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(LENGTH) / LENGTH))
SMALLEST = 0.05  # of 1 + k


def pairs() -> list[tuple[int, int]]:
    """All (periods, glide), as they occur."""
    return [
        (n, d) for n in range(LOWEST, HIGHEST + 1) for d in range(-STEEPEST, STEEPEST + 1) if LOWEST <= n + d <= HIGHEST
    ]


def train_of_pulses(n: int, d: int) -> np.ndarray:
    """A frame's [FRAME + STEP]: all harmonics below 6 kHz, with amplitude 1; the next frame begins as this one ends."""
    t, hz = course(n, d, np.arange(FRAME + STEP) / FRAME)
    highest = int(VOICED[-1] * BIN / (PITCH_UNIT * n))
    orders = np.arange(1, highest + 1)[:, None]
    return (np.cos(2 * np.pi * orders * t) * (orders * hz < (VOICED[-1] + 1) * BIN)).sum(0)


def _parts(audio: np.ndarray, bins: np.ndarray) -> np.ndarray:
    """Cosines and sines of each step of a frame [STEPS, bins, 2]."""
    pieces = np.lib.stride_tricks.sliding_window_view(audio, LENGTH)[::STEP][:STEPS]
    spectra = np.fft.rfft(pieces * WINDOW, axis=1)[:, bins]
    return np.stack([spectra.real, spectra.imag], -1)


def voice() -> tuple[np.ndarray, np.ndarray]:
    """Factors [pairs, STEPS, bins, 2], and what a factor of 1 stands for [bins]."""
    all_parts = np.stack([_parts(train_of_pulses(n, d), VOICED) for n, d in pairs()])
    size = np.abs(all_parts).max((0, 1, 3))
    return all_parts / size[:, None], size


def noise() -> tuple[np.ndarray, np.ndarray]:
    """Factors [STEPS, bins, 2] of white noise of deviation 1, and what a factor of 1 stands for [bins]."""
    audio = np.random.default_rng(1).standard_normal(FRAME)
    all_parts = _parts(np.append(audio, audio[:STEP]), NOISY)
    size = np.abs(all_parts).max((0, 2))
    return all_parts / size[:, None], size


def waveforms(bins: np.ndarray) -> np.ndarray:
    """[bins, 2, LENGTH]: added up with the parts of a spectrum they are the audio under the window."""
    angles = 2 * np.pi * bins[:, None] * np.arange(LENGTH) / LENGTH
    return np.stack([np.cos(angles), -np.sin(angles)], 1) * (2 / LENGTH) * WINDOW
