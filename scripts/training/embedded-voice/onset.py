"""Speech that begins with silence begins in silence. The decoder's convolutions see zeros where there is no past. For
the first of them these are not silence, and its units, the strengths of all waveforms, are as those of a faint click of
20 ms.
"""

import torch

from oscillator import CONSTANT, CONSTANT_AT

CONVOLUTION = "decoder.model.0.conv"  # weight [units, WIDTH, 3], its oldest step first
DEPTH = 16.0  # by so much the logarithms of the strengths fall in the two steps that lack a past


def with_quiet_onset(mimi: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The codec's weights; the decoder's output changes in the first 20 ms only. What falls by a bias is given back by
    a constant channel of the oldest step, which is zero where there is no past. BF16 holds the weight exactly.
    """
    weight, bias = mimi[f"{CONVOLUTION}.weight"].clone(), mimi[f"{CONVOLUTION}.bias"] - DEPTH
    assert not weight[:, CONSTANT_AT].any(), "the constants are the oscillator's alone"
    weight[:, CONSTANT_AT, 0] = DEPTH / CONSTANT
    return mimi | {f"{CONVOLUTION}.weight": weight, f"{CONVOLUTION}.bias": bias}
