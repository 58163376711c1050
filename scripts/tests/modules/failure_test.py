"""How well failures of speech are noticed and repaired; called by scripts/tests/failures, which explains the arguments.

Every case is made on purpose with fixed seeds, so what it is follows from how it was made:
- without its end-of-speech token a sentence runs on: a failure;
- with an early one it is a piece of the whole sentence, whose word times are known: a failure if a word is missing;
- with much noise in the sampler, or in a form that the voice was not trained for, two recognisers say whether it
  failed: both miss words, or have too many. Samples in a row at full scale are a failure, too.
The undisturbed sentences are the good ones, unless the recognisers say otherwise where an alarm was raised. What was
disturbed and did not fail is counted apart: there the voice is not at its best, and an alarm is not false.
"""

import argparse
import collections
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from pocketsphinx_scores import Recogniser, words
from speech_scores import Whisper, at_16_khz

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parents[1]
VOICES, RATE = ("woman", "man"), 24000
SPOKEN = 0.5  # of the last word that is there: it counts as spoken
NOISE = (0.5, 0.8, 1.1, 1.4)  # temperatures; the voice's own is 0
EARLY = (-9.0, -11.0, -13.0, -15.0)  # thresholds of the end-of-speech logit; the voice's own is far above
NEVER = 1e6


@dataclass
class Speech:
    audio: np.ndarray
    rate: int
    words: list[dict]
    failures: set[str]
    retries: int

    @property
    def seconds(self) -> float:
        return len(self.audio) / self.rate


@dataclass
class Tally:
    cases: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)
    kinds: collections.Counter = field(default_factory=collections.Counter)


class Speaker:
    def __init__(self, folder: Path):
        # Floats, which no limiter has touched.
        self.path = folder / "speech.f32"

    def speak(self, text: str, voice: str, *options: object, policy: str = "keep") -> Speech:
        command = [os.environ["POCKET_TTS_BINARY"], "generate", "--text", text, "--model", ROOT / "Models/embedded"]
        command += ["--voice", voice, "--word-times", "--on-failure", policy, "-q", "-o", self.path]
        out = subprocess.run([*command, *map(str, options)], check=True, capture_output=True, text=True).stdout
        events = [json.loads(line) for line in out.splitlines()]
        audio = np.fromfile(self.path, "<f4")
        last = max((e["attempt"] for e in events if "attempt" in e), default=0)
        failures = {e["failure"] for e in events if "failure" in e}
        return Speech(audio, RATE, [e for e in events if "start" in e], failures, last)


class Judge:
    """Whisper and pocketsphinx: they hear other words wrongly, but both miss a word that was not said."""

    def __init__(self, folder: Path):
        self.whisper, self.sphinx = Whisper("base", folder), Recogniser()

    def is_wrong(self, text: str, speech: Speech) -> bool:
        """Whether words are missing or too many, or samples clipped."""
        if is_clipped(speech.audio):
            return True
        # Whisper writes numbers in figures.
        written = self.whisper.text(at_16_khz(speech.audio, speech.rate))
        command = [os.environ["POCKET_TTS_BINARY"], "normalize", "--language", "en", "--", written or "."]
        spoken = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return lost_or_added(words(text), words(spoken.replace("-", " "))) and lost_or_added(
            words(text), self.sphinx.transcribe(speech.audio, speech.rate)
        )


def is_clipped(audio: np.ndarray) -> bool:
    """A millisecond at full scale, as the engine's bound has it."""
    full = np.abs(audio) >= 0.999
    return bool(len(full) >= 24 and np.convolve(full, np.ones(24), "valid").max() >= 24)


def lost_or_added(expected: list[str], heard: list[str]) -> bool:
    """Whether words are missing or too many; one that was misheard as another does not count."""
    if "".join(expected) == "".join(heard):
        return False
    counts = abs(len(expected) - len(heard))
    # The letters tell a lost word from one that was heard as two.
    letters = abs(sum(map(len, expected)) - sum(map(len, heard)))
    return counts >= 1 and letters >= 3


def loses_a_word(whole: Speech, piece: Speech) -> bool:
    return any(piece.seconds < w["start"] + SPOKEN * (w["end"] - w["start"]) for w in whole.words)


def is_longer(whole: Speech, speech: Speech) -> bool:
    """By more than a second of silence at the end."""
    return speech.seconds > whole.seconds + 1.0 or loses_a_word(whole, speech)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sentences", type=int, default=100)
    parser.add_argument("--good", type=int, default=250, help="undisturbed sentences of each voice")
    parser.add_argument("--limits", action="store_true")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    folder = TESTS / "speech-sentences"
    held_out = [line for name in ("final", "choices") for line in (folder / f"{name}.txt").read_text().splitlines()]
    made = sentences(options.good - len(held_out), set(held_out))
    unusual = [line for name in ("kinds", "long") for line in (folder / f"{name}.txt").read_text().splitlines()]
    # Recognisers need some words to recognise any.
    unusual = [line for line in unusual if len(line.split()) >= 4]
    chance = random.Random(0)
    tallies: dict[str, Tally] = collections.defaultdict(Tally)
    before, after, retried = 0, 0, 0

    with tempfile.TemporaryDirectory() as temporary:
        speaker, judge = Speaker(Path(temporary)), Judge(Path(sys.prefix))

        def count(name: str, wrong: bool, speech: Speech, what: str) -> None:
            tally = tallies[name if wrong else "good" if name == "undisturbed" else "survived"]
            tally.cases += 1
            tally.kinds.update(speech.failures)
            if bool(speech.failures):
                tally.found += 1
            if bool(speech.failures) != wrong:
                tally.missed.append(f"{name}: {what}: {', '.join(sorted(speech.failures)) or 'no alarm'}")

        def repair(text: str, voice: str, how: tuple, is_wrong: Callable[[Speech], bool]) -> None:
            nonlocal before, after, retried
            before += 1
            again = speaker.speak(text, voice, *how, policy="retry")
            retried += again.retries
            if is_wrong(again):
                after += 1
                tallies["survived"].missed.append(f"not repaired: {text} {how}: {again.seconds:.2f} s")

        for voice in VOICES:
            for number, text in enumerate((held_out + made)[: options.good]):
                if number % 25 == 0:
                    print(f"{voice}: {number} of {options.good} sentences", file=sys.stderr, flush=True)
                whole = speaker.speak(text, voice)
                count("undisturbed", bool(whole.failures) and judge.is_wrong(text, whole), whole, text)
                if number >= options.sentences:
                    continue
                endless = speaker.speak(text, voice, "--eos-threshold", NEVER)
                count("end suppressed", True, endless, text)
                how = ("--eos-threshold", chance.choice(EARLY))
                piece = speaker.speak(text, voice, *how)
                is_broken = loses_a_word(whole, piece)
                count("end too early", is_broken, piece, f"{text} {how[1]}")
                if is_broken:
                    repair(text, voice, how, lambda speech: loses_a_word(whole, speech))  # noqa: B023
                repair(text, voice, ("--eos-threshold", NEVER), lambda speech: is_longer(whole, speech))  # noqa: B023
                how = ("--temperature", chance.choice(NOISE), "--seed", number)
                noisy = speaker.speak(text, voice, *how)
                is_broken = judge.is_wrong(text, noisy)
                count("noise", is_broken, noisy, f"{text} {how[1]}")
                if is_broken:
                    repair(text, voice, how, lambda speech: judge.is_wrong(text, speech))  # noqa: B023
            for text in unusual:
                how = ("--normalize", "off", "--max-tokens", 300)
                speech = speaker.speak(text, voice, *how)
                is_broken = judge.is_wrong(text, speech)
                count("unusual text", is_broken, speech, text)
                if is_broken:
                    repair(text, voice, how, lambda speech: judge.is_wrong(text, speech))  # noqa: B023

    good, survived = tallies.pop("good", Tally()), tallies.pop("survived", Tally())
    for name, tally in tallies.items():
        print(f"{name}: {tally.found} of {tally.cases} failures noticed; {dict(tally.kinds)}")
    cases, found = sum(t.cases for t in tallies.values()), sum(t.found for t in tallies.values())
    print(f"all: {found} of {cases} noticed ({100 * found / max(1, cases):.1f} %)")
    print(
        f"good speech: {good.found} false alarms in {good.cases} ({100 * good.found / max(1, good.cases):.1f} %); "
        f"{dict(good.kinds)}"
    )
    print(f"disturbed without a failure: {survived.found} alarms in {survived.cases}; {dict(survived.kinds)}")
    print(f"with retry: {after} of {before} are still wrong, after {retried} further attempts")
    if options.show:
        for line in [m for t in (*tallies.values(), good, survived) for m in t.missed]:
            print("  " + line)
    if options.limits and (found < 0.95 * cases or good.found > 0.01 * good.cases or after > 0.1 * before):
        return 1
    return 0


def sentences(count: int, known: set[str]) -> list[str]:
    """Further sentences, of words that the voice's lexicon has."""
    subjects = (
        "The teacher|My neighbor|A tall man|The old woman|Our driver|The young doctor|Her brother|The cook".split("|")
    )
    verbs = "opened|found|carried|painted|bought|forgot|cleaned|repaired".split("|")
    objects = "the heavy box|a small boat|the kitchen window|an old piano|the garden gate|a blue coat".split("|")
    ends = (
        "before lunch|in the morning|near the river|without any help|last winter|for his friend|after the storm".split(
            "|"
        )
    )
    chance, made = random.Random(1), dict.fromkeys(known)
    while len(made) < len(known) + count:
        parts = [chance.choice(part) for part in (subjects, verbs, objects, ends)]
        made[" ".join(parts) + "."] = None
    return list(made)[len(known) :]


if __name__ == "__main__":
    sys.exit(main())
