"""Batches for the language model: sequences of voice, text and frames, padded at the end."""

import functools
from collections.abc import Iterator, Mapping

import numpy as np
import torch

from features import Basis
from lexicon import Tokenizer
from settings import FOLDER, LATENT, LEARNT, SPEAKERS

PROMPT, LONG_PROMPT, LONGEST_PROMPT = (
    26,
    64,
    375,
)  # frames of voice at most: 2 s; 5 s in some of the batches, 30 s in a few
LONG, VERY_LONG = 0.08, 0.01  # of the batches
# Of the batches have utterances in which other sentences follow the first, or its words go on with theirs.
JOINED = 0.2
LONGEST = 200  # frames of them together
SHORT, SHORT_PAIRS = 20, 0.7  # frames of a short utterance; its share of followers that are short, too
NEAR = 0.12  # seconds from a phone's middle that are still its own
# The finer shape of each speaker's spectra, which the language model learns times this: the man needs more of it than
# the woman, and the codec's projection sharpens both alike (export.SHARPEN).
SHARPER = (1.0, 1.25)


def scale() -> tuple[np.ndarray, np.ndarray]:
    """Mean and deviation [LATENT] of the latents, as the language model normalises them."""
    file = np.load(FOLDER / "scale.npz")
    return file["mean"], file["deviation"]


@functools.cache
def _sharpening(factor: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Basis.sharpening's matrix and constant, and the matrix's inverse."""
    matrix, constant = Basis.load().sharpening(factor)
    return matrix, constant, np.linalg.inv(matrix)


def sharper(latents: np.ndarray, speaker: int, undo: bool = False) -> np.ndarray:
    """`latents` [N, LATENT] of a speaker as the language model says them, or these as they were."""
    if SHARPER[speaker] == 1:
        return latents
    matrix, constant, inverse = _sharpening(SHARPER[speaker])
    learnt = latents[:, :LEARNT].astype(np.float32)
    learnt = (learnt - constant) @ inverse.T if undo else learnt @ matrix.T + constant
    return np.concatenate([learnt.astype(latents.dtype), latents[:, LEARNT:]], 1)


class Utterances:
    """`content` is what latents.py writes, of some or all shards."""

    def __init__(self, content: Mapping[str, np.ndarray]):
        self.latents, self.frames, self.tokens = content["latents"], content["frames"], content["tokens"]
        self.speakers, self.ids, self.times = content["speakers"], content["ids"], content["times"]
        self.first_frame = np.cumsum(self.frames) - self.frames
        self.first_token = np.cumsum(self.tokens) - self.tokens
        self.mean, self.deviation = scale()
        self.said = self.latents.copy()
        of_frame = np.repeat(self.speakers, self.frames)
        for speaker in range(len(SPEAKERS)):
            self.said[of_frame == speaker] = sharper(self.latents[of_frame == speaker], speaker)
        self.of_speaker = [np.flatnonzero((self.speakers == s) & (self.frames >= PROMPT)) for s in range(len(SPEAKERS))]
        self.all_of_speaker = [np.flatnonzero(self.speakers == s) for s in range(len(SPEAKERS))]
        self.short_of_speaker = [a[self.frames[a] <= SHORT] for a in self.all_of_speaker]
        pieces = Tokenizer().pieces
        self.is_phone = np.array([len(p) == 1 and p.isalpha() for p in pieces])
        self.full_stop = [pieces.index("▁"), pieces.index(".")]

    @classmethod
    def load(cls, name: str) -> "Utterances":
        with np.load(FOLDER / f"{name}.npz") as file:
            return cls(file)

    def voice(self, speaker: int, length: int, random: np.random.Generator, training: bool) -> np.ndarray:
        """Of one utterance, or of several in a row; in training with noise, as an encoder may hear a recording."""
        out = np.zeros((length, LATENT), np.float32)
        for at in range(0, length, PROMPT):
            part = min(PROMPT, length - at)
            number = random.choice(self.of_speaker[speaker])
            first = self.first_frame[number] + int(random.integers(self.frames[number] - part + 1))
            out[at : at + part] = self.latents[first : first + part]
        if training:
            out += random.random() * 0.5 * self.deviation * random.standard_normal(out.shape).astype(np.float32)
        return out

    def one(self, number: int) -> tuple:
        """Latents that are to be said, speaker, tokens, their times."""
        frame, token = self.first_frame[number], self.first_token[number]
        tokens = slice(token, token + self.tokens[number])
        latents = self.said[frame : frame + self.frames[number]]
        return latents, int(self.speakers[number]), list(self.ids[tokens]), list(self.times[tokens])

    def several(self, number: int, random: np.random.Generator) -> tuple:
        """An utterance and others of its speaker, as sentences one after the other or, without the pause, as one."""
        latents, speaker, tokens, times = self.one(number)
        while True:
            short = self.short_of_speaker[speaker]
            pair = len(latents) <= SHORT and len(short) and random.random() < SHORT_PAIRS
            more = self.one(int(random.choice(short if pair else self.all_of_speaker[speaker])))
            if len(latents) + len(more[0]) > LONGEST:
                return latents, speaker, tokens, times
            skipped = 0
            if random.random() < 0.5 and tokens[-2:] == self.full_stop and len(latents) > 4:
                latents, tokens, times, skipped = latents[:-1], tokens[:-2], times[:-2], 1
            shift = (len(latents) - skipped) * 0.08
            latents = np.concatenate([latents, more[0][skipped:]])
            tokens, times = tokens + more[2], times + [t + shift for t in more[3]]
            if random.random() < 0.5:
                return latents, speaker, tokens, times

    def phones(self, tokens: list[int], times: list[float], frames: int) -> np.ndarray:
        """The phone at a quarter and at three quarters of each frame [frames, 2]; 0 is a pause."""
        ids, at = np.array(tokens), np.array(times)
        ids, at = ids[self.is_phone[ids]], at[self.is_phone[ids]]
        middles = np.arange(frames)[:, None] * 0.08 + np.array([0.02, 0.06])
        if len(ids) == 0:
            return np.zeros((frames, 2), np.int64)
        distance = np.abs(middles[..., None] - at)
        return np.where(distance.min(-1) < NEAR, ids[distance.argmin(-1)], 0)

    def batch(self, chosen: np.ndarray, random: np.random.Generator, training: bool = True) -> dict:
        joined = training and random.random() < JOINED
        rows = [self.several(i, random) if joined else self.one(i) for i in chosen]
        size, longest = len(rows), max(len(r[0]) for r in rows)
        text_length = max(len(r[2]) for r in rows)
        kind = random.random()
        longest_prompt = LONGEST_PROMPT if kind < VERY_LONG else LONG_PROMPT if kind < LONG else PROMPT
        prompt = int(random.integers(4, longest_prompt + 1)) if training else 16
        y = np.zeros((size, longest, LATENT), np.float32)
        voice = np.zeros((size, prompt, LATENT), np.float32)
        ids = np.zeros((size, text_length), np.int64)
        times = np.full((size, text_length), -99.0, np.float32)
        phones = np.zeros((size, longest, 2), np.int64)
        for r, (latents, speaker, tokens, spoken) in enumerate(rows):
            y[r, : len(latents)] = (latents - self.mean) / self.deviation
            voice[r] = self.voice(speaker, prompt, random, training)
            ids[r, : len(tokens)], times[r, : len(tokens)] = tokens, spoken
            phones[r, : len(latents)] = self.phones(tokens, spoken, len(latents))
        n, t = np.array([len(r[0]) for r in rows]), np.array([len(r[2]) for r in rows])
        # Where each position of the packed sequence comes from: the prompt and text first, then the frames.
        before = 1 + prompt + t[:, None]
        position = np.arange(int((before[:, 0] + n + 1).max()))[None]
        order = np.where(position < before, position, np.minimum(position - before, longest) + 1 + prompt + text_length)
        frame = np.arange(longest + 1)[None]
        tensors = dict(
            y=y, voice=voice, ids=ids, order=order, at=np.minimum(before + frame, position.shape[1] - 1), phones=phones,
            times=times,
            inside=(frame[:, :-1] < n[:, None]).astype(np.float32),
            until_end=(frame <= n[:, None]).astype(np.float32), end=(frame == n[:, None]).astype(np.float32),
        )  # fmt: skip
        return {k: torch.from_numpy(v) for k, v in tensors.items()}


class Stream(torch.utils.data.IterableDataset):
    """Endless batches of utterances of about the same length; at first only short ones, if `shortest_first`. Speakers
    have equal shares.
    """

    def __init__(self, name: str, size: int, seed: int, shortest_first: bool):
        self.data, self.size, self.seed, self.shortest_first = Utterances.load(name), size, seed, shortest_first

    def __iter__(self) -> Iterator[dict]:
        worker = torch.utils.data.get_worker_info()
        random = np.random.default_rng([self.seed, worker.id if worker else 0])
        data, short = self.data, self.shortest_first
        speakers = [s for s in data.all_of_speaker if len(s)]
        while True:
            chosen = np.concatenate([random.choice(s, self.size * 20 // len(speakers)) for s in speakers])
            if short and (few := chosen[data.frames[chosen] <= 24]).size >= self.size:
                chosen = few
            short = False
            chosen = chosen[np.argsort(data.frames[chosen] + 0.5 * data.tokens[chosen] + random.random(len(chosen)))]
            groups = [chosen[i : i + self.size] for i in range(0, len(chosen) - self.size + 1, self.size)]
            for group in random.permutation(len(groups)):
                yield data.batch(groups[group], random)
