"""A machine that has too little of something, or whose time is wrong; part of scripts/test faults."""

import concurrent.futures
import json
import os
import resource
import signal
import socket
import tempfile
import time
import unittest
import unittest.mock
from pathlib import Path

from fault_support import LSD, audio
from server_process import Server
from support import LONG, get, metric, multipart, post, request, wait_for
from wyoming_tests import wyoming_port


def descriptors(server: Server) -> int:
    return len(os.listdir(f"/proc/{server.process.pid}/fd"))


class Scarce(unittest.TestCase):
    def test_descriptors(self):
        """More clients than descriptors: the server goes on, and serves again once they have left."""
        with Server("--model", str(LSD), "--wyoming-port", "0") as server:
            ports = [server.port, wyoming_port(server)]
            alone = audio(server)
            before = descriptors(server)
            resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (before + 20, before + 20))
            for port in ports:
                clients = []
                for _ in range(200):
                    connection = socket.socket()
                    connection.setblocking(False)
                    connection.connect_ex(("127.0.0.1", port))
                    clients.append(connection)
                time.sleep(2)
                self.assertIsNone(server.process.poll(), server.log)
                for connection in clients:
                    connection.close()
                wait_for(lambda: descriptors(server) <= before + 2)
                self.assertTrue(audio(server) == alone)
                with socket.create_connection(("127.0.0.1", ports[1]), timeout=30) as connection:
                    connection.sendall(b'{"type": "describe"}\n')
                    self.assertIn(b"info", connection.recv(100))

    def test_descriptors_are_given_back(self):
        with Server("--model", str(LSD), "--idle-seconds", "2") as server:
            audio(server)
            before = descriptors(server)
            for _ in range(100):
                with socket.create_connection(("127.0.0.1", server.port)) as connection:
                    connection.sendall(request("/v1/audio/speech", json.dumps({"input": LONG}).encode()))
            wait_for(lambda: metric(server, "pocket_tts_active_streams") == 0)
            wait_for(lambda: descriptors(server) <= before + 1)

    def test_memory(self):
        """An upload beyond the memory for bodies fails, and a listener beside it hears nothing of that."""
        with Server("--model", str(LSD), "--max-upload-bytes", "1000000", "--max-body-bytes", "3000000") as server:
            alone = audio(server, LONG[:600])
            holders = []
            for _ in range(3):
                connection = socket.create_connection(("127.0.0.1", server.port))
                self.addCleanup(connection.close)
                connection.sendall(
                    b"POST /tts HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                    b"Content-Length: 900000\r\n\r\n" + b"x" * 500_000
                )
                holders.append(connection)
            time.sleep(0.5)
            status, headers, answer = post(server, "/tts", *multipart(text=b"Hi.", voice_wav=b"\0" * 900_000))
            self.assertEqual(status, 503, answer)
            self.assertIn("retry-after", headers)
            self.assertTrue(audio(server, LONG[:600]) == alone)
            for connection in holders:
                connection.close()
            wait_for(lambda: post(server, "/tts", *multipart(text=b"Hi.", voice_wav=b"\0" * 900_000))[0] == 400)

    def test_memory_is_given_back(self):
        """What crowds took belongs to the system again soon after they have left. Without that 37 MB stay."""
        with Server("--model", str(LSD), "--max-streams", "16") as server:
            audio(server)
            before = server.resident_kilobytes()
            peaks = []
            for _ in range(2):
                clients = []
                for number in range(240):
                    connection = socket.create_connection(("127.0.0.1", server.port))
                    clients.append(connection)
                    if number % 6:
                        fields = {"input": LONG[:3600], "response_format": ["mp3", "wav", "opus", "flac"][number % 4]}
                        connection.sendall(request("/v1/audio/speech", json.dumps(fields).encode()))
                    else:
                        connection.sendall(
                            b"POST /v1/audio/speech HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            b"Content-Length: 250000\r\n\r\n" + b" " * 249_000
                        )
                time.sleep(3)
                peaks.append(server.resident_kilobytes())
                for connection in clients:
                    connection.close()
                wait_for(lambda: metric(server, "pocket_tts_active_streams") == 0)
            self.assertGreater(max(peaks), before + 8_000)
            wait_for(lambda: server.resident_kilobytes() < before + 15_000, 60)

    def test_a_pause_of_the_process(self):
        """SIGSTOP: the speech goes on where it was, byte for byte."""
        seconds = float(os.environ.get("POCKET_TTS_PAUSE", "5"))
        with Server("--model", str(LSD)) as server:
            body = json.dumps({"input": LONG[:1200], "seed": 5, "response_format": "pcm"}).encode()
            alone = post(server, "/v1/audio/speech", body)[2]
            connection = socket.create_connection(("127.0.0.1", server.port))
            self.addCleanup(connection.close)
            connection.settimeout(120)
            connection.sendall(request("/v1/audio/speech", body, "Connection: close\r\n"))
            data = connection.recv(2000)
            os.kill(server.process.pid, signal.SIGSTOP)
            time.sleep(seconds)
            os.kill(server.process.pid, signal.SIGCONT)
            while part := connection.recv(65536):
                data += part
            self.assertTrue(unchunked(data) == alone)
            self.assertIn("healthy", get(server, "/health"))

    def test_a_clock_that_jumps(self):
        """The time of day, by a year and back: requests that wait, arrive and speak are not concerned."""
        place = tempfile.NamedTemporaryFile("w")
        self.addCleanup(place.close)

        def jump(offset: str) -> None:
            Path(place.name).write_text(offset + "\n")

        jump("+0")
        libraries = sorted(str(path) for path in Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
        # libfaketime moves the environment, behind which Swift looks for the arguments: settings come by the former.
        settings = {"PORT": "0", "MODEL": str(LSD), "MAX_STREAMS": "1", "QUEUE_SECONDS": "60"}
        environment = {
            "LD_PRELOAD": libraries[0],
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_TIMESTAMP_FILE": place.name,
            **{f"POCKET_TTS_{name}": value for name, value in settings.items()},
        }
        with unittest.mock.patch.dict(os.environ, environment):
            server = Server(program=[os.environ["POCKET_TTS_BINARY"] + "-server"])
        with server, concurrent.futures.ThreadPoolExecutor(1) as pool:
            alone = audio(server)
            connections = [socket.create_connection(("127.0.0.1", server.port), timeout=120) for _ in range(2)]
            for connection in connections:
                self.addCleanup(connection.close)
            listener, writer = connections
            listener.sendall(request("/v1/audio/speech", json.dumps({"input": LONG}).encode(), "Connection: close\r\n"))
            self.assertIn(b"200", listener.recv(100))
            waiting = pool.submit(audio, server)
            wait_for(lambda: metric(server, "pocket_tts_queue_length") == 1)
            body = request("/v1/audio/speech", b'{"input": "Hello."}', "Connection: close\r\n")
            writer.sendall(body[:-5])
            for offset in ["+400d", "-400d", "+1h", "+0"]:
                jump(offset)
                time.sleep(1)
                self.assertEqual(metric(server, "pocket_tts_active_streams"), 1, offset)
                self.assertEqual(metric(server, "pocket_tts_queue_length"), 1, offset)
            listener.close()
            self.assertTrue(waiting.result(120) == alone)
            writer.sendall(body[-5:])
            self.assertIn(b"200", writer.recv(100))


def unchunked(answer: bytes) -> bytes:
    """The body of a response in chunks."""
    head, rest = answer.split(b"\r\n\r\n", 1)
    assert b"chunked" in head.lower(), head
    body = b""
    while True:
        size, rest = rest.split(b"\r\n", 1)
        length = int(size, 16)
        if length == 0:
            return body
        body += rest[:length]
        rest = rest[length + 2 :]
