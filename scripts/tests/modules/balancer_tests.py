"""Two instances behind nginx with scripts/packaging/deploy/nginx.conf, one of which dies (scripts/test balancer)."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from websockets.asyncio.client import connect

from security_tests import AMBIGUOUS
from server_process import Server

MODEL = os.environ.get("POCKET_TTS_MODEL")
TEXT = "The secret word is rhubarb. Nobody else knows it. " * 3


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Balancer:
    """nginx with our configuration, for other ports."""

    def __init__(self, servers: list[Server]):
        self.folder = tempfile.TemporaryDirectory()
        folder = Path(self.folder.name)
        self.port = free_port()
        text = (Path(__file__).resolve().parents[2] / "packaging/deploy/nginx.conf").read_text()
        for standard, server in zip(("8001", "8002"), servers):
            text = text.replace(f"127.0.0.1:{standard}", f"127.0.0.1:{server.port}")
        text = text.replace("listen 8000;", f"listen 127.0.0.1:{self.port};")
        (folder / "pocket-tts.conf").write_text(text)
        paths = "".join(
            f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "nginx.conf").write_text(
            f"daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1; events {{}}"
            f"http {{ access_log off; {paths} include {folder}/pocket-tts.conf; }}"
        )
        command = ["nginx", "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
        subprocess.run([*command, "-t", "-q"], check=True)
        self.process = subprocess.Popen(command)
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                break
            except OSError:
                assert self.process.poll() is None
                time.sleep(0.02)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        self.folder.cleanup()


class Balanced(unittest.IsolatedAsyncioTestCase):
    def setUp(self) -> None:
        model = ["--model", MODEL] if MODEL else []
        self.servers = [Server("--max-streams", "8", *model) for _ in range(2)]
        self.balancer = Balancer(self.servers)

    def tearDown(self) -> None:
        self.balancer.stop()
        for server in self.servers:
            server.__exit__()

    def post(self, seed: int, text: str = TEXT) -> tuple[int, bytes]:
        body = json.dumps({"input": text, "response_format": "pcm", "seed": seed, "temperature": 0.5}).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.balancer.port}/v1/audio/speech", body, {"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def active(self, server: Server) -> float:
        text = urllib.request.urlopen(server.url + "/metrics", timeout=10).read().decode()
        return float(re.search(r"(?m)^pocket_tts_active_streams (\S+)", text)[1])

    def test_both_speak_and_one_may_die(self):
        with ThreadPoolExecutor(8) as pool:
            # The same request gives the same bytes, whoever answers it.
            before = list(pool.map(lambda _: self.post(1), range(16)))
            self.assertEqual({status for status, _ in before}, {200})
            self.assertEqual(len({audio for _, audio in before}), 1)
            spoken = [server.log.count("spoken") for server in self.servers]
            self.assertTrue(all(spoken), spoken)
            # One dies without a word. Those it was speaking to notice; everybody who comes after is answered.
            self.servers[0].process.send_signal(signal.SIGKILL)
            self.servers[0].process.wait()
            after = list(pool.map(lambda _: self.post(1), range(24)))
            self.assertEqual({status for status, _ in after}, {200})
            self.assertEqual({audio for _, audio in after}, {before[0][1]})
            self.assertEqual(self.servers[1].log.count("spoken") - spoken[1], 24)

    async def test_killed_in_the_middle(self):
        """Half an utterance does not pass for a whole one, also through the balancer."""
        connections = []
        for _ in range(2):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.balancer.port)
            body = json.dumps({"input": TEXT * 20, "response_format": "pcm"}).encode()
            writer.write(
                b"POST /v1/audio/speech HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
            )
            self.assertIn(b" 200 ", await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30))
            connections.append((reader, writer))
        # least_conn: one each.
        self.assertEqual([self.active(server) for server in self.servers], [1, 1])
        self.servers[0].process.send_signal(signal.SIGKILL)

        async def rest(reader: asyncio.StreamReader) -> bytes:
            tail = b""
            while block := await asyncio.wait_for(reader.read(1 << 16), 60):
                tail = (tail + block)[-16:]
            return tail

        ends = [(await rest(reader)).endswith(b"0\r\n\r\n") for reader, _ in connections]
        self.assertEqual(sorted(ends), [False, True])
        for _, writer in connections:
            writer.close()

    async def test_a_stop_is_not_noticed(self):
        """SIGTERM: what runs is finished, and what comes is the other's."""
        loop = asyncio.get_running_loop()
        running = [loop.run_in_executor(None, self.post, 1, TEXT * 4) for _ in range(4)]
        while sum(self.active(server) for server in self.servers) < 4 and not any(one.done() for one in running):
            await asyncio.sleep(0.01)
        self.servers[0].process.terminate()
        later = [loop.run_in_executor(None, self.post, 1) for _ in range(8)]
        results = await asyncio.gather(*running, *later)
        self.assertEqual({status for status, _ in results}, {200})
        self.assertEqual(len({audio for _, audio in results}), 2)
        self.assertEqual(self.servers[0].process.wait(40), 0)

    async def test_websockets_pass(self):
        for _ in range(2):
            async with connect(f"ws://127.0.0.1:{self.balancer.port}/v1/audio/stream") as ws:
                await ws.send(json.dumps({"type": "text", "text": "Hello there. A"}))
                audio = 0
                async with asyncio.timeout(30):
                    while True:
                        message = await ws.recv()
                        audio += len(message) if isinstance(message, bytes) else 0
                        if not isinstance(message, bytes) and json.loads(message)["type"] == "said":
                            break
                self.assertGreater(audio, 10_000)
            # One is gone: the next connection goes to the other.
            self.servers[0].process.send_signal(signal.SIGKILL)

    def test_smuggled_requests(self):
        """What nginx takes for a body is never a request to the server behind it."""
        hidden = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
        for fields in AMBIGUOUS:
            length = str(5 + len(hidden)).encode()
            for head in (fields, fields.replace(b"Content-Length: 5", b"Content-Length: " + length)):
                with socket.create_connection(("127.0.0.1", self.balancer.port), timeout=30) as connection:
                    connection.sendall(
                        b"POST /nowhere HTTP/1.1\r\nHost: localhost\r\n"
                        + head
                        + b"Connection: close\r\n\r\n0\r\n\r\n"
                        + hidden
                    )
                    answer = b""
                    while part := connection.recv(65536):
                        answer += part
                self.assertNotIn(b"healthy", answer, head)
        self.assertEqual(self.post(1)[0], 200)

    def test_metrics_are_not_public(self):
        with self.assertRaises(urllib.error.HTTPError):
            urllib.request.urlopen(f"http://127.0.0.1:{self.balancer.port}/metrics", timeout=10)


if __name__ == "__main__":
    unittest.main(verbosity=2)
