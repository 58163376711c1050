"""Trains the language model: `language_model.py STEPS CHUNK... [--stop STEP]`; resumes.

STEPS sets where the learning rate ends; --stop ends earlier, to go on later.
"""

import argparse
import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

import training
from batches import Utterances
from features import Basis
from networks import LanguageModel
from settings import LATENT

BATCH, PEAK = 32, 2e-3


def attention_loss(batch: dict, probes: list) -> Tensor:
    """How far the guided heads look from the characters being said."""
    first = 1 + batch["voice"].shape[1]
    text = slice(first, first + batch["ids"].shape[1])
    at = batch["at"][:, :-1, None]
    total = 0.0
    for queries, keys in probes:
        q = queries[:, 0].gather(1, at.expand(-1, -1, queries.shape[-1]))
        scores = q @ keys[:, 0].transpose(1, 2) / math.sqrt(q.shape[-1])
        scores = scores.masked_fill(torch.arange(scores.shape[-1]) > at, -1e9)
        likely = scores.log_softmax(-1)[:, :, text]
        total = total - ((batch["aligned"] * likely).sum(-1) * batch["inside"]).sum() / batch["inside"].sum()
    return total / len(probes)


def losses(model: LanguageModel, batch: dict, weight: Tensor, train: bool) -> dict[str, Tensor]:
    y = previous = batch["y"]
    if train:  # noise and lost frames, against the model's own errors when it listens to itself
        size = len(y)
        previous = y + torch.rand(size, 1, 1) * 0.4 * torch.randn_like(y)
        lost = torch.rand(y.shape[:2]) < torch.rand(size, 1) * 0.15
        previous = torch.where(lost[:, :, None], torch.randn_like(y), previous)
    probes: list = []
    states = model.backbone(batch, previous, probes)
    inside = batch["inside"] > 0
    spoken, target = states[:, :-1][inside], y[inside]
    difference = model.head(spoken, torch.zeros_like(target)) - target
    error = (difference.square() * weight).sum(-1)
    end = model.flow_lm.out_eos(states).squeeze(-1)
    end = F.binary_cross_entropy_with_logits(end, batch["end"], reduction="none", pos_weight=torch.tensor(5.0))
    phones = model.phones(spoken).unflatten(-1, (2, -1))
    return dict(
        square=error.mean() / LATENT,
        absolute=(error + 1e-4).sqrt().mean() / math.sqrt(LATENT),
        pitch=difference[:, -1].abs().mean(),  # whole numbers: their median is one, too
        end=(end * batch["until_end"]).sum() / batch["until_end"].sum(),
        phones=F.cross_entropy(phones.flatten(0, 1), batch["phones"][inside].flatten()),
        attention=attention_loss(batch, probes),
        accuracy=(phones.argmax(-1) == batch["phones"][inside]).float().mean(),
    )


def batches(data: Utterances, random: np.random.Generator, shortest_first: bool) -> list[np.ndarray]:
    """Forty batches of utterances of about the same length."""
    short = np.flatnonzero(data.frames <= 24)
    among = short if shortest_first and len(short) >= BATCH else np.arange(len(data.list))
    chosen = random.permutation(among)[: BATCH * 40]
    chosen = chosen[np.argsort(data.frames[chosen] + 0.9 * data.tokens[chosen])]
    out = [chosen[i : i + BATCH] for i in range(0, len(chosen) - BATCH + 1, BATCH)]
    random.shuffle(out)
    return out


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("steps", type=int)
    parser.add_argument("chunks", nargs="+")
    parser.add_argument("--stop", type=int)
    options = parser.parse_args()
    steps = options.steps
    torch.manual_seed(0)
    model = LanguageModel()
    deviation = torch.tensor(Basis.load().deviation)
    weight = deviation**1.5 / (deviation[:-1] ** 1.5).mean()
    weight[-1] = 0.5
    model.flow_lm.emb_std.copy_(deviation)
    model.flow_lm.emb_mean.zero_()
    run = training.Run("language-model", model, list(model.parameters()))
    data, held = Utterances([f"data-{n}" for n in options.chunks]), Utterances(["choices"])
    held_out = held.batch(np.arange(0, len(held.list), 2), np.random.default_rng(0), training=False)
    random = np.random.default_rng(run.step)
    queue: list[np.ndarray] = []
    while run.step < (options.stop or steps) and not run.stopped:
        queue = queue or batches(data, random, shortest_first=run.step < 400)
        batch = data.batch(queue.pop(), random)
        f = losses(model, batch, weight, True)
        loss = f["square"] + 0.5 * f["absolute"] + 0.05 * f["pitch"] + 0.1 * f["end"] + 0.25 * f["phones"] + 0.3 * f["attention"]
        run.update(loss, training.learning_rate(run.step, PEAK, steps), BATCH, **f)
        if run.step % 500 == 0:
            with torch.no_grad():
                run.report(0.0, {"held_" + k: float(v) for k, v in losses(model, held_out, weight, False).items()})
    run.save()


if __name__ == "__main__":
    main()
