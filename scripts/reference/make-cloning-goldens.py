"""Makes Tests/Fixtures/cloning: voices that the reference clones with the models of Tests/Fixtures/models.

    $(scripts/reference/setup) scripts/reference/make-cloning-goldens.py

The prompt is 1.6 s of quiet noise by a formula that the test repeats. Per model, all F32: `latents` [frames, width],
what the encoder makes of the prompt, and `kv` [layers, 2, positions, kvHeads, headDim], the voice.
"""

import shutil
import sys
from pathlib import Path

import numpy as np
import safetensors.torch
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent / "modules"))
from pocket_tts.data.audio_utils import end_on_pause

import reference_models

ROOT = Path(__file__).resolve().parents[2] / "Tests" / "Fixtures"


def noise(count: int) -> np.ndarray:
    """A 32-bit linear congruential generator's high bits, within -0.5..<0.5: the same in any language."""
    state, values = 1, np.empty(count, np.float32)
    for i in range(count):
        state = (state * 1664525 + 1013904223) % 2**32
        values[i] = (state >> 8) / 2**24 - 0.5
    return values


@torch.no_grad()
def make(folder: Path) -> None:
    model = reference_models.load(folder)
    prompt = torch.from_numpy(noise(38_411))[None] * 0.25
    latents = model.mimi.encode_to_latent(end_on_pause(prompt, model.sample_rate)[None])[0]
    state = model.get_state_for_audio_prompt(prompt)
    layers = [value["cache"][:, 0] for value in state.values() if "cache" in value]
    kv = torch.stack(layers)
    assert kv.isfinite().all() and latents.isfinite().all()
    print(
        f"{folder.name}: latents {list(latents.shape)} std {latents.std():.2f}, kv {list(kv.shape)} std {kv.std():.2f}"
    )
    target = ROOT / "cloning" / f"{folder.name}.safetensors"
    safetensors.torch.save_file({"latents": latents.contiguous(), "kv": kv.contiguous()}, target)


shutil.rmtree(ROOT / "cloning", ignore_errors=True)
(ROOT / "cloning").mkdir()
for model_folder in sorted(path for path in (ROOT / "models").iterdir() if path.is_dir()):
    make(model_folder)
