"""Disks that fail, and files that change while they are used; part of scripts/test faults."""

import http.client
import os
import shutil
import subprocess
import tempfile
import unittest
import unittest.mock
from pathlib import Path

from fault_support import LSD, TEXT, audio, command, run, variables
from server_process import Server
from support import multipart, post, sine


class Disk(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.home = Path(folder.name)
        environment = unittest.mock.patch.dict(
            os.environ, {"HOME": folder.name, "XDG_CACHE_HOME": str(self.home / "cache")}
        )
        environment.start()
        self.addCleanup(environment.stop)

    def mount(self, options: str) -> Path:
        """A small disk of its own in memory."""
        place = self.home / "disk"
        place.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], capture_output=True).returncode:
            self.skipTest("mounting needs root")
        self.addCleanup(subprocess.run, ["umount", "-l", place], check=True)
        return place

    def test_full(self):
        """Outputs and the cache of voices: an error and nothing half-written, or speech without the cache."""
        disk = self.mount("size=64k")
        result = run(
            command("generate", TEXT * 4, "--model", str(LSD), "-o", str(disk / "out.wav")), variables(self.home)
        )
        self.assertEqual(result.returncode, 74, result.stderr)
        self.assertIn(b"No space left", result.stderr)
        self.assertEqual(list(disk.iterdir()), [])
        recording = self.home / "recording.wav"
        recording.write_bytes(sine(20))
        (disk / "filler").write_bytes(b"x" * 60_000)
        spoken = run(
            command(
                "generate", "Hello.", "--model", str(LSD), "--voice", str(recording), "-o", str(self.home / "out.wav")
            ),
            variables(self.home, XDG_CACHE_HOME=str(disk)),
        )
        self.assertEqual(spoken.returncode, 0, spoken.stderr)
        self.assertEqual([file.name for file in disk.rglob("*") if file.is_file()], ["filler"])

    def test_full_beneath_a_server(self):
        """An upload that finds no room is an error of that request alone."""
        disk = self.mount("size=64k")
        with Server("--model", str(LSD), "--allow-voice-upload", "--voice-folder", str(disk)) as server:
            before = audio(server)
            status, _, answer = post(
                server, "/v1/audio/voices", *multipart(name=b"new", audio_sample_wav=b"", file=b"")
            )
            self.assertEqual(status, 400, answer)
            form = (
                b"".join(
                    b'--b\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % part
                    for part in [(b"name", b"", b"new"), (b"audio_sample", b'; filename="a.wav"', sine(3))]
                )
                + b"--b--\r\n"
            )
            status, _, answer = post(server, "/v1/audio/voices", form, "multipart/form-data; boundary=b")
            self.assertEqual(status, 507, answer)
            self.assertIn(b"insufficient_storage", answer)
            self.assertEqual([file for file in disk.rglob("*") if file.is_file()], [])
            self.assertTrue(audio(server) == before)

    def test_read_only(self):
        disk = self.mount("size=1m,ro")
        recording = self.home / "recording.wav"
        recording.write_bytes(sine(3))
        environment = variables(self.home, XDG_CACHE_HOME=str(disk / "cache"))
        spoken = run(
            command(
                "generate", "Hello.", "--model", str(LSD), "--voice", str(recording), "-o", str(self.home / "out.wav")
            ),
            environment,
        )
        self.assertEqual(spoken.returncode, 0, spoken.stderr)
        refused = run(command("generate", "Hello.", "--model", str(LSD), "-o", str(disk / "out.wav")), environment)
        self.assertEqual(refused.returncode, 73, refused.stderr)
        with (
            unittest.mock.patch.dict(os.environ, {"XDG_CACHE_HOME": str(disk / "cache")}),
            Server("--model", str(LSD)) as server,
        ):
            status, _, answer = post(server, "/tts", *multipart(text=b"Hello.", voice_wav=recording.read_bytes()))
            self.assertEqual(status, 200, answer)

    def test_a_model_that_is_shortened(self):
        """Weights that are used where they are mapped: an error, and the other model goes on."""
        folder = self.home / "model"
        shutil.copytree(LSD, folder)
        packed = folder / "packed.safetensors"
        result = run(command("pack", "--model", str(folder), "--precision", "int8", str(packed)), variables(self.home))
        self.assertEqual(result.returncode, 0, result.stderr)
        with Server("--model", f"first={packed}", "--model", f"other={LSD}") as server:
            before = audio(server, model="other")
            audio(server, model="first")
            os.truncate(packed, 4096)
            status, _, answer = post(
                server, "/v1/audio/speech", b'{"input": "Hello.", "model": "first", "stream": false}'
            )
            self.assertEqual(status, 500, answer)
            self.assertIn(b"damaged", answer)
            # A response that has begun ends without its end.
            with self.assertRaises(http.client.IncompleteRead):
                audio(server, model="first")
            self.assertIn("shortened while it was in use", server.log)
            self.assertTrue(audio(server, model="other") == before)
