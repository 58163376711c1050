"""The pitch of recordings, by autocorrelation: to see that a voice has one, and whose it follows."""

import numpy as np

LOWEST, HIGHEST = 60.0, 260.0  # Hz
WINDOW, HOP = 0.05, 0.01  # seconds
VOICED = 0.5  # of the energy has to come again after a period


def track(audio: np.ndarray, rate: int) -> np.ndarray:
    """Hz at each 10 ms, 0 where nothing is voiced."""
    size, hop = int(WINDOW * rate), int(HOP * rate)
    lags = np.arange(int(rate / HIGHEST), int(rate / LOWEST) + 1)
    window = np.hanning(size)
    own = np.fft.irfft(np.abs(np.fft.rfft(window, 4 * size)) ** 2)[lags]  # what the window takes from longer lags
    loudest, out = np.abs(audio).max(), []
    for start in range(0, len(audio) - size, hop):
        piece = (audio[start : start + size] - audio[start : start + size].mean()) * window
        again = np.fft.irfft(np.abs(np.fft.rfft(piece, 4 * size)) ** 2)
        score = again[lags] / own * (window @ window) / (again[0] + 1e-9)
        if score.max() <= 0:  # silence, or nothing comes again
            out.append(0.0)
            continue
        # The shortest lag that is nearly as good as the best: twice a period is one, too.
        best = np.flatnonzero(score > 0.9 * score.max())[0]
        while best + 1 < len(lags) and score[best + 1] > score[best]:
            best += 1
        loud = np.abs(piece).max() > 0.03 * loudest
        out.append(rate / lags[best] if loud and score[best] > VOICED else 0.0)
    return np.array(out)


def semitones(hz: np.ndarray) -> np.ndarray:
    """Of the voiced pieces, from their median."""
    voiced = hz[hz > 0]
    return 12 * np.log2(voiced / np.median(voiced)) if len(voiced) else np.zeros(0)


def spread(heights: list[np.ndarray]) -> float:
    """Half of what the middle 68 % of all semitones span: their standard deviation, but for slips by an octave."""
    low, high = np.percentile(np.concatenate(heights), [16, 84])
    return float(high - low) / 2
