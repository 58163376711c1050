"""Checks the computed part of a decoder, with its other weights random: in every step one entry of the table answers,
the right one.

`check_oscillator.py [decoder]`: the trained decoder in place of random weights.
"""

import sys

import numpy as np
import torch

import training
from networks import decoder_steps, latents_of, make_mimi
from oscillator import SURE, Oscillator, entries
from settings import HIGHEST, LEARNT, LOWEST, STEEPEST, STEPS

FRAMES = 200


@torch.no_grad()
def main() -> None:
    torch.manual_seed(0)
    mimi = make_mimi()
    if len(sys.argv) > 1:
        state = training.averaged(sys.argv[1])
        mimi.load_state_dict(
            {k.removeprefix("mimi."): v for k, v in state.items() if k.removeprefix("mimi.") in mimi.state_dict()}
        )
    Oscillator(mimi, fresh=len(sys.argv) == 1)
    answers: list[torch.Tensor] = []
    handle = torch.nn.functional.gelu
    torch.nn.functional.gelu = lambda x, **options: answers.append(x) or handle(x, **options)
    random = np.random.default_rng(0)
    steps = np.cumsum(random.integers(-3, 4, (1, FRAMES)), 1)
    periods = LOWEST + np.abs(steps) % (HIGHEST - LOWEST + 1)
    learnt = torch.randn(1, FRAMES, LEARNT)
    decoder_steps(mimi, latents_of(learnt, torch.from_numpy(periods)))
    torch.nn.functional.gelu = handle
    table = entries()
    hidden = answers[1][0, :, : len(table)].reshape(FRAMES, STEPS, -1)
    index = {(entry.periods, entry.glide, entry.step): i for i, entry in enumerate(table)}
    wrong, margins = 0, []
    for frame in range(1, FRAMES):
        n, last = int(periods[0, frame]), int(periods[0, frame - 1])
        glide = int(np.clip(last - n, -STEEPEST, STEEPEST))
        for step in range(STEPS):
            right = index[n, glide, step]
            row = hidden[frame, step]
            others = torch.cat([row[:right], row[right + 1 :]]).max()
            wrong += not (row[right] > 0 > others)
            margins.append(float((row[right] - others) / SURE))
    print(
        f"{wrong} of {(FRAMES - 1) * STEPS} steps wrong; the right entry stands out by {min(margins):.2f} "
        f"to {max(margins):.2f}"
    )
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
