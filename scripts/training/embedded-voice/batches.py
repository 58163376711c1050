"""Batches for the language model: sequences of voice, text and frames, padded at the end."""

import pickle

import numpy as np
import torch

from features import Basis, whole_periods
from settings import FOLDER, LATENT

PROMPT, LONG_PROMPT = 26, 64  # frames of voice at most: 2 s, and 5 s in some of the batches
LONG = 0.25  # of the batches have more than PROMPT frames
LOUDNESS = 0.6  # the standard deviation of a prompt's natural logarithm of gain, which is to change nothing
MIXED = 0.3  # of the utterances are read with some words left as letters
JOINED = 0.4  # of the batches have utterances in which other sentences follow the first, or its words go on with theirs
LONGEST = 130  # frames of them together


class Utterances:
    def __init__(self, names: list[str]):
        self.latents, self.list = [], []
        at = 0
        for name in names:
            with open(FOLDER / f"{name}.pickle", "rb") as file:
                content = pickle.load(file)
            self.list += [(u[0] + at, *u[1:]) for u in content["utterances"]]
            self.latents.append(content["latents"])
            at += len(content["latents"])
        self.latents = whole_periods(np.concatenate(self.latents))
        self.deviation = Basis.load().deviation
        self.frames = np.array([u[1] for u in self.list])
        self.tokens = np.array([len(u[3][0]) for u in self.list])
        speakers = np.array([u[2] for u in self.list])
        self.of_speaker = [np.flatnonzero((speakers == s) & (self.frames >= PROMPT)) for s in (0, 1)]
        self.all_of_speaker = [np.flatnonzero(speakers == s) for s in (0, 1)]
        self.louder = Basis.load().of_gain()

    def voice(self, speaker: int, length: int, random: np.random.Generator, training: bool) -> np.ndarray:
        """Of one utterance, or of several in a row. In training as an encoder may hear a recording of any level: with noise."""
        out = np.zeros((length, LATENT), np.float32)
        for at in range(0, length, PROMPT):
            part = min(PROMPT, length - at)
            start, frames = self.list[random.choice(self.of_speaker[speaker])][:2]
            first = start + int(random.integers(frames - part + 1))
            out[at : at + part] = self.latents[first : first + part]
        if training:
            out += random.normal() * LOUDNESS * self.louder
            out += random.random() * 0.5 * self.deviation * random.standard_normal(out.shape).astype(np.float32)
        return out

    def one(self, number: int, random: np.random.Generator, training: bool) -> tuple:
        """Latents, speaker, tokens, their times, phones."""
        start, frames, speaker, phonetic, mixed, labels, _ = self.list[number]
        tokens, times = mixed if training and random.random() < MIXED else phonetic
        return self.latents[start : start + frames], speaker, list(tokens), list(times), labels

    def several(self, number: int, random: np.random.Generator) -> tuple:
        """An utterance and others of its speaker, as sentences one after the other or, without the pause, as one."""
        latents, speaker, tokens, times, labels = self.one(number, random, True)
        while True:
            more = self.one(int(random.choice(self.all_of_speaker[speaker])), random, True)
            if len(latents) + len(more[0]) > LONGEST:
                return latents, speaker, tokens, times, labels
            skipped = 0
            if random.random() < 0.5 and tokens[-1] == more[2][-1]:  # a full stop, and the space before it
                latents, tokens, times, labels, skipped = latents[:-2], tokens[:-2], times[:-2], labels[:-2], 1
            shift = (len(latents) - skipped) * 0.08
            latents, labels = np.concatenate([latents, more[0][skipped:]]), np.concatenate([labels, more[4][skipped:]])
            tokens, times = tokens + more[2], times + [t + shift for t in more[3]]
            if random.random() < 0.5:
                return latents, speaker, tokens, times, labels

    def batch(self, chosen: np.ndarray, random: np.random.Generator, training: bool = True) -> dict:
        joined = training and random.random() < JOINED
        rows = [self.several(i, random) if joined else self.one(i, random, training) for i in chosen]
        size, longest = len(rows), max(len(r[0]) for r in rows)
        text_length = max(len(r[2]) for r in rows)
        longest_prompt = LONG_PROMPT if random.random() < LONG else PROMPT
        prompt = int(random.integers(4, longest_prompt + 1)) if training else 16
        y = np.zeros((size, longest, LATENT), np.float32)
        voice = np.zeros((size, prompt, LATENT), np.float32)
        ids = np.zeros((size, text_length), np.int64)
        times = np.full((size, text_length), -99.0, np.float32)
        phones = np.zeros((size, longest, 2), np.int64)
        for r, (latents, speaker, tokens, spoken, labels) in enumerate(rows):
            y[r, : len(latents)] = latents / self.deviation
            voice[r] = self.voice(speaker, prompt, random, training)
            ids[r, : len(tokens)], times[r, : len(tokens)] = tokens, spoken
            phones[r, : len(labels)] = labels
        n, t = np.array([len(r[0]) for r in rows]), np.array([len(r[2]) for r in rows])
        # Where each position of the packed sequence comes from: the prompt and text first, then the frames.
        before = 1 + prompt + t[:, None]
        position = np.arange(int((before[:, 0] + n + 1).max()))[None]
        order = np.where(position < before, position, np.minimum(position - before, longest) + 1 + prompt + text_length)
        frame = np.arange(longest + 1)[None]
        middle = (np.arange(longest) * 0.08 + 0.04)[None, :, None]
        target = np.exp(-((times[:, None] - middle) ** 2) / (2 * 0.06**2)) + 1e-9 * np.exp(-np.abs(times[:, None] - middle) * 10)
        target = target * (times[:, None] > -1)
        tensors = dict(
            y=y, voice=voice, ids=ids, order=order, at=np.minimum(before + frame, position.shape[1] - 1), phones=phones,
            aligned=(target / np.maximum(target.sum(-1, keepdims=True), 1e-12)).astype(np.float32),
            inside=(frame[:, :-1] < n[:, None]).astype(np.float32),
            until_end=(frame <= n[:, None]).astype(np.float32), end=(frame == n[:, None]).astype(np.float32),
        )  # fmt: skip
        return {k: torch.from_numpy(v) for k, v in tensors.items()}
