"""Tells latents that the language model predicts from the teachers' own. Squares alone teach the mean of all that may
come, which is smoother than speech.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm

from settings import CONSTANT_LATENT, LATENT

WIDTH = 256
SLOPE = 0.2
SHARE = 1.0  # of its gradient beside that of the errors, at the language model's last layer


class LatentDiscriminator(nn.Module):
    """Sees five frames of latents [B, T, LATENT], the pitch apart, each with the state that it is predicted from."""

    def __init__(self, states: int, deviation: Tensor):
        """`states` is the size of a state; latents that vary more (`deviation` [LATENT]) count more."""
        super().__init__()
        counts = 3 * (deviation / deviation[:CONSTANT_LATENT].max()) ** 0.75
        counts[CONSTANT_LATENT:] = 0
        self.register_buffer("counts", counts)
        self.of_latents = spectral_norm(nn.Conv1d(LATENT, WIDTH, 3, padding=1))
        self.of_states = spectral_norm(nn.Conv1d(states + 1, WIDTH, 1))
        self.layers = nn.ModuleList(
            [spectral_norm(nn.Conv1d(WIDTH, WIDTH, 3, padding=1)), spectral_norm(nn.Conv1d(WIDTH, WIDTH, 1))]
        )
        self.score = nn.Conv1d(WIDTH, 1, 1)

    def forward(self, latents: Tensor, states: Tensor, pitch: Tensor) -> Tensor:
        """Scores [B, T]: above 0 for the teachers' latents. `pitch` [B, T, 1] is the true one."""
        known = torch.cat([states.detach(), pitch], -1).transpose(1, 2)
        x = self.of_latents((latents * self.counts).transpose(1, 2)) + self.of_states(known)
        x = F.leaky_relu(x, SLOPE)
        for layer in self.layers:
            x = F.leaky_relu(layer(x) + x, SLOPE)
        return self.score(x)[:, 0]

    def loss(self, natural: Tensor, made: Tensor, states: Tensor, inside: Tensor) -> Tensor:
        """What it is trained by; frames count where `inside` [B, T] is 1."""
        pitch = natural[..., -1:]
        wrong = F.relu(1 - self(natural, states, pitch)) + F.relu(1 + self(made.detach(), states, pitch))
        return (wrong * inside).sum() / inside.sum()

    def unnatural(self, natural: Tensor, made: Tensor, states: Tensor, inside: Tensor) -> Tensor:
        """What the language model is trained by beside its errors."""
        self.requires_grad_(False)
        out = -(self(made, states, natural[..., -1:]) * inside).sum() / inside.sum()
        self.requires_grad_(True)
        return out


def balance(errors: Tensor, unnatural: Tensor, weight: nn.Parameter) -> Tensor:
    """By how much `unnatural` is to be multiplied, for SHARE of the gradient of `errors` at `weight` (as in VQGAN)."""
    sizes = [torch.autograd.grad(x, weight, retain_graph=True)[0].norm() for x in (errors, unnatural)]
    return (SHARE * sizes[0] / (sizes[1] + 1e-6)).clamp(max=2).detach()
