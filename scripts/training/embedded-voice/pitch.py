"""The phase of the voice, a function of how many periods each frame holds."""

import numpy as np

from settings import FRAME, PITCH_CENTRE, PITCH_UNIT, STEEPEST


def phase(periods: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """In periods, and its slope in Hz, at each sample [T * 1920]: at u (0 to 1) in a frame n u + d u (1 - u)^2."""
    d = glides(periods)[:, None]
    u, n = np.arange(FRAME) / FRAME, periods[:, None]
    return (n * u + d * u * (1 - u) ** 2).reshape(-1), (PITCH_UNIT * (n + d * (1 - 4 * u + 3 * u**2))).reshape(-1)


def glides(periods: np.ndarray) -> np.ndarray:
    """By how many periods the pitch at the start of each frame is above the frame's own [T]."""
    return (np.append(PITCH_CENTRE, periods[:-1]) - periods).clip(-STEEPEST, STEEPEST)


def unbent(audio: np.ndarray, periods: np.ndarray) -> np.ndarray:
    """Frames [T, 1920] of audio [T * 1920] in which the pitch is even: sampled at equal steps of phase, not of time."""
    frames = audio.reshape(-1, FRAME).copy()
    t, _ = phase(periods)
    shares = t.reshape(-1, FRAME) / np.maximum(periods, 1)[:, None]
    grid = np.arange(FRAME) / FRAME
    for i in np.flatnonzero(glides(periods)):
        frames[i] = np.interp(np.interp(grid, shares[i], grid), grid, frames[i])
    return frames
