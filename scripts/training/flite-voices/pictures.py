"""`pictures.py FOLDER`: docs/embedded-voice-spectrograms.png of the model in FOLDER: one sentence by both speakers."""

import pickle
import sys
from pathlib import Path

import matplotlib
import numpy as np
import teacher
from refine import Speaker
from vocoder import synthesize

from features import Basis
from settings import FOLDER, RATE, SPEAKERS

matplotlib.use("Agg")
import matplotlib.pyplot as plt

PICTURE = Path(__file__).resolve().parents[3] / "docs/embedded-voice-spectrograms.png"
SENTENCE = 14  # of the set used for choices


def main() -> None:
    with open(FOLDER / "choices.pickle", "rb") as file:
        data = pickle.load(file)
    model = Speaker(Path(sys.argv[1]).resolve())
    figure, axes = plt.subplots(len(SPEAKERS), 3, figsize=(10, 4.5), sharey=True)
    for number, speaker in enumerate(SPEAKERS):
        start, frames, *_, text = [u for u in data["utterances"] if u[2] == number][SENTENCE]
        latents = data["latents"][start : start + frames].astype(np.float32)
        recordings = dict(
            teacher=(teacher.record(speaker, text), 16000),
            vocoder=(synthesize(*Basis.load().decode(latents)), RATE),
            speech=(model.speech(text, number), RATE),
        )
        for axis, (kind, (audio, rate)) in zip(axes[number], recordings.items()):
            axis.specgram(audio + 1e-6, NFFT=512, Fs=rate, noverlap=384, vmin=-140, vmax=-40, rasterized=True)
            axis.set(ylim=(0, 8000), title=f"{speaker}, {kind}")
    figure.suptitle(text, fontsize=9)
    figure.tight_layout()
    figure.savefig(PICTURE, dpi=55)


if __name__ == "__main__":
    main()
