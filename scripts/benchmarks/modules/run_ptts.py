"""The official Rust port's wheel: run_ptts.py MODEL_FOLDER QUANT POOL_THREADS."""

import sys
from pathlib import Path

from worker import serve

NEVER = 1e9


def load():
    import numpy
    import ptts

    folder, quant, threads = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    ptts.set_num_threads(threads)
    model = ptts.TTS(str(folder / "ptts"), lang="none", quant=quant, eos_threshold=NEVER)
    model.add_voice_from_embedding("bench", numpy.load(folder / "voice.npy"))

    def speak(text):
        with model.stream(text, voice="bench") as chunks:
            for chunk in chunks:
                yield len(chunk)

    return speak


serve(load)
