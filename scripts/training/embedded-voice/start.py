"""The decoder that training starts from, `start.py`: FOLDER/start.pt. It speaks at once, like a vocoder.

The residual holds spectra, harmonicity and the table's answers (oscillator.py). The first convolution makes of them the
logarithms of the strengths of all waveforms of a step (pulses.py), its activation the strengths, and the transposed
convolutions put the waveforms together. What follows passes samples on, each with both signs: ELU(x) - ELU(-x) is 2x
where x is small. All other channels and blocks are there to be learnt, and add nothing yet.
"""

import numpy as np
import torch
from torch import nn

import features
import pulses
from networks import make_mimi
from oscillator import ANSWER_AT, COSINES, PER_PERIOD, PITCH_AT, Oscillator, Spectrum
from settings import FOLDER, FRAME, PITCH_CENTRE, STEPS

SIGNAL = 0.25  # of the samples' size is what runs through the convolutions
VOICED_PERIODS = 16  # in a frame, where the strengths are right; the others follow by the pitch
UNVOICED, VOICED = 4.0, 2.5  # by so much do logarithms of pulses and noise fall where all is noise, or none
CENTRES = features.mel_edges(features.BANDS, *features.RANGE)[1:-1]  # Hz
WIDE_CENTRES = features.mel_edges(features.HARMONICITY, *features.WIDE_RANGE)[1:-1]


def between(hz: np.ndarray, bands: np.ndarray) -> np.ndarray:
    """Weights [hz, bands] of linear interpolation."""
    return np.stack([np.interp(hz, bands, row) for row in np.eye(len(bands))], 1)


def strengths(spectrum: Spectrum, hz: np.ndarray, unit: np.ndarray, slope: float, at: float) -> tuple:
    """Weights [hz, COSINES] and constants [hz] of the logarithms of strengths: half that of the power, as compared to
    `unit` [BANDS], and `slope` for the share of harmonics, beginning `at` 0 or 1 of them.
    """
    of_bands = between(hz, CENTRES) / 2
    of_share = between(hz, WIDE_CENTRES) * slope * 2 / (features.WEIGHT * STEPS)
    both = np.concatenate([of_bands, of_share], 1)  # [hz, BANDS + HARMONICITY]
    constant = both @ spectrum.mean - of_bands @ unit - slope * (1 + at)
    return both[:, spectrum.channels] * spectrum.gains, constant


def levels(audio: np.ndarray, periods: int) -> np.ndarray:
    """Mean features of the bands [BANDS] of some frames of even sound."""
    x = features.of_audio(audio, np.full(len(audio) // FRAME, periods))[2:-2, : STEPS * features.BANDS]
    return x.reshape(-1, features.BANDS).mean(0)


def units(mimi: nn.Module, spectrum: Spectrum) -> np.ndarray:
    """Writes the first convolution, and returns the waveforms [units, LENGTH]."""
    first = mimi.decoder.model[0].conv  # [512, WIDTH, 3]
    first.weight.zero_()
    first.bias.zero_()
    now = first.weight[:, :, -1]
    count, noisy = len(pulses.VOICED), len(pulses.NOISY)
    waves = np.zeros((len(now), pulses.LENGTH))

    n = VOICED_PERIODS
    even = np.tile(pulses.train_of_pulses(n, 0)[:FRAME], 6)
    unit = levels(even, n)
    unit = np.where(CENTRES < 5000, unit, np.median(unit))  # it ends at 6 kHz
    weights, constants = strengths(spectrum, pulses.VOICED * pulses.BIN, unit, UNVOICED, 1)
    both = slice(0, 3 * count)
    now[both, :COSINES] = torch.tensor(np.concatenate([weights.repeat(2, 0), weights]), dtype=torch.float32)
    first.bias[both] = torch.tensor(np.concatenate([constants.repeat(2), constants]), dtype=torch.float32)
    now[both, PITCH_AT] = 1 / (2 * n * PER_PERIOD)
    first.bias[both] += (PITCH_CENTRE - n) / (2 * n)
    now[range(2 * count), range(ANSWER_AT, ANSWER_AT + 2 * count)] = 1
    _, size = pulses.voice()
    of_bins = pulses.waveforms(pulses.VOICED) * size[:, None, None]
    waves[: 2 * count] = of_bins.reshape(2 * count, -1)
    waves[2 * count : 3 * count] = -of_bins.sum(1)

    at, groups = 3 * count, noisy // pulses.SHARED
    white = np.random.default_rng(2).standard_normal(60 * FRAME)
    hz = pulses.NOISY.reshape(groups, -1).mean(1) * pulses.BIN
    weights, constants = strengths(spectrum, hz, levels(white, n), -VOICED, 0)
    factors, size = pulses.noise()
    logs = np.log(np.maximum(1 + factors, pulses.SMALLEST))  # [STEPS, bins, 2]
    each = np.repeat(np.arange(groups), 2 * pulses.SHARED)
    rows = np.concatenate([each, np.arange(groups)])
    both = slice(at, at + len(rows))
    now[both, :COSINES] = torch.tensor(weights[rows], dtype=torch.float32)
    first.bias[both] = torch.tensor(constants[rows], dtype=torch.float32)
    now[at : at + 2 * noisy, COSINES : COSINES + STEPS] = torch.tensor(logs.reshape(STEPS, -1).T, dtype=torch.float32)
    of_bins = pulses.waveforms(pulses.NOISY) * size[:, None, None]
    waves[at : at + 2 * noisy] = of_bins.reshape(2 * noisy, -1)
    waves[at + 2 * noisy : at + len(rows)] = -of_bins.reshape(groups, -1, pulses.LENGTH).sum(1)
    return waves


@torch.no_grad()
def write(mimi: nn.Module, spectrum: Spectrum) -> None:
    waves = units(mimi, spectrum)
    _, _, *stages, _, last = mimi.decoder.model
    length = pulses.LENGTH // 2
    for number in range(4):
        part, block = stages[3 * number].convtr, stages[3 * number + 1].block
        ratio = part.kernel_size[0] // 2
        length //= ratio
        used = slice(0, 2 * length)
        part.weight[:, used] = 0
        part.weight -= part.weight.mean(0)  # what all units have in common, -1 in silence, goes nowhere
        part.bias.zero_()
        for step in range(ratio if number else 2 * ratio):
            samples = slice(step * length, (step + 1) * length)
            if number == 0:
                both = np.stack([waves[:, samples], -waves[:, samples]], 2).reshape(len(waves), -1)
                part.weight[:, used, step] = torch.tensor(both * SIGNAL, dtype=torch.float32)
            else:  # from pairs [2 * length * ratio] to pairs [2 * length]
                signs = torch.tensor([[1.0, -1.0], [-1.0, 1.0]]) / 2
                part.weight[2 * samples.start : 2 * samples.stop, used, step] = torch.kron(torch.eye(length), signs)
        block[-1].conv.weight.zero_()
        block[-1].conv.bias.zero_()
    last.conv.weight.zero_()
    last.conv.weight[0, :2, -1] = torch.tensor([1.0, -1.0]) / (2 * SIGNAL)
    last.conv.bias.zero_()


def main() -> None:
    torch.manual_seed(0)
    mimi = make_mimi()
    oscillator = Oscillator(mimi, fresh=True)
    assert oscillator.spectrum
    write(mimi, oscillator.spectrum)
    torch.save(mimi.state_dict(), FOLDER / "start.pt")


if __name__ == "__main__":
    main()
