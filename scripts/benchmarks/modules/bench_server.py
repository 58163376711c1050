"""Measures pocket-tts serve over loopback; run by scripts/bench server."""

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests/modules"))
from server_process import Server

FIFTEEN = "The old ferry crosses the wide river twice a day, even when winter storms come."
LONG = (FIFTEEN + " ") * 12
FRAME_BYTES, FRAME_SECONDS = 3840, 0.08


def body(text: str, seed: int) -> bytes:
    return json.dumps({"input": text, "seed": seed, "response_format": "pcm", "eos_threshold": 1e9}).encode()


async def ask(port: int, text: str, seed: int):
    """A connection on which a request was sent, and when."""
    # A small window: what the kernel holds for a listener has not been heard.
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 14)
    data = body(text, seed)
    sent = time.perf_counter()
    writer.write(
        b"POST /v1/audio/speech HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Content-Length: %d\r\n\r\n" % len(data) + data
    )
    return reader, writer, sent


async def head(reader: asyncio.StreamReader) -> tuple[int, str]:
    text = (await reader.readuntil(b"\r\n\r\n")).decode()
    return int(text.split()[1]), text


class Audio:
    """The body's bytes, out of their chunks."""

    def __init__(self, reader: asyncio.StreamReader):
        self.reader, self.data = reader, b""

    async def read(self, count: int) -> bytes:
        while len(self.data) < count:
            size = int(await self.reader.readuntil(b"\r\n"), 16)
            if size == 0:
                break
            self.data += (await self.reader.readexactly(size + 2))[:size]
        taken, self.data = self.data[:count], self.data[count:]
        return taken


def report(**figures: object) -> None:
    print(json.dumps(figures), flush=True)


def capacity(server: Server) -> int:
    return int(re.search(r"streams=(\d+)", server.log)[1])


async def first_byte(options: argparse.Namespace) -> None:
    """Requests to the server and to the library in turn."""
    flags = ["--model", options.model, "--precision", options.precision, "--eos-threshold", "1e9"]
    command = [os.environ["POCKET_TTS_BINARY"], "bench-worker", *flags]
    worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    worker.stdout.readline()
    over_http, alone = [], []
    with Server("--model", options.model, "--precision", options.precision) as server:
        for seed in range(options.requests + 3):
            reader, writer, sent = await ask(server.port, FIFTEEN, seed)
            await head(reader)
            audio = Audio(reader)
            await audio.read(FRAME_BYTES)
            over_http.append(time.perf_counter() - sent)
            writer.close()
            # Until it has noticed that its listener left: what it still computes would slow the other one down.
            await asyncio.sleep(0.3)
            # One frame here too, and the same pause: who has spoken longer or later finds its weights in the cache.
            worker.stdin.write(json.dumps({"text": FIFTEEN, "seed": seed, "frames": 1}) + "\n")
            worker.stdin.flush()
            alone.append(json.loads(worker.stdout.readline())["firstAudioSeconds"])
            await asyncio.sleep(0.3)
    worker.stdin.close()
    worker.wait()
    http, library = (1000 * statistics.median(times[3:]) for times in (over_http, alone))
    report(
        what="first audio, ms",
        http=round(http, 2),
        library=round(library, 2),
        difference=round(http - library, 2),
        requests=options.requests,
        precision=options.precision,
    )


async def listen(port: int, seconds: float, seed: int) -> dict:
    """Listens in real time from the first frame on; gaps are the times that a frame came too late."""
    reader, writer, sent = await ask(port, LONG, seed)
    status, _ = await head(reader)
    if status != 200:
        raise RuntimeError(f"status {status}")
    audio = Audio(reader)
    await audio.read(FRAME_BYTES)
    start = time.perf_counter()
    worst, gaps, heard, late = 0.0, 0, 1, 0.0
    # Not the seconds heard: who cannot keep up would take for ever.
    while time.perf_counter() - start < seconds:
        due = start + heard * FRAME_SECONDS + late
        await asyncio.sleep(max(0, due - FRAME_SECONDS - time.perf_counter()))
        if len(await audio.read(FRAME_BYTES)) < FRAME_BYTES:
            break
        heard += 1
        missing = time.perf_counter() - due
        if missing > 0:
            gaps, worst, late = gaps + 1, max(worst, missing), late + missing
    writer.close()
    return {"first": start - sent, "gaps": gaps, "worst": worst, "seconds": heard * FRAME_SECONDS}


async def listeners(options: argparse.Namespace) -> None:
    """So many listeners, who come within a few seconds or at once; one more is turned away."""
    with Server(
        "--model", options.model, "--precision", options.precision, "--queue", "0", "--max-streams", str(options.count)
    ) as server:

        async def one(i: int) -> dict:
            await asyncio.sleep(options.spread * i / options.count)
            return await listen(server.port, options.seconds, i)

        tasks = [asyncio.create_task(one(i)) for i in range(options.count)]
        await asyncio.sleep(options.spread + 2)
        reader, writer, sent = await ask(server.port, FIFTEEN, 0)
        status, headers = await head(reader)
        refused = time.perf_counter() - sent
        writer.close()
        done = await asyncio.gather(*tasks)
        report(
            what="listeners in real time",
            count=options.count,
            seconds=min(one["seconds"] for one in done),
            with_gaps=sum(one["gaps"] > 0 for one in done),
            gaps=sum(one["gaps"] for one in done),
            worst_gap_ms=round(1000 * max(one["worst"] for one in done), 1),
            first_audio_ms=[round(1000 * one["first"]) for one in done],
            one_more_status=status,
            one_more_ms=round(1000 * refused, 1),
            retry_after=(re.findall(r"retry-after: (\d+)", headers, re.I) or [None])[0],
            precision=options.precision,
        )
    with Server("--model", options.model, "--precision", options.precision) as server:
        report(what="measured capacity", streams=capacity(server), precision=options.precision)


async def churn(options: argparse.Namespace) -> None:
    """Connections that come and go at random moments; then memory, leftovers and the next request."""
    with Server("--model", options.model, "--precision", options.precision, "--queue", "64") as server:

        async def first() -> float:
            times = []
            for seed in range(9):
                reader, writer, sent = await ask(server.port, FIFTEEN, seed)
                await head(reader)
                await Audio(reader).read(FRAME_BYTES)
                times.append(time.perf_counter() - sent)
                writer.close()
                await asyncio.sleep(0.3)
            return 1000 * statistics.median(times)

        before = await first()
        end = time.perf_counter() + options.seconds
        statuses: dict[int, int] = {}

        async def come_and_go(i: int) -> None:
            dice = random.Random(i)
            while time.perf_counter() < end:
                reader, writer, _ = await ask(server.port, LONG, dice.randrange(1000))
                try:
                    status, _ = await asyncio.wait_for(head(reader), dice.uniform(0.01, 3))
                    statuses[status] = statuses.get(status, 0) + 1
                    if status == 200:
                        await asyncio.wait_for(Audio(reader).read(1 << 30), dice.uniform(0.01, 3))
                except (TimeoutError, asyncio.TimeoutError):
                    statuses[0] = statuses.get(0, 0) + 1
                except (ConnectionError, asyncio.IncompleteReadError):
                    statuses[-1] = statuses.get(-1, 0) + 1
                writer.transport.abort() if dice.random() < 0.5 else writer.close()

        memory: list[int] = []

        async def watch() -> None:
            while time.perf_counter() < end:
                await asyncio.sleep(options.seconds / 30)
                memory.append(server.resident_kilobytes())

        await asyncio.gather(watch(), *(come_and_go(i) for i in range(options.connections)))
        await asyncio.sleep(2)
        metrics = urllib.request.urlopen(server.url + "/metrics").read().decode()
        active = float(re.search(r"^pocket_tts_active_streams (\S+)", metrics, re.M)[1])
        after = await first()
        third = max(len(memory) // 3, 1)
        early, late = statistics.mean(memory[third : 2 * third]), statistics.mean(memory[-third:])
        report(
            what="connections that come and go",
            connections=options.connections,
            seconds=options.seconds,
            outcomes={str(key): value for key, value in sorted(statuses.items())},
            streams_left=active,
            memory_mb=[round(kilobytes / 1024) for kilobytes in memory[::5]],
            last_third_against_middle_percent=round(100 * (late / early - 1), 2),
            first_audio_before_ms=round(before, 1),
            first_audio_after_ms=round(after, 1),
            precision=options.precision,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("what", choices=["first-byte", "listeners", "churn"])
    parser.add_argument("--precision", default="bf16")
    parser.add_argument("--requests", type=int, default=20)
    parser.add_argument("--count", type=int, default=12)
    parser.add_argument("--spread", type=float, default=2, help="seconds in which the listeners come")
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    asyncio.run({"first-byte": first_byte, "listeners": listeners, "churn": churn}[options.what](options))


if __name__ == "__main__":
    main()
