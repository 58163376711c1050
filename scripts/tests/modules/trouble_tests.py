"""Clients that misbehave on pocket-tts serve; part of scripts/test server."""

import concurrent.futures
import http.client
import json
import os
import random
import socket
import struct
import time
import unittest

from server_process import Server
from support import LONG, TEXT, metric, multipart, post, read_all, request, wait_for


class Trouble(unittest.TestCase):
    """Clients that misbehave: each gets its answer, nobody else notices, and the log has one line."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server("--idle-seconds", "2", "--max-streams", "2", "--queue", "1", "--queue-seconds", "4")
        cls.addClassCleanup(cls.server.__exit__)

    def setUp(self):
        self.lines = len(self.server.log.splitlines())

    def tearDown(self):
        wait_for(lambda: metric(self.server, "pocket_tts_active_streams") == 0)
        status, _, body = post(self.server, "/v1/audio/speech", json.dumps({"input": TEXT}).encode())
        self.assertEqual(status, 200)
        self.assertNotIn("rhubarb", self.server.log)

    def new_lines(self) -> list[str]:
        return self.server.log.splitlines()[self.lines :]

    def connect(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.server.port))
        connection.settimeout(60)
        self.addCleanup(connection.close)
        return connection

    def test_bad_bodies(self):
        for body in [
            b"",
            b"{",
            b"[1]",
            b"\xff\xfe",
            b'{"input": "\xff"}',
            b'{"input": 5}',
            b'{"input": ["a"]}',
            b'{"input": ""}',
            json.dumps({"input": "a" * 4097}).encode(),
            b"[" * 100_000,
            b'{"input": "Hi.", "speed": 1e999}',
            b'{"input": "Hi.", "seed": 99999999999999999999}',
        ]:
            status, headers, answer = post(self.server, "/v1/audio/speech", body)
            self.assertEqual(status, 400, body[:40])
            self.assertEqual(set(json.loads(answer)["error"]), {"message", "type", "param", "code"})
            self.assertEqual(headers["content-type"], "application/json")
        self.assertEqual(len(self.new_lines()), 12)

    def test_unknown_fields_are_accepted(self):
        status, _, _ = post(self.server, "/v1/audio/speech", json.dumps({"input": TEXT, "unheard": {"of": 1}}).encode())
        self.assertEqual(status, 200)

    def test_unknown_paths_and_methods(self):
        for path in ["/nowhere", "/v1/audio/speech/../../etc/passwd", "/v1/chat/completions"]:
            status, _, answer = post(self.server, path, b"{}")
            self.assertEqual(status, 404)
            self.assertIn("error", json.loads(answer))

    def test_a_corrupt_upload(self):
        for recording in [b"", b"RIFF", b"\x00" * 5000, os.urandom(5000)]:
            status, _, answer = post(self.server, "/tts", *multipart(text=b"Hi.", voice_wav=recording))
            self.assertEqual(status, 400)
            self.assertEqual(json.loads(answer)["error"]["param"], "voice_wav")

    def test_an_enormous_upload_is_refused_early(self):
        for head in ["Content-Length: 1000000000", "Transfer-Encoding: chunked"]:
            connection = self.connect()
            connection.sendall(
                b"POST /tts HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                + f"{head}\r\n\r\n".encode()
            )
            before = self.server.resident_kilobytes()
            sent = 0
            block = b"x" * 65536 if "Length" in head else b"10000\r\n" + b"x" * 65536 + b"\r\n"
            try:
                while sent < 1_000_000_000:
                    connection.sendall(block)
                    sent += len(block)
            except OSError:
                pass
            self.assertLess(sent, 200_000_000, head)
            self.assertLess(self.server.resident_kilobytes() - before, 100_000, head)
            self.lines += 1

    def test_the_answer_to_an_enormous_upload_arrives(self):
        connection = self.connect()
        connection.sendall(
            b"POST /tts HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n" + b"x" * 100_000
        )
        answer = read_all(connection)
        self.assertTrue(answer.startswith(b"HTTP/1.1 413"), answer[:100])
        self.assertIn(b'"error"', answer)

    def test_slow_headers(self):
        connection = self.connect()
        with self.assertRaises(OSError):
            for byte in b"POST /v1/audio/speech HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + b"a" * 600:
                connection.sendall(bytes([byte]))
                time.sleep(0.1)
        self.assertEqual(self.new_lines(), [])

    def test_a_body_that_never_comes(self):
        connection = self.connect()
        connection.sendall(request("/v1/audio/speech", b'{"input": "Hi."}')[:-5])
        started = time.monotonic()
        answer = read_all(connection)
        # The connection ends: by the idle limit without an answer, or with one that says why.
        self.assertTrue(answer == b"" or answer.startswith(b"HTTP/1.1 408"), answer[:100])
        self.assertLess(time.monotonic() - started, 50)
        self.assertLessEqual(len(self.new_lines()), 1)
        self.assertEqual(metric(self.server, "pocket_tts_active_streams"), 0)

    def test_a_slow_body_of_a_refused_request(self):
        for path in ["/nowhere", "/health"]:
            connection = self.connect()
            connection.sendall(f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n".encode())
            with self.assertRaises(OSError):
                for _ in range(300):
                    connection.sendall(b"x")
                    time.sleep(0.1)

    def test_http2(self):
        connection = self.connect()
        connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9))
        self.assertIn(b"HTTP/1.1 only", read_all(connection))

    def test_pages_of_elsewhere(self):
        body = json.dumps({"input": TEXT}).encode()
        for headers in [
            {"Origin": "https://elsewhere.example"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Host": "elsewhere.example"},
        ]:
            status, _, answer = post(self.server, "/v1/audio/speech", body, **headers)
            self.assertEqual(status, 403, headers)
            self.assertIn(b"start", answer)

    def test_clients_behind_a_proxy(self):
        """Each takes its turn: the one that fills the queue does not keep another out."""
        holders = [self.connect() for _ in range(3)]
        for number, connection in enumerate(holders):
            connection.sendall(
                request(
                    "/v1/audio/speech",
                    json.dumps({"input": LONG, "response_format": "pcm"}).encode(),
                    "X-Forwarded-For: 192.0.2.1\r\n",
                )
            )
            wait_for(
                lambda number=number: (
                    metric(self.server, "pocket_tts_active_streams") + metric(self.server, "pocket_tts_queue_length")
                    == number + 1
                )
            )
        other = self.connect()
        other.sendall(
            request("/v1/audio/speech", json.dumps({"input": TEXT}).encode(), "X-Forwarded-For: 192.0.2.2\r\n")
        )
        # The greedy client's waiting request is refused in its place.
        self.assertTrue(holders[2].recv(100).startswith(b"HTTP/1.1 503"))
        for connection in holders[:2]:
            connection.close()
        self.assertTrue(other.recv(100).startswith(b"HTTP/1.1 200"))

    def test_a_connection_that_says_nothing(self):
        self.assertEqual(read_all(self.connect()), b"")

    def test_garbage(self):
        for garbage in [
            b"\x16\x03\x01\x02\x00" * 10,
            b"GET\r\n\r\n",
            os.urandom(1000) + b"\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
            b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + b"X: " + b"a" * 100_000 + b"\r\n\r\n",
        ]:
            connection = self.connect()
            try:
                connection.sendall(garbage)
            except OSError:
                pass
            answer = read_all(connection)
            # Who sends on and on may lose it.
            self.assertTrue(answer == b"" and len(garbage) > 50_000 or answer.startswith(b"HTTP/1.1 4"), answer[:60])
            self.assertTrue(answer == b"" or b'{"error":{' in answer, answer)
        self.assertEqual(self.new_lines(), [])

    def test_half_closed(self):
        """Who closes its side has gone, as far as speech is concerned; short answers still reach it."""
        connection = self.connect()
        connection.sendall(request("/v1/audio/speech", json.dumps({"input": LONG}).encode()))
        connection.shutdown(socket.SHUT_WR)
        answer = read_all(connection)
        self.assertTrue(answer.startswith(b"HTTP/1.1 400") or not answer.endswith(b"0\r\n\r\n"), answer[:100])
        wait_for(lambda: metric(self.server, "pocket_tts_active_streams") == 0)
        self.assertEqual(len(self.new_lines()), 1)
        connection = self.connect()
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n" * 2)
        connection.shutdown(socket.SHUT_WR)
        self.assertEqual(read_all(connection).count(b"healthy"), 2)

    def test_half_a_request(self):
        for cut in [5, 60]:
            connection = self.connect()
            connection.sendall(request("/v1/audio/speech", b'{"input": "Hi."}')[:-cut])
            connection.shutdown(socket.SHUT_WR)
            answer = read_all(connection)
            self.assertTrue(answer.startswith(b"HTTP/1.1 400"), answer[:100])
            self.assertIn(b'{"error":{', answer)
        self.assertLessEqual(len(self.new_lines()), 2)

    def test_broken_chunks(self):
        connection = self.connect()
        connection.sendall(
            b"POST /v1/audio/speech HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"
        )
        answer = read_all(connection)
        self.assertTrue(answer.startswith(b"HTTP/1.1 400"), answer[:100])
        self.assertEqual(len(self.new_lines()), 1)
        self.assertNotIn(" error ", self.new_lines()[0])

    def test_a_connection_goes_on_after_errors(self):
        connection = self.connect()
        speech = json.dumps({"input": TEXT, "response_format": "pcm", "seed": 5}).encode()
        connection.sendall(
            request("/v1/audio/speech", b"{")
            + request("/nowhere", b"x" * 100_000)
            + request("/v1/audio/speech", speech)
            + request("/v1/audio/speech", b'{"input": ""}', "Connection: close\r\n")
        )
        answers = read_all(connection)
        statuses = [int(part[:3]) for part in answers.split(b"HTTP/1.1 ")[1:]]
        self.assertEqual(statuses, [400, 404, 200, 400])
        self.assertIn(b"\r\n0\r\n\r\nHTTP/1.1 400", answers)

    def test_other_methods(self):
        for path, allowed in [
            ("/v1/audio/speech", "POST"),
            ("/tts", "POST"),
            ("/v1/models", "GET, HEAD"),
            ("/", "GET, HEAD"),
        ]:
            for method in {"GET", "PUT", "POST", "DELETE", "OPTIONS"} - set(allowed.split(", ")):
                status, headers, body = self.ask(method, path)
                self.assertEqual((status, headers["allow"]), (405, allowed), f"{method} {path}")
                self.assertIn(b'"error"', body)
        for path in ["/", "/health", "/ready", "/metrics", "/v1/models", "/v1/audio/voices"]:
            status, headers, body = self.ask("HEAD", path)
            self.assertEqual((status, body), (200, b""), path)
            self.assertEqual(headers["content-type"], self.ask("GET", path)[1]["content-type"])
        self.assertEqual(self.ask("HEAD", "/nowhere")[::2], (404, b""))
        self.assertEqual(self.ask("HEAD", "/tts")[::2], (405, b""))

    def ask(self, method: str, path: str):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        self.addCleanup(connection.close)
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def test_old_http(self):
        """HTTP/1.0: no chunks, and the end of the connection is the end of the answer."""
        body = json.dumps({"input": TEXT, "response_format": "pcm", "seed": 5}).encode()
        connection = self.connect()
        connection.sendall(request("/v1/audio/speech", body).replace(b"HTTP/1.1", b"HTTP/1.0"))
        head, _, audio = read_all(connection).partition(b"\r\n\r\n")
        self.assertTrue(head.startswith(b"HTTP/1.0 200"), head)
        self.assertNotIn(b"chunked", head)
        self.assertTrue(audio == self.audio())

    def test_a_client_that_asks_before_it_sends(self):
        body = json.dumps({"input": TEXT}).encode()
        whole = request("/v1/audio/speech", body, "Expect: 100-continue\r\n")
        connection = self.connect()
        connection.sendall(whole[: -len(body)])
        self.assertTrue(connection.recv(1000).startswith(b"HTTP/1.1 100 Continue\r\n"))
        connection.sendall(body)
        self.assertTrue(connection.recv(1000).startswith(b"HTTP/1.1 200 OK"))
        connection.close()
        connection = self.connect()
        connection.sendall(
            b"POST /tts HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 1000000000\r\n\r\n"
        )
        self.assertTrue(read_all(connection).startswith(b"HTTP/1.1 413"))

    def test_a_reader_that_stops_reading_is_given_up(self):
        with (
            Server("--stall-seconds", "1") as server,
            socket.create_connection(("127.0.0.1", server.port)) as connection,
        ):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.sendall(
                request("/v1/audio/speech", json.dumps({"input": LONG, "response_format": "pcm"}).encode())
            )
            wait_for(lambda: "took no audio" in server.log)
            self.assertEqual(server.log.count("took no audio"), 1)
            self.assertEqual(metric(server, "pocket_tts_active_streams"), 0)

    def test_too_many_are_refused(self):
        holders = []
        for _ in range(2):
            connection = self.connect()
            connection.sendall(
                request("/v1/audio/speech", json.dumps({"input": LONG, "response_format": "pcm"}).encode())
            )
            holders.append(connection)
        wait_for(lambda: metric(self.server, "pocket_tts_active_streams") == 2)
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            answers = list(
                pool.map(
                    lambda _: post(self.server, "/v1/audio/speech", json.dumps({"input": TEXT}).encode()), range(3)
                )
            )
        self.assertEqual({answer[0] for answer in answers}, {503})
        # Who waits and leaves gives its place in the queue back.
        waiter = self.connect()
        waiter.sendall(request("/v1/audio/speech", json.dumps({"input": TEXT}).encode()))
        wait_for(lambda: metric(self.server, "pocket_tts_queue_length") == 1)
        waiter.close()
        wait_for(lambda: metric(self.server, "pocket_tts_queue_length") == 0)
        for _, headers, _ in answers:
            self.assertGreaterEqual(int(headers["retry-after"]), 1)
        for connection in holders:
            connection.close()

    def test_many_that_come_and_go(self):
        """64 at once, who hear nothing, a little or much, and leave politely or not."""

        def one(i: int) -> None:
            dice = random.Random(i)
            connection = socket.create_connection(("127.0.0.1", self.server.port))
            connection.settimeout(60)
            connection.sendall(
                request("/v1/audio/speech", json.dumps({"input": LONG, "response_format": "pcm"}).encode())
            )
            time.sleep(dice.uniform(0, 0.1))
            for _ in range(dice.choice([0, 1, 5])):
                connection.recv(4000)
            if dice.random() < 0.5:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()

        before = self.audio()
        with concurrent.futures.ThreadPoolExecutor(64) as pool:
            list(pool.map(one, range(200)))
        wait_for(lambda: metric(self.server, "pocket_tts_active_streams") == 0)
        self.assertEqual(metric(self.server, "pocket_tts_queue_length"), 0)
        self.assertTrue(self.audio() == before)

    def audio(self, text: str = TEXT) -> bytes:
        body = json.dumps({"input": text, "seed": 5, "response_format": "pcm"}).encode()
        status, _, audio = post(self.server, "/v1/audio/speech", body)
        self.assertEqual(status, 200)
        return audio

    def test_nobody_else_notices(self):
        """A listener hears the same bytes while others misbehave."""
        alone = self.audio(LONG)
        slow = self.connect()
        slow.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            neighbour = pool.submit(self.audio, LONG)
            rounds = 0
            while not neighbour.done() or rounds == 0:
                rounds += 1
                for data in [
                    b"\xff" * 5000,
                    request("/v1/audio/speech", b"{"),
                    request("/tts", os.urandom(5000)),
                    b"POST /tts HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n" + b"x" * 100_000,
                    request("/v1/audio/speech", json.dumps({"input": LONG}).encode()),
                ]:
                    with socket.create_connection(("127.0.0.1", self.server.port)) as connection:
                        connection.settimeout(60)
                        try:
                            connection.sendall(data)
                            connection.recv(100)
                        except OSError:
                            pass
            self.assertTrue(neighbour.result() == alone)
