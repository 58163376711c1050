"""Two builds of the engine, paired: each round measures both, in turn first, and counts only their ratio."""

import argparse
import math
import os
import statistics
import sys

from process import Peer

TEXT = "The old ferry crosses the wide river twice a day, even when winter storms come over."
# What is compared, and whether more of it is better.
FIGURES = {"realTime": True, "firstAudioSeconds": False, "cpuPerFrame": False, "peakMemoryBytes": False}
# The same for streams that join others, of which a round has several.
JOINING = {"joiningMedian": False, "joiningWorst": False, "cpuPerFrame": False}


def measure(peer: Peer, request: dict) -> dict:
    reply = peer.measure(TEXT, **request)
    if request["joining"]:
        waits = reply.get("joiningFirstAudioSeconds") or sys.exit("bench regress: the others ended before one joined")
        reply |= {"joiningMedian": statistics.median(waits), "joiningWorst": max(waits)}
    return reply


def interval(ratios: list[float]) -> tuple[float, float]:
    """Has the median of what the ratios are drawn from with a confidence of at least 95 % (from six ratios on)."""
    ordered, count = sorted(ratios), len(ratios)
    below, cut = 0.0, 0
    while (below := below + math.comb(count, cut) / 2**count) <= 0.025:
        cut += 1
    cut = max(0, cut - 1)
    return ordered[cut], ordered[-1 - cut]


def verdict(ratios: list[float], more_is_better: bool) -> str:
    low, high = interval(ratios)
    if len(ratios) < 6 or low <= 1 <= high:
        return "not shown to differ"
    return "better" if (low > 1) == more_is_better else "worse"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--before", required=True)
    parser.add_argument("--after", required=True)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--precisions", default="bf16,int8")
    parser.add_argument("--model")
    parser.add_argument("--voice")
    parser.add_argument("--streams", type=int, default=1)
    parser.add_argument("--paced", action="store_true")
    parser.add_argument("--joining", action="store_true")
    options = parser.parse_args()
    request = {"streams": options.streams, "paced": options.paced, "joining": options.joining}
    figures = JOINING if options.joining else FIGURES
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; {options.rounds} rounds")
    print(f"{'':6}{'':20}{'before':>12}{'after':>12}  ratio, 95 % interval")
    worse = 0
    for precision in options.precisions.split(","):
        model = ["--model", options.model] if options.model else []
        model += ["--voice", options.voice] if options.voice else []
        flags = ["bench-worker", "--precision", precision, "--eos-threshold", "1e9", *model]
        peers = [Peer(name, [cli, *flags]) for name, cli in (("before", options.before), ("after", options.after))]
        for peer in peers:
            measure(peer, request)
        rounds = []
        for number in range(options.rounds):
            order = peers if number % 2 else peers[::-1]
            replies = {peer.name: measure(peer, request) for peer in order}
            rounds.append((replies["before"], replies["after"]))
        for figure, more_is_better in figures.items():
            ratios = [after[figure] / before[figure] for before, after in rounds]
            middle = [statistics.median(pair[side][figure] for pair in rounds) for side in (0, 1)]
            low, high = interval(ratios)
            result = verdict(ratios, more_is_better)
            worse += result == "worse"
            print(
                f"{precision:6}{figure:20}{middle[0]:12.5g}{middle[1]:12.5g}  {statistics.median(ratios):.3f} "
                f"({low:.3f}-{high:.3f})  {result}"
            )
        for figure in ("worstGapSeconds", "joiningGapSeconds"):
            gaps = [[pair[side].get(figure) or 0 for pair in rounds] for side in (0, 1)]
            middle = [statistics.median(side) for side in gaps]
            print(
                f"{precision:6}{figure:20}{middle[0]:12.5g}{middle[1]:12.5g}  "
                f"worst {max(gaps[0]):.3g} and {max(gaps[1]):.3g}"
            )
        for peer in peers:
            peer.close()
    print(f"load after: {os.getloadavg()[0]:.1f}")
    sys.exit(1 if worse else 0)


if __name__ == "__main__":
    main()
