"""Word error rates of a model folder's voices; called by scripts/speech-test, which explains the arguments."""

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soundfile

from pocketsphinx_scores import Recogniser, errors, words

SCRIPTS = Path(__file__).resolve().parent
PRECISIONS = ["f32", "bf16", "int8", "int4"]


@dataclass
class Tally:
    wrong: int = 0
    words: int = 0
    ratios: list[float] = field(default_factory=list)  # of the durations, to the teacher's

    def rate(self) -> float:
        return 100 * self.wrong / max(self.words, 1)


class Test:
    def __init__(self, options: argparse.Namespace):
        self.options, self.recogniser = options, Recogniser()
        self.folder = Path(tempfile.mkdtemp()) if options.save is None else options.save
        self.folder.mkdir(parents=True, exist_ok=True)
        text = (SCRIPTS / "speech-test-sentences" / f"{options.set}.txt").read_text()
        self.sentences = text.splitlines()[: options.sentences]
        self.speakers = sorted((p.stem for p in (options.model / "voices").glob("*.wav")), reverse=True)
        self.durations: dict[tuple[str, int], float] = {}

    def engine(self, text: str, voice: str, precision: str, name: str) -> Path:
        path = self.folder / f"{name}.wav"
        subprocess.run(
            [os.environ["POCKET_TTS_BIN"], "generate", text, "--model", self.options.model, "--voice", voice,
             "--precision", precision, "-q", "-o", path], check=True,
        )  # fmt: skip
        return path

    def teacher(self, text: str, voice: str, name: str) -> Path:
        path = self.folder / f"{name}.wav"
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", path], check=True)
        return path

    def score(self, kind: str, make) -> Tally:
        """Reads all sentences with each speaker, prints a line, returns the sums."""
        total, parts = Tally(), []
        for speaker in self.speakers:
            tally = Tally()
            for number, text in enumerate(self.sentences):
                audio, rate = soundfile.read(make(text, speaker, f"{kind}-{speaker}-{number:02d}"))
                heard = self.recogniser.hear(audio, rate)
                wrong = errors(words(text), heard)
                tally.wrong, tally.words = tally.wrong + wrong, tally.words + len(words(text))
                seconds = spoken_seconds(audio, rate)
                if kind == "teacher":
                    self.durations[speaker, number] = seconds
                elif (speaker, number) in self.durations:
                    tally.ratios.append(seconds / self.durations[speaker, number])
                if self.options.show and wrong:
                    print(f"    {wrong} {speaker}: {text} | {' '.join(heard)}")
            parts.append(f"{speaker} {tally.rate():.1f} %")
            total.wrong, total.words = total.wrong + tally.wrong, total.words + tally.words
            total.ratios += tally.ratios
        line = f"{kind:8} {total.rate():5.1f} % ({', '.join(parts)})"
        if total.ratios:
            line += f"; duration {np.mean(total.ratios):.2f} of the teacher's, at most {max(total.ratios):.2f}"
        print(line, flush=True)
        return total

    def cloning(self, count: int = 10) -> None:
        """Clones each teacher's recordings, and asks whose long-term spectrum the result is nearer to."""
        profiles = {
            s: np.mean([profile(self.folder / f"teacher-{s}-{n:02d}.wav") for n in range(len(self.sentences))], 0)
            for s in self.speakers
        }
        confused = total = 0
        for speaker in self.speakers:
            for n in range(min(count, len(self.sentences))):
                recording = self.folder / f"teacher-{speaker}-{n:02d}.wav"
                text = self.sentences[(n + 1) % len(self.sentences)]
                made = profile(self.engine(text, str(recording), "bf16", f"clone-{speaker}-{n:02d}"))
                nearest = min(profiles, key=lambda s: np.linalg.norm(profiles[s] - made))
                confused, total = confused + (nearest != speaker), total + 1
        print(f"cloning: {confused} of {total} recordings of the teacher gave the other speaker")


def spoken_seconds(audio: np.ndarray, rate: int) -> float:
    """From the first to the last 20 ms that are louder than a hundredth of the loudest."""
    blocks = audio[: len(audio) // (rate // 50) * (rate // 50)].reshape(-1, rate // 50)
    loud = np.flatnonzero((blocks**2).mean(1) > 1e-4 * (blocks**2).mean(1).max())
    return 0.02 * (loud[-1] - loud[0] + 1) if len(loud) else 0.0


def profile(path: Path) -> np.ndarray:
    """The mean log spectrum up to 5 kHz in bands of 62.5 Hz, without its level; harmonics show in it."""
    audio, rate = soundfile.read(path)
    size = round(rate / 62.5)
    frames = np.lib.stride_tricks.sliding_window_view(audio, size)[:: size // 2] * np.hanning(size)
    power = (np.abs(np.fft.rfft(frames, axis=1)) ** 2)[:, 1:80]
    loud = power.sum(1) > 0.05 * power.sum(1).max()
    spectrum = np.log(power[loud].mean(0) + 1e-9)
    return spectrum - spectrum.mean()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--set", choices=["choices", "final"], default="choices")
    parser.add_argument("--precision", default=",".join(PRECISIONS))
    parser.add_argument("--sentences", type=int)
    parser.add_argument("--limit", type=float)
    parser.add_argument("--model", type=Path, default=SCRIPTS.parent / "Models/embedded")
    parser.add_argument("--save", type=Path)
    parser.add_argument("--skip-teacher", action="store_true")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    test = Test(options)
    if not options.skip_teacher:
        test.score("teacher", test.teacher)
    failed = False
    for precision in options.precision.split(","):
        tally = test.score(precision, lambda text, voice, name: test.engine(text, voice, precision, name))
        failed |= options.limit is not None and tally.rate() > options.limit
    if not options.skip_teacher:
        test.cloning()
    if failed:
        print(f"more than {options.limit} % of the words were misread", file=sys.stderr)
    return failed


if __name__ == "__main__":
    sys.exit(main())
