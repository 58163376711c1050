"""Makes the training data with the teacher: `data.py basis`, then `data.py N...` for chunks of sentences.

basis:  lexicon.json, tokenizer.model and basis.npz from the first sentences, and the two held-out sets (never trained on).
N:      data-N.npz, both speakers saying sentences N * 4000 and up; chunk 0 carries the rows that audio is made from.
"""

import collections
import json
import pickle
import sys

import numpy as np
import sentencepiece

import lexicon
import teacher
from features import Basis
from settings import FOLDER, REPOSITORY, SMALL, SPEAKERS
from text import clean

CHUNK = 60 if SMALL else 4000
BASIS = 60 if SMALL else 1200  # sentences
FRAME_SECONDS = 0.08


def pronunciation(phones: list[teacher.Phone]) -> str:
    return "".join(lexicon.symbol(p.name, p.stressed) for p in phones if p.word >= 0)


def make_lexicon(sentences: list[str], heard: list[teacher.Utterance]) -> dict[str, str]:
    """The most frequent pronunciation in running text, else the one in a list of words."""
    found: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)

    def collect(utterances, weight: int) -> None:
        for u in utterances:
            for word, phones in teacher.words_with_phones(u) or []:
                found[word.strip(",.?!")][pronunciation(phones)] += weight

    collect(heard, 100)
    counts = collections.Counter(w.strip(",.?!") for s in sentences for w in s.split())
    alone = [w for w in counts if w not in found and counts[w] >= 2] + lexicon.ONES + lexicon.TENS[2:] + ["point"]
    alone = list(dict.fromkeys(alone))[: 400 if SMALL else None]
    lines = [" ".join(alone[i : i + 8]) + "." for i in range(0, len(alone), 8)]
    collect(teacher.speak("slt", lines), 1)
    found = {word: said for word, said in found.items() if set(word) <= set(lexicon.LETTERS)}
    return {word: said.most_common(1)[0][0] for word, said in sorted(found.items())}


class Tokens:
    """Token ids and the times at which each is spoken."""

    def __init__(self, words: dict[str, str]):
        self.words = words
        self.model = sentencepiece.SentencePieceProcessor(str(FOLDER / "tokenizer.model"))
        self.ids = {self.model.id_to_piece(i): i for i in range(self.model.vocab_size())}

    def of(self, spoken: list[tuple[str, list[teacher.Phone]]], letters: list[bool]) -> tuple[list[int], list[float]]:
        """A word whose flag in `letters` is set keeps its letters."""
        pieces, times = ["▁"], [spoken[0][1][0].start - 0.02]
        for i, ((word, phones), spelled) in enumerate(zip(spoken, letters)):
            core, mark = word.rstrip(",.?!"), word[len(word.rstrip(",.?!")) :]
            start, end = phones[0].start, phones[-1].end
            following = spoken[i + 1][1][0].start if i + 1 < len(spoken) else end + 0.1
            said = core if spelled else self.words.get(core, core)
            if len(said) == len(phones) and not spelled:
                middles = [(p.start + p.end) / 2 for p in phones]
            else:
                middles = [start + (end - start) * (j + 0.5) / len(said) for j in range(len(said))]
            pieces += said
            times += middles
            if mark:
                pieces += ["▁", mark]
                times += [end, (end + following) / 2]
            if i + 1 < len(spoken):
                pieces.append("▁")
                times.append(following)
        return [self.ids[p] for p in pieces], times


def labels(phones: list[teacher.Phone], frames: int) -> np.ndarray:
    """The phone at a quarter and at three quarters of each frame [frames, 2]; 0 is a pause."""
    out = np.zeros((frames, 2), np.int8)
    for p in phones:
        if p.word < 0:
            continue
        for k in (0, 1):
            first, last = (int(np.ceil((t - 0.02 - 0.04 * k) / FRAME_SECONDS)) for t in (p.start, p.end))
            out[max(first, 0) : max(last, 0), k] = lexicon.PHONES.index(p.name) + 1
    return out


def make(name: str, sentences: list[str], keep_rows: bool) -> None:
    tokens = Tokens(json.load(open(FOLDER / "lexicon.json")))
    basis = Basis.load()
    random = np.random.default_rng(len(sentences))
    latents, rows, utterances, at = [], [], [], 0
    for number, speaker in enumerate(SPEAKERS):
        for raw in teacher.speak(speaker, sentences):
            u = teacher.trim(raw)
            spoken = teacher.words_with_phones(u) if u else None
            if spoken is None or len(u.rows) > 16 * 90:
                continue
            frames = len(u.rows) // 16
            phonetic = tokens.of(spoken, [False] * len(spoken))
            mixed = tokens.of(spoken, list(random.random(len(spoken)) < 0.4))
            utterances.append((at, frames, number, phonetic, mixed, labels(u.phones, frames), u.text))
            latents.append(basis.encode(u.rows).astype(np.float16))
            if keep_rows:
                rows.append(u.rows.astype(np.float16))
            at += frames
    content = dict(latents=np.concatenate(latents), utterances=utterances)
    if keep_rows:
        content["rows"] = np.concatenate(rows)
    temporary = FOLDER / f"{name}.part"
    with open(temporary, "wb") as file:
        pickle.dump(content, file)
    temporary.rename(FOLDER / f"{name}.pickle")
    print(name, len(utterances), "utterances", at * FRAME_SECONDS / 3600, "hours", flush=True)


def prepare(sentences: list[str]) -> None:
    heard = {speaker: list(teacher.speak(speaker, sentences[:BASIS])) for speaker in SPEAKERS}
    Basis.fit([u.rows for s in SPEAKERS for u in map(teacher.trim, heard[s]) if u]).save()
    words = make_lexicon(sentences, heard["slt"])
    print(len(words), "words in the lexicon")
    json.dump(words, open(FOLDER / "lexicon.json", "w"), ensure_ascii=False)
    lexicon.train_tokenizer(words, FOLDER)
    for name in ("choices", "final"):
        path = REPOSITORY / "scripts/speech-test-sentences" / f"{name}.txt"
        make(name, [clean(line) for line in open(path)], keep_rows=True)


def main() -> None:
    sentences = (FOLDER / "sentences.txt").read_text().splitlines()
    if sys.argv[1] == "basis":
        prepare(sentences)
        return
    for n in map(int, sys.argv[1:]):
        make(f"data-{n}", sentences[n * CHUNK : (n + 1) * CHUNK], keep_rows=n == 0)


if __name__ == "__main__":
    main()
