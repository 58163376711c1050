"""Small discriminators: of spectrograms at three resolutions, and of the waveform folded at prime periods (after
HiFi-GAN, EnCodec).
"""

import torch
from torch import Tensor, nn
from torch.nn.utils.parametrizations import weight_norm

SPECTROGRAMS = ((1024, 256, 32), (512, 128, 32), (256, 64, 24))  # window, hop, channels
PERIODS = (2, 3, 5, 7, 11)
SLOPE = 0.2
# Their convolutions in BF16 where that is quick: 0.7 of the time on a core with AVX-512 BF16. The decoder's stay F32.
HALVED = torch.cuda.is_available() or torch.cpu._is_avx512_bf16_supported()


def _layer(*arguments, **options) -> nn.Module:
    return weight_norm(nn.Conv2d(*arguments, **options))


class OfSpectrogram(nn.Module):
    """Sees real and imaginary part, their range compressed."""

    def __init__(self, size: int, hop: int, width: int):
        super().__init__()
        self.size, self.hop = size, hop
        self.register_buffer("window", torch.hann_window(size))
        self.layers = nn.ModuleList([
            _layer(2, width, (3, 7), (1, 2), padding=(1, 3)), _layer(width, 2 * width, (3, 5), (1, 2), padding=(1, 2)),
            _layer(2 * width, 2 * width, (3, 5), (1, 2), dilation=(2, 1), padding=(2, 2)),
            _layer(2 * width, 2 * width, (3, 3), (1, 2), padding=(1, 1)), _layer(2 * width, 1, (3, 3), padding=(1, 1)),
        ])  # fmt: skip

    def inputs(self, audio: Tensor) -> Tensor:
        spectrum = torch.stft(audio, self.size, self.hop, window=self.window, return_complex=True, center=False)
        parts = torch.view_as_real(spectrum)
        return (parts * (parts.square().sum(-1, keepdim=True) + 1e-6) ** -0.25).permute(0, 3, 2, 1)


class OfPeriod(nn.Module):
    """Sees every so many samples as a column."""

    def __init__(self, period: int):
        super().__init__()
        self.period, widths = period, (1, 12, 32, 96, 128)
        self.layers = nn.ModuleList(
            [_layer(widths[i], widths[i + 1], (5, 1), (3, 1), padding=(2, 0)) for i in range(4)]
            + [_layer(128, 1, (3, 1), padding=(1, 0))]
        )

    def inputs(self, audio: Tensor) -> Tensor:
        return audio[:, : audio.shape[1] // self.period * self.period].unflatten(1, (-1, self.period))[:, None]


class Discriminators(nn.Module):
    def __init__(self):
        super().__init__()
        self.all = nn.ModuleList([OfSpectrogram(*s) for s in SPECTROGRAMS] + [OfPeriod(p) for p in PERIODS])

    def chosen(self, step: int, every: bool) -> list[int]:
        """All, or by turns two of the spectrograms and one of the periods, for a slow machine."""
        return list(range(8)) if every else [step % 3, (step + 1) % 3, 3 + step % 5]

    def judge(self, number: int, audio: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Scores (1 is natural) and what the layers made on the way."""
        one = self.all[number]
        x, inner = one.inputs(audio), []
        with torch.autocast(audio.device.type, torch.bfloat16, enabled=HALVED):
            for layer in one.layers[:-1]:
                x = nn.functional.leaky_relu(layer(x), SLOPE)
                inner.append(x)
            return one.layers[-1](x).float(), inner

    def compare(self, which: list[int], natural: Tensor, made: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """What they are trained by; how unnatural `made` sounds to them; and how far their layers are from those of the
        natural audio. One pass gives all three.
        """
        loss, unnatural, apart = (torch.zeros((), device=made.device) for _ in range(3))
        for i in which:
            (known, wanted), (score, inner) = self.judge(i, natural), self.judge(i, made)
            loss = loss + (1 - known).square().mean() + score.square().mean()
            unnatural = unnatural + (1 - score).square().mean() / len(which)
            differences = [
                (a - b.detach()).abs().mean() / (b.detach().abs().mean() + 1e-5) for a, b in zip(inner, wanted)
            ]
            apart = apart + sum(d.float() for d in differences) / len(inner) / len(which)
        return loss, unnatural, apart
