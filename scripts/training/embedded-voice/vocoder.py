"""Audio from mel-cepstra that is a function of the rows and of the pitch periods alone, so that a plain waveform loss can learn it.

Every frame of 80 ms holds a whole number of pitch periods, and a pulse stands exactly at its start; within the frame the
pitch glides from the last frame's to its own. Each pulse is the minimum-phase impulse response of the spectral envelope.
Where the speech is unvoiced, filtered noise takes its place: the same 80 ms of noise in every frame.
"""

import numpy as np

from features import PITCH_CENTRE
from settings import CEPSTRA, FRAME, RATE, STEP

WARP = 0.42  # the mel warping of the teacher's cepstra, which were made at 16 kHz
BINS = 512
SHARPEN = 1.2  # on the cepstrum from the second coefficient, against the teacher's over-smoothing
VOLUME = 0.7 / 32768
STEEPEST = 1  # period: a frame whose pitch is further from the last one's glides no more than that
NOISE = np.random.default_rng(5).standard_normal(FRAME)


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


def pulses(periods: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where pulses stand, in samples, and the length of the period there, for `periods` [T] in each frame.

    Before the first frame the pitch is PITCH_CENTRE, as in a decoder that has heard nothing. The pitch at u (0 to 1) of a frame
    is n + d (1 - 4u + 3u^2): it begins d above n, ends at n, and its integral over the frame is n.
    """
    last = np.append(PITCH_CENTRE, periods[:-1])
    grid = np.linspace(0, 1, 321)
    at, length = [], []
    for frame, (n, d) in enumerate(zip(periods.astype(int), (last - periods).clip(-STEEPEST, STEEPEST))):
        u = np.interp(np.arange(n), n * grid + d * grid * (1 - grid) ** 2, grid)
        at.append((frame + u) * FRAME)
        length.append(FRAME / (n + d * (1 - 4 * u + 3 * u**2)))
    return np.concatenate(at), np.concatenate(length)


def synthesize(rows: np.ndarray, periods: np.ndarray) -> np.ndarray:
    """Audio of rows [T * 16, 26] (voiced or not, then cepstra) with `periods` [T] pitch periods in each frame."""
    voiced = rows[:, 0] > 0
    cepstra = rows[:, 1:].astype(np.float32)
    cepstra[:, 2:] *= SHARPEN
    length = len(rows) * STEP
    audio = np.zeros(length + 2 * BINS)

    at, period = pulses(periods)
    step = (at / STEP + 1e-6).astype(int)
    keep = voiced[step]
    at, step, period = at[keep], step[keep], period[keep]
    whole = at.astype(int)
    delay = np.outer(at - whole, np.arange(BINS // 2 + 1)).astype(np.float32) * np.float32(2 * np.pi / BINS)
    phase = -(cepstra[step] @ _SINES) - delay  # minimum phase, and the pulse's place between two samples
    spectra = magnitudes(cepstra[step]) * (np.cos(phase) + 1j * np.sin(phase))
    responses = np.fft.irfft(spectra, axis=1) * (1.5 * np.sqrt(period / 1.5))[:, None]
    for i, response in zip(whole, responses):
        audio[i : i + BINS] += response

    gain = magnitudes(cepstra, 2) * np.float32(np.sqrt(1.5)) * ~voiced[:, None]  # [T * 16, 129]
    window = np.sqrt(np.hanning(2 * STEP + 1)[:-1])
    noise = np.resize(NOISE, length + STEP)
    index = np.arange(len(rows))[:, None] * STEP + np.arange(2 * STEP)
    spectrum = np.fft.rfft(noise[index] * window, n=256, axis=1) * gain
    filtered = np.fft.irfft(spectrum, n=256, axis=1)[:, : 2 * STEP] * window
    audio[:length] += filtered[:, :STEP].reshape(-1)
    audio[STEP : length + STEP] += filtered[:, STEP:].reshape(-1)
    return (audio[:length] * VOLUME).astype(np.float32)
