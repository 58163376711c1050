"""The reference's own modules, run over whole sequences without streaming state, so that gradients flow.

The modules (and so the parameters, their names and shapes) are those of the unmodified package pocket-tts 4.0.1.
"""

import functools
import math
import os

os.environ.setdefault("POCKET_TTS_NO_BEARTYPE", "1")

import torch
import torch.nn.functional as F
import yaml
from pocket_tts.models.flow_lm import FlowLMModel
from pocket_tts.models.mimi import build_mimi
from pocket_tts.modules.conv import StreamingConv1d, StreamingConvTranspose1d
from pocket_tts.modules.seanet import SEANetResnetBlock
from pocket_tts.utils.config import Config
from torch import Tensor, nn

import features
from settings import FOLDER, LATENT, PITCH_CENTRE

DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def load_config() -> Config:
    config = yaml.safe_load(open(FOLDER / "config.yaml"))
    config["flow_lm"]["lookup_table"]["tokenizer_path"] = str(FOLDER / "tokenizer.model")
    return Config(**config)


@functools.cache
def _rotations(length: int, size: int, device: torch.device) -> Tensor:
    frequencies = torch.exp(torch.arange(size // 2, device=device) * (-math.log(10000.0) * 2 / size))
    angles = torch.arange(length, device=device)[:, None] * frequencies
    return torch.polar(torch.ones_like(angles), angles)[:, None]


@functools.cache
def _window_mask(length: int, context: int, device: torch.device) -> Tensor:
    behind = torch.arange(length, device=device)[:, None] - torch.arange(length, device=device)
    return torch.where((behind >= 0) & (behind < context), 0.0, float("-inf"))


def transformer_layer(layer: nn.Module, x: Tensor, context: int | None, probe: list | None = None) -> Tensor:
    """x [B, T, d]. Appends the layer's (queries, keys) [B, H, T, D] to `probe`."""
    attention = layer.self_attn
    heads, size = attention.num_heads, attention.dim_per_head
    q, k, v = attention.in_proj(layer.norm1(x)).unflatten(-1, (3, heads, size)).unbind(2)
    turn = _rotations(x.shape[1], size, x.device)
    q, k = (
        torch.view_as_real(torch.view_as_complex(a.float().unflatten(-1, (-1, 2))) * turn).flatten(-2).transpose(1, 2)
        for a in (q, k)
    )
    if probe is not None:
        probe.append((q, k))
    q, k = q.to(v.dtype), k.to(v.dtype)
    mask = None if context is None else _window_mask(x.shape[1], context, x.device)
    mixed = F.scaled_dot_product_attention(q, k, v.transpose(1, 2), mask, is_causal=mask is None)
    x = x + layer.layer_scale_1(attention.out_proj(mixed.transpose(1, 2).flatten(2)))
    return x + layer.layer_scale_2(layer.linear2(F.gelu(layer.linear1(layer.norm2(x)), approximate="tanh")))


def convolution(module: StreamingConv1d, x: Tensor, mode: str = "constant") -> Tensor:
    padding = module._effective_kernel_size - module._stride
    return module.conv(F.pad(x, (padding, 0), mode=mode) if padding else x)


def transposed(module: StreamingConvTranspose1d, x: Tensor) -> Tensor:
    y = module.convtr(x)
    extra = module._kernel_size - module._stride
    return y[..., :-extra] if extra else y


def seanet(net: nn.Module, x: Tensor) -> Tensor:
    for module in net.model:
        if isinstance(module, StreamingConv1d):
            x = convolution(module, x)
        elif isinstance(module, StreamingConvTranspose1d):
            x = transposed(module, x)
        elif isinstance(module, SEANetResnetBlock):
            y = x
            for part in module.block:
                y = convolution(part, y) if isinstance(part, StreamingConv1d) else part(y)
            x = x + y
        else:
            x = module(x)
    return x


def projected(stack: nn.Module, x: Tensor) -> Tensor:
    x = x.transpose(1, 2)
    if stack.input_proj is not None:
        x = stack.input_proj(x)
    for layer in stack.transformer.layers:
        x = transformer_layer(layer, x, stack.transformer.context)
    return stack.output_projs[0](x).transpose(1, 2)


def decoder_steps(mimi: nn.Module, latents: Tensor) -> Tensor:
    """Latents [B, T, LATENT] to what the decoder's convolutions make audio of [B, 128, T * 16]."""
    x = transposed(mimi.upsample.convtr, mimi.quantizer.output_proj(latents.transpose(1, 2)))
    return projected(mimi.decoder_transformer, x)


def decode(mimi: nn.Module, latents: Tensor) -> Tensor:
    """Latents [B, T, LATENT] to audio [B, T * 1920]."""
    return seanet(mimi.decoder, decoder_steps(mimi, latents))[:, 0]


def encode(mimi: nn.Module, audio: Tensor) -> Tensor:
    """Audio [B, N] to latents [B, T, LATENT]."""
    x = projected(mimi.encoder_transformer, seanet(mimi.encoder, audio[:, None]))
    return convolution(mimi.downsample.conv, x, "replicate").transpose(1, 2)


def is_encoders(name: str) -> bool:
    """Whether a weight of the codec is of its encoder, not its decoder."""
    return name.startswith(("encoder", "downsample"))


def half(mimi: nn.Module, encoder: bool) -> list[nn.Parameter]:
    return [p for n, p in mimi.named_parameters() if is_encoders(n) == encoder]


def make_mimi() -> nn.Module:
    return build_mimi(load_config().mimi)


class Analysis(nn.Module):
    """Features to latents [..., LEARNT], their principal components. It does not learn: a decoder cannot follow latents
    that move.
    """

    def __init__(self, basis: features.Basis):
        super().__init__()
        self.register_buffer("mean", torch.tensor(basis.mean))
        self.register_buffer("vectors", torch.tensor(basis.vectors))

    def forward(self, x: Tensor) -> Tensor:
        return (x - self.mean) @ self.vectors


def latents_of(learnt: Tensor, periods: Tensor) -> Tensor:
    """[..., LATENT]: what is learnt, the constant 1, the pitch."""
    pitch = (periods.to(learnt) - PITCH_CENTRE)[..., None]
    return torch.cat([learnt, torch.ones_like(pitch), pitch], -1)


class LanguageModel(nn.Module):
    """FlowLM with a phone classifier beside its head, which exists in training only."""

    GUIDED_LAYERS = (2, 3)  # their first head learns to look at the text that is being said

    def __init__(self):
        super().__init__()
        config = load_config().flow_lm
        self.flow_lm = FlowLMModel.from_pydantic_config(config, latent_dim=LATENT, insert_bos_before_voice=True)
        width, depth = config.transformer.d_model, config.transformer.num_layers
        self.flow_lm.speaker_proj_weight = nn.Parameter(torch.randn(width, LATENT) * 0.05)
        self.phones = nn.Linear(width, 2 * config.lookup_table.n_bins)
        with torch.no_grad():
            for layer in self.flow_lm.transformer.layers:
                layer.self_attn.out_proj.weight.mul_(1 / math.sqrt(2 * depth))
                layer.linear2.weight.mul_(1 / math.sqrt(2 * depth))
            for block in self.flow_lm.flow_net.res_blocks:
                block.adaLN_modulation[1].weight.mul_(0.1)
                block.adaLN_modulation[1].bias.zero_()
            self.flow_lm.flow_net.final_layer.linear.weight.mul_(0.2)
            self.flow_lm.flow_net.final_layer.linear.bias.zero_()
            self.flow_lm.conditioner.embed.weight.mul_(0.7)
            self.flow_lm.bos_before_voice.mul_(0.5)
            self.flow_lm.bos_emb.mul_(0.5)

    def backbone(self, batch: dict, previous: Tensor, probe: list | None = None) -> Tensor:
        """States [B, T + 1, d] at positions that predict frames 0 to T, given normalised `previous` [B, T, LATENT]."""
        lm = self.flow_lm
        size = len(previous)
        source = torch.cat(
            [
                lm.bos_before_voice.expand(size, -1, -1),
                F.linear(batch["voice"], lm.speaker_proj_weight),
                lm.conditioner.embed(batch["ids"]),
                lm.input_linear(torch.cat([lm.bos_emb.expand(size, 1, -1), previous], 1)),
            ],
            1,
        )
        width = source.shape[-1]
        x = source.gather(1, batch["order"][:, :, None].expand(-1, -1, width))
        for i, layer in enumerate(lm.transformer.layers):
            x = transformer_layer(layer, x, None, probe if i in self.GUIDED_LAYERS else None)
        return lm.out_norm(x).gather(1, batch["at"][:, :, None].expand(-1, -1, width))

    def head(self, states: Tensor, noise: Tensor) -> Tensor:
        return noise + self.flow_lm.flow_net(states, noise)
