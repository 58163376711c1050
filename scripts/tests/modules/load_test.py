"""Hours of clients of every kind on pocket-tts serve, and more than it can do; run by scripts/test load."""

import argparse
import asyncio
import itertools
import json
import os
import re
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks/modules"))
from bench_server import FIFTEEN, Audio, ask, capacity, head, report
from server_process import Server
from support import metric

PROBES = 5
MODULES = Path(__file__).parent


def stolen_seconds() -> float:
    """What the hypervisor has taken from all cores since the machine started (`steal` of proc(5))."""
    return int(Path("/proc/stat").read_text().split(maxsplit=9)[8]) / os.sysconf("SC_CLK_TCK")


class Resources:
    """What a process holds, now and then."""

    def __init__(self, server: Server):
        self.server = server
        self.samples: list[dict] = []
        self.began = time.monotonic()

    def sample(self) -> dict:
        process = Path(f"/proc/{self.server.process.pid}")
        status = (process / "status").read_text()
        found = {
            "kilobytes": int(re.search(r"VmRSS:\s+(\d+)", status)[1]),
            "threads": int(re.search(r"Threads:\s+(\d+)", status)[1]),
            "descriptors": len(os.listdir(process / "fd")),
        }
        machine = {"load_average": os.getloadavg()[0], "stolen_seconds": stolen_seconds()}
        self.samples.append({**found, **machine, "at": time.monotonic() - self.began})
        return found

    def course(self) -> dict[str, list[float]]:
        """The means of each tenth of the time."""
        size = max(1, len(self.samples) // 10)
        parts = [self.samples[first : first + size] for first in range(0, len(self.samples), size)][:10]
        names = ("kilobytes", "threads", "descriptors", "load_average")
        return {name: [round(statistics.mean(one[name] for one in part), 1) for part in parts] for name in names}

    def stolen_by_minute(self) -> dict[int, float]:
        """Seconds that the hypervisor took from the cores, in the minutes in which it took any."""
        found: dict[int, float] = {}
        for before, after in itertools.pairwise(self.samples):
            taken = after["stolen_seconds"] - before["stolen_seconds"]
            if taken > 0:
                minute = int(after["at"] // 60)
                found[minute] = round(found.get(minute, 0) + taken, 2)
        return found

    def processor_seconds(self) -> float:
        fields = Path(f"/proc/{self.server.process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
        return round((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), 1)


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


async def output(*command: object, own_session: bool = False) -> dict:
    """The last line of a program's output, which is JSON. Those before it are printed at once."""
    process = await asyncio.create_subprocess_exec(
        *map(str, command), stdout=asyncio.subprocess.PIPE, start_new_session=own_session
    )
    found: dict = {}
    async for line in process.stdout:
        if found:
            report(what="so far", **found)
        found = json.loads(line) if line.startswith(b"{") else {}
    if await process.wait() != 0:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    return found


def module(name: str, server: Server, count: int, seconds: float, own_session: bool = False) -> "asyncio.Task[dict]":
    command = [sys.executable, MODULES / name, server.port, count, seconds]
    return asyncio.create_task(output(*command, own_session=own_session))


async def idle(server: Server) -> None:
    while metric(server, "pocket_tts_active_streams") + metric(server, "pocket_tts_queue_length") > 0:
        await asyncio.sleep(0.2)
    # Freed memory is given back a few seconds later.
    await asyncio.sleep(12)


async def beside_others(server: Server, options: argparse.Namespace, resources: Resources) -> bool:
    alone = await whole(server)
    before = await first_audio(server)
    seconds = 60 * options.minutes
    listeners = module("load_listeners.py", server, options.listeners, seconds)
    # Linux shares the cores by session: theirs gets what is usual.
    clients = module("load_clients.py", server, options.clients, seconds, own_session=True)
    end = time.perf_counter() + seconds
    # Once all kinds of clients have been there.
    await asyncio.sleep(min(30, seconds / 4))
    start = resources.sample()
    told = time.perf_counter()
    while time.perf_counter() < end:
        await asyncio.sleep(min(5, seconds / 20))
        sample = resources.sample()
        if time.perf_counter() - told > 300:
            told += 300
            report(what="so far", **sample, load_average=os.getloadavg()[0])
    heard, count = await listeners, await clients
    course = resources.course()
    await idle(server)
    last, after = resources.sample(), await first_audio(server)
    same = await whole(server) == alone
    report(
        what="beside others",
        minutes=options.minutes,
        listeners=options.listeners,
        clients=count,
        **heard,
        start=start,
        end=last,
        most={name: max(sample[name] for sample in resources.samples) for name in last},
        course=course,
        stolen_by_minute=resources.stolen_by_minute(),
        processor_seconds=resources.processor_seconds(),
        first_audio_ms=[before, after],
        same_bytes=same,
    )
    return same and last["threads"] <= start["threads"] + 2 and last["descriptors"] <= start["descriptors"] + 4


async def many_clients(server: Server, count: int, seconds: int) -> dict:
    """Clients that ask once a second and hear what they get at once: how often which status came, and how long a 503
    took. They begin within the first second."""
    with TemporaryDirectory() as folder:
        body, log = Path(folder, "body.json"), Path(folder, "log")
        body.write_text(json.dumps({"input": "Hello.", "response_format": "pcm"}))
        command = ["h2load", "--h1", "--threads=1", f"--clients={count}", f"--requests={count * seconds}", "--rps=1"]
        command += [f"--rate={max(1, count // 10)}", "--rate-period=100ms", f"--data={body}", f"--log-file={log}"]
        command += ["--header=Content-Type: application/json", f"{server.url}/v1/audio/speech"]
        process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
        if await process.wait() != 0:
            raise RuntimeError(f"h2load ended with {process.returncode}")
        # Start, status (-1: none came) and microseconds of each request.
        answers = [tuple(map(int, line.split())) for line in log.read_text().splitlines()]
    refused = sorted(micros / 1000 for _, status, micros in answers if status == 503)
    return {
        "refused": len(refused),
        "served": sum(status == 200 for _, status, _ in answers),
        "other_statuses": sum(status not in (200, 503) for _, status, _ in answers),
        "refused_after_ms": {
            "median": percentile(refused, 50),
            "p99": percentile(refused, 99),
            "most": percentile(refused, 100),
        },
    }


def percentile(ascending: list[float], part: int) -> float | None:
    return round(ascending[(len(ascending) - 1) * part // 100], 1) if ascending else None


async def overload(server: Server, options: argparse.Namespace) -> bool:
    """Ten times as many clients as there are slots, each asking again once it is refused."""
    slots = capacity(server)
    seconds = 60 * options.overload_minutes
    listeners = module("load_listeners.py", server, slots, seconds)
    await asyncio.sleep(2)
    others = await many_clients(server, 10 * slots, max(1, round(seconds) - 4))
    heard = await listeners
    await asyncio.sleep(5)
    report(
        what="overload",
        minutes=options.overload_minutes,
        slots=slots,
        clients=10 * slots,
        **heard,
        **others,
        first_audio_5_s_later_ms=await first_audio(server),
    )
    return not others["other_statuses"]


async def run(options: argparse.Namespace) -> bool:
    model = ["--model", options.model] if options.model else []
    streams = ["--max-streams", str(options.streams)] if options.streams else []
    report(what="machine", cores=os.cpu_count(), load_average=os.getloadavg()[0])
    good = True
    if options.minutes > 0:
        with Server(*model, *streams) as server:
            options.listeners = options.listeners or max(1, capacity(server) // 2)
            good = await beside_others(server, options, Resources(server))
    if options.overload_minutes > 0:
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
    if chosen.overload_minutes is None:
        chosen.overload_minutes = chosen.minutes / 6
    sys.exit(0 if asyncio.run(run(chosen)) else 1)
