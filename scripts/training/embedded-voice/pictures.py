"""Pictures for docs/, `pictures.py FOLDER STAGES SPEECH`: spectrograms and pitch of one held-out sentence by each
speaker, and where the language model looks. STAGES has the recordings of stages.py, SPEECH those of
`scripts/test speech --set choices --precision bf16 --save`.
"""

import math
import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import soundfile
import torch

from batches import Utterances
from networks import DEVICE, LanguageModel
from settings import RATE, REPOSITORY, SPEAKERS
from training import averaged

sys.path.insert(0, str(REPOSITORY / "scripts/tests/modules"))
from pitch_track import HOP, track

SENTENCE = 14  # of the set used for choices
KINDS = ("teacher", "locked", "decoder", "speech")


def recording(stages: Path, speech: Path, kind: str, speaker: str) -> np.ndarray:
    path = (
        speech / f"bf16-{speaker}-{SENTENCE:02d}.wav"
        if kind == "speech"
        else stages / f"choices-{kind}-{speaker}-{SENTENCE:02d}.wav"
    )
    return soundfile.read(path)[0]


def spectrograms(path: Path, *folders: Path) -> None:
    figure, axes = plt.subplots(len(SPEAKERS), len(KINDS), figsize=(12, 4.5), sharey=True)
    for row, speaker in zip(axes, SPEAKERS):
        for axis, kind in zip(row, KINDS):
            audio = recording(*folders, kind, speaker)
            axis.specgram(audio + 1e-6, NFFT=512, Fs=RATE, noverlap=384, vmin=-140, vmax=-40, rasterized=True)
            axis.set(ylim=(0, 12000), title=f"{speaker}, {kind}")
    figure.tight_layout()
    figure.savefig(path, dpi=55)


def pitches(path: Path, *folders: Path) -> None:
    figure, axes = plt.subplots(1, len(SPEAKERS), figsize=(10, 3))
    for axis, speaker in zip(axes, SPEAKERS):
        for kind in ("teacher", "speech"):
            audio = recording(*folders, kind, speaker)
            hz = track(audio[np.argmax(np.abs(audio) > 0.02) :], RATE)
            axis.plot(np.arange(len(hz)) * HOP, np.where(hz > 0, hz, np.nan), label=kind)
        axis.set(title=f"{speaker}: pitch", xlabel="s", ylabel="Hz")
        axis.legend()
    figure.tight_layout()
    figure.savefig(path, dpi=55)


@torch.no_grad()
def alignment(path: Path) -> None:
    model, data = LanguageModel().to(DEVICE), Utterances.load("held")
    model.load_state_dict(averaged("language-model"))
    figure, axes = plt.subplots(1, len(SPEAKERS), figsize=(10, 4))
    for number, (axis, speaker) in enumerate(zip(axes, SPEAKERS)):
        chosen = data.all_of_speaker[number][SENTENCE]
        batch = data.batch(np.array([chosen]), np.random.default_rng(0), training=False)
        batch = {k: v.to(DEVICE) for k, v in batch.items()}
        probes: list = []
        model.backbone(batch, batch["y"], probes)
        first, length = 1 + batch["voice"].shape[1], batch["ids"].shape[1]
        queries, keys = (a[0, 0] for a in probes[0])
        scores = queries[batch["at"][0, :-1]] @ keys[first : first + length].T / math.sqrt(keys.shape[-1])
        axis.imshow(scores.softmax(-1).T.cpu().numpy(), aspect="auto", origin="lower", interpolation="nearest")
        axis.set(title=f"{speaker}: a guided head", xlabel="frame of 80 ms", ylabel="token")
    figure.tight_layout()
    figure.savefig(path, dpi=55)


def main() -> None:
    folder, stages, speech = map(Path, sys.argv[1:4])
    spectrograms(folder / "embedded-voice-spectrograms.png", stages, speech)
    pitches(folder / "embedded-voice-pitch.png", stages, speech)
    alignment(folder / "embedded-voice-alignment.png")


if __name__ == "__main__":
    main()
