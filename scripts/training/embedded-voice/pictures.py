"""Pictures for docs/, `pictures.py FOLDER`: spectrograms and pitch of one sentence by both speakers, and where the language model looks."""

import math
import pickle
import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import torch

from batches import Utterances
from evaluate import Decoder, Speech, by_teacher, by_vocoder
from networks import LanguageModel
from settings import EMBEDDED, FOLDER, RATE, REPOSITORY, SPEAKERS, STEPS
from training import averaged

sys.path.insert(0, str(REPOSITORY / "scripts"))
from pitch_track import HOP, track  # noqa: E402

SENTENCE = 14  # of the set used for choices: "the train from london..." and its like


def spectrograms(path: Path) -> None:
    with open(FOLDER / "choices.pickle", "rb") as file:
        data = pickle.load(file)
    kinds = dict(target=by_vocoder, decoder=Decoder(), speech=Speech(EMBEDDED))
    figure, axes = plt.subplots(len(SPEAKERS), len(kinds), figsize=(10, 4.5), sharey=True)
    for row, (number, speaker) in zip(axes, enumerate(SPEAKERS)):
        start, frames, _, _, _, _, text = [u for u in data["utterances"] if u[2] == number][SENTENCE]
        for axis, (kind, make) in zip(row, kinds.items()):
            audio, _ = make(
                text=text, speaker=number, rows=data["rows"][start * STEPS : (start + frames) * STEPS].astype(np.float32),
                latents=data["latents"][start : start + frames].astype(np.float32),
            )  # fmt: skip
            axis.specgram(audio + 1e-6, NFFT=512, Fs=RATE, noverlap=384, vmin=-140, vmax=-40, rasterized=True)
            axis.set(ylim=(0, 8000), title=f"{speaker}, {kind}")
    figure.suptitle(text, fontsize=9)
    figure.tight_layout()
    figure.savefig(path, dpi=55)


def pitches(path: Path) -> None:
    with open(FOLDER / "choices.pickle", "rb") as file:
        data = pickle.load(file)
    kinds = dict(teacher=by_teacher, speech=Speech(EMBEDDED))
    figure, axes = plt.subplots(1, len(SPEAKERS), figsize=(10, 3))
    for number, (axis, speaker) in enumerate(zip(axes, SPEAKERS)):
        text = [u for u in data["utterances"] if u[2] == number][SENTENCE][6]
        for kind, make in kinds.items():
            audio, rate = make(text=text, speaker=number)
            hz = track(audio[np.argmax(np.abs(audio) > 0.02) :], rate)
            axis.plot(np.arange(len(hz)) * HOP, np.where(hz > 0, hz, np.nan), label=kind)
        axis.set(title=f"{speaker}: pitch", xlabel="s", ylabel="Hz")
        axis.legend()
    figure.tight_layout()
    figure.savefig(path, dpi=55)


def alignment(path: Path) -> None:
    model, data = LanguageModel(), Utterances(["choices"])
    model.load_state_dict(averaged("language-model"))
    figure, axes = plt.subplots(1, len(SPEAKERS), figsize=(10, 4))
    for number, (axis, speaker) in enumerate(zip(axes, SPEAKERS)):
        chosen = [i for i, u in enumerate(data.list) if u[2] == number][SENTENCE]
        batch = data.batch(np.array([chosen]), np.random.default_rng(0), training=False)
        probes: list = []
        with torch.no_grad():
            model.backbone(batch, batch["y"], probes)
        first, length = 1 + batch["voice"].shape[1], batch["ids"].shape[1]
        queries, keys = (a[0, 0] for a in probes[0])
        scores = queries[batch["at"][0, :-1]] @ keys[first : first + length].T / math.sqrt(keys.shape[-1])
        axis.imshow(scores.softmax(-1).T.numpy(), aspect="auto", origin="lower", interpolation="nearest")
        axis.set(title=f"{speaker}: a guided head", xlabel="frame of 80 ms", ylabel="token")
    figure.tight_layout()
    figure.savefig(path, dpi=55)


def main() -> None:
    torch.set_num_threads(1)
    folder = Path(sys.argv[1])
    spectrograms(folder / "embedded-voice-spectrograms.png")
    pitches(folder / "embedded-voice-pitch.png")
    alignment(folder / "embedded-voice-alignment.png")


if __name__ == "__main__":
    main()
