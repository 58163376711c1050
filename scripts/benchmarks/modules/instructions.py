"""Counts the kernels' instructions per stage, precision and instruction set, and compares them with a table."""

import argparse
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PRECISIONS = ["bf16", "int8", "int4"]
VARIANTS = {"x86_64": ["avx2", "portable"], "aarch64": ["neon", "portable"]}
STAGES = ["step", "prefill", "frame"]
TOLERANCE = 0.03


def count(program: str, variant: str, precision: str, stage: str) -> int:
    with tempfile.NamedTemporaryFile() as profile:
        command = [
            "valgrind",
            "--tool=callgrind",
            "--toggle-collect=stage",
            f"--callgrind-out-file={profile.name}",
            program,
            variant,
            precision,
            stage,
        ]
        run = subprocess.run(command, capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode or not found:
        raise SystemExit(f"bench instructions: {' '.join(command)} failed:\n{run.stderr}")
    return int(found[1])


def measure(program: str) -> dict[tuple[str, str, str], int]:
    """Instructions by variant, precision and stage."""
    return {
        (variant, precision, stage): count(program, variant, precision, stage)
        for variant in VARIANTS.get(platform.machine(), ["portable"])
        for precision in PRECISIONS
        for stage in STAGES
    }


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
    parser.add_argument("--program", required=True)
    parser.add_argument("--table", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    wanted = read(options.table)
    counts = measure(options.program)
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
        sys.exit(
            f"bench instructions: {failures} counts differ from {options.table.name} by more than "
            f"{TOLERANCE:.0%}; --write accepts them"
        )


if __name__ == "__main__":
    main()
