"""Trains the language model: `language_model.py STEPS [ALONE]`; resumes.

The first ALONE updates (half of them by default) are by errors alone. Then a discriminator has its say, too.
"""

import math
import signal
import sys

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

import training
from batches import Stream, Utterances, scale
from latent_discriminator import LatentDiscriminator, balance
from networks import DEVICE, LanguageModel
from settings import CONSTANT_LATENT, FOLDER, LATENT, SMALL

GPU = DEVICE.type == "cuda"
BATCH, PEAK, WORKERS = (4 if SMALL else 192 if GPU else 32), 1e-3, (5 if GPU else 0)
JUDGE_RATE = 1e-3
# Of the batches hear some of the model's own predictions in place of the frames before; none do in the last part, since
# the spectra that are learnt so are blurred.
OWN, LAST_PART = 0.6, 0.2


def alignment(times: Tensor, frames: int) -> Tensor:
    """Where a head should look in each frame [B, T, tokens], summing to 1, of tokens said at `times` [B, tokens] (-99
    where there is none).
    """
    middle = (torch.arange(frames, device=times.device) * 0.08 + 0.04)[None, :, None]
    apart = times[:, None] - middle
    near = torch.exp(-apart.square() / (2 * 0.06**2)) + 1e-9 * torch.exp(-apart.abs() * 10)
    near = near * (times[:, None] > -1)
    return near / near.sum(-1, keepdim=True).clamp(min=1e-12)


def attention_loss(batch: dict, probes: list) -> Tensor:
    """How far the guided heads look from the characters being said."""
    first = 1 + batch["voice"].shape[1]
    text = slice(first, first + batch["ids"].shape[1])
    at = batch["at"][:, :-1, None]
    aligned = alignment(batch["times"], at.shape[1])
    total = torch.zeros((), device=at.device)
    for queries, keys in probes:
        q = queries[:, 0].gather(1, at.expand(-1, -1, queries.shape[-1]))
        scores = q @ keys[:, 0].transpose(1, 2) / math.sqrt(q.shape[-1])
        scores = scores.float().masked_fill(torch.arange(scores.shape[-1], device=at.device) > at, -1e9)
        likely = scores.log_softmax(-1)[:, :, text]
        total = total - ((aligned * likely).sum(-1) * batch["inside"]).sum() / batch["inside"].sum()
    return total / len(probes)


def losses(
    model: LanguageModel, batch: dict, weight: Tensor, train: bool, listening: float = 0.0
) -> tuple[dict[str, Tensor], Tensor, Tensor]:
    """Figures, the predictions (0 outside of the utterances), and the states that they are made from. `listening` is
    how likely it is to hear its own predictions.
    """
    y = previous = batch["y"]
    if train:  # its own predictions, noise and lost frames: when it speaks, it listens to itself
        size = len(y)
        if float(torch.rand(())) < listening:
            with torch.no_grad():
                own = model.head(model.backbone(batch, y)[:, :-1], torch.zeros_like(y))
            heard = torch.rand(y.shape[:2], device=y.device) < torch.rand(size, 1, device=y.device)
            previous = torch.where(heard[:, :, None], own.to(y), y)
        previous = previous + torch.rand(size, 1, 1, device=y.device) * 0.4 * torch.randn_like(y)
        lost = torch.rand(y.shape[:2], device=y.device) < torch.rand(size, 1, device=y.device) * 0.15
        previous = torch.where(lost[:, :, None], torch.randn_like(y), previous)
    probes: list = []
    states = model.backbone(batch, previous, probes)
    inside = batch["inside"] > 0
    spoken, target = states[:, :-1][inside], y[inside]
    predicted = model.head(spoken, torch.zeros_like(target))
    difference = predicted - target
    error = (difference.square() * weight).sum(-1)
    end = model.flow_lm.out_eos(states).squeeze(-1)
    end = F.binary_cross_entropy_with_logits(
        end.float(), batch["end"], reduction="none", pos_weight=torch.tensor(5.0, device=end.device)
    )
    phones = model.phones(spoken).unflatten(-1, (2, -1))
    figures = dict(
        square=error.mean() / LATENT,
        absolute=(error + 1e-4).sqrt().mean() / math.sqrt(LATENT),
        pitch=difference[:, -1].abs().mean(),  # whole numbers: their median is one, too
        end=(end * batch["until_end"]).sum() / batch["until_end"].sum(),
        phones=F.cross_entropy(phones.flatten(0, 1), batch["phones"][inside].flatten()),
        attention=attention_loss(batch, probes),
        accuracy=(phones.argmax(-1) == batch["phones"][inside]).float().mean(),
    )
    made = torch.zeros_like(y)
    made[inside] = predicted.to(made)
    return figures, made, states[:, :-1]


def by_default(_: int) -> None:
    """A worker that makes batches ends when it gets a signal: only the training saves its state first."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)


def main() -> None:
    steps = int(sys.argv[1])
    alone = int(sys.argv[2]) if len(sys.argv) > 2 else steps // 2
    torch.manual_seed(0)
    model = LanguageModel().to(DEVICE)
    deviation = torch.tensor(scale()[1], device=DEVICE)
    weight = deviation**1.5 / (deviation[:CONSTANT_LATENT] ** 1.5).mean()
    weight[CONSTANT_LATENT], weight[-1] = 0, 0.5
    run = training.Run(
        "language-model", model, list(model.parameters()), steps, PEAK, FOLDER / "language-model-start.pt"
    )
    judge = LatentDiscriminator(model.flow_lm.out_eos.in_features, deviation).to(DEVICE)
    optimizer = torch.optim.AdamW(judge.parameters(), lr=JUDGE_RATE, betas=(0.5, 0.9), fused=GPU)
    run.keep(judges=judge, judges_optimizer=optimizer)
    last_layer = model.flow_lm.flow_net.final_layer.linear.weight
    held = Utterances.load("held")
    held_out = {
        k: v.to(DEVICE)
        for k, v in held.batch(np.arange(0, len(held.frames), 2), np.random.default_rng(0), False).items()
    }
    stream = Stream("latents", BATCH, run.step, shortest_first=run.step < 400)
    loader = iter(torch.utils.data.DataLoader(
        stream, batch_size=None, num_workers=WORKERS, prefetch_factor=8 if WORKERS else None, worker_init_fn=by_default,
        pin_memory=GPU,
    ))  # fmt: skip
    while run.going():
        batch = {k: v.to(DEVICE, non_blocking=True) for k, v in next(loader).items()}
        with torch.autocast(DEVICE.type, torch.bfloat16, enabled=DEVICE.type == "cuda"):
            listening = OWN if run.progress() < 1 - LAST_PART else 0.0
            f, made, states = losses(model, batch, weight, True, listening)
            inside = batch["inside"]
            natural = batch["y"] * inside[..., None]
            f["judged"] = judge.loss(natural, made, states, inside)
        optimizer.zero_grad(set_to_none=True)
        f["judged"].backward()
        optimizer.step()
        errors = f["square"] + 0.5 * f["absolute"]
        loss = errors + 0.05 * f["pitch"] + 0.1 * f["end"] + 0.25 * f["phones"] + 0.3 * f["attention"]
        if run.progress() >= alone / steps:
            f["unnatural"] = judge.unnatural(natural, made, states, inside)
            loss = loss + balance(errors, f["unnatural"], last_layer) * f["unnatural"]
        run.update(loss, BATCH, **f)
        if run.step % 500 == 0:
            with torch.no_grad():
                run.report(0.0, {"held_" + k: float(v) for k, v in losses(model, held_out, weight, False)[0].items()})
    run.save()


if __name__ == "__main__":
    main()
