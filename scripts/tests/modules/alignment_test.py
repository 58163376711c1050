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
from scipy.signal import resample_poly

from pocketsphinx_scores import Recogniser

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parents[1]
VOICES = ("woman", "man")
RATE = 16000


def ours(text: str, voice: str, precision: str, folder: Path) -> tuple[np.ndarray, list[dict]]:
    """Audio at 16 kHz, and words with times."""
    path = folder / "ours.wav"
    lines = subprocess.run(
        [os.environ["POCKET_TTS_BINARY"], "generate", text, "--model", ROOT / "Models/embedded", "--voice", voice,
         "--precision", precision, "--word-times", "--on-failure", "keep", "-q", "-o", path],
        check=True, capture_output=True, text=True).stdout.splitlines()  # fmt: skip
    audio, rate = soundfile.read(path)
    return resample_poly(audio, RATE // 8000, rate // 8000), [w for w in map(json.loads, lines) if "start" in w]


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
            errors = Errors(precision)
            for voice in VOICES:
                for text in texts:
                    audio, found = ours(text, voice, precision, folder)
                    errors.missing += len(text.split()) - len(found)
                    times = aligner.align(text, audio, RATE)
                    if times is not None and len(times) == len(found):
                        errors.add(found, times)
                        words = [(round(start, 3), round(end, 3)) for start, end in times]
                        records.append({"voice": voice, "text": text, "words": words})
                    else:
                        errors.left_out += 1
            worst = max(worst, errors.report())
    if options.record:
        lines = ",\n".join(json.dumps(record, separators=(",", ":")) for record in records)
        options.record.write_text(f"[\n{lines}\n]\n")
    if options.limit is not None and worst > options.limit:
        print(f"the mean error is more than {options.limit} ms", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
