"""Starts pocket-tts serve on a free port of this machine, for tests and measurements.

`POCKET_TTS_BINARY` names the program.
"""

import os
import re
import subprocess
import tempfile
import time
from pathlib import Path


class Server:
    """A server that ends with its `with` block; `log` is what it wrote so far.

    `program` runs instead of pocket-tts serve with a free port.
    """

    def __init__(self, *arguments: str, program: list[str] | None = None):
        self.file = tempfile.NamedTemporaryFile(suffix=".log")
        self.process = subprocess.Popen(
            [*(program or [os.environ["POCKET_TTS_BINARY"], "serve", "--port", "0"]), *arguments],
            stderr=self.file,
            stdout=self.file,
        )
        self.url = self.wait_for_address()
        self.port = int(self.url.rsplit(":", 1)[1])

    @property
    def log(self) -> str:
        return Path(self.file.name).read_text()

    def wait_for_address(self) -> str:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if found := re.search(r"listening.*address=(\S+)", self.log) or re.search(
                r"address=(http\S+).*listening", self.log
            ):
                return found[1]
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError(f"the server did not start:\n{self.log}")

    def resident_kilobytes(self) -> int:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1])

    def stop(self, timeout: float = 40) -> int:
        self.process.terminate()
        return self.process.wait(timeout)

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.file.close()
