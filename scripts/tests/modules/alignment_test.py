"""Errors of the embedded voice's word times; called by scripts/tests/alignment, which explains the arguments."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import soundfile
from scipy.fft import dct
from scipy.signal import resample_poly

from pocketsphinx_scores import Recogniser

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parents[1]
TEACHER = TESTS / "modules/flite_words.c"
LIBRARIES = "flite_cmu_us_slt flite_cmu_us_rms flite_usenglish flite_cmulex flite m".split()
RATE, HOP, WINDOW = 16000, 80, 400  # 5 ms, 25 ms


def ours(text: str, voice: str, precision: str, folder: Path) -> tuple[np.ndarray, list[dict]]:
    """Audio at 16 kHz, and words with times."""
    path = folder / "ours.wav"
    lines = subprocess.run(
        [os.environ["POCKET_TTS_BINARY"], "generate", text, "--model", ROOT / "Models/embedded", "--voice", voice,
         "--precision", precision, "--word-times", "--on-failure", "keep", "-q", "-o", path],
        check=True, capture_output=True, text=True).stdout.splitlines()  # fmt: skip
    audio, rate = soundfile.read(path)
    return resample_poly(audio, RATE // 8000, rate // 8000), [w for w in map(json.loads, lines) if "start" in w]


def teacher(texts: list[str], voice: str, folder: Path) -> list[tuple[np.ndarray, list[tuple[str, float, float]]]]:
    """For each text flite's audio at 16 kHz and its words' times."""
    program = folder / "flite_words"
    if not program.exists():
        subprocess.run(["cc", "-O2", TEACHER, "-o", program, *("-l" + name for name in LIBRARIES)], check=True)
    lines = "\n".join(texts) + "\n"
    out = subprocess.run([program, voice, folder], input=lines, capture_output=True, text=True, check=True).stdout
    return [
        (soundfile.read(folder / f"{number}.wav")[0], json.loads(line)) for number, line in enumerate(out.splitlines())
    ]


def features(audio: np.ndarray) -> np.ndarray:
    """Mel cepstra, one every 5 ms."""
    mel = lambda f: 2595 * np.log10(1 + f / 700)  # noqa: E731
    frequencies = np.linspace(0, RATE / 2, 257)
    edges = np.linspace(mel(80), mel(7600), 28)
    m = mel(frequencies)
    bands = np.array(
        [
            np.clip(np.minimum((m - a) / (b - a), (c - m) / (c - b)), 0, None)
            for a, b, c in zip(edges, edges[1:], edges[2:])
        ]
    )
    padded = np.concatenate([np.zeros(WINDOW // 2), audio, np.zeros(WINDOW // 2)])
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP] * np.hanning(WINDOW)
    cepstra = dct(np.log(np.abs(np.fft.rfft(frames, 512, axis=1)) ** 2 @ bands.T + 1e-5), axis=1, norm="ortho")[:, :13]
    cepstra[:, 0] *= 0.3
    return cepstra


def warp(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """For each frame of `a` the frame of `b` that sounds like it (dynamic time warping)."""
    distance = np.sqrt(((a[:, None] - b[None]) ** 2).sum(-1)).tolist()
    rows, columns = len(a), len(b)
    cost = [[float("inf")] * (columns + 1) for _ in range(rows + 1)]
    cost[0][0] = 0.0
    back = np.zeros((rows + 1, columns + 1), np.int8)
    for i in range(1, rows + 1):
        above, row, d = cost[i - 1], cost[i], distance[i - 1]
        for j in range(1, columns + 1):
            both, first, second = above[j - 1] + d[j - 1], above[j] + 1.2 * d[j - 1], row[j - 1] + 1.2 * d[j - 1]
            row[j] = min(both, first, second)
            back[i, j] = 0 if row[j] == both else 1 if row[j] == first else 2
    sums, counts = np.zeros(rows), np.zeros(rows)
    i, j = rows, columns
    while i and j:
        sums[i - 1] += j - 1
        counts[i - 1] += 1
        i, j = i - (back[i, j] != 2), j - (back[i, j] != 1)
    return sums / np.maximum(counts, 1)


class Errors:
    def __init__(self, name: str):
        self.name, self.starts, self.ends, self.missing, self.left_out = name, [], [], 0, 0

    def add(self, words: list[dict], expected: list[tuple[float, float]]) -> None:
        self.starts += [w["start"] - e[0] for w, e in zip(words, expected)]
        self.ends += [w["end"] - e[1] for w, e in zip(words, expected)]

    def report(self) -> float:
        both = np.abs(np.array(self.starts + self.ends)) * 1000
        print(f"{self.name}: {len(self.starts)} words, mean error {both.mean():.1f} ms "
              f"(starts {1000 * np.abs(self.starts).mean():.1f}, ends {1000 * np.abs(self.ends).mean():.1f}), "
              f"90 % within {np.percentile(both, 90):.0f} ms, bias {1000 * np.mean(self.starts + self.ends):+.1f} ms; "
              f"{self.missing} words without a time; {self.left_out} sentences left out", flush=True)  # fmt: skip
        return both.mean()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--set", choices=["choices", "final", "both"], default="final")
    parser.add_argument("--sentences", type=int)
    parser.add_argument("--precision", default="bf16")
    parser.add_argument("--limit", type=float)
    parser.add_argument("--record", type=Path)
    options = parser.parse_args()
    sets = ["choices", "final"] if options.set == "both" else [options.set]
    sentences = [(TESTS / "speech-sentences" / f"{name}.txt").read_text().splitlines() for name in sets]
    texts = sum(sentences, [])[: options.sentences]
    aligner = Recogniser()
    worst, records = 0.0, []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for precision in options.precision.split(","):
            known, aligned = (Errors(f"{precision}, {name}") for name in ("teacher", "pocketsphinx"))
            for voice, taught_by in (("woman", "slt"), ("man", "rms")):
                for text, (sound, words) in zip(texts, teacher(texts, taught_by, folder)):
                    audio, found = ours(text, voice, precision, folder)
                    known.missing += len(text.split()) - len(found)
                    if len(words) == len(found) == len(text.split()):
                        place = warp(features(sound), features(audio)) * HOP / RATE
                        # Rows of starts and ends.
                        times = np.interp([[w[1], w[2]] for w in words], np.arange(len(place)) * HOP / RATE, place)
                        expected = [(round(float(start), 3), round(float(end), 3)) for start, end in times]
                        known.add(found, expected)
                        records.append({"voice": voice, "text": text, "words": expected})
                    else:
                        known.left_out += 1
                    times = aligner.align(text, audio, RATE)
                    if times is not None and len(times) == len(found):
                        aligned.add(found, times)
                    else:
                        aligned.left_out += 1
            worst = max(worst, known.report())
            aligned.report()
    if options.record:
        lines = ",\n".join(json.dumps(record, separators=(",", ":")) for record in records)
        options.record.write_text(f"[\n{lines}\n]\n")
    if options.limit is not None and worst > options.limit:
        print(f"the mean error is more than {options.limit} ms", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
