"""Draws docs/alignment.svg: what the embedded voice's heads attend to, and its words over its waveform.

    POCKET_TTS_BINARY=PROGRAM "$(scripts/reference/setup)" scripts/reference/draw-alignment.py

The attention is the reference's, the word times and the audio are the program's.
"""

import json
import os
import subprocess
import sys
import tempfile
import wave
from html import escape
from pathlib import Path

import numpy as np
import torch
import yaml
from pocket_tts import TTSModel

sys.path.insert(0, str(Path(__file__).parent / "modules"))
from attention_recorder import Recorder

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "Models/embedded"
VOICE = "woman"
TEXT = "The old man sat down, and looked at the river."
LEFT, TOP, SECOND, ROW, WAVE = 20, 20, 300, 7, 90  # pixels: margins, a second, a token, half the waveform


def attention() -> tuple[np.ndarray, list[str]]:
    """[frames, tokens], the mean of the chosen heads, and the tokens."""
    config = yaml.safe_load((MODEL / "config.yaml").read_text())
    config["weights_path"] = str(MODEL / config["weights_path"])
    table = config["flow_lm"]["lookup_table"]
    table["tokenizer_path"] = str(MODEL / table["tokenizer_path"])
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(yaml.safe_dump(config, allow_unicode=True))
        file.flush()
        model = TTSModel.load_model(config=file.name)
    state = model.get_state_for_audio_prompt(MODEL / f"voices/{VOICE}.safetensors")
    first = model._flow_lm_current_end(state)
    chosen = json.loads((MODEL / "alignment.json").read_text())["heads"]
    recorder, rows, tokens = Recorder(), [], []
    run = model._run_flow_lm_and_increment_step

    def recording(model_state, text_tokens=None, backbone_input_latents=None, audio_conditioning=None):
        recorder.clear()
        result = run(model_state, text_tokens, backbone_input_latents, audio_conditioning)
        if text_tokens is not None:
            tokens.extend(text_tokens[0].tolist())
        elif backbone_input_latents is not None:
            heads = recorder.weights(first, len(tokens))
            per_layer = model.flow_lm.transformer.layers[0].self_attn.num_heads
            rows.append(torch.stack([heads[layer * per_layer + head] for layer, head in chosen]).mean(0))
        return result

    model._run_flow_lm_and_increment_step = recording
    model.generate_audio(state, TEXT)
    spelled = [model.flow_lm.conditioner.tokenizer.sp.id_to_piece(token) for token in tokens]
    return torch.stack(rows).numpy(), spelled


def speech() -> tuple[np.ndarray, int, list[dict]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        flags = ["--model", MODEL, "--voice", VOICE, "--word-times", "-q", "-o", path]
        command = [os.environ["POCKET_TTS_BINARY"], "generate", TEXT, *flags]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
        with wave.open(str(path)) as file:
            samples = np.frombuffer(file.readframes(file.getnframes()), np.int16) / 32768
            return samples, file.getframerate(), [json.loads(line) for line in lines]


def main() -> None:
    weights, tokens = attention()
    samples, rate, words = speech()
    frames = len(samples) // (rate * 2 // 25)
    weights = weights[:frames]
    width, height = LEFT * 2 + len(samples) / rate * SECOND, TOP + len(tokens) * ROW + 2 * WAVE + 60
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        'font-family="sans-serif" font-size="11">',
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="white"/>',
    ]
    frame = 0.08 * SECOND
    for index, row in enumerate(weights):
        for token in np.flatnonzero(row > 0.02):
            out.append(
                f'<rect x="{LEFT + index * frame:.1f}" y="{TOP + token * ROW}" width="{frame:.1f}" height="{ROW}" '
                f'fill="#1f4e9c" fill-opacity="{row[token]:.2f}"/>'
            )
    middle = TOP + len(tokens) * ROW + 30 + WAVE
    block = rate // 200
    blocks = np.abs(samples[: len(samples) // block * block].reshape(-1, block)).max(1)
    peak = blocks.max()
    for index, level in enumerate(blocks):
        size = WAVE * level / peak
        out.append(
            f'<rect x="{LEFT + index * 0.005 * SECOND:.1f}" y="{middle - size:.1f}" '
            f'width="1.2" height="{2 * size:.1f}" fill="#888"/>'
        )
    for word in words:
        x = [LEFT + word[key] * SECOND for key in ("start", "end")]
        for place in x:
            out.append(
                f'<path d="M{place:.1f} {TOP}V{middle + WAVE}" stroke="#c33" stroke-width="0.6" stroke-opacity="0.6"/>'
            )
        out.append(
            f'<text x="{sum(x) / 2:.1f}" y="{middle + WAVE + 16}" text-anchor="middle">{escape(word["text"])}</text>'
        )
    out.append(
        f'<text x="{LEFT}" y="{TOP - 6}">tokens (downwards) by frames of 80 ms; '
        "below, the waveform and the words</text></svg>"
    )
    (ROOT / "docs/alignment.svg").write_text("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
