"""The Debian and Swift packages of programs, as docs/LIBRARIES.md."""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DOCUMENT = ROOT / "docs/LIBRARIES.md"
HEADER = """# Libraries

`scripts/packaging/list-libraries` writes this page, a bill of materials. Versions are those of the machine that wrote
it. Debian's security updates replace the system libraries; the Swift packages and the Swift runtime are a part of the
programs in the .deb and the tarball, and are replaced by a new build.
"""
LICENCES = {  # what a licence file of a Swift package begins with
    "Apache License": "Apache-2.0",
    "MIT License": "MIT",
    "The MIT License": "MIT",
}


def run(*command: str | Path) -> str:
    return subprocess.run([str(c) for c in command], check=True, capture_output=True, text=True).stdout


def loaded(program: Path) -> set[Path]:
    """The libraries that a program loads, directly or through others."""
    return {Path(path).resolve() for path in re.findall(r"=> (/\S+)", run("ldd", program))}


def debian_licence(package: str) -> str:
    """The first one of a machine-readable copyright file, which is that of most files."""
    path = Path("/usr/share/doc") / package.split(":")[0] / "copyright"
    text = path.read_text(errors="replace") if path.exists() else ""
    found = re.search(r"^License:[ \t]*(\S.*)$", text, re.MULTILINE)
    return found[1].strip() if found else "see its copyright file"


def owner(library: Path) -> str | None:
    """The package of a library. dpkg may know its path from before /lib became a link to /usr/lib."""
    for path in (str(library), str(library).removeprefix("/usr")):
        found = subprocess.run(["dpkg-query", "-S", path], capture_output=True, text=True)
        if found.returncode == 0:
            return found.stdout.splitlines()[0].rsplit(": ", 1)[0]
    return None


def debian_packages(libraries: set[Path]) -> dict[str, tuple[str, list[str]]]:
    """Of each package its version, and which of its libraries are loaded."""
    found: dict[str, tuple[str, list[str]]] = {}
    for library in sorted(libraries):
        name = owner(library)
        if name is None:
            continue  # the Swift toolchain's own
        version = run("dpkg-query", "-W", "-f", "${Version}", name)
        found.setdefault(name.split(":")[0], (version, []))[1].append(library.name)
    return found


def swift_packages() -> list[tuple[str, str, str]]:
    """Name, version and licence of each package that is resolved."""
    pins = json.loads((ROOT / "Package.resolved").read_text())["pins"]
    out = []
    for pin in pins:
        if pin["identity"].startswith("swift-docc"):
            continue  # makes the documentation
        files = sorted((ROOT / ".build/checkouts" / Path(pin["location"]).stem).glob("LICENSE*"))
        start = files[0].read_text().lstrip()[:400] if files else ""
        licence = next((short for words, short in LICENCES.items() if words in start), "see its LICENSE")
        out.append((pin["identity"], pin["state"].get("version", pin["state"]["revision"]), licence))
    return out


def main() -> None:
    libraries = set().union(*(loaded(Path(program)) for program in sys.argv[1:]))
    lines = [
        HEADER,
        "## Debian packages\n",
        "| package | version | libraries | licence of most files |",
        "|---|---|---|---|",
    ]
    for name, (version, files) in sorted(debian_packages(libraries).items()):
        lines.append(f"| {name} | {version} | {', '.join(files)} | {debian_licence(name)} |")
    lines += ["\n## Swift packages\n", "| package | version | licence |", "|---|---|---|"]
    lines += [f"| {name} | {version} | {licence} |" for name, version, licence in swift_packages()]
    text = "\n".join(lines) + "\n"
    if not DOCUMENT.exists() or DOCUMENT.read_text() != text:
        DOCUMENT.write_text(text)
        print("docs/LIBRARIES.md has changed")


if __name__ == "__main__":
    main()
