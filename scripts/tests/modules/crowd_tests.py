"""Crowds of clients that misbehave, at every endpoint; part of scripts/test faults."""

import concurrent.futures
import json
import os
import random
import resource
import socket
import struct
import threading
import time
import unittest

from fault_support import LSD, audio
from server_process import Server
from support import LONG, get, metric, request, wait_for
from wyoming_tests import wyoming_port

SOCKET = (
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
)


def get_request(path: str, extra: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{extra}\r\n".encode()


def frame(text: str) -> bytes:
    """A masked text message; the mask is zero."""
    data = text.encode()
    return (
        b"\x81"
        + (bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + struct.pack(">H", len(data)))
        + bytes(4)
        + data
    )


def form(text: str) -> bytes:
    body = f"text={text}".encode()
    return (
        b"POST /tts HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: %d\r\n\r\n" % len(body) + body
    )


# What clients of each endpoint send, whole.
REQUESTS = {
    "speech": request("/v1/audio/speech", json.dumps({"input": LONG}).encode()),
    "whole": request("/v1/audio/speech", json.dumps({"input": "Hello.", "stream": False}).encode()),
    "events": request("/v1/audio/speech", json.dumps({"input": LONG, "stream_format": "sse"}).encode()),
    "captions": request("/dev/captioned_speech", json.dumps({"input": LONG}).encode()),
    "form": form(LONG.replace(" ", "+")),
    "cartesia": request("/tts/bytes", json.dumps({"transcript": LONG, "output_format": {"container": "raw"}}).encode()),
    "cartesia events": request("/tts/sse", json.dumps({"transcript": LONG}).encode()),
    "elevenlabs": request("/v1/text-to-speech/default/stream", json.dumps({"text": LONG}).encode()),
    "models": get_request("/v1/models"),
    "voices": get_request("/v1/audio/voices"),
    "page": get_request("/"),
    "metrics": get_request("/metrics"),
    "nowhere": get_request("/nowhere"),
    "socket": get_request("/v1/audio/stream", SOCKET)
    + frame('{"type": "start"}')
    + frame(json.dumps({"type": "text", "text": LONG})),
    "cartesia socket": get_request("/tts/websocket", SOCKET)
    + frame(json.dumps({"transcript": LONG, "context_id": "a", "voice": {"mode": "id", "id": ""}, "continue": False})),
    "elevenlabs socket": get_request("/v1/text-to-speech/default/stream-input", SOCKET)
    + frame('{"text": " "}')
    + frame(json.dumps({"text": LONG}))
    + frame('{"text": ""}'),
}
WYOMING = b'{"type":"describe"}\n' + json.dumps({"type": "synthesize", "data": {"text": LONG}}).encode() + b"\n"


class Crowds(unittest.TestCase):
    """A listener hears the same bytes, whatever others do; then nothing of them is left."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server(
            "--model",
            str(LSD),
            "--wyoming-port",
            "0",
            "--idle-seconds",
            "3",
            "--max-streams",
            "4",
            "--queue-seconds",
            "30",
            "--max-connections",
            "4000",
        )
        cls.addClassCleanup(cls.server.__exit__)
        wyoming_port(cls.server)
        cls.alone = audio(cls.server, LONG[:600])

    def setUp(self):
        wait_for(lambda: metric(self.server, "pocket_tts_active_streams") == 0, 60)
        self.descriptors = len(os.listdir(f"/proc/{self.server.process.pid}/fd"))

    def tearDown(self):
        self.assertIsNone(self.server.process.poll(), self.server.log[-3000:])
        wait_for(lambda: metric(self.server, "pocket_tts_active_streams") == 0, 60)
        wait_for(lambda: metric(self.server, "pocket_tts_queue_length") == 0, 60)
        wait_for(lambda: len(os.listdir(f"/proc/{self.server.process.pid}/fd")) <= self.descriptors + 2, 60)
        self.assertTrue(audio(self.server, LONG[:600]) == self.alone)
        self.assertNotIn("goes on and on", self.server.log)

    def ports(self) -> list[tuple[str, int, bytes]]:
        return [(name, self.server.port, data) for name, data in REQUESTS.items()] + [
            ("wyoming", wyoming_port(self.server), WYOMING)
        ]

    def connect(self, port: int) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.addCleanup(connection.close)
        return connection

    def test_resets_in_every_state(self):
        """Of every endpoint: within the head, within the body, after it, within the answer."""

        def reset(port: int, data: bytes, sent: int, received: int) -> None:
            with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                try:
                    connection.sendall(data[:sent])
                    while received > 0 and (part := connection.recv(min(received, 4096))):
                        received -= len(part)
                except (ConnectionError, TimeoutError):
                    pass

        dice = random.Random(1)
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            listener = pool.submit(audio, self.server, LONG[:600])
            resets = []
            for _, port, data in self.ports():
                states = [(1, 0), (20, 0), (len(data) - 2, 0), (len(data), 0), (len(data), 1), (len(data), 200)]
                states += [(dice.randrange(len(data)), 0) for _ in range(4)]
                resets += [pool.submit(reset, port, data, sent, received) for sent, received in states]
            for done in resets:
                done.result(120)
            self.assertTrue(listener.result(120) == self.alone)

    def test_half_closed_at_every_endpoint(self):
        """Each connection ends, with a whole answer or without."""
        for name, port, data in self.ports():
            connection = self.connect(port)
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            try:
                while connection.recv(65536):
                    pass
            except ConnectionResetError:
                pass
            except TimeoutError:
                self.fail(f"{name}: the connection stays open")

    def test_slow_heads_and_bodies(self):
        """Byte by byte: each is cut off, and takes no place of a listener."""
        slow = []
        for name, port, data in self.ports():
            for start in (0, len(data) - 10):
                connection = self.connect(port)
                connection.sendall(data[:start])
                slow.append([name, connection, data[start : start + 8], 0])
        done = threading.Event()

        def drip() -> None:
            while not done.wait(0.5):
                for entry in slow:
                    try:
                        entry[1].send(entry[2][entry[3] : entry[3] + 1])
                        entry[3] += 1
                    except OSError:
                        pass

        dripping = threading.Thread(target=drip)
        dripping.start()
        self.assertTrue(audio(self.server, LONG[:600]) == self.alone)
        done.set()
        dripping.join()

    def test_a_thousand_slow_readers(self):
        """Of the page, of voices, of metrics and, as far as there are slots, of speech: one byte a second each."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = 1000
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, wanted + 200)), hard))
        before = self.server.resident_kilobytes()
        readers = []
        for number in range(wanted):
            connection = socket.socket()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            connection.settimeout(60)
            connection.connect(("127.0.0.1", self.server.port))
            connection.sendall(REQUESTS["speech" if number < 3 else ["page", "voices", "metrics"][number % 3]])
            readers.append(connection)
        started = time.monotonic()
        listener = threading.Thread(target=lambda: heard.append(audio(self.server, LONG[:600])))
        heard: list[bytes] = []
        listener.start()
        while time.monotonic() - started < 5 or listener.is_alive() and time.monotonic() - started < 90:
            for connection in readers:
                try:
                    connection.setblocking(False)
                    connection.recv(1)
                except OSError:
                    pass
            time.sleep(1)
        self.assertIn("200" if get(self.server, "/health") else "", "200")
        self.assertLess(self.server.resident_kilobytes() - before, 400_000)
        for connection in readers:
            connection.close()
        listener.join(60)
        self.assertTrue(heard == [self.alone], "the listener was refused or heard something else")
