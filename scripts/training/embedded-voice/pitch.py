"""The phase of the voice, a function of how many periods each frame holds."""

import numpy as np

from settings import FRAME, PITCH_CENTRE, PITCH_UNIT, STEEPEST


def phase(periods: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """In periods, and its slope in Hz, at each sample [T * 1920]."""
    t, hz = course(periods[:, None], glides(periods)[:, None], np.arange(FRAME) / FRAME)
    return t.reshape(-1), hz.reshape(-1)


def course(n: np.ndarray | int, d: np.ndarray | int, u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same of a frame with n periods after one with d more, at u (0 to 1) in it."""
    return n * u + d * u * (1 - u) ** 2, PITCH_UNIT * (n + d * (1 - 4 * u + 3 * u**2))


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
