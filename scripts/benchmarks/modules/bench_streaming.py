"""From a language model's tokens to first audio over each WebSocket of pocket-tts serve, beside the same text sent at
once; run by scripts/bench streaming."""

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


class Native:
    """Our own protocol."""

    path = "/v1/audio/stream"

    async def begin(self, ws) -> None:
        await ws.send(json.dumps({"type": "start", "temperature": 0}))
        await ws.recv()

    def text(self, text: str) -> dict:
        return {"type": "text", "text": text}

    def is_audio(self, message: str | bytes) -> bool:
        return isinstance(message, bytes)

    async def end(self, ws) -> None:
        await ws.send(json.dumps({"type": "cancel"}))
        while isinstance(message := await ws.recv(), bytes) or json.loads(message)["type"] != "done":
            pass


class Cartesia:
    path = "/tts/websocket"
    context = 0

    async def begin(self, ws) -> None:
        self.context += 1

    def text(self, text: str) -> dict:
        return {
            "context_id": str(self.context),
            "model_id": "sonic-3",
            "transcript": text,
            "continue": True,
            "add_timestamps": True,
            "output_format": {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 24000},
        }

    def is_audio(self, message: str) -> bool:
        return json.loads(message)["type"] == "chunk"

    async def end(self, ws) -> None:
        await ws.send(json.dumps({"context_id": str(self.context), "cancel": True}))
        while json.loads(await ws.recv())["type"] != "done":
            pass


class ElevenLabs:
    path = "/v1/text-to-speech/21m00Tcm4TlvDq8ikWAM/multi-stream-input?output_format=pcm_24000"
    context = 0

    async def begin(self, ws) -> None:
        self.context += 1
        await ws.send(json.dumps(self.text(" ")))

    def text(self, text: str) -> dict:
        return {"context_id": str(self.context), "text": text}

    def is_audio(self, message: str) -> bool:
        return bool(json.loads(message).get("audio"))

    async def end(self, ws) -> None:
        for _ in range(2):
            await ws.send(json.dumps({"context_id": str(self.context), "close_context": True}))
        while not json.loads(await ws.recv()).get("isFinal"):
            pass


async def first_audio(ws, protocol, fragments: list[str], pause: float) -> tuple[float, float]:
    """Milliseconds to first audio, from the fragment that completes the first sentence and from the first one."""
    await protocol.begin(ws)
    first = time.perf_counter()
    for fragment in fragments[:-1]:
        await ws.send(json.dumps(protocol.text(fragment)))
        await asyncio.sleep(pause)
    sent = time.perf_counter()
    await ws.send(json.dumps(protocol.text(fragments[-1])))
    while not protocol.is_audio(await ws.recv()):
        pass
    now = time.perf_counter()
    await protocol.end(ws)
    return (now - sent) * 1000, (now - first) * 1000


async def measure(server: Server, protocol, rounds: int, pause: float) -> None:
    words = re.findall(r"\s*\S+", SENTENCE)
    forms = {"at once": [SENTENCE + " Then"], "by word": [*words, " Then"]}
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in forms}
    async with connect(f"ws://127.0.0.1:{server.port}{protocol.path}") as ws:
        for round in range(rounds + 2):
            for name, fragments in forms.items():
                took = await first_audio(ws, protocol, fragments, pause)
                if round >= 2:
                    times[name].append(took)
    print(type(protocol).__name__)
    medians = {}
    for name, values in times.items():
        ends, starts = zip(*values)
        medians[name] = statistics.median(ends)
        print(
            f"  {name}: first audio after {medians[name]:.1f} ms from the end of the first sentence "
            f"(median of {rounds}; {min(ends):.1f} to {max(ends):.1f}), "
            f"{statistics.median(starts):.1f} ms from the first token"
        )
    print(f"  ratio {medians['by word'] / medians['at once']:.2f}")


parser = argparse.ArgumentParser()
parser.add_argument("model")
parser.add_argument("--rounds", type=int, default=30)
parser.add_argument("--pause", type=float, default=0.03, help="seconds between two words")
arguments, rest = parser.parse_known_args()
with Server("--model", arguments.model, "--max-streams", "4", *rest) as server:
    for protocol in (Native(), Cartesia(), ElevenLabs()):
        asyncio.run(measure(server, protocol, arguments.rounds, arguments.pause))
