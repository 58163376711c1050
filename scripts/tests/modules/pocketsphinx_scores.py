"""Word error rates and word times by pocketsphinx, an independent recogniser."""

import re

import numpy as np
from pocketsphinx import Decoder
from scipy.signal import resample_poly


def words(text: str) -> list[str]:
    return re.sub(r"[^a-z' ]", " ", re.sub(r"\(\d\)", "", text.lower())).split()


def errors(expected: list[str], heard: list[str]) -> int:
    """Substitutions, deletions and insertions."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(expected, 1):
        previous, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (word != other))
    return row[-1]


LEAD, TAIL = 3200, 4800  # samples of silence before and after each recording


class Recogniser:
    """Transcribes and aligns audio.

    Each recording is set between silences with a trace of noise: digital silence upsets it.
    """

    def __init__(self):
        self.decoder = Decoder(samprate=16000, loglevel="FATAL")

    def transcribe(self, audio: np.ndarray, rate: int) -> list[str]:
        self._process(audio, rate)
        hypothesis = self.decoder.hyp()
        return words(hypothesis.hypstr) if hypothesis else []

    def align(self, text: str, audio: np.ndarray, rate: int) -> list[tuple[float, float]] | None:
        """Start and end of each word of `text` in seconds; `None` if the dictionary lacks one or no path is found."""
        expected = words(text)
        if any(self.decoder.lookup_word(word) is None for word in expected):
            return None
        self.decoder.set_align_text(" ".join(expected))
        try:
            self._process(audio, rate)
            segments = [s for s in self.decoder.seg() or [] if words(s.word) and s.word[0] not in "<["]
        finally:
            self.decoder.activate_search()
        if [words(s.word)[0] for s in segments] != expected:
            return None
        return [(s.start_frame / 100 - LEAD / 16000, (s.end_frame + 1) / 100 - LEAD / 16000) for s in segments]

    def _process(self, audio: np.ndarray, rate: int) -> None:
        if rate != 16000:
            divisor = np.gcd(rate, 16000)
            audio = resample_poly(audio, 16000 // divisor, rate // divisor)
        audio = np.concatenate([np.zeros(LEAD), audio, np.zeros(TAIL)])
        audio = audio + np.random.default_rng(0).standard_normal(len(audio)) * 3e-4
        self.decoder.start_utt()
        self.decoder.process_raw((audio.clip(-1, 1) * 32767).astype(np.int16).tobytes(), full_utt=True)
        self.decoder.end_utt()
