"""The Python reference as its users run it: run_reference.py MODEL_FOLDER [int8]."""

import contextlib
import logging
import sys
import threading
from pathlib import Path

from worker import serve

# Above any logit: every run then has the same number of frames, the cap of its text.
NEVER = 1e9


def load():
    from pocket_tts.models.tts_model import TTSModel

    logging.disable(logging.WARNING)
    folder = Path(sys.argv[1])
    with contextlib.chdir(folder):
        model = TTSModel.load_model(config="config.yaml", eos_threshold=NEVER, quantize="int8" in sys.argv[2:])
    state = model.get_state_for_audio_prompt(folder / "voices" / "bench.safetensors")

    def speak(text):
        stop = threading.Event()
        chunks = model.generate_audio_stream(state, text, stop=stop)
        try:
            for chunk in chunks:
                yield chunk.shape[-1]
        finally:
            stop.set()
            for _ in chunks:
                pass

    return speak


serve(load)
