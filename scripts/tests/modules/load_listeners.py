"""Listeners in real time, in a process of their own: what others compute would count as gaps. Part of load_test.py.

load_listeners.py PORT COUNT SECONDS prints what they heard so far, as a line of JSON every five minutes and at the end.
"""

import asyncio
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks/modules"))
from bench_server import listen

# Seconds of a speech that a listener hears at most before it asks for the next one.
LONGEST = 30


async def listener(port: int, number: int, start: float, end: float, results: list[dict]) -> None:
    """One speech after the other, each heard in real time."""
    while (left := end - time.perf_counter()) > 1:
        began = time.perf_counter() - start
        try:
            results.append({"began": began, **await listen(port, min(left, LONGEST), number)})
        except RuntimeError:
            # Refused: all slots are taken. A listener that got one would have had no gap.
            await asyncio.sleep(1)


def summary(results: list[dict]) -> dict:
    """Gaps are counted by the minute in which their speech began, so that one can see what else happened then."""
    minutes: dict[int, int] = {}
    for one in results:
        if one["gaps"]:
            minutes[int(one["began"] / 60)] = minutes.get(int(one["began"] / 60), 0) + one["gaps"]
    return {
        "speeches": len(results),
        "seconds_heard": round(sum(one["seconds"] for one in results)),
        "gaps": sum(one["gaps"] for one in results),
        "worst_gap_ms": round(1000 * max([one["worst"] for one in results], default=0), 1),
        "gaps_by_minute": minutes,
    }


async def run(port: int, count: int, seconds: float) -> None:
    results: list[dict] = []
    start = time.perf_counter()

    async def report() -> None:
        while True:
            await asyncio.sleep(300)
            print(json.dumps(summary(results)), flush=True)

    reporting = asyncio.create_task(report())
    await asyncio.gather(*(listener(port, number, start, start + seconds, results) for number in range(count)))
    reporting.cancel()
    print(json.dumps(summary(results)))


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
