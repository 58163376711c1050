"""The part of Mimi's decoder that is computed, not learnt: what keeps the phase of a voice with a natural pitch.

A decoder of this size does not learn from examples where in a step of 5 ms the pulses stand: that depends on the pitch
of this frame and the last one and on the step's number, and hardly at all on either alone. So the upsampling's kernels
hand every step its number and both pitches, the first layer's MLP rounds the pitches, and the second one's has a hidden
unit for each (pitch, glide, step): a table, which gives what `pulses.py` says of that step.

Channels of the residual [WIDTH], in this order: the spectrum as coefficients of cosines over the frame; the step's
number, one-hot; a pair of constants; both pitches; both pitches rounded, as thermometers; a zero; the table's answers;
free ones. From the constants and the zero the computed units know what the normalisation has done. Their weights are
such that BF16 keeps them.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

import pulses
from features import BANDS, Basis
from settings import CONSTANT_LATENT, HIGHEST, LATENT, LEARNT, LOWEST, PITCH_CENTRE, STEEPEST, STEPS

WIDTH = 320
COSINES = 112
STEP_AT = COSINES
CONSTANT_AT = STEP_AT + STEPS
PITCH_AT = CONSTANT_AT + 2  # of this frame, of the last one
ROUNDED_AT = PITCH_AT + 2
LEVELS = np.arange(LOWEST + 1, HIGHEST + 1)  # the thermometer's marks: is the pitch this high?
MIDDLE = (LOWEST + HIGHEST) / 2  # marks below it are there from the start, and are taken away
ZERO_AT = ROUNDED_AT + 2 * len(LEVELS)
ANSWER_AT = ZERO_AT + 1
FREE_AT = ANSWER_AT + 2 * len(pulses.VOICED)
COMPUTED = slice(STEP_AT, ANSWER_AT)

CONSTANT = 64.0  # so large that a layer's normalisation divides by hardly anything else
DEVIATION = 5.0625  # what it divides by
PER_PERIOD = 0.25  # in the pitch channels
MARK = 0.5  # in the thermometers
BLUR = 1 / 32  # of a period, to both sides of a half: there the table's entries mix
STEEP = 64.0  # hidden units per period
SURE = 8.0  # hidden units per condition of the table
SCALE = 4.0  # of the cosines


def _row(weights: dict[int, float], constant: float) -> Tensor:
    """Of a matrix behind a LayerNorm: sums channels and a constant as if there had been none, but for its scale."""
    row = torch.zeros(WIDTH)
    for channel, weight in weights.items():
        row[channel] += weight
    row[ZERO_AT] -= sum(weights.values())  # the mean that was taken off
    row[CONSTANT_AT] += constant / (2 * CONSTANT)
    row[CONSTANT_AT + 1] -= constant / (2 * CONSTANT)
    return row


Sum = tuple[dict[int, float], float]  # the weights of channels, and a constant


def _at_least(level: int, last: bool) -> Sum:
    """Whether this frame's pitch, or the last one's, is that high: a mark of its thermometer, or known beforehand."""
    if LOWEST < level <= HIGHEST:
        return {ROUNDED_AT + last * len(LEVELS) + level - LOWEST - 1: 1 / MARK}, 0.0
    return {}, float(level <= LOWEST)


def _less(a: Sum, b: Sum) -> Sum:
    """a - b, of different channels."""
    return a[0] | {channel: -weight for channel, weight in b[0].items()}, a[1] - b[1]


@dataclass
class Entry:
    """One of the table: it answers in this step of a frame with so many periods, after a frame with `glide` more."""

    periods: int
    glide: int
    step: int
    # Of channels: their sum and `constant` are 2 where pitch and glide are the entry's, and less elsewhere.
    weights: dict[int, float]
    constant: float


def entries() -> list[Entry]:
    out = []
    for n, d in pulses.pairs():
        is_n = _less(_at_least(n, False), _at_least(n + 1, False))
        low = ({}, 1.0) if d == -STEEPEST else _at_least(n + d, True)
        high = ({}, 0.0) if d == STEEPEST else _at_least(n + d + 1, True)
        was = _less(low, high)
        out += [Entry(n, d, step, is_n[0] | was[0], is_n[1] + was[1]) for step in range(STEPS)]
    return out


@dataclass
class Spectrum:
    """How the residual's first channels carry the features."""

    channels: np.ndarray  # [COSINES] which features: a band, or BANDS and more for a band of the harmonicity
    gains: np.ndarray  # [COSINES] what a unit of the channel adds to them
    mean: np.ndarray  # [BANDS + harmonicity]


class Oscillator:
    """Puts the computed weights in; `restore` puts them back after each update."""

    def __init__(self, mimi: nn.Module, fresh: bool):
        self.fixed: list[tuple[Tensor, Tensor, Tensor]] = []  # parameter, which, values
        self.spectrum: Spectrum | None = None
        with torch.no_grad():
            layers = mimi.decoder_transformer.transformer.layers[:2]
            if fresh:
                for layer in layers:
                    layer.layer_scale_1.scale.fill_(1)
                    layer.layer_scale_2.scale.fill_(1)
                    layer.self_attn.out_proj.weight.zero_()
                    layer.linear2.weight.zero_()
                    for norm in (layer.norm1, layer.norm2):
                        norm.weight.fill_(DEVIATION)
                        norm.weight[CONSTANT_AT : CONSTANT_AT + 2] = DEVIATION / CONSTANT
            self._frame(mimi, fresh)
            self._rounding(layers[0])
            self._table(layers[1], fresh)
            self._convolutions(mimi.decoder.model)
            self.restore()

    @torch.no_grad()
    def restore(self) -> None:
        for parameter, which, values in self.fixed:
            parameter.copy_(torch.where(which, values, parameter))
        self.waves -= self.waves.mean(0)

    def _fix(self, parameter: Tensor, index, values) -> None:
        which = torch.zeros(parameter.shape, dtype=torch.bool, device=parameter.device)
        which[index] = True
        whole = torch.zeros(parameter.shape, device=parameter.device)
        whole[index] = torch.as_tensor(values, dtype=torch.float32, device=parameter.device)
        self.fixed.append((parameter.data, which, whole))
        parameter.register_hook(lambda gradient: gradient.masked_fill(which, 0))

    def _frame(self, mimi: nn.Module, fresh: bool) -> None:
        """The projection [WIDTH, LATENT, 1] and the kernels [WIDTH, 1, 32] of the upsampling."""
        projection, kernels = mimi.quantizer.output_proj.weight, mimi.upsample.convtr.convtr.weight
        if fresh:
            projection.zero_()
            kernels.mul_(0.5)
            self._spectrum(projection, kernels)
        rows = torch.zeros(WIDTH, LATENT, 1)
        taps = torch.zeros(WIDTH, 1, 2 * STEPS)
        for step in range(STEPS):
            rows[STEP_AT + step, CONSTANT_LATENT] = 1
            taps[STEP_AT + step, 0, step] = 1
        rows[CONSTANT_AT, CONSTANT_LATENT], rows[CONSTANT_AT + 1, CONSTANT_LATENT] = CONSTANT, -CONSTANT
        taps[CONSTANT_AT : CONSTANT_AT + 2, 0, :STEPS] = 1
        rows[PITCH_AT : PITCH_AT + 2, LATENT - 1] = PER_PERIOD
        taps[PITCH_AT, 0, :STEPS] = 1
        taps[PITCH_AT + 1, 0, STEPS:] = 1
        for channel, level in enumerate(np.tile(LEVELS, 2), ROUNDED_AT):
            if level < MIDDLE:
                rows[channel, CONSTANT_LATENT] = MARK
                taps[channel, 0, :STEPS] = 1
        self._fix(projection, COMPUTED, rows[COMPUTED])
        self._fix(kernels, COMPUTED, taps[COMPUTED])

    def _spectrum(self, projection: Tensor, kernels: Tensor) -> None:
        """What a unit of each latent adds to the features, and of these what cosines over the frame carry it."""
        basis = Basis.load()
        units = basis.vectors / (basis.vectors**2).sum(0)
        orders, steps = np.arange(STEPS), np.arange(STEPS)
        size = np.sqrt(np.where(orders, 2, 1) / STEPS)[:, None]
        cosines = np.cos(np.pi * orders[:, None] * (steps + 0.5) / STEPS) * size
        # The waveforms of a step are loudest where the next one begins.
        later = np.cos(np.pi * orders[:, None] * (steps + 1) / STEPS) * size
        bands, rest = units[: STEPS * BANDS].reshape(STEPS, BANDS, LEARNT), units[STEPS * BANDS :]
        made = np.einsum("mk,kij->imj", cosines, bands).reshape(-1, LEARNT)
        order = np.append(np.tile(orders, BANDS), np.zeros(len(rest), int))
        which = np.append(np.repeat(np.arange(BANDS), STEPS), BANDS + np.arange(len(rest)))
        made = np.concatenate([made, rest * np.sqrt(STEPS)])
        deviation = np.sqrt((made**2 * basis.deviation**2).sum(1))
        largest = np.argsort(-deviation)[:COSINES]
        print("channels carry", (deviation[largest] ** 2).sum() / (deviation**2).sum(), "of the variance")
        scale = 0.75 / np.sqrt(deviation[largest] * deviation[largest[0]])
        projection[:COSINES, :LEARNT, 0] = torch.tensor(made[largest] * scale[:, None], dtype=torch.float32)
        kernels[:COSINES] = 0
        kernels[:COSINES, 0, :STEPS] = torch.tensor(later[order[largest]] * SCALE, dtype=torch.float32)
        mean = np.append(basis.mean[: STEPS * BANDS].reshape(STEPS, BANDS).mean(0), basis.mean[STEPS * BANDS :])
        self.spectrum = Spectrum(which[largest], 1 / (scale * SCALE), mean)

    def _convolutions(self, model: nn.Module) -> None:
        """Silence stays silence: there all units of the first activation are -1, and add up to nothing. Otherwise what
        is learnt adds tones of 200 Hz and its multiples.
        """
        # It has biases, and would find the constants too strong.
        self._fix(model[0].conv.weight, (slice(None), slice(CONSTANT_AT, CONSTANT_AT + 2)), 0)
        first = model[2].convtr.weight
        self.waves = first.data
        used = slice(0, pulses.STEP)
        self._fix(first, (slice(None), used), first[:, used].clone())
        for part in model[2:]:
            for module in part.modules():
                if isinstance(module, nn.Conv1d | nn.ConvTranspose1d):
                    self._fix(module.bias, slice(None), 0)

    def _rounding(self, layer: nn.Module) -> None:
        """Two hidden units for each mark of both thermometers; units of the upper half grow upwards, of the lower half
        downwards.
        """
        count = 4 * len(LEVELS)
        into, out = torch.zeros(count, WIDTH), torch.zeros(WIDTH, count)
        slope = STEEP / PER_PERIOD
        unit = 0
        for last in (False, True):
            for number, level in enumerate(LEVELS):
                channel = ROUNDED_AT + last * len(LEVELS) + number
                up = 1 if level > MIDDLE else -1
                for sign in (1, -1):  # the one that begins first, the one that holds it
                    threshold = (level - 0.5 - PITCH_CENTRE) - sign * up * BLUR
                    into[unit] = _row({PITCH_AT + last: up * slope}, -up * slope * PER_PERIOD * threshold)
                    out[channel, unit] = up * sign * MARK / (2 * BLUR * STEEP)
                    unit += 1
        self._fix(layer.linear1.weight, slice(0, count), into)
        self._fix(layer.linear2.weight, COMPUTED, 0)
        self._fix(layer.linear2.weight, (slice(None), slice(0, count)), out)
        self._untouched(layer)

    def _table(self, layer: nn.Module, fresh: bool) -> None:
        table = entries()
        rows = []
        for entry in table:  # with the step they are 3 where all hold, and at most 2 elsewhere
            weights = {
                channel: SURE * weight for channel, weight in (entry.weights | {STEP_AT + entry.step: 1.0}).items()
            }
            rows.append(_row(weights, SURE * (entry.constant - 2.5)))
        self._fix(layer.linear1.weight, slice(0, len(rows)), torch.stack(rows))
        if fresh:
            factors, _ = pulses.voice()
            answers = np.log(np.maximum(1 + factors, pulses.SMALLEST)).reshape(len(table), -1) / (SURE / 2)
            layer.linear2.weight[ANSWER_AT:FREE_AT, : len(table)] = torch.tensor(answers.T, dtype=torch.float32)
        self._untouched(layer)

    def _untouched(self, layer: nn.Module) -> None:
        self._fix(layer.self_attn.out_proj.weight, COMPUTED, 0)
        self._fix(layer.norm2.weight, COMPUTED, DEVIATION)
        self._fix(layer.norm2.bias, COMPUTED, 0)
