"""What all trainings share: averaged weights, the learning rate, checkpoints with the optimiser's state, logs, a limit
of time.
"""

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn

from settings import FOLDER

torch.set_float32_matmul_precision("high")
THREADS = int(os.environ.get("POCKET_TTS_EMBEDDED_THREADS", 1))  # of a training on a CPU
SECONDS = float(
    os.environ.get("POCKET_TTS_EMBEDDED_SECONDS", 0)
)  # of one training, in place of its number of updates; 0 is no limit


class Run:
    """A resumable training of `parameters` of `module`, kept in FOLDER/name.pt. `restore` undoes what updates may not
    change.

    It ends after `steps` updates, or after SECONDS where these are set: the learning rate falls towards that end.
    `pace` is a factor of the rate for each parameter. Without a checkpoint it begins with the weights in `start`.
    """

    def __init__(
        self, name: str, module: nn.Module, parameters: list[nn.Parameter], steps: int, peak: float, start: Path,
        average: float = 0.998, restore: Callable[[], None] = lambda: None, betas: tuple[float, float] = (0.9, 0.98),
        decay: float = 0.4, pace: Callable[[nn.Parameter], float] = lambda _: 1.0,
    ):  # fmt: skip
        if not torch.cuda.is_available():
            torch.set_num_threads(THREADS)
        self.path, self.log = FOLDER / f"{name}.pt", open(FOLDER / f"{name}.jsonl", "a")
        self.module, self.parameters, self.average, self.restore = module, parameters, average, restore
        self.steps, self.peak, self.decay = steps, peak, decay
        kinds: dict[tuple[float, float], list[nn.Parameter]] = {}  # by weight decay and pace
        for p in sorted(parameters, key=lambda p: p.dim() < 2):
            kinds.setdefault((0.01 if p.dim() >= 2 else 0.0, pace(p)), []).append(p)
        self.paces = [of_kind for _, of_kind in kinds]
        groups = [dict(params=found, weight_decay=lost) for (lost, _), found in kinds.items()]
        self.optimizer = torch.optim.AdamW(groups, betas=betas, fused=torch.cuda.is_available())
        self.step = self.seen = 0
        self.seconds = 0.0
        self.started = self.saved = time.time()
        self.sums: dict[str, torch.Tensor] = {}
        self.others: dict[str, torch.nn.Module | torch.optim.Optimizer] = {}  # kept in the checkpoint, too
        self.stopped = False  # by SIGTERM or ctrl-C: the loop ends, and the state is saved
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: setattr(self, "stopped", True))
        self.state = torch.load(self.path, weights_only=False, map_location="cpu") if self.path.exists() else None
        module.load_state_dict(self.state["model"] if self.state else torch.load(start, map_location="cpu"))
        self.averaged = {k: v.detach().clone() for k, v in module.state_dict().items()}
        if self.state:
            for k, v in self.state["averaged"].items():
                self.averaged[k].copy_(v)
            if "optimizer" in self.state:  # a checkpoint that had to be small has none
                self.optimizer.load_state_dict(self.state["optimizer"])
            self.step, self.seen, self.seconds = self.state["step"], self.state["seen"], self.state["seconds"]
        torch.manual_seed(self.step)

    def keep(self, **others: torch.nn.Module | torch.optim.Optimizer) -> None:
        """Has these in the checkpoint, and restores them."""
        self.others = others
        for name, other in others.items():
            if self.state and name in self.state:
                other.load_state_dict(self.state[name])

    def progress(self) -> float:
        """0 to 1."""
        return (time.time() - self.started) / SECONDS if SECONDS else self.step / self.steps

    def going(self) -> bool:
        return self.progress() < 1 and not self.stopped

    def rate(self, warmup: int = 150) -> float:
        """Rises, stays, and falls linearly over the last part, so that a run can be extended before it falls."""
        return self.peak * min(1.0, (self.step + 1) / warmup) * max(0.02, min(1.0, (1 - self.progress()) / self.decay))

    def update(self, loss: torch.Tensor, examples: int, **figures: torch.Tensor) -> None:
        rate = self.rate()
        for group, pace in zip(self.optimizer.param_groups, self.paces):
            group["lr"] = rate * pace
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
            self.sums[k] = self.sums.get(k, 0.0) + v.detach()
        if self.step % 100 == 0:
            self.report(rate, {k: float(v) / 100 for k, v in self.sums.items()})
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
                 step=self.step, seen=self.seen, seconds=self.minutes() * 60)
            | {name: other.state_dict() for name, other in self.others.items()}, temporary,
        )  # fmt: skip
        os.replace(temporary, self.path)


def averaged(name: str) -> dict[str, torch.Tensor]:
    return torch.load(FOLDER / f"{name}.pt", weights_only=False, map_location="cpu")["averaged"]
