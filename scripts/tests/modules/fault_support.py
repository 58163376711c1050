"""What the tests of faults share."""

import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path

from model_tests import MODELS
from server_process import Server
from support import post

# How often a process is killed in each test.
COUNT = int(os.environ.get("POCKET_TTS_FAULTS", "10"))
LSD = MODELS / "lsd"
TEXT = "Hello there, my friend. How are you today? I am fine, thank you."


def variables(home: Path, **others: str) -> dict[str, str]:
    """The environment of a machine without any files of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "XDG_", "POCKET_TTS_"))}
    return {**kept, "HOME": str(home), **others}


def command(*arguments: str) -> list[str]:
    return [os.environ["POCKET_TTS_BINARY"], *arguments]


def run(arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess:
    return subprocess.run(arguments, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=120)


def kill_at_random(arguments: list[str], environment: dict[str, str], seconds: float, dice: random.Random) -> bool:
    """Runs a command and kills it at a moment of its usual time; whether it was not yet over."""
    process = subprocess.Popen(
        arguments, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        process.wait(dice.uniform(0, 1.1 * seconds))
        return False
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True


def timed(arguments: list[str], environment: dict[str, str]) -> float:
    started = time.monotonic()
    result = run(arguments, environment)
    assert result.returncode == 0, result.stderr
    return time.monotonic() - started


def audio(server: Server, text: str = TEXT, seed: int = 5, **fields: object) -> bytes:
    """Speech that is the same each time."""
    body = json.dumps({"input": text, "seed": seed, "response_format": "pcm", **fields}).encode()
    status, _, samples = post(server, "/v1/audio/speech", body)
    assert status == 200, samples
    return samples
