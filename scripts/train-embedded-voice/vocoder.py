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


def _angles() -> tuple[np.ndarray, np.ndarray]:
    """Of each cepstral coefficient at each frequency [25, BINS/2+1], and which frequencies the teacher has."""
    w = 2 * np.pi * np.arange(BINS // 2 + 1) * RATE / BINS / 16000
    inside = w < np.pi * 0.995
    w = np.minimum(w, np.pi)
    warped = w + 2 * np.arctan(WARP * np.sin(w) / (1 - WARP * np.cos(w)))
    return np.outer(np.arange(CEPSTRA), warped), inside


_ANGLES, _INSIDE = _angles()
_COSINES, _SINES = np.cos(_ANGLES).astype(np.float32), np.sin(_ANGLES).astype(np.float32)


def magnitudes(cepstra: np.ndarray, every: int = 1) -> np.ndarray:
    """Spectral envelopes [T, BINS/2/every+1] of cepstra [T, 25]."""
    return np.exp(cepstra @ _COSINES[:, ::every]) * _INSIDE[::every]


def synthesize(rows: np.ndarray, periods: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Audio of rows [T * 16, 26] (voiced or not, then cepstra) with `periods` [T] pitch periods in each frame."""
    voiced = rows[:, 0] > 0
    cepstra = rows[:, 1:].astype(np.float32)
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
    delay = np.outer(at - whole, np.arange(BINS // 2 + 1)).astype(np.float32) * np.float32(2 * np.pi / BINS)
    phase = -(cepstra[step] @ _SINES) - delay  # minimum phase, and the pulse's place between two samples
    spectra = magnitudes(cepstra[step]) * (np.cos(phase) + 1j * np.sin(phase))
    pulses = np.fft.irfft(spectra, axis=1) * (1.5 * np.sqrt(period / 1.5))[:, None]
    for i, pulse in zip(whole, pulses):
        audio[i : i + BINS] += pulse

    gain = magnitudes(cepstra, 2) * np.float32(np.sqrt(1.5)) * ~voiced[:, None]  # [T * 16, 129]
    window = np.sqrt(np.hanning(2 * STEP + 1)[:-1])
    noise = random.standard_normal((len(rows) + 1) * STEP)
    index = np.arange(len(rows))[:, None] * STEP + np.arange(2 * STEP)
    spectrum = np.fft.rfft(noise[index] * window, n=256, axis=1) * gain
    filtered = np.fft.irfft(spectrum, n=256, axis=1)[:, : 2 * STEP] * window
    audio[:length] += filtered[:, :STEP].reshape(-1)
    audio[STEP : length + STEP] += filtered[:, STEP:].reshape(-1)
    return (audio[:length] * VOLUME).astype(np.float32)
