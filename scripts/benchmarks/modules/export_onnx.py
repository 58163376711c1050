"""Exports the reference's networks to ONNX, as the ports on ONNX Runtime do, and quantises their matrices to int8.

Usage: export_onnx.py MODEL_FOLDER; writes MODEL_FOLDER/onnx/{backbone,head,mimi}.{f32,int8}.onnx and arrays.npz.
Caches are inputs and outputs (past in, past with the new rows out); a graph is one step. Names are listed in PARTS.
"""

import logging
import math
import shutil
import sys
from pathlib import Path

import numpy
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "reference/modules"))
from pocket_tts.modules.conv import StreamingConv1d, StreamingConvTranspose1d
from pocket_tts.modules.seanet import SEANetResnetBlock

import reference_models


class Attention(nn.Module):
    """One layer's attention over its past and the new rows, with the mask and the positions given."""

    def __init__(self, source: nn.Module):
        super().__init__()
        self.source = source

    def forward(self, x, positions, mask, past_k, past_v):
        heads, width = self.source.num_heads, self.source.dim_per_head
        steps = x.shape[1]
        q, k, v = self.source.in_proj(x).view(1, steps, 3, heads, width).unbind(2)
        freqs = torch.exp(torch.arange(width // 2) * (-math.log(self.source.rope.max_period) * 2 / width))
        angle = positions[:, None] * freqs
        cos, sin = torch.cos(angle)[None, :, None], torch.sin(angle)[None, :, None]
        q, k = rotate(q, cos, sin).transpose(1, 2), rotate(k, cos, sin).transpose(1, 2)
        k = torch.cat([past_k, k], dim=2)
        v = torch.cat([past_v, v.transpose(1, 2)], dim=2)
        weights = torch.softmax((q * width**-0.5) @ k.transpose(2, 3) + mask, dim=-1)
        return self.source.out_proj((weights @ v).transpose(1, 2).reshape(1, steps, heads * width)), k, v


def rotate(x, cos, sin):
    real, imaginary = x[..., 0::2], x[..., 1::2]
    return torch.stack([real * cos - imaginary * sin, real * sin + imaginary * cos], dim=-1).flatten(-2)


class Transformer(nn.Module):
    def __init__(self, layers: nn.ModuleList, window: int | None = None):
        super().__init__()
        self.layers, self.window = layers, window
        self.attention = nn.ModuleList(Attention(layer.self_attn) for layer in layers)

    def forward(self, x, positions, mask, caches):
        present = []
        for i, (layer, attention) in enumerate(zip(self.layers, self.attention)):
            update, k, v = attention(layer.norm1(x), positions, mask, caches[2 * i], caches[2 * i + 1])
            x = layer._ff_block(x + layer.layer_scale_1(update))
            kept = slice(None) if self.window is None else slice(-(self.window - 1), None)
            present += [k[:, :, kept], v[:, :, kept]]
        return x, present


class Backbone(nn.Module):
    """Rows -> the last one's hidden state and EOS logit."""

    def __init__(self, lm):
        super().__init__()
        self.lm, self.transformer = lm, Transformer(lm.transformer.layers)

    def forward(self, rows, positions, mask, *caches):
        x, present = self.transformer(rows, positions, mask, caches)
        hidden = self.lm.out_norm(x[:, -1])
        return hidden, self.lm.out_eos(hidden), *present


class Head(nn.Module):
    """Hidden state and noise -> the latent, and the row that feeds it back."""

    def __init__(self, lm):
        super().__init__()
        self.lm = lm

    def forward(self, hidden, noise):
        zero = torch.zeros_like(noise[:, :1])
        latent = noise + self.lm.flow_net(hidden, zero, zero + 1, noise)
        return latent, self.lm.input_linear(latent)[None]


class Mimi(nn.Module):
    """A latent -> the samples of a frame. Convolutions take their past as inputs, in the order they are met."""

    def __init__(self, model, window: int):
        super().__init__()
        self.mimi, self.lm = model.mimi, model.flow_lm
        self.transformer = Transformer(model.mimi.decoder_transformer.transformer.layers, window)

    def forward(self, latent, positions, mask, *states):
        count = 2 * len(self.transformer.layers)
        caches, tails, new_tails = states[:count], list(states[count:]), []

        def streaming(layer, x):
            past = tails.pop(0)
            if isinstance(layer, StreamingConv1d):
                x = torch.cat([past, x], dim=-1)
                new_tails.append(x[..., -past.shape[-1] :])
                return layer.conv(x)
            y = layer.convtr(x)
            overlap = past.shape[-1]
            tail = y[..., -overlap:]
            new_tails.append(tail if layer.convtr.bias is None else tail - layer.convtr.bias[:, None])
            return torch.cat([y[..., :overlap] + past, y[..., overlap:-overlap]], dim=-1)

        x = self.mimi.quantizer((latent * self.lm.emb_std + self.lm.emb_mean).transpose(1, 2))
        x = streaming(self.mimi.upsample.convtr, x)
        x, present = self.transformer(x.transpose(1, 2), positions, mask, caches)
        x = x.transpose(1, 2)
        for layer in self.mimi.decoder.model:
            if isinstance(layer, (StreamingConv1d, StreamingConvTranspose1d)):
                x = streaming(layer, x)
            elif isinstance(layer, SEANetResnetBlock):
                y = x
                for part in layer.block:
                    # The second convolution has one tap and no past.
                    has_past = isinstance(part, StreamingConv1d) and part.conv.kernel_size[0] > 1
                    y = (
                        streaming(part, y)
                        if has_past
                        else part.conv(y)
                        if isinstance(part, StreamingConv1d)
                        else part(y)
                    )
                x = x + y
            else:
                x = layer(x)
        return x[0, 0], *present, *new_tails


def tail_shapes(mimi) -> list[tuple[int, int]]:
    shapes = []
    for layer in [mimi.upsample.convtr, *mimi.decoder.model]:
        parts = layer.block if isinstance(layer, SEANetResnetBlock) else [layer]
        for part in parts:
            if isinstance(part, StreamingConv1d) and part.conv.kernel_size[0] > 1:
                shapes.append((part.conv.in_channels, part.conv.kernel_size[0] - 1))
            elif isinstance(part, StreamingConvTranspose1d):
                shapes.append((part.convtr.out_channels, part.convtr.kernel_size[0] - part.convtr.stride[0]))
    return shapes


def export(folder: Path, name: str, module: nn.Module, inputs: dict, outputs: list[str], dynamic: dict) -> None:
    torch.onnx.export(
        module.eval(),
        tuple(inputs.values()),
        folder / f"{name}.f32.onnx",
        input_names=list(inputs),
        output_names=outputs,
        dynamic_axes=dynamic,
        opset_version=20,
        dynamo=False,
    )
    # Matrix products only: integer convolutions are slower than float ones in ONNX Runtime.
    quantize_dynamic(
        folder / f"{name}.f32.onnx",
        folder / f"{name}.int8.onnx",
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gemm"],
    )


def names(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{i}" for i in range(count)]


@torch.no_grad()
def main() -> None:
    logging.disable(logging.WARNING)
    source = Path(sys.argv[1])
    folder = source / "onnx"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    model = reference_models.load(source)
    lm, mimi = model.flow_lm, model.mimi
    config = model.config.flow_lm.transformer
    layers, width = config.num_layers, config.d_model // config.num_heads
    steps, past = 3, 5

    def caches(count: int, heads: int, dim: int) -> dict:
        return {name: torch.randn(1, heads, past, dim) for name in names("past", 2 * count)}

    def axes(count: int, *others: str) -> dict:
        grows = {name: {2: "past"} for name in names("past", 2 * count)}
        grows |= {name: {2: "present"} for name in names("present", 2 * count)}
        return (
            grows
            | {"mask": {0: "steps", 1: "all"}, "positions": {0: "steps"}}
            | {name: {1: "steps"} for name in others}
        )

    rows = {
        "rows": torch.randn(1, steps, config.d_model),
        "positions": torch.arange(past, past + steps).float(),
        "mask": torch.zeros(steps, past + steps),
    }
    export(
        folder,
        "backbone",
        Backbone(lm),
        rows | caches(layers, config.num_heads, width),
        ["hidden", "eos", *names("present", 2 * layers)],
        axes(layers, "rows"),
    )
    export(
        folder,
        "head",
        Head(lm),
        {"hidden": torch.randn(1, config.d_model), "noise": torch.randn(1, lm.ldim)},
        ["latent", "row"],
        {},
    )

    codec = model.config.mimi.decoder_transformer or model.config.mimi.transformer
    per_frame = int(mimi.encoder_frame_rate / mimi.frame_rate)
    tails = tail_shapes(mimi)
    frame = {
        "latent": torch.randn(1, 1, lm.ldim),
        "positions": torch.arange(past, past + per_frame).float(),
        "mask": torch.zeros(per_frame, past + per_frame),
    }
    frame |= caches(codec.num_layers, codec.num_heads, codec.d_model // codec.num_heads)
    frame |= {name: torch.zeros(1, *shape) for name, shape in zip(names("tail", len(tails)), tails)}
    grows = axes(codec.num_layers)
    grows["mask"], grows["positions"] = {1: "all"}, {}
    export(
        folder,
        "mimi",
        Mimi(model, codec.context),
        frame,
        ["samples", *names("present", 2 * codec.num_layers), *names("newtail", len(tails))],
        grows,
    )

    arrays = {"table": lm.conditioner.embed.weight, "bos": lm.input_linear(lm.bos_emb)}
    numpy.savez(
        folder / "arrays.npz",
        **{k: v.numpy() for k, v in arrays.items()},
        tails=numpy.array(tails),
        codec=[codec.num_layers, codec.num_heads, codec.d_model // codec.num_heads, codec.context, per_frame],
    )


if __name__ == "__main__":
    main()
