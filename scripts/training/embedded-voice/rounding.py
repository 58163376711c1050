"""Weights in BF16 that do what those in F32 do. This decoder loses up to a DistillMOS point when each is rounded to its
nearest.
"""

import functools

import numpy as np
import torch
from torch import Tensor, nn

import data
from latents import load_analysis
from networks import decode, latents_of
from settings import HIGHEST, LOWEST, SPEAKERS

EXAMPLES, EXAMPLE = 20, 100  # of latents: for each speaker, and frames of each


def with_same_sums(weight: Tensor) -> Tensor:
    """In BF16, each with the errors of the larger ones before it: sums over the first axis stay what they are."""
    order = weight.abs().argsort(0, descending=True)
    out, error = [], torch.zeros_like(weight[0])
    for value in weight.gather(0, order):
        out.append((value + error).bfloat16())
        error = value + error - out[-1]
    return torch.zeros_like(weight, dtype=torch.bfloat16).scatter_(0, order, torch.stack(out))


def with_same_outputs(weight: Tensor, inputs: Tensor, damping: float = 1e-4) -> Tensor:
    """In BF16 [outputs, N], such that the outputs for `inputs` [examples, N] change least: the error of each column is
    made up for by the columns that are not rounded yet (GPTQ, arXiv:2210.17323, with BF16 as its grid). `damping` is
    relative to the inputs' mean square.
    """
    inputs, weight = inputs.double(), weight.double()
    products = inputs.T @ inputs / len(inputs)
    products = products + damping * products.diagonal().mean() * torch.eye(len(products), dtype=torch.float64)
    order = products.diagonal().argsort(descending=True)
    inverse = torch.cholesky_inverse(torch.linalg.cholesky(products[order][:, order]))
    spread, weight = torch.linalg.cholesky(inverse, upper=True), weight[:, order]
    out = torch.empty_like(weight, dtype=torch.bfloat16)
    for i in range(weight.shape[1]):
        out[:, i] = weight[:, i].float().bfloat16()
        error = (weight[:, i] - out[:, i].double()) / spread[i, i]
        weight[:, i:] -= error[:, None] * spread[i, i:]
    return out[:, order.argsort()]


@torch.no_grad()
def inputs_of(mimi: nn.Module, names: tuple[str, ...]) -> dict[str, Tensor]:
    """What linear layers and convolutions of a stride of 1 get [examples, inputs] when it decodes speech, of which a
    third has a random pitch.
    """
    analysis, random = load_analysis(), torch.Generator().manual_seed(0)
    files = [np.load(data.shard_path(speaker, 0)) for speaker in range(len(SPEAKERS))]
    length = min(EXAMPLE, *(len(file["periods"]) for file in files))
    latents = []
    for file in files:
        features, periods = (torch.from_numpy(file[key]) for key in ("features", "periods"))
        for number in range(EXAMPLES):
            first = int(torch.randint(len(periods) - length + 1, (), generator=random))
            pitch = periods[first : first + length]
            if number % 3 == 0:
                pitch = torch.randint(LOWEST, HIGHEST + 1, (length,), generator=random)
            latents.append(latents_of(analysis(features[first : first + length].float()), pitch))
    out: dict[str, Tensor] = {}

    def catch(module: nn.Module, inputs: tuple[Tensor], name: str) -> None:
        x = inputs[0]
        if isinstance(module, nn.Conv1d):
            x = x.unfold(2, module.kernel_size[0], 1).transpose(1, 2).flatten(2)
        out[name] = x.flatten(0, 1)

    modules = dict(mimi.named_modules())
    hooks = [modules[name].register_forward_pre_hook(functools.partial(catch, name=name)) for name in names]
    decode(mimi, torch.stack(latents))
    for hook in hooks:
        hook.remove()
    return out
