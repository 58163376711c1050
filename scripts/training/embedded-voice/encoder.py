"""Trains the encoder, `encoder.py STEPS` (resumes): audio to the latents that the analysis makes of it and of its
pitch.

Speech needs it for prompts only, which users record: at any level, beginning anywhere within a frame, with some noise.
"""

import sys

import numpy as np
import torch
from torch import Tensor

import training
from crops import Crops
from features import BANDS, HARMONICITY, Basis
from networks import DEVICE, encode, half, make_mimi
from settings import CONSTANT_LATENT, FOLDER, LATENT, LEARNT, SMALL, STEP, STEPS

BATCH, PEAK, FRAMES = (4 if SMALL else 48 if DEVICE.type == "cuda" else 8), 1e-3, 24
FURTHEST = STEPS // 2  # steps that a crop is moved by
QUIETEST_AND_LOUDEST = (-2.0, 0.4)  # natural logarithms of gains
NOISIEST = 0.01
PITCH_WEIGHT = 0.3


class Moved:
    """Latents [B, T, LATENT] of audio that is played some steps of 5 ms later, or earlier if negative."""

    def __init__(self, basis: Basis):
        self.mean, self.vectors, self.units = (
            torch.from_numpy(a).to(DEVICE) for a in (basis.mean, basis.vectors, basis.units())
        )

    def __call__(self, latents: Tensor, steps: int) -> Tensor:
        features = latents[..., :LEARNT] @ self.units + self.mean
        levels = features[..., : STEPS * BANDS].unflatten(-1, (STEPS, BANDS)).flatten(1, 2)
        levels = levels.roll(steps, 1).unflatten(1, (-1, STEPS)).flatten(2)
        of_frames = torch.cat([features[..., STEPS * BANDS :], latents[..., CONSTANT_LATENT:]], -1)
        nearer = 1 - abs(steps) / STEPS
        of_frames = nearer * of_frames + (1 - nearer) * of_frames.roll(1 if steps > 0 else -1, 1)
        harmonicity, others = of_frames.split([HARMONICITY, LATENT - CONSTANT_LATENT], -1)
        return torch.cat([(torch.cat([levels, harmonicity], -1) - self.mean) @ self.vectors, others], -1)


def main() -> None:
    torch.manual_seed(0)
    mimi = make_mimi().to(DEVICE)
    run = training.Run("encoder", mimi, half(mimi, encoder=True), int(sys.argv[1]), PEAK, FOLDER / "encoder-start.pt")
    crops, random = Crops(run.step + 1), np.random.default_rng(run.step)
    moved = Moved(Basis.load())
    weight = torch.ones(mimi.quantizer.output_proj.weight.shape[1], device=DEVICE)
    weight[-1] = PITCH_WEIGHT
    while run.going():
        with torch.no_grad():
            wanted, _, audio = crops.batch(BATCH, FRAMES)
            steps = int(random.integers(-FURTHEST, FURTHEST + 1))
            wanted = moved(wanted, steps)
            audio = torch.roll(audio, steps * STEP + int(random.integers(-STEP // 2, STEP // 2 + 1)), 1)
            audio = audio + NOISIEST * random.random() ** 3 * torch.randn_like(audio)
            audio = audio * torch.empty(len(audio), 1, device=DEVICE).uniform_(*QUIETEST_AND_LOUDEST).exp()
        error = ((encode(mimi, audio) - wanted).square() * weight)[:, 1:-1].mean()
        run.update(error, BATCH, error=error)
    run.save()


if __name__ == "__main__":
    main()
