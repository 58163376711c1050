"""The whole training on a machine with a GPU and no network, within a limit of time: called by `train gpu`, after
`train gpu-prepare`.

By seconds (of 570, on 16 cores): the woman's teacher reads for 60 of them, then decoder, encoder and language model
train side by side on the one GPU, from where they were when `gpu-prepare` ran; then the decoder alone, with what the
language model predicts; the last 30 are for the export. --resume DIR goes on from the results of an earlier run;
--smoke runs every step within some minutes on a CPU and learns nothing.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
CARRIED = HERE.parent.parent.parent / ".gpu"
UPDATES = 100000  # more than there is time for
READING = 40  # seconds, after the first speech
REFINED = 0.3  # of the training: the decoder alone, when the language model is done
AUDIBLE, MOST = 16, 400  # of the woman's shards: for the decoder, and at most for the language model


class Clock:
    def __init__(self, seconds: float):
        self.started, self.seconds = time.time(), seconds

    def now(self) -> float:
        return time.time() - self.started

    def left(self, reserve: float) -> float:
        return max(5.0, self.seconds - reserve - self.now())


def start(*arguments: object, seconds: float = 0, log: Path | None = None) -> subprocess.Popen:
    """A script of this folder; `seconds` is how long it may train."""
    environment = os.environ | {"POCKET_TTS_EMBEDDED_SECONDS": str(seconds), "OMP_NUM_THREADS": "1"}
    output = open(log, "w") if log else None
    command = [sys.executable, *map(str, arguments)]
    return subprocess.Popen(command, cwd=HERE, env=environment, stdout=output, stderr=output, start_new_session=True)


def run(*arguments: object, seconds: float = 0) -> None:
    if start(*arguments, seconds=seconds).wait() != 0:
        sys.exit(f"failed: {' '.join(map(str, arguments))}")


def install() -> None:
    """The carried wheels, for this process's children; not where there is everything already."""
    try:
        import hibari  # noqa: F401
        import pocket_tts  # noqa: F401
    except ImportError:
        site = "/tmp/embedded-voice-site"
        wheels = map(str, (CARRIED / "wheels").glob("*.whl"))
        options = "--no-index --no-deps --no-compile --upgrade --target"
        pip = [sys.executable, "-m", "pip", "install", "-q", *options.split(), site]
        subprocess.run([*pip, *wheels], check=True)
        os.environ["PYTHONPATH"] = site + os.pathsep + os.environ.get("PYTHONPATH", "")


def train(out: Path, seconds: float, **arguments: tuple[object, ...]) -> None:
    """These trainings at once, each with further arguments; then the end of what they print."""
    processes = {
        name: start(f"{name}.py", UPDATES, *more, seconds=seconds, log=out / f"{name}.log")
        for name, more in arguments.items()
    }
    failed = [name for name, process in processes.items() if process.wait() != 0]
    for name in processes:
        log = out / f"{name}.log"
        print(f"--- {name}\n" + "\n".join(log.read_text().splitlines()[-6:]), flush=True)
        log.unlink()
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=570)
    parser.add_argument("--resume", type=Path)
    parser.add_argument("--smoke", action="store_true")
    options = parser.parse_args()
    clock, cores = Clock(options.seconds), os.cpu_count() or 1
    out = Path(os.environ.get("OUT", "/tmp/embedded-voice-out")).resolve()
    folder = Path(os.environ.get("POCKET_TTS_EMBEDDED_GPU", "/tmp/embedded-voice-data"))
    folder.mkdir(parents=True, exist_ok=True)
    out.mkdir(parents=True, exist_ok=True)
    os.environ["POCKET_TTS_EMBEDDED"] = str(folder)
    if options.smoke:
        os.environ["POCKET_TTS_EMBEDDED_SMALL"] = "1"
    audible, most = (1, 2) if options.smoke else (AUDIBLE, MOST)
    install()
    run("pack.py", "unpack", CARRIED)
    run("data.py", "woman", 0, audible, cores)
    run("data.py", "woman", "short", 1 if options.smoke else 12, cores)
    print(f"{clock.now():.0f} s: first speech", flush=True)
    reading = start("data.py", "woman", audible, most - audible, cores, log=folder / "reading.log")
    if options.resume:
        run("pack.py", "resume", options.resume.resolve())
    time.sleep(min(READING, clock.left(0) / 8))
    if reading.poll() is None:
        os.killpg(reading.pid, signal.SIGKILL)  # it and its workers; shards are whole or not there
        reading.wait()
    print(f"{clock.now():.0f} s: speech", flush=True)
    run("latents.py")
    seconds = clock.left(10 if options.smoke else 45)
    train(out, (1 - REFINED) * seconds, decoder=(UPDATES // 50,), language_model=(UPDATES // 2,), encoder=())
    run("predicted.py")
    train(out, REFINED * seconds, decoder=(1,))
    print(f"{clock.now():.0f} s: trained", flush=True)
    run("export.py", out)
    run("pack.py", "results", out)
    print(f"{clock.now():.0f} s: {sum(p.stat().st_size for p in out.rglob('*') if p.is_file()) / 1e6:.1f} MB in {out}")


if __name__ == "__main__":
    main()
