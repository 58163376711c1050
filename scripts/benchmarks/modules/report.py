"""Tables of what compare.py has measured, and which of the engine's targets are met."""

import platform
import re
from pathlib import Path
from statistics import median

PEERS_INT8 = ["ptts q8_0, 1 thread", "ptts q8_0, 2 threads", "ONNX Runtime int8"]
PEERS_F32 = ["reference f32", "ptts f32, 2 threads", "ONNX Runtime f32"]
FIFTEEN, HUNDRED = "15 words", "100 words"


def machine() -> str:
    try:
        cpuinfo = Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.platform()
    model = re.search(r"model name\s*: (.*)", cpuinfo)
    return f"{model[1] if model else platform.machine()}, {cpuinfo.count('processor')} cores"


def of(runs: dict, peer: str, key: str, text: str = FIFTEEN) -> float:
    return median(run[key] for run in runs[peer][text])


def spread(values: list[float], scale: float = 1, digits: int = 0) -> str:
    return f"{median(values) * scale:.{digits}f} ({min(values) * scale:.{digits}f}-{max(values) * scale:.{digits}f})"


def table(header: list[str], rows: list[list[str]]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in [header, ["---"] * len(header), *rows])


def comparison(runs: dict, starts: dict) -> str:
    """The table of the field, with ratios to the reference."""
    base = "reference f32"
    texts = list(next(iter(runs.values())))
    rows = []
    for peer, by_text in runs.items():
        row = [peer]
        for text in texts:
            row.append(spread([run["firstAudioSeconds"] for run in by_text[text]], 1e3))
        fifteen = by_text[FIFTEEN]
        row += [
            spread([run["realTime"] for run in fifteen], 1, 1),
            f"{of(runs, peer, 'realTime') / of(runs, base, 'realTime'):.1f}",
            f"{of(runs, peer, 'firstAudioSeconds') / of(runs, base, 'firstAudioSeconds'):.2f}",
            f"{of(runs, peer, 'cpuPerFrame') * 1e3:.1f}",
            f"{max(run['worstGapSeconds'] for text in texts for run in by_text[text]) * 1e3:.0f}",
            f"{fifteen[-1]['peakMemoryBytes'] / 1e6:.0f}",
            f"{starts[peer]:.2f}",
        ]
        rows.append(row)
    header = [
        "peer",
        *(f"first audio ms, {text}" for text in texts),
        "x real time",
        "of the reference's",
        "first audio, of the reference's",
        "CPU ms/frame",
        "worst gap ms",
        "peak MB",
        "process start to audio s",
    ]
    frames = {text: {peer: by_text[text][0]["frames"] for peer, by_text in runs.items()} for text in texts}
    notes = [f"{text}: {sorted(set(counts.values()))} frames" for text, counts in frames.items()]
    return table(header, rows) + "\n\n" + "; ".join(notes) + "; median (smallest-largest)."


class Target:
    def __init__(self, what: str, value: float, bound: float, at_least: bool = False, digits: int = 2):
        self.what, self.value, self.bound, self.at_least, self.digits = what, value, bound, at_least, digits

    def row(self) -> list[str]:
        holds = self.value >= self.bound if self.at_least else self.value <= self.bound
        sign = "at least" if self.at_least else "at most"
        return [
            self.what,
            f"{self.value:.{self.digits}f}",
            f"{sign} {self.bound:.{self.digits}f}",
            "pass" if holds else "**missed**",
        ]


def against_peers(runs: dict, checkpoint_bytes: int) -> list[Target]:
    fastest = max(of(runs, peer, "realTime") for peer in PEERS_INT8 if peer in runs)
    soonest = min(of(runs, peer, "firstAudioSeconds") for peer in PEERS_INT8 if peer in runs)
    targets = []
    for name, bound in (("int8", 2.6), ("int4", 3.3)):
        if f"ours {name}" in runs:
            ratio = of(runs, f"ours {name}", "realTime") / fastest
            targets.append(Target(f"{name}: x real time, of the best int8 peer's", ratio, bound, True))
    if "ours int8" in runs:
        first = of(runs, "ours int8", "firstAudioSeconds")
        targets.append(Target("int8: first audio, of the best int8 peer's", first / soonest, 0.4))
        if HUNDRED in runs["ours int8"]:
            hundred = of(runs, "ours int8", "firstAudioSeconds", HUNDRED)
            targets.append(Target("int8: first audio of 100 words, of 15 words'", hundred / first, 1.3))
    if "ours bf16" in runs:
        reference = of(runs, "ours bf16", "realTime") / of(runs, "reference f32", "realTime")
        first = of(runs, "ours bf16", "firstAudioSeconds") / of(runs, "reference f32", "firstAudioSeconds")
        best = of(runs, "ours bf16", "realTime") / fastest
        targets += [
            Target("bf16: x real time, of the reference's", reference, 5, True),
            Target("bf16: x real time, of the best int8 peer's", best, 1.6, True),
            Target("bf16: first audio, of the reference's", first, 0.25),
        ]
    peers = [peer for peer in PEERS_F32 if peer in runs]
    if "ours f32" in runs and len(peers) > 1:
        ratio = of(runs, "ours f32", "realTime") / max(of(runs, peer, "realTime") for peer in peers)
        targets.append(Target("f32: x real time, of the best f32 peer's", ratio, 1.3, True))
    for peer in [peer for peer in runs if peer.startswith("ours")]:
        gap = max(run["worstGapSeconds"] for by_text in runs[peer].values() for run in by_text)
        targets.append(Target(f"{peer[5:]}: worst playback gap, ms", gap * 1e3, 0))
    return targets + memory(runs, checkpoint_bytes)


def targets(result: dict) -> list[Target]:
    targets = against_peers(result["main"]["runs"], result["checkpointBytes"]) if "main" in result else []
    if "own" in result:
        targets += alone(result["own"]) + together(result["streams"])
    for precision, count in result.get("allocations", {}).items():
        targets.append(Target(f"{precision}: heap allocations per frame", count, 0, digits=1))
    for name, other in result["others"].items():
        if "24l" not in name:
            for peer in [p for p in other["runs"] if p.startswith("ours")]:
                ratio = of(other["runs"], peer, "realTime") / of(other["runs"], "reference f32", "realTime")
                targets.append(Target(f"{name}, {peer[5:]}: x real time, of the reference's", ratio, 12, True))
    return targets


def memory(runs: dict, checkpoint_bytes: int) -> list[Target]:
    bounds = {"ours bf16": checkpoint_bytes / 1e6 + 80, "ours int8": 170, "ours int4": 130}
    return [
        Target(
            f"{peer[5:]}: peak memory, MB",
            max(run["peakMemoryBytes"] for run in runs[peer][FIFTEEN]) / 1e6,
            bound,
            digits=0,
        )
        for peer, bound in bounds.items()
        if peer in runs
    ]


def figures(own: dict, **wanted) -> dict:
    """The result of `pocket-tts bench --json` that has these properties."""
    return next(r for r in own["results"] if all(r[key] == value for key, value in wanted.items()))


def alone(own: dict) -> list[Target]:
    targets = [
        Target("bf16: process start to first byte, ms", own["processStart"]["bf16"]["median"] * 1e3, 300, digits=0)
    ]
    for precision in ("bf16", "int8"):
        late = figures(own, precision=precision, text="long")["lateOverEarly"]
        targets.append(Target(f"{precision}: a step at frame 500, of one at frame 10", late["median"], 1.25))
    for stage in own["roofline"]["stages"]:
        for threads, step, bound, most in zip(
            (1, 2), stage["stepMilliseconds"], stage["memoryBoundMilliseconds"], (1.2, 1.35)
        ):
            targets.append(
                Target(
                    f"{stage['precision']}: a step with {threads} thread{'s' * (threads > 1)}, of bytes over bandwidth",
                    step / bound,
                    most,
                )
            )
        targets.append(
            Target(
                f"{stage['precision']}: Mimi's rate, of sgemm's (large square)",
                stage["decodeRate"] / own["roofline"]["machine"]["blasSquare"],
                0.8,
                True,
            )
        )
    return targets


def together(own: dict) -> list[Target]:
    one, eight, twelve = (figures(own, streams=count, isPaced=False) for count in (1, 8, 12))
    paced = figures(own, streams=12, isPaced=True)
    return [
        Target(
            "int8: a step of 8 streams, of one stream's",
            eight["stepMilliseconds"]["median"] / one["stepMilliseconds"]["median"],
            3,
        ),
        Target("int8: x real time of 12 streams together", twelve["realTimeFactor"]["median"], 40, True, 1),
        Target(
            "int8: worst gap of 12 listeners at playback speed, ms",
            paced["worstGapMilliseconds"]["median"],
            0,
            digits=0,
        ),
    ]


def text(result: dict) -> str:
    parts = [f"{result['machine']}."]
    if "main" in result:
        parts.append(comparison(result["main"]["runs"], result["main"]["starts"]))
    for name, other in result["others"].items():
        parts += [f"{name}:", comparison(other["runs"], other["starts"])]
    parts.append(table(["target", "measured", "bound", ""], [target.row() for target in targets(result)]))
    return "\n\n".join(parts)
