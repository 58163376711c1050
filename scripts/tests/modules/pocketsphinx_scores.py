"""Word error rates by pocketsphinx, an independent recogniser: shared by scripts/test speech and the training's evaluation."""

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


class Recogniser:
    """Transcribes audio. Each recording is set between silences with a trace of noise: digital silence upsets it."""

    def __init__(self):
        self.decoder = Decoder(samprate=16000, loglevel="FATAL")

    def transcribe(self, audio: np.ndarray, rate: int) -> list[str]:
        if rate != 16000:
            divisor = np.gcd(rate, 16000)
            audio = resample_poly(audio, 16000 // divisor, rate // divisor)
        audio = np.concatenate([np.zeros(3200), audio, np.zeros(4800)])
        audio = audio + np.random.default_rng(0).standard_normal(len(audio)) * 3e-4
        self.decoder.start_utt()
        self.decoder.process_raw((audio.clip(-1, 1) * 32767).astype(np.int16).tobytes(), full_utt=True)
        self.decoder.end_utt()
        hypothesis = self.decoder.hyp()
        return words(hypothesis.hypstr) if hypothesis else []
