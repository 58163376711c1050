"""The loop that every peer's process runs: a request per line on stdin, a measurement per line on stdout.

The same protocol as `pocket-tts bench-worker`, so that all are measured alike.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Generator


def serve(
    load: Callable[[], Callable[[str], Generator[int]]], frame_size: int = 1920, sample_rate: int = 24000
) -> None:
    """`load` makes a function that speaks a text and yields the number of samples of each piece of audio.

    A generator of it that is closed early stops all its work before it returns.
    """
    start = time.perf_counter()
    speak = load()
    send({"ready": True, "loadSeconds": time.perf_counter() - start})
    for line in sys.stdin:
        request = json.loads(line)
        send(measure(speak(request["text"]), request.get("frames"), frame_size, sample_rate))


def measure(audio: Generator[int], frames: int | None, frame_size: int, sample_rate: int) -> dict:
    """Listens to all of `audio`, or until `frames` have come."""
    samples, worst_gap, first, now = 0, 0.0, None, 0.0
    cpu, start = time.process_time(), time.perf_counter()
    for count in audio:
        now = time.perf_counter() - start
        first = now if first is None else first
        # A player that began with the first samples has played them for `now - first` seconds.
        worst_gap = max(worst_gap, now - (first + samples / sample_rate))
        samples += count
        if frames and samples >= frames * frame_size:
            break
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    audio.close()
    return {
        "firstAudioSeconds": first,
        "wallSeconds": wall,
        "audioSeconds": samples / sample_rate,
        "cpuSeconds": cpu,
        "worstGapSeconds": worst_gap,
        "frames": samples // frame_size,
        "peakMemoryBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


def send(reply: dict) -> None:
    print(json.dumps(reply), flush=True)
