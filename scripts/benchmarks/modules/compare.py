"""Runs all peers in turn on the same random weights and reports; started by scripts/bench peers."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import chart
import report
from process import Peer, python_peer

MAIN = "english_2026-01"
SMALL = ["english_2m_2026-10", "english_7m_2026-10", "english_18m_2026-10"]
DEEP = "english_2026-09_24l"
NEVER = 1e9
# Of a text whose first audio is what matters.
FRAMES = {"100 words": 50}


def prepare(cache: Path, python: Path, names: list[str]) -> None:
    here = Path(__file__).parent
    subprocess.run([python, here / "models.py", cache / "models", *names], check=True)
    folder = cache / "models" / MAIN
    stamp = (here / "export_onnx.py").read_text() + (folder / "recipe.txt").read_text()
    done = folder / "onnx" / "recipe.txt"
    if not done.is_file() or done.read_text() != stamp:
        note("exporting to ONNX")
        subprocess.run([python, "-W", "ignore", here / "export_onnx.py", folder], check=True, stdout=subprocess.DEVNULL)
        done.write_text(stamp)


def note(line: str) -> None:
    print(f"bench peers: {line}", file=sys.stderr, flush=True)


def ours(cli: str, folder: Path, precision: str) -> Peer:
    return Peer(
        f"ours {precision}", [cli, "bench-worker", "--model", folder, "--voice", "bench", "--precision", precision]
    )


def full_size(arguments, python: Path) -> list[Peer]:
    folder = arguments.cache / "models" / MAIN
    makers = [
        lambda: python_peer("reference f32", python, "run_reference.py", folder),
        lambda: python_peer("reference int8", python, "run_reference.py", folder, "int8"),
        lambda: python_peer("ptts f32, 2 threads", python, "run_ptts.py", folder, "f32", 2),
        lambda: python_peer("ptts q8_0, 1 thread", python, "run_ptts.py", folder, "q8_0", 1),
        lambda: python_peer("ptts q8_0, 2 threads", python, "run_ptts.py", folder, "q8_0", 2),
        lambda: python_peer("ONNX Runtime f32", python, "run_onnx.py", folder, "f32", "f32"),
        lambda: python_peer("ONNX Runtime int8", python, "run_onnx.py", folder, "int8", "int8"),
    ]
    if arguments.quick:
        makers = [makers[0], makers[3], makers[4], makers[6]]
    return [make() for make in makers] + [ours(arguments.cli, folder, p) for p in arguments.precisions.split(",")]


def alternate(peers: list[Peer], texts: dict[str, str], rounds: int) -> dict:
    """Measurements by peer and text; each round asks every peer once for every text, after a warm-up round."""
    result = {peer.name: {text: [] for text in texts} for peer in peers}
    starts = {}
    for index in range(rounds + 1):
        note("warm-up" if index == 0 else f"round {index} of {rounds}")
        for name, text in texts.items():
            # Every other round backwards, so that nobody always follows the same one.
            for peer in peers if index % 2 else reversed(peers):
                reply = peer.measure(text, seed=1, eosThreshold=NEVER, frames=FRAMES.get(name))
                if index > 0:
                    result[peer.name][name].append(reply)
                else:
                    starts.setdefault(peer.name, peer.start_seconds + reply["firstAudioSeconds"])
    return {"runs": result, "starts": starts}


def measure(peers: list[Peer], texts: dict[str, str], rounds: int) -> dict:
    try:
        return alternate(peers, texts, rounds)
    finally:
        for peer in peers:
            peer.close()


def texts_of(folder: Path, wanted: list[str]) -> dict[str, str]:
    texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    return {name: texts[name]["text"] for name in wanted}


def own_bench(arguments, *flags: str) -> dict:
    """What concerns this engine alone, as `pocket-tts bench` says it."""
    note("this engine alone: " + " ".join(flags))
    model = ["--model", arguments.cache / "models" / MAIN, "--voice", "bench"]
    command = [arguments.cli, "bench", *model, "--json", *flags]
    # OpenBLAS knows only the processors of its time, and takes others for ancient ones.
    features = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    core = "SkylakeX" if "avx512vl" in features else "Haswell" if "avx2" in features else None
    environment = os.environ | ({"OPENBLAS_CORETYPE": core} if core else {})
    run = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, env=environment, check=True)
    return json.loads(run.stdout)


def allocations(arguments) -> dict[str, float]:
    """Heap allocations per frame by precision."""
    counter = Path(__file__).parent.parent / "allocations"
    note("heap allocations")
    model = ["--model", arguments.cache / "models" / MAIN, "--voice", "bench"]
    settings = ["--precision", "bf16,int8", "--texts", "15", "--runs", "1", "--json"]
    run = subprocess.run([counter, *model, *settings], stdout=subprocess.PIPE, check=True)
    return {r["precision"]: r["allocationsPerFrame"]["median"] for r in json.loads(run.stdout)["results"]}


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench peers", description=__doc__)
    parser.add_argument("--cli", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--cache", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument(
        "--quick", action="store_true", help="two rounds of the 15 words with the strongest peers, nothing else"
    )
    parser.add_argument("--rounds", type=int, help="measurements of each (default 5)")
    parser.add_argument("--precisions", default="f32,bf16,int8,int4", help="of this engine")
    parser.add_argument("--no-full", action="store_true", help="leave out the full-size comparison")
    parser.add_argument("--no-small", action="store_true", help="leave out the 2m, 7m and 18m models")
    parser.add_argument("--no-own", action="store_true", help="leave out what concerns this engine alone")
    parser.add_argument("--with-24l", action="store_true", help="also the 24-layer model")
    parser.add_argument("--chart", type=Path, help="draw the full-size table into this file (.svg or .png)")
    parser.add_argument("--json", type=Path, help="write everything measured into this file")
    arguments = parser.parse_args()
    python = Path(sys.executable)
    rounds = arguments.rounds or (2 if arguments.quick else 5)
    others = [] if arguments.quick or arguments.no_small else list(SMALL)
    others += [DEEP] if arguments.with_24l else []
    prepare(arguments.cache, python, [MAIN, *others])
    models = arguments.cache / "models"

    result = {"machine": report.machine(), "others": {}}
    if arguments.no_full and arguments.chart:
        parser.error("--chart draws the full-size comparison")
    wanted = ["15 words"] if arguments.quick else ["one word", "15 words", "100 words"]
    if not arguments.no_full:
        result["main"] = measure(full_size(arguments, python), texts_of(models / MAIN, wanted), rounds)
    for name in others:
        note(name)
        peers = [
            python_peer("reference f32", python, "run_reference.py", models / name),
            ours(arguments.cli, models / name, "bf16"),
            ours(arguments.cli, models / name, "int8"),
        ]
        result["others"][name] = measure(peers, texts_of(models / name, ["15 words"]), max(2, rounds // 2))
    result["checkpointBytes"] = (models / MAIN / "model.safetensors").stat().st_size
    if not (arguments.no_own or arguments.quick):
        result["own"] = own_bench(
            arguments, "--precision", "bf16,int8", "--texts", "15,long", "--runs", "3", "--roofline"
        )
        result["streams"] = own_bench(
            arguments, "--precision", "int8", "--texts", "15", "--streams", "1,8,12", "--paced", "--runs", "2"
        )
        result["allocations"] = allocations(arguments)
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=1) + "\n")
    print(report.text(result))
    if arguments.chart:
        chart.draw(result["main"]["runs"], arguments.chart)


if __name__ == "__main__":
    main()
