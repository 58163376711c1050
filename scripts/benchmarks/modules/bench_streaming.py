"""From the last token of the first sentence to first audio over a WebSocket, beside the same text sent at once; run by
scripts/bench streaming."""

import argparse
import asyncio
import json
import re
import statistics
import sys
import time
from pathlib import Path

from websockets.asyncio.client import connect

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests/modules"))
from server_process import Server

SENTENCE = "The quick brown fox jumps over the lazy dog while the sun sets behind hills."


async def first_audio(ws, fragments: list[str], pause: float) -> float:
    """Milliseconds from the fragment that completes the first sentence to first audio."""
    await ws.send(json.dumps({"type": "start", "temperature": 0}))
    await ws.recv()
    for fragment in fragments[:-1]:
        await ws.send(json.dumps({"type": "text", "text": fragment}))
        await asyncio.sleep(pause)
    sent = time.perf_counter()
    await ws.send(json.dumps({"type": "text", "text": fragments[-1]}))
    while not isinstance(await ws.recv(), bytes):
        pass
    took = time.perf_counter() - sent
    await ws.send(json.dumps({"type": "cancel"}))
    while True:
        message = await ws.recv()
        if isinstance(message, str) and json.loads(message)["type"] == "done":
            return took * 1000


async def measure(server: Server, rounds: int, pause: float) -> None:
    words = re.findall(r"\s*\S+", SENTENCE)
    forms = {"at once": [SENTENCE + " Then"], "by word": [*words, " Then"]}
    times: dict[str, list[float]] = {name: [] for name in forms}
    async with connect(f"ws://127.0.0.1:{server.port}/v1/audio/stream") as ws:
        for round in range(rounds + 2):
            for name, fragments in forms.items():
                took = await first_audio(ws, fragments, pause)
                if round >= 2:
                    times[name].append(took)
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, values in times.items():
        print(f"{name}: first audio after {medians[name]:.1f} ms (median of {rounds}; {min(values):.1f} to {max(values):.1f})")
    print(f"ratio {medians['by word'] / medians['at once']:.2f}")


parser = argparse.ArgumentParser()
parser.add_argument("model")
parser.add_argument("--rounds", type=int, default=30)
parser.add_argument("--pause", type=float, default=0.03, help="seconds between two words")
arguments, rest = parser.parse_known_args()
with Server("--model", arguments.model, "--max-streams", "4", *rest) as server:
    asyncio.run(measure(server, arguments.rounds, arguments.pause))
