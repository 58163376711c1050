"""The reference's networks on ONNX Runtime with one thread each for language model and codec, as PocketTTS.cpp and
sherpa-onnx run: run_onnx.py MODEL_FOLDER LM_PRECISION CODEC_PRECISION (f32 or int8)."""

import json
import math
import queue
import sys
import threading
from pathlib import Path

from worker import serve


def load():
    import numpy as np
    import onnxruntime as ort
    import safetensors.numpy

    folder, precision, codec_precision = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1

    def session(name, precision):
        file = folder / "onnx" / f"{name}.{precision}.onnx"
        return ort.InferenceSession(file, options, providers=["CPUExecutionProvider"])

    backbone, head = session("backbone", precision), session("head", precision)
    mimi = session("mimi", codec_precision)
    arrays = np.load(folder / "onnx" / "arrays.npz")
    table, bos, tails = arrays["table"], arrays["bos"], arrays["tails"]
    codec_layers, codec_heads, codec_width, window, per_frame = (int(n) for n in arrays["codec"])
    texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    tokens_of = {entry["text"]: entry["tokens"] for entry in texts.values()}
    state = safetensors.numpy.load_file(folder / "voices" / "bench.safetensors")
    voice = []
    for key in sorted(k for k in state if k.endswith("/cache")):
        voice += [
            ort.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(part.transpose(0, 2, 1, 3))) for part in state[key]
        ]
    past_names = [f"past{i}" for i in range(len(voice))]

    def value(array):
        return ort.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(array, np.float32))

    def read(rows, caches):
        """Runs the backbone; caches stay inside ONNX Runtime."""
        past, count = caches[0].shape()[2], rows.shape()[1]
        key, query = np.arange(past + count), np.arange(past, past + count)
        binding = backbone.io_binding()
        binding.bind_ortvalue_input("rows", rows)
        binding.bind_ortvalue_input("positions", value(query))
        binding.bind_ortvalue_input("mask", value(np.where(key[None] > query[:, None], -1e9, 0)))
        for name, cache in zip(past_names, caches):
            binding.bind_ortvalue_input(name, cache)
        for output in backbone.get_outputs():
            binding.bind_output(output.name)
        backbone.run_with_iobinding(binding)
        hidden, _eos, *present = binding.get_outputs()
        return hidden, present

    def generate(tokens, frames, latents, stop):
        _, caches = read(value(table[tokens][None]), voice)
        row = value(bos[None, None])
        for _ in range(frames):
            if stop.is_set():
                break
            hidden, caches = read(row, caches)
            noise = value(random.standard_normal((1, 32)) * 0.3**0.5)
            latent, row = head.run_with_ort_values(None, {"hidden": hidden, "noise": noise})
            latents.put(latent.numpy()[None])
        latents.put(None)

    def decode(latents):
        caches = [value(np.zeros((1, codec_heads, 0, codec_width))) for _ in range(2 * codec_layers)]
        past = [value(np.zeros((1, *shape))) for shape in tails]
        position = 0
        while (latent := latents.get()) is not None:
            kept = caches[0].shape()[2]
            key = np.arange(position - kept, position + per_frame)
            query = np.arange(position, position + per_frame)
            distance = query[:, None] - key[None]
            feeds = {
                "latent": value(latent),
                "positions": value(query),
                "mask": value(np.where((distance < 0) | (distance >= window), -1e9, 0)),
            }
            feeds |= {f"past{i}": cache for i, cache in enumerate(caches)}
            feeds |= {f"tail{i}": tail for i, tail in enumerate(past)}
            samples, *states = mimi.run_with_ort_values(None, feeds)
            caches, past = states[: len(caches)], states[len(caches) :]
            position += per_frame
            yield samples.shape()[0]

    random = np.random.default_rng(1)

    def speak(text):
        for tokens in tokens_of[text]:
            frames = math.ceil((len(tokens) / 3 + 2) * 12.5)
            latents, stop = queue.Queue(), threading.Event()
            worker = threading.Thread(target=generate, args=(tokens, frames, latents, stop))
            worker.start()
            try:
                yield from decode(latents)
            finally:
                stop.set()
                worker.join()

    return speak


serve(load)
