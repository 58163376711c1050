"""Clients that attack pocket-tts serve; part of scripts/test server."""

import json
import os
import socket
import stat
import struct
import tempfile
import unittest
import unittest.mock
from pathlib import Path

from model_tests import MODELS
from server_process import Server
from support import KEY, metric, multipart, post, read_all, request, sine

AMBIGUOUS = [
    b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
    b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
    b"Content-Length: 5\r\nContent-Length: 6\r\n",
    b"Content-Length: 5, 6\r\n",
    b"Content-Length: +5\r\n",
    b"Content-Length: 0x5\r\n",
    b"Content-Length : 5\r\n",
    b"Transfer-Encoding: chunked, identity\r\n",
    b"Transfer-Encoding: xchunked\r\n",
    b"Transfer-Encoding : chunked\r\n",
    b"Transfer-Encoding:\x0bchunked\r\n",
    b"Content-Length: 99999999999999999999999\r\n",
    b"X: a\rTransfer-Encoding: chunked\r\n",
    b"X: a\0b\r\n",
    b" Content-Length: 5\r\n",
]


class Attacks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        home = tempfile.TemporaryDirectory()
        cls.addClassCleanup(home.cleanup)
        cls.home = Path(home.name)
        environment = unittest.mock.patch.dict(os.environ, {"HOME": home.name, "XDG_CACHE_HOME": home.name + "/cache"})
        environment.start()
        cls.addClassCleanup(environment.stop)
        cls.server = Server(
            "--model",
            str(MODELS / "lsd"),
            "--allow-voice-upload",
            "--voice-folder",
            home.name + "/voices",
            "--max-voices",
            "2",
            "--voice",
            f"one={MODELS / 'lsd/voice-embedding.safetensors'}",
            "--voice",
            f"two={MODELS / 'lsd/voice-embedding-2d.safetensors'}",
        )
        cls.addClassCleanup(cls.server.__exit__)

    def exchange(self, data: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            return read_all(connection)

    def test_smuggled_requests(self):
        """Heads that two programs could read in two ways: what follows them is never taken for a request."""
        for fields in AMBIGUOUS:
            answer = self.exchange(
                b"POST /nowhere HTTP/1.1\r\nHost: localhost\r\n" + fields + b"\r\n0\r\n\r\n"
                b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
            )
            self.assertNotIn(b"healthy", answer, fields)
            # An error; the answer to the head alone, whose connection then ends; or nothing.
            self.assertIn(answer[:12], (b"HTTP/1.1 400", b"HTTP/1.1 404", b"HTTP/1.1 413", b""), (fields, answer))
            self.assertLessEqual(answer.count(b"HTTP/1.1 "), 2, (fields, answer))
        for chunks in [b"5;x\n", b"-1\r\n", b"FFFFFFFFFFFFFFFFF\r\n", b"5\r\nabcdeX0\r\n\r\n", b"\r\n5\r\n"]:
            answer = self.exchange(
                b"POST /v1/audio/speech HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunks
                + b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
            )
            self.assertNotIn(b"healthy", answer, chunks)

    def test_headers_cannot_be_injected(self):
        for voice in ["one+two\r\nX-Evil: 1", "one\r\n\r\n<html>", "one*0.5\n+two", "one+two\0"]:
            for field in ["voice", "model"]:
                body = json.dumps({"input": "Hello.", field: voice, "response_format": "pcm"}).encode()
                answer = self.exchange(request("/v1/audio/speech", body, "Connection: close\r\n"))
                head = answer.split(b"\r\n\r\n")[0]
                self.assertNotIn(b"\r\nx-evil", head.lower())
                self.assertNotIn(b"\n<html", head)
        for path in ["/v1/text-to-speech/a%0d%0aX-Evil:%201", "/v1/models/a%0d%0aX-Evil:1", "/%0d%0aX-Evil:%201"]:
            answer = self.exchange(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            self.assertNotIn(b"\r\nx-evil", answer.split(b"\r\n\r\n")[0].lower(), path)

    def test_paths_lead_nowhere(self):
        """Names of voices and models are names, never files."""
        for name in [
            "../../../../etc/passwd",
            "/etc/passwd",
            "..\\..\\x",
            "voices/../one",
            "file:///etc/passwd",
            "one.safetensors",
            str(MODELS / "lsd/voice.safetensors"),
        ]:
            status, _, answer = post(
                self.server, "/v1/audio/speech", json.dumps({"input": "Hello.", "voice": name}).encode()
            )
            self.assertEqual(status, 400, name)
            self.assertNotIn(b"root:", answer)
            status, _, answer = post(self.server, "/tts", *multipart(text=b"Hello.", voice_url=name.encode()))
            self.assertEqual(status, 400, name)
            quoted = "".join(f"%{byte:02x}" for byte in name.encode())
            for method in ["GET", "DELETE"]:
                answer = self.exchange(
                    f"{method} /v1/audio/voices/{quoted} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
                )
                self.assertTrue(answer.startswith(b"HTTP/1.1 404"), answer)
        answer = self.exchange(b"GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n")
        self.assertTrue(answer.startswith(b"HTTP/1.1 404"), answer)

    def test_the_log_cannot_be_forged(self):
        lines = len(self.server.log.splitlines())
        forged = "2030-01-01T00:00:00Z info server: spoken\x1b[2J"
        for field in ["voice", "model", "response_format", "language", "input_format"]:
            body = json.dumps({"input": "Hello.", field: f"x\n{forged}\r\u2028{forged}"}).encode()
            status, _, _ = post(
                self.server, "/v1/audio/speech", body, **{"User-Agent": "a\tb", "X-Forwarded-For": "\x01"}
            )
            self.assertIn(status, (400, 404))
        self.exchange(
            b"GET /\x1b[2J%0a" + forged.encode().replace(b" ", b"%20") + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"
        )
        new = self.server.log.splitlines()[lines:]
        self.assertLessEqual(len(new), 6)
        for line in new:
            self.assertNotIn("\x1b", line)
            self.assertFalse(line.startswith("2030-"), line)

    def test_compressed_and_endless_recordings(self):
        """A small file that holds hours: only as much is read as a prompt may have."""
        frames = (1 << 31) - 200
        header = (
            b"RIFF"
            + struct.pack("<I", frames + 36)
            + b"WAVEfmt "
            + struct.pack("<IHHIIHH", 16, 1, 1, 768_000, 768_000, 1, 8)
            + b"data"
        )
        before = self.server.resident_kilobytes()
        for recording in [
            header + struct.pack("<I", frames) + b"\x80" * 1000,
            silent_flac(),
            b"caff" + bytes(1000),
            b"RIFX" + bytes(1000),
            b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + sine(1),
        ]:
            status, _, answer = post(self.server, "/tts", *multipart(text=b"Hello.", voice_wav=recording))
            self.assertEqual(status, 400, answer)
        status, _, _ = post(self.server, "/v1/audio/speech", b"\x1f\x8b", **{"Content-Encoding": "gzip"})
        self.assertEqual(status, 415)
        self.assertLess(self.server.resident_kilobytes() - before, 200_000)

    def test_quotas(self):
        def add(name: str) -> int:
            form = (
                b"".join(
                    b'--b\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % part
                    for part in [(b"name", b"", name.encode()), (b"audio_sample", b'; filename="a.wav"', sine(2))]
                )
                + b"--b--\r\n"
            )
            return post(self.server, "/v1/audio/voices", form, "multipart/form-data; boundary=b")[0]

        self.assertEqual([add("a"), add("b"), add("c")], [200, 200, 429])
        for folder in [self.home / "voices/lsd", self.home / "cache/pocket-tts/voices"]:
            self.assertEqual(stat.S_IMODE(folder.stat().st_mode), 0o700, folder)
        self.assertEqual(metric(self.server, "pocket_tts_active_streams"), 0)

    def test_keys(self):
        with Server("--model", str(MODELS / "lsd"), "--api-key", KEY) as server:
            body = json.dumps({"input": "Hello.", "response_format": "pcm"}).encode()
            for wrong in ["", KEY[:-1], KEY + " x", KEY.upper(), KEY + "\u00e9", "\0" + KEY]:
                for name, value in [("Authorization", f"Bearer {wrong}"), ("X-API-Key", wrong), ("xi-api-key", wrong)]:
                    data = request("/v1/audio/speech", body, f"{name}: {value}\r\nConnection: close\r\n")
                    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
                        connection.sendall(data)
                        self.assertIn(connection.recv(100)[9:12], (b"401", b"400"), (name, wrong))
            status, _, _ = post(server, "/v1/audio/speech", body, **{"Authorization": f"Bearer {KEY}"})
            self.assertEqual(status, 200)
            self.assertNotIn(KEY, server.log)


def silent_flac() -> bytes:
    """A FLAC file that claims 2^36 samples and has none."""
    info = (
        struct.pack(">HH", 4096, 4096)
        + bytes(6)
        + ((96_000 << 44) | (15 << 36) | ((1 << 36) - 1)).to_bytes(8, "big")
        + bytes(16)
    )
    return b"fLaC\x80" + len(info).to_bytes(3, "big") + info
