"""Makes Tests/Fixtures/audio: what the reference does with prompts before it encodes them.

    $(scripts/reference/setup) scripts/reference/make-audio-goldens.py

end-on-pause.json: signals are made by a formula that the test repeats; it records the length, every 7th of the last
2600 samples and the sum of magnitudes.
resampled.json: every 97th sample of `resample_poly` on a sum of sines, per source rate.
"""

import json
from pathlib import Path

import numpy as np
import torch
from pocket_tts.data.audio_utils import convert_audio, end_on_pause

FOLDER = Path(__file__).resolve().parents[2] / "Tests" / "Fixtures" / "audio"


def noise(count: int) -> np.ndarray:
    """A 32-bit linear congruential generator's high bits, within -0.5..<0.5: the same in any language."""
    state, values = 1, np.empty(count, np.float32)
    for i in range(count):
        state = (state * 1664525 + 1013904223) % 2**32
        values[i] = (state >> 8) / 2**24 - 0.5
    return values


def signal(rate: int, loud: int, quiet: int, level: float) -> np.ndarray:
    """`loud` samples of noise, then `quiet` samples of it at `level`."""
    x = noise(loud + quiet)
    x[loud:] *= np.float32(level)
    return x


def floats(values: np.ndarray) -> list[float]:
    """With as few digits as name the f32."""
    return [float(str(v)) for v in values]


def pauses() -> list[dict]:
    cases = [
        ("speech to the end", 24000, 24000, 0, 0.0),
        ("long silence", 24000, 24000, 12000, 0.0),
        ("room noise below the floor", 24000, 20000, 9000, 0.01),
        ("room noise above the floor", 24000, 20000, 9000, 0.03),
        ("not a whole number of frames", 24000, 24011, 5003, 0.001),
        ("silence", 24000, 0, 24000, 0.0),
        ("one frame", 24000, 480, 0, 0.0),
        ("below a frame", 24000, 479, 0, 0.0),
        ("odd rate", 22050, 22050, 7000, 0.0),
        ("8 kHz", 8000, 8000, 500, 0.0),
        ("low rate", 70, 70, 10, 0.0),
    ]
    done = []
    for name, rate, loud, quiet, level in cases:
        x = signal(rate, loud, quiet, level)
        y = end_on_pause(torch.from_numpy(x)[None], rate)[0].numpy()
        done.append(
            {
                "name": name,
                "rate": rate,
                "loud": loud,
                "quiet": quiet,
                "level": level,
                "count": len(y),
                "tail": floats(y[-2600:][::7]),
                "sum": float(np.abs(y.astype(np.float64)).sum()),
            }
        )
    return done


def sines(rate: int) -> np.ndarray:
    """Half a second of five sines below 3.5 kHz, in f64."""
    t = np.arange(rate // 2) / rate
    return sum(0.15 * np.sin(2 * np.pi * f * t + f) for f in (110, 440, 1200, 2500, 3400)).astype(np.float32)


def resampled() -> list[dict]:
    done = []
    for rate in (8000, 16000, 22050, 32000, 44100, 48000, 96000, 192000):
        y = convert_audio(torch.from_numpy(sines(rate))[None], rate, 24000, 1)[0].numpy()
        done.append({"rate": rate, "count": len(y), "samples": floats(y[::97])})
    return done


FOLDER.mkdir(parents=True, exist_ok=True)
(FOLDER / "end-on-pause.json").write_text(json.dumps(pauses(), separators=(",", ":")) + "\n")
(FOLDER / "resampled.json").write_text(json.dumps(resampled(), separators=(",", ":")) + "\n")
