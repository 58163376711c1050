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

    def batch(self, chosen: np.ndarray, random: np.random.Generator, training: bool = True) -> dict:
        rows = [self.list[i] for i in chosen]
        texts = [u[4] if training and random.random() < MIXED else u[3] for u in rows]
        size, longest = len(rows), max(u[1] for u in rows)
        text_length = max(len(t[0]) for t in texts)
        longest_prompt = LONG_PROMPT if random.random() < LONG else PROMPT
        prompt = int(random.integers(4, longest_prompt + 1)) if training else 16
        y = np.zeros((size, longest, LATENT), np.float32)
        voice = np.zeros((size, prompt, LATENT), np.float32)
        ids = np.zeros((size, text_length), np.int64)
        times = np.full((size, text_length), -99.0, np.float32)
        phones = np.zeros((size, longest, 2), np.int64)
        for r, ((start, frames, speaker, _, _, labels, _), (tokens, spoken)) in enumerate(zip(rows, texts)):
            y[r, :frames] = self.latents[start : start + frames] / self.deviation
            voice[r] = self.voice(speaker, prompt, random, training)
            ids[r, : len(tokens)], times[r, : len(tokens)] = tokens, spoken
            phones[r, :frames] = labels
        n, t = np.array([u[1] for u in rows]), np.array([len(x[0]) for x in texts])
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
