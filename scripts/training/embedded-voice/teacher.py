"""Runs teacher.c and reads what it writes."""

import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import soundfile

from settings import CEPSTRA, FOLDER, SCRIPTS, STEPS

LIBRARIES = "flite_cmu_us_slt flite_cmu_us_rms flite_usenglish flite_cmulex flite m".split()


@dataclass
class Phone:
    name: str
    start: float  # seconds
    end: float
    word: int  # counts from 0; -1 is a pause
    stressed: bool


@dataclass
class Utterance:
    text: str
    words: list[str]  # flite's: "don't" may be two
    phones: list[Phone]
    rows: np.ndarray  # [5 ms steps, 1 + 25]: F0 in Hz or 0, mel-cepstrum


def program() -> str:
    source, binary = SCRIPTS / "teacher.c", FOLDER / "teacher"
    if not binary.exists() or binary.stat().st_mtime < source.stat().st_mtime:
        FOLDER.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cc", "-O2", source, "-o", binary, *("-l" + name for name in LIBRARIES)], check=True)
    return str(binary)


def speak(speaker: str, sentences: list[str]) -> Iterator[Utterance]:
    lines = FOLDER / f"teacher-{speaker}.txt"
    lines.write_text("\n".join(sentences) + "\n")
    with subprocess.Popen([program(), speaker], stdin=open(lines), stdout=subprocess.PIPE) as process:
        for text in sentences:
            frames, channels, count = map(int, process.stdout.readline().split())
            phones, words, start = [], [], 0.0
            for _ in range(count):
                name, end, word, stress, spelled = process.stdout.readline().decode().split(" ", 4)
                phones.append(Phone(name, start, float(end), int(word), stress == "1"))
                start = float(end)
                if int(word) == len(words):
                    words.append(spelled.strip())
            rows = np.frombuffer(process.stdout.read(4 * frames * channels), np.float32).reshape(frames, channels)
            yield Utterance(text, words, phones, rows[:, : 1 + CEPSTRA])


def record(speaker: str, text: str) -> np.ndarray:
    """Flite's own audio at 16 kHz."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        subprocess.run(["flite", "-voice", speaker, "-t", text, "-o", file.name], check=True)
        return soundfile.read(file.name)[0]


def first_step(u: Utterance) -> int:
    """Where trim() cuts: 80 ms before the speech."""
    start = next(p.start for p in u.phones if p.word >= 0)
    return max(0, round((start - 0.08) / 0.005))


def trim(u: Utterance) -> Utterance | None:
    """Cuts the silence at both ends to 80 ms before and 120 ms after the speech, in whole frames."""
    spoken = [p for p in u.phones if p.word >= 0]
    if not spoken:
        return None
    first = first_step(u)
    start = first * 0.005
    frames = int(np.ceil((spoken[-1].end + 0.12 - start) / 0.08))
    rows = u.rows[first : first + frames * STEPS]
    rows = np.concatenate([rows, np.repeat(rows[-1:], frames * STEPS - len(rows), 0)])
    inside = [p for p in u.phones if spoken[0].start <= p.start < spoken[-1].end]
    phones = [Phone(p.name, p.start - start, p.end - start, p.word, p.stressed) for p in inside]
    return Utterance(u.text, u.words, phones, rows)


def words_with_phones(u: Utterance) -> list[tuple[str, list[Phone]]] | None:
    """The text's words, each with its phones; None where flite read something else than the letters."""
    out, k = [], 0
    for word in u.text.split():
        letters = "".join(c for c in word if c.isalpha())
        heard, first = "", k
        while heard != letters:
            if k >= len(u.words) or len(heard) > len(letters):
                return None
            heard += "".join(c for c in u.words[k] if c.isalpha())
            k += 1
        out.append((word, [p for p in u.phones if first <= p.word < k]))
    return out if k == len(u.words) and all(phones for _, phones in out) else None
