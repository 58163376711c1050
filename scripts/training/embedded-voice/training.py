"""What both trainings share: averaged weights, the learning rate, checkpoints with the optimiser's state, logs."""

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn

from settings import FOLDER


def learning_rate(step: int, peak: float, steps: int, warmup: int = 150, decay: float = 0.4) -> float:
    """Rises, stays, and falls linearly over the last part of `steps`, so that a run can be extended before it falls."""
    left = (steps - step) / (decay * steps)
    return peak * min(1.0, (step + 1) / warmup) * max(0.02, min(1.0, left))


class Run:
    """A resumable training of `parameters` of `module`, kept in FOLDER/name.pt; `restore` undoes what updates may not change."""

    def __init__(
        self, name: str, module: nn.Module, parameters: list[nn.Parameter], average: float = 0.998,
        restore: Callable[[], None] = lambda: None,
    ):  # fmt: skip
        torch.set_num_threads(1)
        self.path, self.log = FOLDER / f"{name}.pt", open(FOLDER / f"{name}.jsonl", "a")
        self.module, self.parameters, self.average = module, parameters, average
        matrices = [p for p in parameters if p.dim() >= 2]
        vectors = [p for p in parameters if p.dim() < 2]
        self.optimizer = torch.optim.AdamW(
            [dict(params=matrices, weight_decay=0.01), dict(params=vectors, weight_decay=0.0)], betas=(0.9, 0.98)
        )
        self.restore = restore
        self.step = self.seen = 0
        self.seconds = 0.0
        self.started = self.saved = time.time()
        self.sums: dict[str, float] = {}
        self.stopped = False  # by SIGTERM or ctrl-C: the loop ends, and the state is saved
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: setattr(self, "stopped", True))
        if self.path.exists():
            state = torch.load(self.path, weights_only=False)
            module.load_state_dict(state["model"])
            self.averaged = state["averaged"]
            self.optimizer.load_state_dict(state["optimizer"])
            self.step, self.seen, self.seconds = state["step"], state["seen"], state["seconds"]
        else:
            self.averaged = {k: v.detach().clone() for k, v in module.state_dict().items()}
        torch.manual_seed(self.step)

    def update(self, loss: torch.Tensor, rate: float, examples: int, **figures: torch.Tensor) -> None:
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimizer.step()
        self.restore()
        self.step += 1
        self.seen += examples
        if self.step % 4 == 0:
            keep = min(self.average, (self.step + 1) / (self.step + 20)) ** 4
            with torch.no_grad():
                for k, v in self.module.state_dict().items():
                    self.averaged[k].lerp_(v, 1 - keep) if v.is_floating_point() else self.averaged[k].copy_(v)
        for k, v in figures.items():
            self.sums[k] = self.sums.get(k, 0.0) + float(v.detach())
        if self.step % 100 == 0:
            self.report(rate, {k: v / 100 for k, v in self.sums.items()})
            self.sums = {}
        if time.time() - self.saved > 120:
            self.save()

    def report(self, rate: float, figures: dict) -> None:
        line = dict(step=self.step, seen=self.seen, minutes=self.minutes(), rate=rate, **figures)
        text = json.dumps({k: round(v, 5) if isinstance(v, float) else v for k, v in line.items()})
        print(text, flush=True)
        self.log.write(text + "\n")
        self.log.flush()

    def minutes(self) -> float:
        return (self.seconds + time.time() - self.started) / 60

    def save(self) -> None:
        self.saved = time.time()
        temporary = self.path.with_suffix(".part")
        torch.save(
            dict(model=self.module.state_dict(), averaged=self.averaged, optimizer=self.optimizer.state_dict(),
                 step=self.step, seen=self.seen, seconds=self.minutes() * 60), temporary,
        )  # fmt: skip
        os.replace(temporary, self.path)


def averaged(name: str, folder: Path = FOLDER) -> dict[str, torch.Tensor]:
    return torch.load(folder / f"{name}.pt", weights_only=False)["averaged"]
