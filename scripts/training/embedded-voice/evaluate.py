"""Word error rates of the teacher, the vocoder, the codec and the whole model, and how far their pitch varies:
`evaluate.py choices|final [KIND...] [--model FOLDER]`.

Kinds: teacher (flite itself), vocoder (the training's target audio), codec (that audio through encoder and decoder), decoder (true
latents through the decoder), speech (the exported model, free-running, in the reference). Only `speech` needs more than FOLDER.
The codec is as it was trained, without the sharpening that export.py adds against the language model's over-smoothing.
"""

import argparse
import logging
import pickle
import sys
from pathlib import Path

import numpy as np
import soundfile
import torch
import yaml

import teacher
from features import Basis, whole_periods
from networks import decode, encode, make_mimi
from oscillator import with_constant
from settings import EMBEDDED, FOLDER, RATE, REPOSITORY, SPEAKERS, STEPS
from training import averaged
from vocoder import synthesize

sys.path.insert(0, str(REPOSITORY / "scripts"))
from pitch_track import semitones, spread, track  # noqa: E402
from pocketsphinx_scores import Recogniser, errors, words  # noqa: E402


def by_teacher(text: str, speaker: int, **_) -> tuple[np.ndarray, int]:
    return teacher.record(SPEAKERS[speaker], text), 16000


def by_vocoder(latents: np.ndarray, **_) -> tuple[np.ndarray, int]:
    return synthesize(*Basis.load().decode(latents)), RATE


class Decoder:
    def __init__(self):
        self.mimi = make_mimi()
        self.mimi.load_state_dict(averaged("decoder"))

    @torch.no_grad()
    def __call__(self, latents: np.ndarray, **_) -> tuple[np.ndarray, int]:
        return decode(self.mimi, with_constant(torch.from_numpy(whole_periods(latents))[None]))[0].numpy(), RATE


class Codec:
    def __init__(self):
        self.decoder, self.mimi = Decoder(), make_mimi()
        self.mimi.load_state_dict(averaged("encoder"))

    @torch.no_grad()
    def __call__(self, latents: np.ndarray, **_) -> tuple[np.ndarray, int]:
        audio = torch.from_numpy(by_vocoder(latents)[0])[None]
        return self.decoder(encode(self.mimi, audio)[0].numpy())


class Speech:
    def __init__(self, folder: Path):
        from pocket_tts import TTSModel

        config = yaml.safe_load((folder / "config.yaml").read_text())
        config["weights_path"] = str(folder.resolve() / config["weights_path"])
        table = config["flow_lm"]["lookup_table"]
        table["tokenizer_path"] = str(folder.resolve() / table["tokenizer_path"])
        path = FOLDER / "evaluated.yaml"
        path.write_text(yaml.safe_dump(config, allow_unicode=True))
        self.model = TTSModel.load_model(config=str(path))
        self.voices = [
            self.model.get_state_for_audio_prompt(folder / "voices" / f"{s}.wav")
            for s in SPEAKERS if (folder / "voices" / f"{s}.wav").exists()
        ]  # fmt: skip

    def __call__(self, text: str, speaker: int, **_) -> tuple[np.ndarray, int]:
        voice = self.voices[min(speaker, len(self.voices) - 1)]
        return self.model.generate_audio(voice, text).numpy(), RATE


def main() -> None:
    logging.disable(logging.WARNING)
    torch.set_num_threads(1)
    parser = argparse.ArgumentParser()
    parser.add_argument("set", choices=["choices", "final"])
    parser.add_argument("kinds", nargs="*", default=["teacher", "vocoder", "codec", "decoder", "speech"])
    parser.add_argument("--model", type=Path, default=EMBEDDED)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--save", type=Path, help="a folder for the recordings")
    options = parser.parse_args()
    makers = dict(
        teacher=lambda: by_teacher, vocoder=lambda: by_vocoder, codec=Codec, decoder=Decoder, speech=lambda: Speech(options.model)
    )  # fmt: skip
    with open(FOLDER / f"{options.set}.pickle", "rb") as file:
        data = pickle.load(file)
    recogniser = Recogniser()
    for kind in options.kinds:
        make, wrong, total, seconds, expected = makers[kind](), [0, 0], [0, 0], 0.0, 0.0
        heights: list[list[np.ndarray]] = [[], []]
        for number, (start, frames, speaker, _, _, _, text) in enumerate(data["utterances"]):
            rows = data["rows"][start * STEPS : (start + frames) * STEPS].astype(np.float32)
            latents = data["latents"][start : start + frames].astype(np.float32)
            audio, rate = make(text=text, speaker=speaker, rows=rows, latents=latents)
            heard = recogniser.hear(audio, rate)
            count = errors(words(text), heard)
            wrong[speaker] += count
            total[speaker] += len(words(text))
            heights[speaker].append(semitones(track(audio, rate)))
            seconds, expected = seconds + len(audio) / rate, expected + frames * 0.08
            if options.show and count:
                print(f"  {count} {SPEAKERS[speaker]}: {text} | {' '.join(heard)}")
            if options.save:
                options.save.mkdir(parents=True, exist_ok=True)
                soundfile.write(options.save / f"{kind}-{number:03d}.wav", audio, rate)
        rates = ", ".join(f"{s} {100 * w / t:.1f} %" for s, w, t in zip(SPEAKERS, wrong, total))
        varies = ", ".join(f"{spread(h):.2f}" for h in heights)
        print(f"{options.set} {kind}: {rates}; {seconds:.1f} s where the teacher takes {expected:.1f} s; "
              f"the pitch varies by {varies} semitones", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
