"""Random clients, in a process of their own and at the usual priority at most. Part of load_test.py.

load_clients.py PORT COUNT SECONDS prints how many there were of each kind, as one line of JSON.
"""

import asyncio
import json
import os
import random
import sys
import time
from pathlib import Path

from websockets.asyncio.client import connect

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks/modules"))
from bench_server import FIFTEEN, LONG
from support import multipart, sine

CLONE = multipart(text=b"Hello.", voice_wav=sine(2))


async def passer_by(port: int, dice: random.Random, end: float, count: dict) -> None:
    """A client that asks for something and leaves at some time, politely or not."""
    while time.perf_counter() < end:
        kind = dice.choice(["speech", "page", "broken", "clone", "live"])
        count[kind] = count.get(kind, 0) + 1
        try:
            async with asyncio.timeout(20):
                if kind == "live":
                    await live_session(port, dice)
                else:
                    await exchange(port, kind, dice)
        except (OSError, EOFError, TimeoutError, asyncio.IncompleteReadError, ConnectionError):
            pass
        except Exception as error:
            count[type(error).__name__] = count.get(type(error).__name__, 0) + 1
        await asyncio.sleep(dice.uniform(0, 2))


async def exchange(port: int, kind: str, dice: random.Random) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 14)
    body, media = json.dumps({"input": LONG, "response_format": "mp3"}).encode(), "application/json"
    path = "/v1/audio/speech"
    if kind == "clone":
        body, media = CLONE
        path = "/tts"
    if kind == "broken":
        body = os.urandom(2000)
    line = "GET / HTTP/1.1" if kind == "page" else f"POST {path} HTTP/1.1"
    length = 0 if kind == "page" else len(body)
    writer.write(f"{line}\r\nHost: localhost\r\nContent-Type: {media}\r\nContent-Length: {length}\r\n\r\n".encode())
    if kind != "page":
        writer.write(body)
    for _ in range(dice.choice([0, 1, 5, 50])):
        if not await reader.read(4000):
            break
    if dice.random() < 0.5:
        writer.transport.abort()
    writer.close()


async def live_session(port: int, dice: random.Random) -> None:
    async with connect(f"ws://127.0.0.1:{port}/v1/audio/stream") as socket:
        await socket.send('{"type": "start"}')
        for word in FIFTEEN.split():
            await socket.send(json.dumps({"type": "text", "text": word + " "}))
            await asyncio.sleep(0.03)
        await socket.send(json.dumps({"type": dice.choice(["end", "cancel"])}))
        for _ in range(20):
            await asyncio.wait_for(socket.recv(), 10)


async def run(port: int, clients: int, seconds: float) -> None:
    # They never take what a machine of their own would give them from the server and its listeners.
    os.setpriority(os.PRIO_PROCESS, 0, max(0, os.getpriority(os.PRIO_PROCESS, 0)))
    count: dict[str, int] = {}
    end = time.perf_counter() + seconds
    await asyncio.gather(*(passer_by(port, random.Random(number), end, count) for number in range(clients)))
    print(json.dumps(count))


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
