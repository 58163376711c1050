"""Recordings of the held-out sentences at every stage, for `scripts/test speech --stages FOLDER`: `stages.py FOLDER
[choices|final] [STAGE...]`.

teacher (as its authors' package speaks the text), locked (what the codec learns from), codec (that through encoder and
decoder), decoder (the true latents through the decoder).
FOLDER/SET-STAGE-SPEAKER-NN.wav.
"""

import sys
from pathlib import Path

import numpy as np
import soundfile
import torch

import training
from latents import load_analysis
from networks import decode, encode, is_encoders, latents_of, make_mimi
from onset import with_quiet_onset
from settings import CONSTANT_LATENT, FOLDER, FRAME, RATE, SPEAKERS

STAGES = ("teacher", "locked", "decoder", "codec")


def of_teacher(speaker: int, text: str) -> np.ndarray:
    """With its own front end, the pitch as it is."""
    from hibari import Hibari

    woman = of_teacher.__dict__.setdefault("woman", Hibari())
    if speaker == 0:
        return woman(text, seed=0)
    import speech

    phonemes = " ".join(woman.phonemize(text))
    man = speech.teacher(1)
    return man.free("".join(c for c in phonemes if c in man.vocabulary))


@torch.no_grad()
def main() -> None:
    torch.set_num_threads(1)
    folder, name = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "choices"
    stages = sys.argv[3:] or STAGES
    folder.mkdir(parents=True, exist_ok=True)
    analysis = load_analysis().cpu()
    mimi = make_mimi()
    mimi.load_state_dict(with_quiet_onset(training.averaged("decoder")))
    if (FOLDER / "encoder.pt").exists():
        trained = training.averaged("encoder")
        mimi.load_state_dict({k: trained[k] if is_encoders(k) else v for k, v in mimi.state_dict().items()})
    for number, speaker in enumerate(SPEAKERS):
        path = FOLDER / "speech" / f"{name}-{speaker}.npz"
        if not path.exists():
            continue
        file = np.load(path)
        ends = np.cumsum(file["frames"])
        for i, (first, end) in enumerate(zip(ends - file["frames"], ends)):
            audio = file["audio"][first * FRAME : end * FRAME].astype(np.float32) / 32767
            x = torch.from_numpy(file["features"][first:end]).float()
            latents = latents_of(analysis(x), torch.from_numpy(file["periods"][first:end]))[None]

            for stage in stages:
                match stage:
                    case "teacher":
                        made = of_teacher(number, str(file["texts"][i]))
                    case "locked":
                        made = audio
                    case "decoder":
                        made = decode(mimi, latents)[0].numpy()
                    case "codec":
                        if not (FOLDER / "encoder.pt").exists():
                            continue
                        encoded = encode(mimi, torch.from_numpy(audio)[None])
                        encoded[..., CONSTANT_LATENT] = 1
                        made = decode(mimi, encoded)[0].numpy()
                soundfile.write(folder / f"{name}-{stage}-{speaker}-{i:02d}.wav", made, RATE)
        print(name, speaker, len(ends), "sentences", flush=True)


if __name__ == "__main__":
    main()
