"""Where things are, and the few numbers that several files share."""

import os
from pathlib import Path

FOLDER = Path(os.environ.get("POCKET_TTS_EMBEDDED", Path.home() / ".cache/pocket-tts-embedded/data"))
SCRIPTS = Path(__file__).resolve().parent
REPOSITORY = SCRIPTS.parent.parent.parent
EMBEDDED = REPOSITORY / "Models/embedded"

SPEAKERS = ("woman", "man")  # a woman's and a man's voice: hibari's, and Kokoro's
RATE = 24000  # samples per second
FRAME = 1920  # samples in a frame of 80 ms
STEPS = 16  # steps of 5 ms in a frame
STEP = FRAME // STEPS
LATENT = 96  # the last dimension is the pitch, the one before it the constant 1, the others are learnt
CONSTANT_LATENT = LATENT - 2
LEARNT = LATENT - 2

# Pitch: every frame holds a whole number of periods.
PITCH_UNIT = 12.5  # Hz: one period more in a frame
PITCH_CENTRE = 14.0  # periods; the last frame's pitch at the start of a stream
LOWEST, HIGHEST = 5, 26  # periods in a frame: 62.5 to 325 Hz
STEEPEST = 2  # periods: the pitch glides from the last frame's by up to so many

SMALL = "POCKET_TTS_EMBEDDED_SMALL" in os.environ  # a smoke run: everything runs, nothing is learnt

SHARD = 12 if SMALL else 200  # sentences
SHORT = 36 if SMALL else 2400  # short texts, the last of the sentences
