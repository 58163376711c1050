"""The teachers read the sentences: `data.py SPEAKER FIRST COUNT [WORKERS]` makes FOLDER/speech/SPEAKER-FIRST.npz and
those after it. FIRST may be "quick", the first shard without audio, or "short", where the short texts begin. `data.py
basis` makes basis.npz from the woman's first shard. A shard that is there is not made again.

A shard holds, of COUNT sentences one after the other: features and periods of each frame, token ids and the second at
which each is spoken; the shards whose number is below AUDIBLE hold audio as well. The man's others are made without it
(shortcut.py), ten times as quickly. `data.py held` makes the held-out sets likewise.
"""

import multiprocessing
import os
import sys
from pathlib import Path

import numpy as np

import features
import shortcut
import speech
from lexicon import Tokenizer
from settings import FOLDER, FRAME, RATE, REPOSITORY, SHARD, SHORT, SMALL, SPEAKERS

AUDIBLE = 40  # shards of each speaker
# The language model does not learn these: what it predicts of them is as far from the truth as what it says later.
UNHEARD = (21, 22, 23)
MAN = SPEAKERS.index("man")
LONGEST = 12.0  # seconds
UNENDED = 0.1  # of the sentences are read without their last mark: a text may have none
SETS = ("choices", "final")


def say(speaker: int, seed: int, text: str, learnt: bool, audible: bool) -> dict | None:
    """What a shard holds of one sentence; None if the teacher cannot say it. `learnt`: it is not a held-out one."""
    tokenizer = say.__dict__.setdefault("tokenizer", Tokenizer())
    ids = tokenizer.ids(text)
    spoken = tokenizer.spoken(ids)
    phonemes = "".join(spoken)
    if 0 in ids or not phonemes or len(phonemes) > 400:
        return None
    teacher = speech.teacher(speaker)
    if speaker == MAN and not audible:
        hidden, periods, middles = teacher.hidden(phonemes)
        content = dict(features=shortcut.features_of(hidden, periods).astype(np.float16))
    else:
        u = teacher.say(phonemes, seed)
        periods, middles = u.periods, u.times
        content = dict(features=features.of_audio(u.audio, periods).astype(np.float16), audio=pcm16(u.audio))
    if len(periods) * FRAME > LONGEST * RATE and learnt:
        return None
    ends = np.cumsum([len(s) for s in spoken])
    # A space is before its word, and a mark's own space with the mark.
    times = [middles[min(max(e - 1, 0), len(middles) - 1)] for e in ends]
    if np.random.default_rng(seed).random() < UNENDED and learnt and text[-1] == ".":
        ids, times = ids[:-2], times[:-2]
    return content | dict(
        ids=np.array(ids, np.int16), times=np.array(times, np.float32), periods=periods.astype(np.int8), text=text
    )


def pcm16(audio: np.ndarray) -> np.ndarray:
    return (audio.clip(-1, 1) * 32767).astype(np.int16)


def save(path: Path, speaker: int, said: list[dict], audible: bool) -> None:
    names = ["features", "periods", "ids", "times"] + ["audio"] * audible
    content = {name: np.concatenate([u[name] for u in said]) for name in names}
    content |= dict(
        frames=np.array([len(u["periods"]) for u in said]), tokens=np.array([len(u["ids"]) for u in said]),
        speaker=np.array(speaker), texts=np.array([u["text"] for u in said]),
    )  # fmt: skip
    temporary = path.with_suffix(".part.npz")
    np.savez(temporary, **content)
    os.replace(temporary, path)


def shard_path(speaker: int, number: int) -> Path:
    return FOLDER / "speech" / f"{SPEAKERS[speaker]}-{number:04d}.npz"


def unheard() -> set[Path]:
    """The shards that the language model does not learn."""
    return {shard_path(speaker, n) for speaker in range(len(SPEAKERS)) for n in UNHEARD}


def inaudible() -> set[Path]:
    """The man's shards that are made without audio, short texts aside."""
    return {shard_path(MAN, n) for n in range(AUDIBLE, first_short())}


def make(job: tuple[int, int]) -> float:
    """Seconds of speech made."""
    speaker, number = job
    path = shard_path(speaker, number)
    if path.exists():
        return 0.0
    sentences = (FOLDER / "sentences.txt").read_text().splitlines()
    chosen = sentences[number * SHARD : (number + 1) * SHARD]
    audible = number < AUDIBLE
    said = [u for i, text in enumerate(chosen) if (u := say(speaker, number * SHARD + i, text, True, audible))]
    save(path, speaker, said, audible)
    return sum(len(u["periods"]) for u in said) * 0.08


def first_short() -> int:
    """The first of the last shards, which hold short texts."""
    return (len((FOLDER / "sentences.txt").read_text().splitlines()) - SHORT) // SHARD


def held(name: str) -> None:
    lines = (REPOSITORY / "scripts/tests/speech-sentences" / f"{name}.txt").read_text().splitlines()
    for speaker in range(len(SPEAKERS)):
        path = FOLDER / "speech" / f"{name}-{SPEAKERS[speaker]}.npz"
        if not path.exists():
            chosen = lines[: 4 if SMALL else None]
            said = [u for i, text in enumerate(chosen) if (u := say(speaker, i, text, False, True))]
            save(path, speaker, said, True)


def main() -> None:
    (FOLDER / "speech").mkdir(parents=True, exist_ok=True)
    if sys.argv[1] == "basis":
        features.Basis.fit(np.load(shard_path(0, 0))["features"]).save()
    elif sys.argv[1] == "held":
        for name in SETS:
            held(name)
    else:
        speaker, count = SPEAKERS.index(sys.argv[1]), int(sys.argv[3])
        workers = int(sys.argv[4]) if len(sys.argv) > 4 else 1
        first = {"quick": AUDIBLE, "short": first_short()}.get(sys.argv[2]) or int(sys.argv[2])
        jobs = [(speaker, number) for number in range(first, first + count)]
        with multiprocessing.Pool(workers) as pool:
            seconds = sum(pool.imap_unordered(make, jobs))
        print(f"{SPEAKERS[speaker]}: {seconds / 3600:.2f} hours of speech", flush=True)


if __name__ == "__main__":
    main()
