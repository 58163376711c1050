"""What the codec alone makes of the teacher: `stages.py SET OUT`, SET being choices or final.

Writes OUT/SET-teacher-VOICE-NN.wav, flite's recordings, and OUT/SET-codec-VOICE-NN.wav, the same through the shipped
encoder and decoder. `scripts/test speech --set SET --stages OUT` has both judged beside the speech.
"""

import subprocess
import sys
from pathlib import Path

import soundfile
import torch
from refine import NAMES
from safetensors.torch import load_file
from scipy.signal import resample_poly

from networks import decode, encode, make_mimi
from oscillator import with_constant
from settings import FRAME, RATE

REPOSITORY = Path(__file__).resolve().parents[3]


def main() -> None:
    torch.set_num_threads(1)
    name, out = sys.argv[1], Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    mimi = make_mimi()
    weights = load_file(REPOSITORY / "Models/embedded/model.safetensors")
    mimi.load_state_dict({k.removeprefix("mimi."): v.float() for k, v in weights.items() if k.startswith("mimi.")})
    sentences = (REPOSITORY / f"scripts/tests/speech-sentences/{name}.txt").read_text().splitlines()
    for teacher, voice in NAMES.items():
        for number, text in enumerate(sentences):
            recording = out / f"{name}-teacher-{voice}-{number:02d}.wav"
            subprocess.run(["flite", "-voice", teacher, "-t", text, "-o", recording], check=True)
            audio = resample_poly(soundfile.read(recording)[0], RATE // 8000, 2)
            audio = torch.tensor(audio[: len(audio) // FRAME * FRAME], dtype=torch.float32)
            with torch.no_grad():
                made = decode(mimi, with_constant(encode(mimi, audio[None])))[0].numpy()
            soundfile.write(out / f"{name}-codec-{voice}-{number:02d}.wav", made, RATE)


if __name__ == "__main__":
    main()
