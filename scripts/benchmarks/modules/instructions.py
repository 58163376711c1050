"""Counts instructions per stage, precision and instruction set, and compares them with a table.

A stage's count is the difference between two runs that differ in how often they do it: loading and the start of the
process cancel out.
"""

import argparse
import os
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PRECISIONS = ["bf16", "int8", "int4"]
VARIANTS = {"x86_64": ["avx2", "portable"], "aarch64": ["neon", "portable"]}
STAGES = {"prefill": 4, "step": 40, "frame": 40}
FLAGS = {"prefill": "--prefills", "step": "--steps", "frame": "--frames"}
TOLERANCE = 0.03


def count(cli: str, variant: str, precision: str, stage: str | None, repeats: int) -> int:
    """Instructions of a whole process that repeats one stage."""
    with tempfile.NamedTemporaryFile() as profile:
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile.name}", cli, "bench-stages",
                   "--precision", precision]
        if stage:
            command += [FLAGS[stage], str(repeats)]
        # One thread packs the weights: how others divide the work differs from run to run.
        environment = os.environ | {"POCKET_TTS_CPU": variant, "LIBDISPATCH_DEFAULT_CONCURRENCY": "1"}
        run = subprocess.run(command, capture_output=True, text=True, env=environment)
    found = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode or not found:
        raise SystemExit(f"bench instructions: {' '.join(command)} failed:\n{run.stderr}")
    return int(found[1])


def measure(cli: str) -> dict[tuple[str, str, str], int]:
    """Instructions by variant, precision and stage."""
    counts = {}
    for variant in VARIANTS.get(platform.machine(), ["portable"]):
        for precision in PRECISIONS:
            for stage, repeats in STAGES.items():
                few, many = (count(cli, variant, precision, stage, times) for times in (1, 1 + repeats))
                counts[variant, precision, stage] = (many - few) // repeats
    return counts


def read(table: Path) -> dict[tuple[str, str, str], int]:
    counts = {}
    if table.exists():
        for line in table.read_text().splitlines()[1:]:
            variant, precision, stage, number = line.split("\t")
            counts[variant, precision, stage] = int(number)
    return counts


def write(counts: dict[tuple[str, str, str], int], table: Path) -> None:
    lines = ["variant\tprecision\tstage\tinstructions"]
    lines += ["\t".join([*key, str(number)]) for key, number in sorted(counts.items())]
    table.write_text("\n".join(lines) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cli", required=True)
    parser.add_argument("--table", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    wanted = read(options.table)
    counts = measure(options.cli)
    failures = 0
    for key, number in sorted(counts.items()):
        before = wanted.get(key)
        change = number / before - 1 if before else None
        bad = change is None or abs(change) > TOLERANCE
        failures += bad
        note = "not in the table" if change is None else f"{change:+.2%}{'  <- differs' if bad else ''}"
        print(f"{' '.join(key):24} {number:13,}  {note}")
    if options.write:
        write(wanted | counts, options.table)
    elif failures:
        sys.exit(f"bench instructions: {failures} counts differ from {options.table.name} by more than "
                 f"{TOLERANCE:.0%}; --write accepts them")


if __name__ == "__main__":
    main()
