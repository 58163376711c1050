"""Hours of clients of every kind on pocket-tts serve, and more than it can do; run by scripts/test load."""

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import sys
import time
from pathlib import Path

from websockets.asyncio.client import connect

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks/modules"))
from bench_server import FIFTEEN, LONG, Audio, ask, capacity, head, listen, report
from server_process import Server
from support import metric, multipart, sine

PROBES = 5
# Made once: what takes this program long would count as gaps of the server.
CLONE = multipart(text=b"Hello.", voice_wav=sine(2))


class Resources:
    """What a process holds, now and then."""

    def __init__(self, server: Server):
        self.server = server
        self.samples: list[dict] = []

    def sample(self) -> dict:
        process = Path(f"/proc/{self.server.process.pid}")
        status = (process / "status").read_text()
        found = {
            "kilobytes": int(re.search(r"VmRSS:\s+(\d+)", status)[1]),
            "threads": int(re.search(r"Threads:\s+(\d+)", status)[1]),
            "descriptors": len(os.listdir(process / "fd")),
        }
        self.samples.append(found)
        return found


async def first_audio(server: Server) -> float:
    """Milliseconds to the first frame, the median of a few requests, one after the other."""
    times = []
    for seed in range(PROBES):
        reader, writer, sent = await ask(server.port, FIFTEEN, seed)
        status, _ = await head(reader)
        if status == 200:
            await Audio(reader).read(3840)
            times.append(1000 * (time.perf_counter() - sent))
        writer.close()
        await asyncio.sleep(0.2)
    return round(statistics.median(times), 1) if times else float("nan")


async def whole(server: Server) -> bytes:
    """The bytes of one request that is the same each time."""
    reader, writer, _ = await ask(server.port, FIFTEEN, 5)
    status, _ = await head(reader)
    audio = await Audio(reader).read(60 * 48_000) if status == 200 else b""
    writer.close()
    return audio


async def listener(server: Server, number: int, end: float, results: list[dict]) -> None:
    """One speech after the other, each heard in real time."""
    while (left := end - time.perf_counter()) > 1:
        try:
            results.append(await listen(server.port, min(left, 30), number))
        except RuntimeError:
            # Refused: all slots are taken. A listener that got one would have had no gap.
            await asyncio.sleep(1)


async def passer_by(server: Server, dice: random.Random, end: float, count: dict) -> None:
    """A client that asks for something and leaves at some time, politely or not."""
    while time.perf_counter() < end:
        kind = dice.choice(["speech", "page", "broken", "clone", "live"])
        count[kind] = count.get(kind, 0) + 1
        try:
            async with asyncio.timeout(20):
                if kind == "live":
                    await live_session(server, dice)
                else:
                    await exchange(server, kind, dice)
        except (OSError, EOFError, TimeoutError, asyncio.IncompleteReadError, ConnectionError):
            pass
        except Exception as error:
            count[type(error).__name__] = count.get(type(error).__name__, 0) + 1
        await asyncio.sleep(dice.uniform(0, 2))


async def exchange(server: Server, kind: str, dice: random.Random) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port, limit=1 << 14)
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


async def live_session(server: Server, dice: random.Random) -> None:
    async with connect(f"ws://127.0.0.1:{server.port}/v1/audio/stream") as socket:
        await socket.send('{"type": "start"}')
        for word in FIFTEEN.split():
            await socket.send(json.dumps({"type": "text", "text": word + " "}))
            await asyncio.sleep(0.03)
        await socket.send(json.dumps({"type": dice.choice(["end", "cancel"])}))
        for _ in range(20):
            await asyncio.wait_for(socket.recv(), 10)


def summary(results: list[dict]) -> dict:
    return {
        "speeches": len(results),
        "seconds_heard": round(sum(one["seconds"] for one in results)),
        "gaps": sum(one["gaps"] for one in results),
        "worst_gap_ms": round(1000 * max([one["worst"] for one in results], default=0), 1),
    }


async def idle(server: Server) -> None:
    while metric(server, "pocket_tts_active_streams") + metric(server, "pocket_tts_queue_length") > 0:
        await asyncio.sleep(0.2)


async def beside_others(server: Server, options: argparse.Namespace, resources: Resources) -> bool:
    alone = await whole(server)
    before = await first_audio(server)
    end = time.perf_counter() + 60 * options.minutes
    results: list[dict] = []
    count: dict[str, int] = {}
    tasks = [asyncio.create_task(listener(server, i, end, results)) for i in range(options.listeners)]
    tasks += [asyncio.create_task(passer_by(server, random.Random(i), end, count)) for i in range(options.clients)]
    # Once all kinds of clients have been there.
    await asyncio.sleep(min(30, 15 * options.minutes))
    start = resources.sample()
    while time.perf_counter() < end:
        await asyncio.sleep(5)
        resources.sample()
    await asyncio.gather(*tasks)
    await idle(server)
    await asyncio.sleep(5)
    last, after = resources.sample(), await first_audio(server)
    same = await whole(server) == alone
    report(
        what="beside others",
        minutes=options.minutes,
        listeners=options.listeners,
        clients=count,
        **summary(results),
        start=start,
        end=last,
        most={name: max(sample[name] for sample in resources.samples) for name in last},
        first_audio_ms=[before, after],
        same_bytes=same,
    )
    return same and last["threads"] <= start["threads"] + 2 and last["descriptors"] <= start["descriptors"] + 4


async def overload(server: Server, options: argparse.Namespace) -> bool:
    """Ten times as many clients as there are slots, each asking again once it is refused."""
    slots = capacity(server)
    end = time.perf_counter() + 60 * options.overload_minutes
    results: list[dict] = []
    refusals: list[float] = []
    others: dict[int, int] = {}

    async def one(number: int) -> None:
        await asyncio.sleep(number * 0.01)
        while time.perf_counter() < end:
            reader, writer, sent = await ask(server.port, LONG, number)
            status, _ = await head(reader)
            writer.close()
            if status == 503:
                refusals.append(1000 * (time.perf_counter() - sent))
                await asyncio.sleep(1)
            elif status != 200:
                others[status] = others.get(status, 0) + 1
                await asyncio.sleep(1)

    # These hold all the slots, so that everybody else is refused.
    holders = [asyncio.create_task(listener(server, i, end, results)) for i in range(slots)]
    await asyncio.sleep(1)
    await asyncio.gather(*holders, *(one(slots + i) for i in range(10 * slots)))
    await asyncio.sleep(5)
    times = sorted(refusals) or [float("nan")]
    report(
        what="overload",
        minutes=options.overload_minutes,
        slots=slots,
        clients=10 * slots,
        **summary(results),
        refused=len(refusals),
        refusal_ms={
            "median": round(statistics.median(times), 1),
            "p99": round(times[int(0.99 * (len(times) - 1))], 1),
            "most": round(times[-1], 1),
        },
        other_statuses=others,
        first_audio_5_s_later_ms=await first_audio(server),
    )
    return not others


async def run(options: argparse.Namespace) -> bool:
    model = ["--model", options.model] if options.model else []
    streams = ["--max-streams", str(options.streams)] if options.streams else []
    report(what="machine", cores=os.cpu_count(), load_average=os.getloadavg()[0])
    with Server(*model, *streams) as server:
        options.listeners = options.listeners or max(1, capacity(server) // 2)
        good = await beside_others(server, options, Resources(server))
    with Server(*model, *streams, "--queue", "0") as server:
        good = await overload(server, options) and good
    report(what="machine", load_average=os.getloadavg()[0])
    return good


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--overload-minutes", type=float, default=None, help="a sixth of --minutes if not given")
    parser.add_argument("--listeners", type=int, default=0, help="half the server's capacity if not given")
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--streams", type=int, default=0, help="the server's own measurement if not given")
    parser.add_argument("--model", default=None)
    chosen = parser.parse_args()
    chosen.overload_minutes = chosen.overload_minutes or chosen.minutes / 6
    sys.exit(0 if asyncio.run(run(chosen)) else 1)
