"""The man's features without his audio.

Nine tenths of the time in which Kokoro speaks are its vocoder's. The spectra of the audio are known from what that
vocoder gets (`speech.Man.hidden`): a small network reads the features from it, and the language model hears many more
sentences in the same time. shortcut_training.py makes FOLDER/shortcut.pt, its weights.
"""

import functools

import numpy as np
import torch
from torch import Tensor, nn

import speech
from features import BANDS, HARMONICITY
from pitch import phase
from settings import FOLDER, PITCH_UNIT, STEP, STEPS

PATH = FOLDER / "shortcut.pt"
HIDDEN, WIDTH, PHASES = 512, 160, 3


def inputs(hidden: np.ndarray, periods: np.ndarray) -> np.ndarray:
    """[T, STEPS, HIDDEN + PHASES] of hidden states [F, HIDDEN] every `speech.HOP` samples, and of the voice's phase."""
    middles = np.arange(len(periods) * STEPS) * STEP + STEP // 2
    at = (middles / speech.HOP - 0.5).clip(0, len(hidden) - 1)
    before = np.floor(at).astype(int)
    share = (at - before)[:, None]
    x = hidden[before] * (1 - share) + hidden[np.minimum(before + 1, len(hidden) - 1)] * share
    t, hz = (v[middles] for v in phase(periods))
    phases = np.stack([np.cos(2 * np.pi * t), np.sin(2 * np.pi * t), hz / PITCH_UNIT / 10 - 1], 1)
    return np.concatenate([x, phases], 1).astype(np.float16).reshape(len(periods), STEPS, -1)


class Shortcut(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.zeros(HIDDEN + PHASES))
        self.register_buffer("deviation", torch.ones(HIDDEN + PHASES))
        self.layers = nn.Sequential(
            nn.Conv1d(HIDDEN + PHASES, WIDTH, 1), nn.GELU(), nn.Conv1d(WIDTH, WIDTH, 7, padding=3), nn.GELU(),
            nn.Conv1d(WIDTH, WIDTH, 5, padding=2), nn.GELU(),
        )  # fmt: skip
        self.levels = nn.Conv1d(WIDTH, BANDS, 1)
        self.harmonicity = nn.Conv1d(WIDTH, HARMONICITY, STEPS, stride=STEPS)

    def forward(self, x: Tensor) -> Tensor:
        """[B, T, STEPS, HIDDEN + PHASES] to [B, T, features.FEATURES]."""
        x = self.layers(((x - self.mean) / self.deviation).flatten(1, 2).transpose(1, 2))
        levels = self.levels(x).transpose(1, 2).unflatten(1, (-1, STEPS)).flatten(2)
        return torch.cat([levels, self.harmonicity(x).transpose(1, 2)], 2)


@functools.cache
def trained() -> Shortcut:
    torch.set_num_threads(1)
    net = Shortcut()
    net.load_state_dict(torch.load(PATH))
    return net.eval()


@torch.no_grad()
def features_of(hidden: np.ndarray, periods: np.ndarray) -> np.ndarray:
    """[T, features.FEATURES], smoother than those of audio."""
    return trained()(torch.from_numpy(inputs(hidden, periods))[None].float())[0].numpy()
