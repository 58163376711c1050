"""A peer's process, asked for measurements one at a time and stopped in between."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path


class Peer:
    def __init__(self, name: str, command: list, environment: dict | None = None):
        self.name = name
        start = time.perf_counter()
        self.process = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | (environment or {}),
        )
        self.ready = self.read()
        # Until it could speak; a first request follows.
        self.start_seconds = time.perf_counter() - start
        self.pause()

    def read(self) -> dict:
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} has ended with exit code {self.process.wait()}")
        return json.loads(line)

    def pause(self) -> None:
        """So that threads that wait for work by spinning disturb nobody."""
        self.process.send_signal(signal.SIGSTOP)

    def measure(self, text: str, **more) -> dict:
        self.process.send_signal(signal.SIGCONT)
        self.process.stdin.write(json.dumps({"text": text} | more) + "\n")
        self.process.stdin.flush()
        reply = self.read()
        self.pause()
        reply["realTime"] = reply["audioSeconds"] / reply["wallSeconds"]
        reply["cpuPerFrame"] = reply["cpuSeconds"] / reply["frames"]
        return reply

    def close(self) -> None:
        self.process.send_signal(signal.SIGCONT)
        self.process.stdin.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()


def python_peer(name: str, python: Path, script: str, *arguments, environment: dict | None = None) -> Peer:
    return Peer(name, [python, Path(__file__).with_name(script), *arguments], environment)
