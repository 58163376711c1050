"""Processes that are killed while they write; part of scripts/test faults."""

import hashlib
import http.server
import random
import tempfile
import threading
import time
import unittest
from pathlib import Path

from fault_support import COUNT, LSD, TEXT, command, kill_at_random, run, timed, variables
from model_tests import COMMIT, Hub, own_config
from support import sine


class SlowHub(Hub):
    """A hub that takes a moment for each file, and continues one where its client has it from."""

    def do_GET(self) -> None:
        data = self.content()
        start = int(self.headers.get("Range", "bytes=0-")[len("bytes=") :].split("-")[0])
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        try:
            for offset in range(start, len(data), 32768):
                self.wfile.write(data[offset : offset + 32768])
                time.sleep(0.01)
        except OSError:
            pass

    def content(self) -> bytes:
        file = LSD / self.path.rsplit("/", 1)[-1]
        if file.name != "config.yaml":
            return file.read_bytes()
        here = f"hf://someone/small/{{}}@{COMMIT}"
        return own_config(here.format("model.safetensors"), here.format("tokenizer.json")).encode()


class Killed(unittest.TestCase):
    """However often a process is killed, nobody uses what it had half written."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.home = Path(folder.name)
        self.dice = random.Random(1)

    def assert_speaks(self, invocation: tuple[list[str], dict[str, str]], home: Path, whole: Path) -> None:
        """The next run finds nothing half-written, and speaks what an undisturbed one does."""
        result = run(*invocation)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertTrue((home / "out.wav").read_bytes() == (whole / "out.wav").read_bytes())

    def test_download(self):
        hub = http.server.ThreadingHTTPServer(("127.0.0.1", 0), SlowHub)
        self.addCleanup(hub.server_close)
        threading.Thread(target=hub.serve_forever, daemon=True).start()
        self.addCleanup(hub.shutdown)

        def fetch(home: Path) -> tuple[list[str], dict[str, str]]:
            arguments = command(
                "generate",
                "Hello.",
                "--seed",
                "1",
                "--config",
                f"hf://someone/small/config.yaml@{COMMIT}",
                "-o",
                str(home / "out.wav"),
            )
            return arguments, variables(home, HF_ENDPOINT=f"http://127.0.0.1:{hub.server_port}")

        whole = self.home / "whole"
        whole.mkdir()
        seconds = timed(*fetch(whole))
        expected = {
            name: hashlib.sha256((LSD / name).read_bytes()).hexdigest()
            for name in ["model.safetensors", "tokenizer.json"]
        }
        killed = 0
        home = None
        for number in range(COUNT):
            # Several kills for one cache, then a new one.
            if number % 4 == 0:
                home = self.home / str(number)
                home.mkdir()
            killed += kill_at_random(*fetch(home), seconds, self.dice)
            for name, sum in expected.items():
                for file in home.glob(f".cache/huggingface/hub/*/snapshots/*/{name}"):
                    self.assertEqual(
                        hashlib.sha256(file.read_bytes()).hexdigest(), sum, f"{name} is visible half-fetched"
                    )
            if number % 4 == 3 or number == COUNT - 1:
                self.assert_speaks(fetch(home), home, whole)
        print(f"downloads: {killed} of {COUNT} were killed before their end")
        self.assertGreater(killed, COUNT / 2)

    def test_voice_cache(self):
        recording = self.home / "recording.wav"
        recording.write_bytes(sine(20))

        def clone(home: Path) -> tuple[list[str], dict[str, str]]:
            return command(
                "generate",
                "Hello.",
                "--seed",
                "1",
                "--model",
                str(LSD),
                "--voice",
                str(recording),
                "-o",
                str(home / "out.wav"),
            ), variables(home)

        whole = self.home / "whole"
        whole.mkdir()
        seconds = timed(*clone(whole))
        [kept] = whole.glob(".cache/pocket-tts/voices/*.safetensors")
        killed = 0
        for number in range(COUNT):
            home = self.home / str(number)
            home.mkdir()
            killed += kill_at_random(*clone(home), seconds, self.dice)
            for file in home.glob(".cache/pocket-tts/voices/*.safetensors"):
                self.assertTrue(file.read_bytes() == kept.read_bytes(), "a voice is visible half-written")
            if number % 10 == 9 or number == COUNT - 1:
                self.assert_speaks(clone(home), home, whole)
        print(f"voice caches: {killed} of {COUNT} were killed before their end")
        self.assertGreater(killed, COUNT / 2)

    def test_output(self):
        def speak(output: Path) -> tuple[list[str], dict[str, str]]:
            return command("generate", TEXT, "--seed", "1", "--model", str(LSD), "-o", str(output)), variables(
                self.home
            )

        whole = self.home / "whole.flac"
        seconds = timed(*speak(whole))
        killed = 0
        for number in range(COUNT):
            output = self.home / f"{number}.flac"
            before = b"what was there" if number % 2 else None
            if before:
                output.write_bytes(before)
            killed += kill_at_random(*speak(output), seconds, self.dice)
            found = output.read_bytes() if output.exists() else None
            self.assertTrue(found in (before, whole.read_bytes()), "an output is visible half-written")
        print(f"outputs: {killed} of {COUNT} were killed before their end")
        self.assertGreater(killed, COUNT / 2)
