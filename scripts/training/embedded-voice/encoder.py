"""Trains the encoder, `encoder.py STEPS` (resumes): audio to the latents that the analysis makes of it and of its
pitch.

Speech needs it for prompts only, which users record: at any level, beginning anywhere within a frame, with some noise.
"""

import sys

import numpy as np
import torch

import training
from crops import Crops
from networks import DEVICE, encode, half, make_mimi
from settings import FOLDER, FRAME, SMALL

BATCH, PEAK, FRAMES = (4 if SMALL else 48 if DEVICE.type == "cuda" else 8), 1e-3, 24
QUIETEST_AND_LOUDEST = (-2.0, 0.4)  # natural logarithms of gains
NOISIEST = 0.01
PITCH_WEIGHT = 0.3


def main() -> None:
    torch.manual_seed(0)
    mimi = make_mimi().to(DEVICE)
    run = training.Run("encoder", mimi, half(mimi, encoder=True), int(sys.argv[1]), PEAK, FOLDER / "encoder-start.pt")
    crops, random = Crops(run.step + 1), np.random.default_rng(run.step)
    weight = torch.ones(mimi.quantizer.output_proj.weight.shape[1], device=DEVICE)
    weight[-1] = PITCH_WEIGHT
    while run.going():
        with torch.no_grad():
            wanted, _, audio = crops.batch(BATCH, FRAMES)
            shift = int(random.integers(-FRAME // 2, FRAME // 2))
            audio = torch.roll(audio, shift, 1)
            audio = audio + NOISIEST * random.random() ** 3 * torch.randn_like(audio)
            audio = audio * torch.empty(len(audio), 1, device=DEVICE).uniform_(*QUIETEST_AND_LOUDEST).exp()
        error = ((encode(mimi, audio) - wanted).square() * weight)[:, 1:-1].mean()
        run.update(error, BATCH, error=error)
    run.save()


if __name__ == "__main__":
    main()
