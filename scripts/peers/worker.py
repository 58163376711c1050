"""The loop that every peer's process runs: a request per line on stdin, a measurement per line on stdout.

The same protocol as `pocket-tts bench-worker`, so that all are measured alike.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterable


def serve(load: Callable[[], Callable[[str], Iterable[int]]], frame_size: int = 1920, sample_rate: int = 24000) -> None:
    """`load` makes a function that speaks a text and yields the number of samples of each piece of audio."""
    start = time.perf_counter()
    speak = load()
    send({"ready": True, "loadSeconds": time.perf_counter() - start})
    for line in sys.stdin:
        send(measure(lambda text: speak(text), json.loads(line)["text"], frame_size, sample_rate))


def measure(speak, text: str, frame_size: int, sample_rate: int) -> dict:
    samples, worst_gap, first, now = 0, 0.0, None, 0.0
    cpu, start = time.process_time(), time.perf_counter()
    for count in speak(text):
        now = time.perf_counter() - start
        first = now if first is None else first
        # A player that began with the first samples has played them for `now - first` seconds.
        worst_gap = max(worst_gap, now - (first + samples / sample_rate))
        samples += count
    wall = time.perf_counter() - start
    return {
        "firstAudioSeconds": first, "wallSeconds": wall, "audioSeconds": samples / sample_rate,
        "cpuSeconds": time.process_time() - cpu, "worstGapSeconds": worst_gap, "frames": samples // frame_size,
        "peakMemoryBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


def send(reply: dict) -> None:
    print(json.dumps(reply), flush=True)
