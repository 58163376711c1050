"""What can be wrong with speech although its words are right: after the kinds of checks that models are released by."""

import numpy as np

from pocketsphinx_scores import errors

LONGEST_ENDING = 5  # words
BURST = 0.35  # of the loudest sample, in the first 50 ms
CLICK = 0.001, 4  # peak in the first 20 ms, and how many times that of the next 20 ms
SLOWEST, FASTEST = 0.22, 0.028  # seconds of sound a letter, from six letters on; pauses do not count
AUDIBLE = 0.02  # of the loudest sample, in 10 ms
LONGEST_PAUSE = 1.5  # seconds between two sounds
LOST = 0.4  # of the words wrong: that is more than mishearing
FULL_SCALE = 0.999


def said_twice(text: list[str], heard: list[str]) -> bool:
    """Whether the end was read again: "... for an hour an hour"."""
    for length in range(2, LONGEST_ENDING + 1):
        end = heard[-length:]
        if heard[-2 * length : -length] == end and text[-2 * length : -length] != text[-length:]:
            return True
    return False


def stutters(text: list[str], heard: list[str]) -> bool:
    """Whether a word comes more often in a row than in the text."""

    def longest_run(words: list[str], word: str) -> int:
        best = run = 0
        for other in words:
            run = run + 1 if other == word else 0
            best = max(best, run)
        return best

    return any(longest_run(heard, w) > max(1, longest_run(text, w)) for w in set(heard))


def sounding(audio: np.ndarray, rate: int) -> np.ndarray:
    """The numbers of the windows of 10 ms in which something is heard."""
    size = rate // 100
    peaks = np.abs(audio[: len(audio) // size * size]).reshape(-1, size).max(1)
    return np.flatnonzero(peaks > AUDIBLE * peaks.max(initial=0))


def faults(text: list[str], heard: list[str], audio: np.ndarray, rate: int) -> list[str]:
    """Names of what is wrong with a recording of `text` in which a recogniser heard `heard`."""
    found = []
    loudest = float(np.abs(audio).max()) if len(audio) else 0.0
    if loudest < 0.01:
        return ["silence"]
    if errors(text, heard) > max(1, LOST * len(text)):
        found.append("words lost or added")
    if said_twice(text, heard):
        found.append("ending read twice")
    if stutters(text, heard):
        found.append("stutter")
    if np.abs(audio[: rate // 20]).max() > BURST * loudest:
        found.append("burst at the beginning")
    first, second = (np.abs(audio[n * rate // 50 :][: rate // 50]).max(initial=0) for n in (0, 1))
    if first > CLICK[0] and first > CLICK[1] * second:
        found.append("click at the beginning")
    if np.count_nonzero(np.abs(audio) >= FULL_SCALE) > 2:
        found.append("clipping")
    letters = sum(map(len, text))
    windows = sounding(audio, rate)
    if letters >= 6 and not FASTEST < len(windows) / 100 / letters < SLOWEST:
        found.append("pace")
    if np.diff(windows).max(initial=0) / 100 > LONGEST_PAUSE:
        found.append("pause")
    return found
