"""The audio that the decoder learns: a function of mel-cepstra and of the pitch periods alone.

It takes the place of the vocoder of the earlier scripts. New is that voiced speech is not all pulses: above some 3 to 5
kHz it is noise, as speech is. The judge of naturalness (DistillMOS) gives it half a point more for the same latents
(README.md).

Every frame of 80 ms holds a whole number of pitch periods, and a pulse stands exactly at its start. Within the frame
the pitch glides from the last frame's to its own. Each pulse is the minimum-phase impulse response of the spectral
envelope. The noise is the same 80 ms in every frame.
"""

import numpy as np

from features import PITCH_CENTRE
from settings import CEPSTRA, FRAME, RATE, STEP, STEPS

WARP = 0.42  # the mel warping of the teacher's cepstra, which were made at 16 kHz
BINS = 512
SHARPEN = 1.2  # on the cepstrum from the second coefficient, against the teacher's over-smoothing
TILT = -0.5  # on the first coefficient: noise makes the voices a little bright
NOISE_GAIN = 1.4  # of the noise in voiced speech
VOLUME = 0.48 / 32768
FADE = 1500.0  # Hz: the spectrum falls by e in so many above what the teacher has
STEEPEST = 1  # period: a frame whose pitch is further from the last one's glides no more than that
NOISE = np.random.default_rng(5).standard_normal(FRAME)
HZ = np.arange(BINS // 2 + 1) * RATE / BINS


def _angles() -> np.ndarray:
    """Of each cepstral coefficient at each frequency [25, BINS/2+1]."""
    w = np.minimum(2 * np.pi * HZ / 16000, np.pi)
    return np.outer(np.arange(CEPSTRA), w + 2 * np.arctan(WARP * np.sin(w) / (1 - WARP * np.cos(w))))


_ANGLES = _angles()
_COSINES, _SINES = np.cos(_ANGLES).astype(np.float32), np.sin(_ANGLES).astype(np.float32)
_ABOVE = np.exp(-np.maximum(HZ - 7800, 0) / FADE)


def noise_share(periods: np.ndarray) -> np.ndarray:
    """How much of the power of voiced speech is noise [T, BINS/2+1]: half of it at 3.2 kHz where the voice is low, at
    4.5 kHz where it is high.
    """
    middle = np.interp(periods, (10, 13), (3200, 4500))[:, None]
    return 1 / (1 + np.exp((middle - HZ) / 600))


def magnitudes(cepstra: np.ndarray, every: int = 1) -> np.ndarray:
    """Spectral envelopes [T, BINS/2/every+1] of cepstra [T, 25]."""
    return np.exp(cepstra @ _COSINES[:, ::every]) * _ABOVE[::every]


def pulses(periods: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where pulses stand, in samples, and the length of the period there, for `periods` [T] in each frame.

    Before the first frame the pitch is PITCH_CENTRE, as in a decoder that starts. The pitch at u (0 to 1) of a frame
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
    cepstra[:, 1] += TILT
    cepstra[:, 2:] *= SHARPEN
    share = np.repeat(noise_share(periods), STEPS, 0)
    length = len(rows) * STEP
    audio = np.zeros(length + 2 * BINS)

    at, period = pulses(periods)
    step = (at / STEP + 1e-6).astype(int)
    keep = voiced[step]
    at, step, period = at[keep], step[keep], period[keep]
    whole = at.astype(int)
    delay = np.outer(at - whole, np.arange(BINS // 2 + 1)).astype(np.float32) * np.float32(2 * np.pi / BINS)
    phase = -(cepstra[step] @ _SINES) - delay  # minimum phase, and the pulse's place between two samples
    spectra = magnitudes(cepstra[step]) * np.sqrt(1 - share[step]) * (np.cos(phase) + 1j * np.sin(phase))
    responses = np.fft.irfft(spectra, axis=1) * (1.5 * np.sqrt(period / 1.5))[:, None]
    for i, response in zip(whole, responses):
        audio[i : i + BINS] += response

    noisy = np.where(voiced[:, None], NOISE_GAIN * np.sqrt(share[:, ::2]), 1)
    gain = magnitudes(cepstra, 2) * np.float32(np.sqrt(1.5)) * noisy  # [T * 16, 129]
    window = np.sqrt(np.hanning(2 * STEP + 1)[:-1])
    noise = np.resize(NOISE, length + STEP)
    index = np.arange(len(rows))[:, None] * STEP + np.arange(2 * STEP)
    spectrum = np.fft.rfft(noise[index] * window, n=256, axis=1) * gain
    filtered = np.fft.irfft(spectrum, n=256, axis=1)[:, : 2 * STEP] * window
    audio[:length] += filtered[:, :STEP].reshape(-1)
    audio[STEP : length + STEP] += filtered[:, STEP:].reshape(-1)
    return (audio[:length] * VOLUME).astype(np.float32)
