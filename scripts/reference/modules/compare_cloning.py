"""The work of scripts/reference/compare-cloning."""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import wave
from pathlib import Path

import numpy as np
import torch
from pocket_tts import TTSModel
from pocket_tts.models.model_state import export_model_state
from safetensors.numpy import load_file

import reference_models
from verify_full_size import MODELS, config_of, recipe

TEXT = "Hello there."
KV_BOUND = 1e-4
SPEECH_BOUND = 1e-3
RUNS = 3


def prepare_model(name: str, cache: Path) -> Path:
    """A folder with the model: that of scripts/reference/verify-full-size, or one without its recordings.

    The recordings take far longer than the model.
    """
    for folder in (cache / name, cache / f"{name}-model"):
        stamp = folder / "recipe.txt"
        if stamp.is_file() and stamp.read_text() == recipe():
            return folder
    print(f"{name}: making the model in {folder}", file=sys.stderr, flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    config, seed = config_of(name), MODELS[name][1]
    reference_models.train_tokenizer(folder, config["flow_lm"]["lookup_table"]["n_bins"], 40_000, seed)
    reference_models.make_model(folder, config, seed, reference_models.every(torch.bfloat16))
    stamp.write_text(recipe())
    return folder


def recording(path: Path, seconds: float) -> None:
    """Noise in syllables: as loud and as varied as speech, and the same every time."""
    count = int(seconds * 24000)
    noise = np.random.default_rng(7).standard_normal(count)
    envelope = 0.55 + 0.45 * np.sin(2 * np.pi * 3 * np.arange(count) / 24000)
    samples = np.clip(0.15 * noise * envelope, -1, 1)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(24000)
        file.writeframes((samples * 32767).astype("<i2").tobytes())


def keys_and_values(path: Path) -> dict[str, np.ndarray]:
    return {name: value for name, value in load_file(path).items() if name.endswith("/cache")}


def speak(cli: str, folder: Path, voice: Path) -> np.ndarray:
    model = ["--model", folder, "--precision", "f32", "--voice", voice]
    command = [cli, "generate", TEXT, *model, "--temperature", "0", "--format", "f32le", "-q", "-o", "-"]
    return np.frombuffer(subprocess.run(command, check=True, capture_output=True).stdout, "<f4")


def export(cli: str, audio: Path, voice: Path, folder: Path, precision: str) -> float:
    """Seconds that the voice took, without loading the model."""
    command = [cli, "export-voice", audio, voice, "--model", folder, "--precision", precision]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    return float(re.search(r"in ([0-9.]+) s", text)[1])


def reference_speech(model: TTSModel, voice: Path) -> np.ndarray:
    return model.generate_audio(model.get_state_for_audio_prompt(voice), TEXT).numpy()


def difference(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.abs(a - b).max()) if a.shape == b.shape else float("inf")


def compare(cli: str, name: str, folder: Path, seconds: float, model: TTSModel) -> bool:
    with tempfile.TemporaryDirectory() as scratch:
        audio, theirs, ours = (Path(scratch) / n for n in ("prompt.wav", "theirs.safetensors", "ours.safetensors"))
        recording(audio, seconds)
        # In turn, so that a busy moment of the machine meets all alike.
        times = {"reference": [], "bf16": [], "f32": []}
        for _ in range(RUNS):
            start = time.monotonic()
            state = model.get_state_for_audio_prompt(audio, truncate=True)
            times["reference"].append(time.monotonic() - start)
            for precision in ("bf16", "f32"):
                times[precision].append(export(cli, audio, ours, folder, precision))
        export_model_state(state, theirs)
        a, b = keys_and_values(theirs), keys_and_values(ours)
        apart = max(difference(a[key], b[key]) for key in a) if a.keys() == b.keys() else float("inf")
        here = difference(speak(cli, folder, ours), speak(cli, folder, theirs))
        there = difference(reference_speech(model, ours), reference_speech(model, theirs))
    good = apart <= KV_BOUND and here <= SPEECH_BOUND and there <= SPEECH_BOUND
    best = {name: min(seconds) for name, seconds in times.items()}
    own = " | ".join(f"{best[p]:.2f} s, {best['reference'] / best[p]:.1f}x" for p in ("bf16", "f32"))
    print(
        f"| {name} | {seconds:g} s | {best['reference']:.2f} s | {own} | {apart:.1e} | {here:.1e} | {there:.1e} | "
        f"{'yes' if good else 'NO'} |",
        flush=True,
    )
    return good


def main() -> None:
    default_cache = os.environ.get("POCKET_TTS_FULL_SIZE") or Path.home() / ".cache" / "pocket-tts-full-size"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cli", required=True)
    parser.add_argument("--cache", default=default_cache)
    parser.add_argument("--models", default="english,french_24l,english_2m_2026-10")
    parser.add_argument("--seconds", default="5,20")
    parser.add_argument("--only-make", action="store_true", help="make the models, compare nothing")
    options = parser.parse_args()
    names = options.models.split(",")
    folders = {name: prepare_model(name, Path(options.cache).absolute()) for name in names}
    if options.only_make:
        return
    print(
        "| model | prompt | reference | here, bf16 | here, f32 | keys and values apart | speech here with both files | "
        "speech there with both files | within bounds |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    good = True
    for name, folder in folders.items():
        # The reference takes a config's relative paths from where it runs.
        os.chdir(folder)
        model = TTSModel.load_model(config=str(folder / "config.yaml"), temp=0.0)
        for seconds in options.seconds.split(","):
            good = compare(options.cli, name, folder, float(seconds), model) and good
    sys.exit(0 if good else 1)


main()
