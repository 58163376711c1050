"""Trains the network of shortcut.py on the man's shards that have audio: `shortcut_training.py UPDATES`."""

import sys
import time

import numpy as np
import torch

import data
import shortcut
import speech
from features import BANDS
from latents import load_analysis
from lexicon import Tokenizer
from settings import SMALL, STEPS

SHARDS = 12  # at most
BATCH, FRAMES, RATE = (2 if SMALL else 24), 14, 1e-3  # crops, frames in each
LEARNT = 0.95  # of the frames; the others tell how good it is


def examples(number: int) -> tuple[np.ndarray, np.ndarray]:
    """Inputs [N, STEPS, ...] and features [N, features.FEATURES] of a shard."""
    tokenizer, man, xs, ys = Tokenizer(), speech.teacher(data.MAN), [], []
    with np.load(data.shard_path(data.MAN, number)) as file:
        ends = np.cumsum(file["frames"])
        for text, end, count in zip(file["texts"], ends, file["frames"]):
            of_text = slice(end - count, end)
            hidden, periods, _ = man.hidden("".join(tokenizer.spoken(tokenizer.ids(str(text)))))
            if np.array_equal(periods, file["periods"][of_text]):  # not if it was cut otherwise
                xs.append(shortcut.inputs(hidden, periods))
                ys.append(file["features"][of_text])
    return np.concatenate(xs), np.concatenate(ys)


def main() -> None:
    updates = int(sys.argv[1])
    torch.manual_seed(0)
    torch.set_num_threads(1)
    found = [n for n in range(data.AUDIBLE) if data.shard_path(data.MAN, n).exists()][-SHARDS:]
    parts = [examples(n) for n in found]
    x, y = (torch.from_numpy(np.concatenate(p)) for p in zip(*parts))
    kept = int(LEARNT * len(x))
    net, analysis = shortcut.Shortcut(), load_analysis()
    sample = x[torch.randperm(kept)[:2000]].float().flatten(0, 1)
    net.mean.copy_(sample.mean(0))
    net.deviation.copy_(sample.std(0) + 0.05)
    net.levels.bias.data.copy_(analysis.mean[: STEPS * BANDS].view(STEPS, BANDS).mean(0))
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=0.01)
    started, total = time.time(), 0.0
    for step in range(updates):
        at = torch.randint(kept - FRAMES, (BATCH,))[:, None] + torch.arange(FRAMES)
        made = net(x[at].float())[:, 1:-1]
        loss = (analysis(made) - analysis(y[at].float())[:, 1:-1]).square().mean()
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / 100) * (1 - step / updates)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        total += float(loss.detach())
        if (step + 1) % 100 == 0:
            print(f"{step + 1}: error {total / 100:.4f}, {time.time() - started:.0f} s", flush=True)
            total = 0.0
    with torch.no_grad():
        made, wanted = analysis(net(x[kept:].float()[None])[0]), analysis(y[kept:].float())
        print(f"not learnt: error {(made - wanted).square().mean():.4f}")
    torch.save(net.state_dict(), shortcut.PATH)


if __name__ == "__main__":
    main()
