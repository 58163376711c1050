"""Audio from mel-cepstra whose phase is a function of the pitch alone, so that a plain waveform loss can learn it.

Every frame of 80 ms holds a whole number of pitch periods, and a pulse stands exactly at its start. Each pulse is the
minimum-phase impulse response of the spectral envelope; where the speech is unvoiced, filtered noise takes its place.
"""

import numpy as np

from settings import CEPSTRA, RATE, STEP, STEPS

WARP = 0.42  # the mel warping of the teacher's cepstra, which were made at 16 kHz
BINS = 512
SHARPEN = 1.2  # on the cepstrum from the second coefficient, against the teacher's over-smoothing
VOLUME = 0.7 / 32768


def _envelope_basis() -> tuple[np.ndarray, np.ndarray]:
    w = 2 * np.pi * np.arange(BINS // 2 + 1) * RATE / BINS / 16000
    inside = w < np.pi * 0.995
    w = np.minimum(w, np.pi)
    warped = w + 2 * np.arctan(WARP * np.sin(w) / (1 - WARP * np.cos(w)))
    return np.exp(-1j * np.outer(np.arange(CEPSTRA), warped)), inside


_BASIS, _INSIDE = _envelope_basis()


def envelopes(cepstra: np.ndarray) -> np.ndarray:
    """Minimum-phase spectra [T, BINS/2+1] of cepstra [T, 25]."""
    return np.exp(cepstra @ _BASIS) * _INSIDE


def synthesize(rows: np.ndarray, periods: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Audio of rows [T * 16, 26] (voiced or not, then cepstra) with `periods` [T] pitch periods in each frame."""
    voiced = rows[:, 0] > 0
    cepstra = rows[:, 1:].astype(np.float64).copy()
    cepstra[:, 2:] *= SHARPEN
    length = len(rows) * STEP
    audio = np.zeros(length + 2 * BINS)

    counts = periods.astype(int)
    starts = np.repeat(np.arange(len(counts)) * STEPS * STEP, counts)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    period = np.repeat(STEPS * STEP / counts, counts)
    at = starts + within * period
    step = (at / STEP).astype(int)
    keep = voiced[step]
    at, step, period = at[keep], step[keep], period[keep]
    whole = at.astype(int)
    delay = np.exp(-2j * np.pi * np.outer(at - whole, np.arange(BINS // 2 + 1)) / BINS)
    pulses = np.fft.irfft(envelopes(cepstra[step]) * delay, axis=1) * (1.5 * np.sqrt(period / 1.5))[:, None]
    for i, pulse in zip(whole, pulses):
        audio[i : i + BINS] += pulse

    gain = np.abs(envelopes(cepstra)[:, ::2]) * np.sqrt(1.5) * ~voiced[:, None]  # [T * 16, 129]
    window = np.sqrt(np.hanning(2 * STEP + 1)[:-1])
    noise = random.standard_normal((len(rows) + 1) * STEP)
    index = np.arange(len(rows))[:, None] * STEP + np.arange(2 * STEP)
    spectrum = np.fft.rfft(noise[index] * window, n=256, axis=1) * gain
    filtered = np.fft.irfft(spectrum, n=256, axis=1)[:, : 2 * STEP] * window
    audio[:length] += filtered[:, :STEP].reshape(-1)
    audio[STEP : length + STEP] += filtered[:, STEP:].reshape(-1)
    return (audio[:length] * VOLUME).astype(np.float32)
