"""Trains the shipped encoder further, from its own weights: it hears prompts, which users record.

encoder.py recordings COUNT    has flite read so many sentences in each voice, and the vocoder speak their latents
encoder.py train UPDATES       that audio, at any level and with some noise, to the latents (resumes)
"""

import sys

import codec
import numpy as np
import teacher
import torch
from refine import shipped_codec
from scipy.signal import resample_poly
from torch import Tensor
from vocoder import synthesize

import training
from features import Basis, whole_periods
from networks import encode, make_mimi
from settings import FOLDER, FRAME, SPEAKERS, STEP, STEPS

BATCH, FRAMES, PEAK = 8, 14, 6e-4
VOCODED = 0.25  # of the batches; in the others flite is heard as it is
NOISIEST = 0.01
SHARPENED = (1.0, 1.4)
HELD_OUT = 0.02  # of the recordings, at their end


def make_recordings(count: int) -> None:
    """FOLDER/recordings.npz: what a user would have cloned, and the rows beneath it; the vocoder's audio, and its
    latents.
    """
    basis, random = Basis.load(), np.random.default_rng(2)
    sentences = (FOLDER / "sentences.txt").read_text().splitlines()[:count]
    heard, rows, vocoded, latents = [], [], [], []
    for pair in zip(*(teacher.speak(speaker, sentences) for speaker in SPEAKERS), strict=True):
        for speaker, u in zip(SPEAKERS, pair, strict=True):
            trimmed = teacher.trim(u)
            if trimmed is None:
                continue
            recording = resample_poly(teacher.record(speaker, u.text), 3, 2)[teacher.first_step(u) * STEP :]
            steps = min(len(trimmed.rows), len(recording) // STEP)
            heard.append(codec.pcm16(recording[: steps * STEP]))
            rows.append(trimmed.rows[:steps])
            matrix, constant = basis.sharpening(random.uniform(*SHARPENED))
            sharp = whole_periods(basis.encode(trimmed.rows)) @ matrix.T + constant
            vocoded.append(codec.pcm16(synthesize(*basis.decode(sharp))))
            latents.append(sharp.astype(np.float32))
    parts = dict(heard=heard, rows=rows, vocoded=vocoded, latents=latents)
    np.savez(FOLDER / "recordings.npz", **{name: np.concatenate(part) for name, part in parts.items()})
    print(sum(map(len, heard)) / 24000 / 60, "minutes of recordings")


class Recordings:
    """Pieces of recordings that begin anywhere, not only where a frame begins, and of the vocoder's audio."""

    def __init__(self, seed: int):
        file = np.load(FOLDER / "recordings.npz")
        self.heard, self.rows, self.vocoded, self.latents = (file[k] for k in ("heard", "rows", "vocoded", "latents"))
        self.basis, self.random = Basis.load(), np.random.default_rng(seed)
        self.known = int(len(self.rows) * (1 - HELD_OUT))

    def piece(self, first: int, end: int) -> tuple[np.ndarray, np.ndarray]:
        steps = FRAMES * STEPS
        s = int(self.random.integers(first, end - steps))
        return self.basis.encode(self.rows[s : s + steps]), self.heard[s * STEP : (s + steps) * STEP]

    def vocoder_piece(self) -> tuple[np.ndarray, np.ndarray]:
        s = int(self.random.integers(0, len(self.latents) - FRAMES))
        return self.latents[s : s + FRAMES], self.vocoded[s * FRAME : (s + FRAMES) * FRAME]

    def batch(self, held_out: bool = False) -> tuple[Tensor, Tensor]:
        """Latents [B, T, LATENT] and audio [B, T * 1920]."""
        if held_out:
            pieces = [self.piece(self.known, len(self.rows)) for _ in range(BATCH)]
        elif self.random.random() < VOCODED:
            pieces = [self.vocoder_piece() for _ in range(BATCH)]
        else:
            pieces = [self.piece(0, self.known) for _ in range(BATCH)]
        latents, audio = (np.stack(part).astype(np.float32) for part in zip(*pieces, strict=True))
        return torch.from_numpy(latents), torch.from_numpy(audio) / 32767

    def disturbed(self, audio: Tensor) -> Tensor:
        """At another level and with noise."""
        noise = NOISIEST * self.random.random() ** 3 * torch.randn_like(audio)
        return (audio + noise) * torch.empty(BATCH, 1).uniform_(*codec.QUIETEST_AND_LOUDEST).exp()


def train(updates: int) -> None:
    mimi = make_mimi()
    mimi.load_state_dict(shipped_codec())
    run = training.Run("encoder", mimi, codec.half(mimi, encoder=True))
    recordings = Recordings(run.step)
    deviation = torch.tensor(Basis.load().deviation)
    weight = deviation / deviation.mean()

    def error(latents: Tensor, audio: Tensor) -> Tensor:
        return (((encode(mimi, audio) - latents) / deviation).square() * weight).mean()

    def held_out() -> float:
        fixed = Recordings(0)
        with torch.no_grad():
            return sum(float(error(*fixed.batch(held_out=True))) for _ in range(20)) / 20

    print("held out, before:", held_out(), flush=True)
    while run.step < updates and not run.stopped:
        latents, audio = recordings.batch()
        loss = error(latents, recordings.disturbed(audio))
        run.update(loss, training.learning_rate(run.step, PEAK, updates), BATCH, error=loss)
        if run.step % 500 == 0:
            print("held out:", held_out(), flush=True)
    run.save()


def main() -> None:
    torch.set_num_threads(1)
    torch.manual_seed(0)
    what, argument = sys.argv[1:]
    dict(recordings=make_recordings, train=train)[what](int(argument))


if __name__ == "__main__":
    main()
