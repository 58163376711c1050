"""How far audio is from what it should be, by its spectra alone: the phase of noise cannot be known."""

import torch
from torch import Tensor

import features
from networks import DEVICE
from settings import FRAME

SIZES = ((2048, 480, 128), (1024, 240, 80), (512, 120, 64), (256, 60, 32))  # window, hop, bands
FLOOR = 0.02  # magnitude: what is far below is not heard
QUIET = 0.1  # magnitude: of crops that are quieter, differences count less


class AudioLoss:
    """Of all but the first frame, whose past a crop has cut off."""

    def __init__(self):
        self.windows = {size: torch.hann_window(size, device=DEVICE) for size, *_ in SIZES}
        self.bands = {size: torch.tensor(features.mel_bands(size, count), device=DEVICE) for size, _, count in SIZES}

    def magnitudes(self, audio: Tensor, size: int, hop: int) -> Tensor:
        spectrum = torch.stft(audio, size, hop, window=self.windows[size], return_complex=True, center=False)
        return torch.view_as_real(spectrum).square().sum(-1).add(1e-7).sqrt()

    def __call__(self, made: Tensor, target: Tensor, weights: Tensor) -> dict[str, Tensor]:
        """`spectral`: relative and logarithmic differences of magnitudes; `mel`: of the logarithms of mel spectra; each
        crop has a weight [B].
        """
        made, target = made[:, FRAME:], target[:, FRAME:]
        spectral = mel = torch.zeros((), device=DEVICE)
        for size, hop, _ in SIZES:
            a, b = self.magnitudes(made, size, hop), self.magnitudes(target, size, hop)
            apart = (a - b).square().mean((1, 2)).sqrt() / (b.square().mean((1, 2)).sqrt() + QUIET)
            logs = (torch.log(a + FLOOR) - torch.log(b + FLOOR)).abs().mean((1, 2))
            spectral = spectral + (weights * (0.5 * apart + logs)).mean() / len(SIZES)
            a, b = ((self.bands[size] @ x + FLOOR).log() for x in (a, b))
            mel = mel + (weights * (a - b).abs().mean((1, 2))).mean() / len(SIZES)
        return dict(spectral=spectral, mel=mel)
