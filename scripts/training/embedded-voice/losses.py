"""How far audio is from what it should be: sample by sample where phase is known, and by spectra."""

import torch
from torch import Tensor, nn

import features
from networks import DEVICE
from settings import FRAME, STEP

RESOLUTIONS = ((256, 60), (512, 120), (1024, 240))
MEL = ((2048, 512, 128), (1024, 256, 80), (512, 128, 64), (256, 64, 32))  # window, hop, bands
EMPHASIS = 0.95
QUIET = 0.01  # steps of less than this level count for less


def step_errors(made: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """Of each step of 5 ms the square error and the target's square [B, N], high frequencies raised and
    loud steps lowered.

    Like the other losses of all but the first frame, whose past the crop has cut off.
    """
    made, target = ((x[:, FRAME:] - EMPHASIS * x[:, FRAME - 1 : -1]).unflatten(1, (-1, STEP)) for x in (made, target))
    level = target.square().mean(-1).sqrt()
    weight = 1 / (nn.functional.max_pool1d(level[:, None], 3, 1, 1)[:, 0] + QUIET)
    return tuple(x.square().mean(-1) * weight.square() for x in (made - target, target))


class AudioLoss:
    def __init__(self):
        sizes = {size for size, *_ in RESOLUTIONS + MEL}
        self.windows = {size: torch.hann_window(size, device=DEVICE) for size in sizes}
        self.bands = {size: torch.tensor(features.mel_bands(size, count), device=DEVICE) for size, _, count in MEL}

    def magnitudes(self, audio: Tensor, size: int, hop: int) -> Tensor:
        spectrum = torch.stft(audio, size, hop, window=self.windows[size], return_complex=True, center=False)
        return spectrum.abs().square().add(1e-7).sqrt()

    def exact(self, made: Tensor, target: Tensor) -> dict[str, Tensor]:
        """Where the target's samples can be known."""
        errors, whole = step_errors(made, target)
        made, target = made[:, FRAME:], target[:, FRAME:]
        spectral = torch.zeros((), device=DEVICE)
        for size, hop in RESOLUTIONS:
            a, b = self.magnitudes(made, size, hop), self.magnitudes(target, size, hop)
            convergence = (a - b).square().sum().sqrt() / b.square().sum().sqrt()
            spectral = spectral + (0.5 * convergence + (torch.log(a + 3e-3) - torch.log(b + 3e-3)).abs().mean()) / len(
                RESOLUTIONS
            )
        return dict(
            steps=errors.mean(), relative=errors.sum() / whole.sum(), spectral=spectral,
            wave=(made - target).abs().sum() / (target.abs().sum() + 1e-3),
        )  # fmt: skip

    @staticmethod
    def sum(parts: dict[str, Tensor]) -> Tensor:
        return 20 * parts["steps"] + parts["wave"] + parts["spectral"]

    def mel(self, made: Tensor, target: Tensor) -> Tensor:
        """Mean absolute difference of the logarithms of mel spectra at four resolutions."""
        total = torch.zeros((), device=DEVICE)
        for size, hop, _ in MEL:
            a, b = (
                (self.bands[size] @ self.magnitudes(x[:, FRAME:], size, hop)).clamp(1e-4).log() for x in (made, target)
            )
            total = total + (a - b).abs().mean() / len(MEL)
        return total
