"""Word error rates of a model folder's voices; called by scripts/test speech, which explains the arguments."""

import argparse
import contextlib
import os
import pty
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soundfile

from pitch_track import semitones, spread, track
from pocketsphinx_scores import Recogniser, errors, words
from release_checks import faults

TESTS = Path(__file__).resolve().parents[1]
PRECISIONS = ["f32", "bf16", "int8", "int4"]
WHISPERS = {"whisper": "base", "tiny": "tiny.en"}
JUDGES = [*WHISPERS, "naturalness", "similarity"]
CLIPS = [
    [(1.5, 0.2), (3.0, 1.0)],
    [(2.0, 0.5), (5.0, 1.0)],
]  # seconds and gain; by turns, to clone a sentence's recording


@dataclass
class Tally:
    wrong: int = 0
    words: int = 0
    ratios: list[float] = field(default_factory=list)  # of the durations, to the teacher's
    spreads: list[float] = field(default_factory=list)  # each speaker's pitch, standard deviation in semitones
    misread: dict[str, tuple[int, int]] = field(default_factory=dict)  # of how many words, by each of the Whispers
    naturalness: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    prints: list[np.ndarray] = field(default_factory=list)

    def rate(self) -> float:
        return 100 * self.wrong / max(self.words, 1)


class Test:
    def __init__(self, options: argparse.Namespace):
        self.options, self.recogniser = options, Recogniser()
        self.folder = Path(tempfile.mkdtemp()) if options.save is None else options.save
        self.folder.mkdir(parents=True, exist_ok=True)
        text = (TESTS / "speech-sentences" / f"{options.set}.txt").read_text()
        self.sentences = text.splitlines()[: options.sentences]
        self.speakers = sorted((p.stem for p in (options.model / "voices").glob("*.wav")), reverse=True)
        self.durations: dict[tuple[str, int], float] = {}
        self.prints: dict[str, np.ndarray] = {}  # of the teacher's speakers
        self.judges = make_judges(options.judges)
        self.endless: list[str] = []  # cut at the cap, not ended by EOS

    def engine(self, text: str, voice: str, precision: str, name: str) -> Path:
        path = self.folder / f"{name}.wav"
        flags = ["--model", self.options.model, "--voice", voice, "--precision", precision, "-o", path]
        said = said_on_terminal([os.environ["POCKET_TTS_BINARY"], "generate", text, *flags])
        if "did not end" in said:
            self.endless.append(f"{precision} {voice}: {text}")
        return path

    def staged(self, kind: str):
        """Recordings by the training's stages.py: the teacher, through the codec, the true latents by the decoder."""
        return lambda text, voice, name: self.stage(kind, voice, self.sentences.index(text))

    def stage(self, kind: str, voice: str, number: int) -> Path:
        return self.options.stages / f"{self.options.set}-{kind}-{voice}-{number:02d}.wav"

    def judge(self, tally: Tally, speaker: str, text: str, audio: np.ndarray, rate: int) -> None:
        """What the further judges say, and the faults that show in what the first of them heard."""
        heard = None
        if self.judges:
            from speech_scores import at_16_khz, normalized

            audio, rate = at_16_khz(audio, rate), 16000
        for name, judge in self.judges.items():
            if name in WHISPERS:
                said = judge.transcribe(audio)
                heard = heard or said
                expected = normalized(text)
                wrong = errors(expected, said)
                self.show(name, wrong, speaker, text, said)
                before, count = tally.misread.get(name, (0, 0))
                tally.misread[name] = (before + wrong, count + len(expected))
            elif name == "naturalness":
                tally.naturalness.append(judge(audio))
            else:
                tally.prints.append(judge(audio))
        if heard is not None:
            tally.faults += [
                f"{fault}: {text} | {' '.join(heard)}" for fault in faults(normalized(text), heard, audio, rate)
            ]

    def show(self, judge: str, wrong: int, speaker: str, text: str, heard: list[str]) -> None:
        if self.options.show and wrong:
            print(f"    {judge} {wrong} {speaker}: {text} | {' '.join(heard)}")

    def summary(self, kind: str, speaker: str, tally: Tally) -> str:
        parts = [f"{name} {100 * wrong / max(count, 1):.1f} %" for name, (wrong, count) in tally.misread.items()]
        if tally.naturalness:
            parts.append(f"DistillMOS {np.mean(tally.naturalness):.2f}")
        if tally.prints:
            mean = np.mean(tally.prints, 0)
            if kind == "teacher":
                self.prints[speaker] = mean
            if speaker in self.prints:
                own = self.prints[speaker]
                parts.append(f"similarity {float(mean @ own / np.linalg.norm(mean) / np.linalg.norm(own)):.2f}")
            taken = (
                [max(self.prints, key=lambda s: float(self.prints[s] @ p)) for p in tally.prints]
                if len(self.prints) > 1
                else []
            )
            if taken:
                parts.append(f"taken for another {sum(t != speaker for t in taken)} of {len(taken)}")
        return ", ".join(parts + ([f"{len(tally.faults)} faults"] if tally.misread else []))

    def score(self, kind: str, make) -> Tally:
        """Reads all sentences with each speaker, prints a line, returns the sums."""
        total, parts = Tally(), []
        for speaker in self.speakers:
            tally, heights = Tally(), []
            for number, text in enumerate(self.sentences):
                audio, rate = soundfile.read(make(text, speaker, f"{kind}-{speaker}-{number:02d}"))
                heard = self.recogniser.transcribe(audio, rate)
                wrong = errors(words(text), heard)
                heights.append(semitones(track(audio, rate)))
                tally.wrong, tally.words = tally.wrong + wrong, tally.words + len(words(text))
                self.show("pocketsphinx", wrong, speaker, text, heard)
                self.judge(tally, speaker, text, audio, rate)
                seconds = spoken_seconds(audio, rate)
                if kind == "teacher":
                    self.durations[speaker, number] = seconds
                elif (speaker, number) in self.durations:
                    tally.ratios.append(seconds / self.durations[speaker, number])
            parts.append(f"{speaker} {tally.rate():.1f} %")
            if self.judges:
                print(f"  {kind} {speaker}: {self.summary(kind, speaker, tally)}", flush=True)
            total.faults += tally.faults
            total.naturalness.append(float(np.mean(tally.naturalness)) if tally.naturalness else 0.0)
            total.wrong, total.words = total.wrong + tally.wrong, total.words + tally.words
            total.ratios += tally.ratios
            total.spreads.append(spread(heights))
        line = f"{kind:8} {total.rate():5.1f} % ({', '.join(parts)})"
        if total.ratios:
            line += f"; duration {np.mean(total.ratios):.2f} of the teacher's, at most {max(total.ratios):.2f}"
        print(f"{line}; pitch varies by {', '.join(f'{x:.1f}' for x in total.spreads)} semitones", flush=True)
        return total

    def cloning(self, count: int = 10) -> None:
        """Clones the teachers' recordings of several lengths and levels. To whose spectrum is the result nearer?"""
        profiles = {
            s: np.mean([profile(self.stage("teacher", s, n)) for n in range(len(self.sentences))], 0)
            for s in self.speakers
        }
        confused, total = dict.fromkeys(self.speakers, 0), 0
        for speaker in self.speakers:
            for n in range(min(count, len(self.sentences))):
                for seconds, gain in CLIPS[n % 2]:
                    recording = self.recording(speaker, n, seconds, gain)
                    text = self.sentences[(n + 1) % len(self.sentences)]
                    made = profile(self.engine(text, str(recording), "bf16", f"clone-of-{recording.stem}"))
                    nearest = min(profiles, key=lambda s: np.linalg.norm(profiles[s] - made))
                    confused[speaker], total = confused[speaker] + (nearest != speaker), total + 1
                    if self.options.show and nearest != speaker:
                        print(f"    taken for {nearest}: {recording.name}")
        parts = ", ".join(f"{s} {c}" for s, c in confused.items())
        print(
            f"cloning: {sum(confused.values())} of {total} recordings of the teachers gave the other speaker ({parts})"
        )

    def recording(self, speaker: str, first: int, seconds: float, gain: float) -> Path:
        """So many seconds of the teacher from sentence `first` on, at a level."""
        audio, n = np.zeros(0), first
        while True:
            part, rate = soundfile.read(self.stage("teacher", speaker, n % len(self.sentences)))
            audio, n = np.concatenate([audio, part]), n + 1
            if len(audio) >= seconds * rate:
                break
        path = self.folder / f"{speaker}-{first:02d}-{seconds}s-{gain}.wav"
        soundfile.write(path, gain * audio[: int(seconds * rate)], rate)
        return path


def make_judges(names: list[str]) -> dict:
    if not names:
        return {}
    import speech_scores

    folder = Path(sys.prefix)  # of the environment, where the Whisper model is put together
    makers = {name: lambda size=size: speech_scores.Whisper(size, folder) for name, size in WHISPERS.items()}
    makers |= dict(naturalness=speech_scores.Naturalness, similarity=speech_scores.Voiceprints)
    return {name: makers[name]() for name in names}


def said_on_terminal(command: list) -> str:
    """Runs the command with a terminal for stderr, since only there it says what happened to the speech."""
    terminal, its_end = pty.openpty()
    with os.fdopen(terminal, "rb", 0) as reader, subprocess.Popen(command, stderr=its_end) as process:
        os.close(its_end)
        said = b""
        with contextlib.suppress(OSError):  # how a terminal tells that nobody writes to it any more
            while part := reader.read(4096):
                said += part
    text = said.decode(errors="replace")
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=text)
    return text


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
    parser.add_argument("--set", choices=["choices", "final", "long", "kinds", "pairs"], default="choices")
    parser.add_argument("--precision", default=",".join(PRECISIONS))
    parser.add_argument("--sentences", type=int)
    parser.add_argument("--limit", type=float)
    parser.add_argument("--lively", type=float)
    parser.add_argument("--model", type=Path, default=TESTS.parents[1] / "Models/embedded")
    parser.add_argument("--save", type=Path)
    parser.add_argument("--judges", type=lambda text: JUDGES if text == "all" else text.split(","), default=[])
    parser.add_argument("--stages", type=Path)
    parser.add_argument("--natural", type=float)
    parser.add_argument("--faults", type=int)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    test = Test(options)
    if options.stages:
        for kind in ("teacher", "locked", "codec", "decoder"):
            if list(options.stages.glob(f"{options.set}-{kind}-*.wav")):
                test.score(kind, test.staged(kind))
    failed = False
    for precision in options.precision.split(","):
        tally = test.score(
            precision, lambda text, voice, name, precision=precision: test.engine(text, voice, precision, name)
        )
        if options.limit is not None and tally.rate() > options.limit:
            print(f"{precision}: more than {options.limit} % of the words were misread", file=sys.stderr)
            failed = True
        if options.lively is not None and min(tally.spreads) < options.lively:
            print(f"{precision}: a voice's pitch varies by less than {options.lively} semitones", file=sys.stderr)
            failed = True
        if options.natural is not None and min(tally.naturalness) < options.natural:
            print(f"{precision}: a voice's DistillMOS is below {options.natural}", file=sys.stderr)
            failed = True
        if options.show:
            print("\n".join(f"    {fault}" for fault in tally.faults))
        if options.faults is not None and len(tally.faults) > options.faults:
            print(f"{precision}: more than {options.faults} faults", file=sys.stderr)
            failed = True
    if options.stages and list(options.stages.glob(f"{options.set}-teacher-*.wav")):
        test.cloning()
    for line in test.endless:
        print(f"not ended by EOS: {line}", file=sys.stderr)
    print(f"{len(test.endless)} sentences were cut at the cap")
    return failed or bool(test.endless)


if __name__ == "__main__":
    sys.exit(main())
