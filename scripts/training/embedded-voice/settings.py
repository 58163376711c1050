"""Where things are, and the few numbers that several files share."""

import os
from pathlib import Path

FOLDER = Path(os.environ.get("POCKET_TTS_EMBEDDED", Path.home() / ".cache/pocket-tts-embedded"))
SCRIPTS = Path(__file__).resolve().parent
REPOSITORY = SCRIPTS.parent.parent
EMBEDDED = REPOSITORY / "Models/embedded"

SPEAKERS = ("slt", "rms")  # a woman's and a man's voice of flite
RATE = 24000  # samples per second
FRAME = 1920  # samples in a frame of 80 ms
STEPS = 16  # steps of 5 ms in a frame
STEP = FRAME // STEPS
CEPSTRA = 25
LATENT = 64  # the last dimension is the pitch

SMALL = "POCKET_TTS_EMBEDDED_SMALL" in os.environ  # a smoke run: everything runs, nothing is learnt
