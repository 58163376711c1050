"""Trains the shipped decoder further, from its own weights.

refine.py latents COUNT    has the shipped model read so many texts: its latents, and what the vocoder makes of them
refine.py decoder UPDATES  latents to that audio (resumes)
refine.py export FOLDER    puts the decoder into a copy of the shipped model
"""

import logging
import os
import pickle
import sys
import time
from pathlib import Path

import codec
import numpy as np
import torch
import yaml
from safetensors.torch import load_file, save_file
from torch import Tensor
from vocoder import synthesize

import training
from features import Basis, whole_periods
from networks import decode, make_mimi
from oscillator import CONSTANT_LATENT, Oscillator, with_constant
from settings import EMBEDDED, FOLDER, LATENT, SPEAKERS

SHARPEN = 1.35  # of the shipped model's cepstra (export.py of the earlier scripts)
SHARPENED, LIVELIER = (1.0, 1.4), (0.5, 1.2)
PEAK = 6e-4
UNTRAINED = 8000  # sentences at the start, which the earlier training used
LEARNT = [i for i in range(LATENT) if i != CONSTANT_LATENT]
NAMES = {"slt": "woman", "rms": "man"}  # of the refined voices


def sharpening(livelier: bool = False) -> tuple[Tensor, Tensor]:
    """A matrix and a constant for the LEARNT latents: finer spectra, and before that, if `livelier`, each latent's
    deviation from its mean as large as the teacher's.
    """
    matrix, constant = (torch.from_numpy(x) for x in Basis.load().sharpening(SHARPEN))
    matrix, constant = matrix[LEARNT][:, LEARNT], constant[LEARNT]
    if livelier:
        mean, ratio = (torch.from_numpy(x)[LEARNT] for x in variance())
        matrix, constant = matrix * ratio, constant + matrix @ (mean * (1 - ratio))
    return matrix, constant


def variance() -> tuple[np.ndarray, np.ndarray]:
    """Of the shipped model's latents: their means, and how much more the teacher's vary [LATENT each].

    A network that has learnt averages varies less than what it has learnt from, most of all in the small components.
    """
    file = np.load(FOLDER / "variance.npz")
    return file["mean"], file["ratio"]


def shipped_codec() -> dict[str, Tensor]:
    """The shipped codec's weights, without the sharpening that its first projection has."""
    file = load_file(EMBEDDED / "model.safetensors")
    weights = {k.removeprefix("mimi."): v.float() for k, v in file.items() if k.startswith("mimi.")}
    matrix, constant = sharpening()
    sharp = weights["quantizer.output_proj.weight"][:, :, 0]
    plain = sharp.clone()
    plain[:, LEARNT] = sharp[:, LEARNT] @ torch.linalg.inv(matrix)
    plain[:, CONSTANT_LATENT] -= plain[:, LEARNT] @ constant
    return weights | {"quantizer.output_proj.weight": plain[:, :, None]}


class Speaker:
    """A model folder in the reference; its latents are kept."""

    def __init__(self, folder: Path = EMBEDDED):
        from pocket_tts import TTSModel

        config = yaml.safe_load((folder / "config.yaml").read_text())
        config["weights_path"] = str(folder / config["weights_path"])
        table = config["flow_lm"]["lookup_table"]
        table["tokenizer_path"] = str(folder / table["tokenizer_path"])
        path = FOLDER / "speaker.yaml"
        path.write_text(yaml.safe_dump(config, allow_unicode=True))
        self.model = TTSModel.load_model(config=str(path))
        self.parts: list[np.ndarray] = []
        self.model.mimi.quantizer.output_proj.register_forward_pre_hook(
            lambda _, x: self.parts.append(x[0][0].T.clone().numpy())
        )
        names = SPEAKERS if folder == EMBEDDED else [NAMES[s] for s in SPEAKERS]
        self.voices = [self.model.get_state_for_audio_prompt(folder / "voices" / f"{s}.wav") for s in names]

    def speech(self, text: str, speaker: int) -> np.ndarray:
        """[T * 1920]."""
        return self.model.generate_audio(self.voices[speaker], text).numpy()

    def latents(self, text: str, speaker: int) -> np.ndarray:
        """[T, LATENT]."""
        self.parts.clear()
        self.speech(text, speaker)
        return np.concatenate(self.parts).astype(np.float32)


def measure_variance(speaker: Speaker) -> None:
    with open(FOLDER / "choices.pickle", "rb") as file:
        data = pickle.load(file)
    teacher, ours = [], []
    for start, frames, voice, *_, text in data["utterances"]:
        teacher.append(data["latents"][start : start + frames].astype(np.float32))
        ours.append(speaker.latents(text, voice))
    made = np.concatenate(ours)
    mean, ratio = made.mean(0), np.concatenate(teacher).std(0) / np.maximum(made.std(0), 1e-6)
    exact = [CONSTANT_LATENT, LATENT - 1]  # the constant and the pitch
    mean[exact], ratio[exact] = 0, 1
    np.savez(FOLDER / "variance.npz", mean=mean, ratio=ratio)


def make_latents(count: int) -> None:
    """FOLDER/audio-predicted.npz: latents of texts of a sentence or two in both voices, sharpened more or less, and the
    vocoder's audio of them.
    """
    basis, random, speaker = Basis.load(), np.random.default_rng(1), Speaker()
    measure_variance(speaker)
    mean, ratio = variance()
    sentences = (FOLDER / "sentences.txt").read_text().splitlines()[UNTRAINED:]
    audio, latents = [], []
    for number in range(count):
        chosen = random.integers(0, len(sentences), 1 + (random.random() < 0.3))
        found = whole_periods(speaker.latents(" ".join(sentences[i] for i in chosen), number % 2))
        found[:, CONSTANT_LATENT] = 0  # in the model a constant takes the place of this component
        for livelier in (0, random.uniform(*LIVELIER)):
            matrix, constant = basis.sharpening(random.uniform(*SHARPENED))
            sharp = (mean + (found - mean) * ratio**livelier) @ matrix.T + constant
            audio.append(codec.pcm16(synthesize(*basis.decode(sharp))))
            latents.append(sharp.astype(np.float32))
    np.savez(FOLDER / "audio-predicted.npz", audio=np.concatenate(audio), latents=np.concatenate(latents))
    print(sum(map(len, latents)) * 0.08 / 60, "minutes of audio")


def train_decoder(updates: int) -> None:
    mimi = make_mimi()
    mimi.load_state_dict(shipped_codec())
    oscillator = Oscillator(mimi, fresh=False)
    run = training.Run("decoder", mimi, codec.half(mimi, encoder=False), restore=oscillator.restore)
    crops, loss_of = codec.Crops(run.step, "audio-predicted"), codec.AudioLoss()
    while run.step < updates and not run.stopped:
        latents, audio = crops.batch()
        figures = loss_of(decode(mimi, with_constant(crops.disturbed(latents))), audio)
        rate = training.learning_rate(run.step, PEAK, updates)
        run.update(loss_of.sum(figures), rate, codec.BATCH, **figures)
    run.save()


def export(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    decoder = training.averaged("decoder")
    for name, value in decoder.items():
        if not name.startswith(("encoder", "downsample")):
            weights[f"mimi.{name}"] = value.to(torch.bfloat16).contiguous()
    matrix, constant = sharpening(livelier=True)
    plain = decoder["quantizer.output_proj.weight"][:, :, 0]
    sharp = plain.clone()
    sharp[:, LEARNT] = plain[:, LEARNT] @ matrix
    sharp[:, CONSTANT_LATENT] += plain[:, LEARNT] @ constant
    weights["mimi.quantizer.output_proj.weight"] = sharp[:, :, None].to(torch.bfloat16)
    temporary = folder / "model.part"
    save_file(weights, temporary)
    temporary.chmod(0o644)
    os.replace(temporary, folder / "model.safetensors")


def main() -> None:
    logging.disable(logging.WARNING)
    torch.set_num_threads(1)
    torch.manual_seed(0)
    what, argument = sys.argv[1:]
    started = time.time()
    jobs = dict(latents=make_latents, decoder=train_decoder)
    jobs[what](int(argument)) if what in jobs else export(Path(argument))
    print(what, f"took {(time.time() - started) / 60:.0f} minutes")


if __name__ == "__main__":
    main()
