"""Makes Tests/Fixtures/models/phonon-*: small random models in the layout of Phonon, and what ptts 0.4.2 speaks with
them.

    python3 -m venv ~/.cache/phonon && ~/.cache/phonon/bin/pip install ptts==0.4.2 numpy safetensors
    ~/.cache/phonon/bin/python scripts/reference/make-phonon-goldens.py

Takes seconds. ptts gives audio only: no latents and no EOS logits. Temperature is 0, since its random numbers are not
torch's.
"""

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import ptts
from safetensors.numpy import save_file

sys.path.insert(0, str(Path(__file__).resolve().parent / "modules"))
import phonon_models

FIXTURES = Path(__file__).resolve().parents[2] / "Tests/Fixtures/models"
FRAME = 1920
# Free-running random networks drift apart: only the first frames are kept.
FRAMES_KEPT, STRIDE = 6, 5
NEVER, AT_ONCE = 1e9, -1e9
SHORT, LONG = "Hello there", "the small boat left at dawn!"
TWO_CHUNKS = "Hello there, small  boat.   The night is long and dark today."


def speak(folder: Path, text: str, voice: str | None, threshold: float, conditions: dict) -> np.ndarray:
    voices, hidden = folder / "voices", folder / "hidden"
    # Without a name ptts takes the only voice that there is.
    if voice is None:
        voices.rename(hidden)
    tts = ptts.TTS(
        str(folder), lang=None, temperature=0.0, quant="f32", eos_threshold=threshold, conditions=conditions or None
    )
    if voice is None:
        hidden.rename(voices)
    return tts.synth(text, voice=voice)


def safe_threshold(folder: Path, text: str, voice: str | None) -> float:
    """A threshold in the middle of a range of 0.1 in which speech ends in the same, early frame."""
    candidates = np.arange(-3, 3, 0.025)
    frames = [len(speak(folder, text, voice, t, {})) // FRAME for t in candidates]
    for first in range(len(candidates) - 4):
        same = set(frames[first : first + 5])
        if len(same) == 1 and 5 <= frames[first] <= 25:
            return round(float(candidates[first + 2]), 3)
    print(frames)
    raise SystemExit(f"{folder.name}: no threshold ends the speech early and safely: take another seed")


def golden(folder: Path, cases: dict[str, dict]) -> None:
    speeches, tensors = [], {}
    for name, case in cases.items():
        case = {"text": SHORT, "voice": None, "eosThreshold": NEVER, "conditions": {}, **case}
        if case["eosThreshold"] is None:
            case["eosThreshold"] = safe_threshold(folder, case["text"], case["voice"])
        audio = speak(folder, case["text"], case["voice"], case["eosThreshold"], case["conditions"])
        tensors[name] = np.ascontiguousarray(audio[: FRAMES_KEPT * FRAME : STRIDE])
        speeches.append({"id": name, **case, "frames": len(audio) // FRAME})
    save_file(tensors, folder / "golden.safetensors")
    document = {"reference": f"ptts {ptts.__version__}", "audioStride": STRIDE, "speech": speeches}
    (folder / "golden.json").write_text(json.dumps(document, indent=1) + "\n")


def random(*shape: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


def with_conditions(folder: Path) -> None:
    """Sinks, conditions and all kinds of voices, in safetensors."""
    waves = {"type": "continuous", "continuous": {"dim": 16, "scale_factor": 10.0}}
    speakers = [str(i) for i in range(6)]
    table = {"n_bins": 6, "dim": 16, "tokenizer": "noop", "possible_values": speakers}
    config = phonon_models.config(
        conditioners=[
            {"name": "num_speakers", "type": "lut", "lut": table},
            {"name": "duration_delta", **waves},
            {"name": "padding_bonus", **waves, "max_period": 500.0},
        ],
        fuser={"sum": ["num_speakers", "duration_delta", "padding_bonus"]},
        prefix_sinks={"speaker_wavs": {}, "transcript_in_segment": {}},
        cfg_null_audio_empty=True,
        languages=["en"],
    )
    tensors = phonon_models.weights(config, seed=1)
    tensors["flow_lm.speaker_proj_weight"] = 0.3 * random(64, 32, seed=2)
    phonon_models.write(folder, config, tensors, gguf=False)
    for name in ("voices", "embeddings"):
        (folder / name).mkdir()
    save_file({"emb": random(5, 64, seed=3)}, folder / "default-voice.safetensors")
    save_file({"speaker_wavs": random(1, 32, 7, seed=4)}, folder / "voices/latents.safetensors")
    save_file({"anything": random(1, 4, 64, seed=5)}, folder / "embeddings/unnamed.safetensors")
    golden(
        folder,
        {
            "usual": {"voice": "default"},
            "latents": {"voice": "latents", "text": LONG},
            "unnamed": {"voice": "unnamed"},
            "faster": {"voice": "default", "conditions": {"duration_delta": "-0.5"}},
            "speakers": {"voice": "default", "conditions": {"num_speakers": "3", "padding_bonus": "0.25"}},
            "end": {"voice": "default", "text": LONG, "eosThreshold": None},
            "end-short": {"voice": "default", "eosThreshold": None},
            "tails": {"voice": "default", "text": TWO_CHUNKS, "eosThreshold": AT_ONCE},
        },
    )


def in_eight_bits(folder: Path) -> None:
    """GGUF of all types, the other activation and norm, projections in the codec, and no voice beside the sinks."""
    config = phonon_models.config(
        flow_lm={"gelu": "erf", "time_rms_norm": "rms"},
        mimi={"gelu": "erf", "decoder_dimension": 48, "transformer_d_model": 40},
        prefix_sinks={"transcript_in_segment": {}},
        cfg_null_audio_empty=True,
        lsd_decode_steps=2,
    )
    phonon_models.write(folder, config, phonon_models.weights(config, seed=10), gguf=True)
    (folder / "voices").mkdir()
    save_file({"emb": random(5, 64, seed=11)}, folder / "voices/one.safetensors")
    golden(
        folder,
        {
            "voice": {"voice": "one"},
            "no-voice": {"text": LONG},
            "end": {"voice": "one", "text": LONG, "eosThreshold": None},
            "tail": {"voice": "one", "eosThreshold": AT_ONCE},
        },
    )


def main() -> None:
    ptts.set_num_threads(1)
    for name, make in {"phonon": with_conditions, "phonon-gguf": in_eight_bits}.items():
        folder = FIXTURES / name
        shutil.rmtree(folder, ignore_errors=True)
        make(folder)
        print(folder.name, sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()), "bytes")


main()
