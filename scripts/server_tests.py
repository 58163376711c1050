"""Real clients on pocket-tts serve; run by scripts/test-server."""

import asyncio
import base64
import concurrent.futures
import io
import json
import math
import os
import socket
import struct
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request
import wave
from pathlib import Path

import openai
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from server_process import Server

KEY = "a key for tests"
TEXT = "The secret word is rhubarb."
LONG = "This goes on and on, and nobody knows how it will ever end. " * 60


def post(server: Server, path: str, body: bytes, content_type: str = "application/json", **headers: str):
    """The status, the headers and the body of an answer, errors included."""
    request = urllib.request.Request(server.url + path, body, {"Content-Type": content_type, **headers})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def get(server: Server, path: str) -> str:
    return urllib.request.urlopen(server.url + path, timeout=10).read().decode()


def metric(server: Server, name: str) -> float:
    for line in get(server, "/metrics").splitlines():
        if line.startswith(name + " "):
            return float(line.split()[-1])
    raise AssertionError(f"no metric {name}")


def wait_for(condition, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("it did not happen in time")
        time.sleep(0.02)


class OpenAI(unittest.TestCase):
    """The openai package, synchronous and not."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server("--api-key", KEY)
        cls.addClassCleanup(cls.server.__exit__)
        cls.client = openai.OpenAI(base_url=cls.server.url + "/v1", api_key=KEY, max_retries=0)

    def test_every_format(self):
        for name, magic in [("mp3", b"\xff"), ("opus", b"OggS"), ("flac", b"fLaC"), ("wav", b"RIFF"), ("pcm", b"")]:
            audio = self.client.audio.speech.create(model="tts-1", voice="alloy", input=TEXT, response_format=name)
            self.assertTrue(audio.content.startswith(magic), name)
            self.assertGreater(len(audio.content), 2000, name)

    def test_raw_response(self):
        raw = self.client.audio.speech.with_raw_response.create(
            model="tts-1", voice="alloy", input=TEXT, instructions="Whisper.")
        self.assertEqual(raw.headers["content-type"], "audio/mpeg")
        self.assertEqual(raw.headers["x-pocket-tts-model"], "embedded")
        self.assertEqual(raw.headers["x-pocket-tts-voice"], "slt")
        self.assertEqual(raw.headers["x-pocket-tts-ignored"], "instructions")
        self.assertTrue(raw.headers["x-request-id"])

    def test_streaming(self):
        with self.client.audio.speech.with_streaming_response.create(
                model="embedded", voice="slt", input=LONG[:600], response_format="pcm") as answer:
            parts = list(answer.iter_bytes())
        self.assertGreater(len(parts), 10)
        self.assertEqual(sum(map(len, parts)) % 3840, 0)

    def test_events(self):
        with self.client.audio.speech.with_streaming_response.create(
                model="embedded", voice="slt", input=TEXT, response_format="pcm", stream_format="sse",
                extra_body={"seed": 5}) as answer:
            self.assertEqual(answer.headers["content-type"], "text/event-stream")
            events = [json.loads(line[6:]) for line in answer.iter_lines() if line]
        self.assertEqual({event["type"] for event in events[:-1]}, {"speech.audio.delta"})
        self.assertEqual(events[-1]["type"], "speech.audio.done")
        audio = b"".join(base64.b64decode(event["audio"]) for event in events[:-1])
        whole = self.client.audio.speech.create(
            model="embedded", voice="slt", input=TEXT, response_format="pcm", extra_body={"seed": 5})
        self.assertTrue(audio == whole.content)

    def test_asynchronously_and_many_at_once(self):
        async def speak():
            async with openai.AsyncOpenAI(base_url=self.server.url + "/v1", api_key=KEY, max_retries=0) as client:
                return await asyncio.gather(*(
                    client.audio.speech.create(
                        model="tts-1", voice="alloy", input=TEXT, response_format="pcm", extra_body={"seed": 1 + i % 2, "temperature": 0.7})
                    for i in range(8)))
        answers = [answer.content for answer in asyncio.run(speak())]
        self.assertTrue(all(answers))
        self.assertEqual([hash(answer) == hash(answers[0]) for answer in answers], [True, False] * 4)

    def test_models(self):
        self.assertEqual([model.id for model in self.client.models.list()], ["embedded"])
        self.assertEqual(self.client.models.retrieve("embedded").id, "embedded")
        with self.assertRaises(openai.NotFoundError):
            self.client.models.retrieve("other")

    def test_errors(self):
        speak = self.client.audio.speech.create
        for parameter, changes in [
                ("voice", {"voice": "nobody"}), ("model", {"model": "gpt-9"}), ("input", {"input": ""}),
                ("input", {"input": "a" * 4097}), ("response_format", {"response_format": "aac"}),
                ("speed", {"speed": 9})]:
            with self.assertRaises(openai.BadRequestError) as context:
                speak(**{"model": "tts-1", "voice": "alloy", "input": TEXT, **changes})
            self.assertEqual(context.exception.param, parameter)
        with self.assertRaises(openai.AuthenticationError):
            openai.OpenAI(base_url=self.server.url + "/v1", api_key="wrong", max_retries=0).models.list()


class Door(unittest.TestCase):
    """curl and ffmpeg, and the reference's door."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.__exit__)

    def shell(self, command: str) -> str:
        return subprocess.run(
            ["bash", "-o", "pipefail", "-c", command], env={**os.environ, "URL": self.server.url}, check=True,
            capture_output=True, text=True).stdout

    def test_every_format_is_played(self):
        seconds = []
        for name in ["mp3", "opus", "flac", "wav"]:
            with tempfile.NamedTemporaryFile(suffix=".s16") as decoded:
                self.shell(f"""curl -sSfN "$URL/v1/audio/speech" -H 'Content-Type: application/json' \
                    -d '{{"input": "{TEXT}", "seed": 3, "response_format": "{name}"}}' |
                    ffmpeg -v error -i - -f s16le -ac 1 -ar 24000 -y {decoded.name}""")
                samples = decoded.read()
            values = struct.unpack(f"<{len(samples) // 2}h", samples)
            self.assertGreater(math.sqrt(sum(v * v for v in values) / len(values)), 100, name)
            seconds.append(len(values) / 24000)
        # MP3 and Opus begin and end with a few milliseconds of their own.
        self.assertLess(max(seconds) - min(seconds), 0.15, seconds)

    def test_speed(self):
        def seconds(speed: float) -> float:
            _, _, body = post(self.server, "/v1/audio/speech", json.dumps(
                {"input": TEXT, "seed": 3, "response_format": "pcm", "speed": speed}).encode())
            return len(body) / 48000
        usual = seconds(1)
        self.assertAlmostEqual(seconds(2) / usual, 0.5, delta=0.05)
        self.assertAlmostEqual(seconds(0.5) / usual, 2, delta=0.1)

    def test_the_reference_door(self):
        audio = self.shell(f"""curl -sSf "$URL/tts" -F text='{TEXT}' -F voice_url=slt | ffprobe -v error -show_streams -""")
        self.assertIn("codec_name=pcm_s16le", audio)
        self.assertIn("sample_rate=24000", audio)
        audio = self.shell(f"""curl -sSf "$URL/tts" -d text='{TEXT}' | ffprobe -v error -show_streams -""")
        self.assertIn("codec_name=pcm_s16le", audio)

    def test_same_seed_alone_and_under_load(self):
        body = json.dumps({"input": TEXT, "seed": 11, "response_format": "pcm"}).encode()
        alone = post(self.server, "/v1/audio/speech", body)[2]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda i: post(
                self.server, "/v1/audio/speech",
                body if i % 2 else json.dumps({"input": LONG[:300], "seed": i, "response_format": "pcm"}).encode()), range(8)))
        self.assertEqual([answer[0] for answer in answers], [200] * 8)
        # Not assertEqual, which would print the audio.
        self.assertTrue(all(answer[2] == alone for answer in answers[1::2]))

    def test_the_first_bytes_come_before_the_last(self):
        connection = socket.create_connection(("127.0.0.1", self.server.port))
        body = json.dumps({"input": LONG, "response_format": "pcm"}).encode()
        connection.sendall(request("/v1/audio/speech", body))
        self.assertIn(b"200 OK", connection.recv(100))
        self.assertEqual(metric(self.server, "pocket_tts_active_streams"), 1)
        connection.close()
        wait_for(lambda: metric(self.server, "pocket_tts_active_streams") == 0)

    def test_a_graceful_end(self):
        with Server() as server:
            connection = socket.create_connection(("127.0.0.1", server.port))
            connection.settimeout(30)
            body = json.dumps({"input": LONG[:1200], "response_format": "pcm"}).encode()
            connection.sendall(request("/v1/audio/speech", body))
            start = connection.recv(100)
            server.process.terminate()
            time.sleep(0.3)
            with self.assertRaises(OSError):
                socket.create_connection(("127.0.0.1", server.port), timeout=1)
            rest = b""
            while part := connection.recv(65536):
                rest += part
            # The last chunk of the body: speech came to its end.
            self.assertTrue((start + rest).endswith(b"0\r\n\r\n"))
            self.assertEqual(server.process.wait(30), 0)
            self.assertIn("stopped", server.log)


def request(path: str, body: bytes, extra: str = "") -> bytes:
    return (f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n{extra}\r\n").encode() + body


class Trouble(unittest.TestCase):
    """Clients that misbehave: each gets its answer, nobody else notices, and the log has one line."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server("--idle-seconds", "2", "--max-streams", "2", "--queue", "1", "--queue-seconds", "1",
                            "--stall-seconds", "3")
        cls.addClassCleanup(cls.server.__exit__)

    def setUp(self):
        self.lines = len(self.server.log.splitlines())

    def tearDown(self):
        wait_for(lambda: metric(self.server, "pocket_tts_active_streams") == 0)
        status, _, body = post(self.server, "/v1/audio/speech", json.dumps({"input": TEXT}).encode())
        self.assertEqual(status, 200)
        self.assertNotIn("rhubarb", self.server.log)

    def new_lines(self) -> list[str]:
        return self.server.log.splitlines()[self.lines:]

    def connect(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.server.port))
        connection.settimeout(20)
        self.addCleanup(connection.close)
        return connection

    def read_all(self, connection: socket.socket) -> bytes:
        data = b""
        try:
            while part := connection.recv(65536):
                data += part
        except ConnectionResetError:
            pass
        return data

    def test_bad_bodies(self):
        for body in [b"", b"{", b"[1]", b"\xff\xfe", b'{"input": "\xff"}', b'{"input": 5}', b'{"input": ["a"]}',
                     b'{"input": ""}', json.dumps({"input": "a" * 4097}).encode(), b"[" * 100_000,
                     b'{"input": "Hi.", "speed": 1e999}', b'{"input": "Hi.", "seed": 99999999999999999999}']:
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
            body = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nHi.\r\n--b\r\n' \
                b'Content-Disposition: form-data; name="voice_wav"; filename="../../x.wav"\r\n\r\n' + recording + b"\r\n--b--\r\n"
            status, _, answer = post(self.server, "/tts", body, "multipart/form-data; boundary=b")
            self.assertEqual(status, 400)
            self.assertEqual(json.loads(answer)["error"]["param"], "voice_wav")

    def test_an_enormous_upload_is_refused_early(self):
        for head in ["Content-Length: 1000000000", "Transfer-Encoding: chunked"]:
            connection = self.connect()
            connection.sendall(f"POST /tts HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\n{head}\r\n\r\n".encode())
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
        connection.sendall(b"POST /tts HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n" + b"x" * 100_000)
        answer = self.read_all(connection)
        self.assertTrue(answer.startswith(b"HTTP/1.1 413"), answer[:100])
        self.assertIn(b'"error"', answer)

    def test_slow_headers(self):
        connection = self.connect()
        started = time.monotonic()
        try:
            for byte in b"POST /v1/audio/speech HTTP/1.1\r\nHost: x\r\nX-Slow: " + b"a" * 100:
                connection.sendall(bytes([byte]))
                time.sleep(0.1)
                if time.monotonic() - started > 8:
                    break
        except OSError:
            pass
        self.assertLess(time.monotonic() - started, 6)
        self.assertEqual(self.new_lines(), [])

    def test_a_connection_that_says_nothing(self):
        self.assertEqual(self.read_all(self.connect()), b"")

    def test_garbage(self):
        for garbage in [b"\x16\x03\x01\x02\x00" * 10, b"GET\r\n\r\n", os.urandom(1000) + b"\r\n\r\n",
                        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
                        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
                        b"GET / HTTP/1.1\r\n" + b"X: " + b"a" * 100_000 + b"\r\n\r\n"]:
            connection = self.connect()
            try:
                connection.sendall(garbage)
            except OSError:
                pass
            answer = self.read_all(connection)
            self.assertTrue(answer == b"" or answer.startswith(b"HTTP/1.1 400"), answer[:60])
        self.assertEqual(self.new_lines(), [])

    def test_half_closed(self):
        connection = self.connect()
        connection.sendall(request("/v1/audio/speech", json.dumps({"input": LONG}).encode()))
        connection.shutdown(socket.SHUT_WR)
        self.read_all(connection)
        wait_for(lambda: metric(self.server, "pocket_tts_active_streams") == 0, 2)

    def test_half_a_request(self):
        connection = self.connect()
        connection.sendall(request("/v1/audio/speech", b'{"input": "Hi."}')[:-5])
        connection.shutdown(socket.SHUT_WR)
        self.read_all(connection)

    def test_a_reader_that_stops_reading_is_given_up(self):
        connection = self.connect()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(request("/v1/audio/speech", json.dumps({"input": LONG, "response_format": "pcm"}).encode()))
        wait_for(lambda: metric(self.server, "pocket_tts_active_streams") == 1)
        wait_for(lambda: metric(self.server, "pocket_tts_active_streams") == 0, 15)
        self.assertEqual(len([line for line in self.new_lines() if "took no audio" in line]), 1)

    def test_too_many_are_told_so(self):
        holders = []
        for _ in range(2):
            connection = self.connect()
            connection.sendall(request("/v1/audio/speech", json.dumps({"input": LONG, "response_format": "pcm"}).encode()))
            holders.append(connection)
        wait_for(lambda: metric(self.server, "pocket_tts_active_streams") == 2)
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            answers = list(pool.map(
                lambda _: post(self.server, "/v1/audio/speech", json.dumps({"input": TEXT}).encode()), range(3)))
        self.assertEqual({answer[0] for answer in answers}, {503})
        # Who waits and leaves gives its place in the queue back.
        waiter = self.connect()
        waiter.sendall(request("/v1/audio/speech", json.dumps({"input": TEXT}).encode()))
        wait_for(lambda: metric(self.server, "pocket_tts_queue_length") == 1, 1)
        waiter.close()
        wait_for(lambda: metric(self.server, "pocket_tts_queue_length") == 0, 0.5)
        for _, headers, _ in answers:
            self.assertGreaterEqual(int(headers["retry-after"]), 1)
        for connection in holders:
            connection.close()
        wait_for(lambda: metric(self.server, "pocket_tts_active_streams") == 0, 2)

    def test_many_that_come_and_go(self):
        def one(i: int) -> None:
            connection = socket.create_connection(("127.0.0.1", self.server.port))
            connection.sendall(request("/v1/audio/speech", json.dumps({"input": LONG}).encode()))
            time.sleep(0.01 * (i % 7))
            connection.close()
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            list(pool.map(one, range(100)))


class Settings(unittest.TestCase):
    """Flags, environment and file."""

    def fails(self, *arguments: str, **environment: str) -> str:
        result = subprocess.run(
            [os.environ["POCKET_TTS_BINARY"], "serve", "--port", "0", *arguments], env={**os.environ, **environment},
            capture_output=True, text=True, timeout=60)
        self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
        self.code = result.returncode
        return result.stderr

    def test_other_machines_need_a_key(self):
        self.assertIn("api-key", self.fails("--host", "0.0.0.0"))
        self.assertEqual(self.code, 64)
        with Server("--host", "0.0.0.0", "--without-api-key"):
            pass

    def test_where_settings_come_from(self):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump({"maxCharacters": 5, "apiKey": ["from the file"], "queue": 2}, file)
            file.flush()
            os.environ["POCKET_TTS_MAX_CHARACTERS"] = "6"
            try:
                with Server("--settings", file.name) as server:
                    key = {"Authorization": "Bearer from the file"}
                    self.assertEqual(post(server, "/tts", b"text=a", "application/x-www-form-urlencoded")[0], 401)
                    self.assertEqual(post(server, "/tts", b"text=123456", "application/x-www-form-urlencoded", **key)[0], 200)
                    self.assertEqual(post(server, "/tts", b"text=1234567", "application/x-www-form-urlencoded", **key)[0], 400)
                with Server("--settings", file.name, "--max-characters", "7") as server:
                    self.assertEqual(post(server, "/tts", b"text=1234567", "application/x-www-form-urlencoded", **key)[0], 200)
            finally:
                del os.environ["POCKET_TTS_MAX_CHARACTERS"]

    def test_what_makes_no_sense(self):
        self.assertIn("allowed", self.fails("--max-streams", "0"))
        self.assertIn("a number is expected", self.fails(POCKET_TTS_QUEUE="many"))
        self.assertIn("not found", self.fails("--settings", "/nowhere.json"))
        self.assertIn("not found", self.fails("--model", "/nowhere"))
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write('{"api_key": ["x"]}')
            file.flush()
            self.assertIn("there is no setting api_key", self.fails("--settings", file.name))

    def test_several_models(self):
        models = Path(__file__).resolve().parent.parent / "Tests" / "Fixtures" / "models"
        with Server("--model", f"first={models / 'lsd'}", "--model", str(models / "drifting")) as server:
            names = [model["id"] for model in json.loads(get(server, "/v1/models"))["data"]]
            self.assertEqual(names, ["first", "drifting"])
            answers = []
            for model in ["first", "drifting", "tts-1"]:
                status, headers, audio = post(server, "/v1/audio/speech", json.dumps(
                    {"model": model, "input": "Hello.", "seed": 1, "response_format": "pcm"}).encode())
                self.assertEqual(status, 200)
                answers.append(audio)
            self.assertTrue(answers[0] == answers[2] != answers[1])
            self.assertEqual(headers["x-pocket-tts-model"], "first")

    def test_origins(self):
        with Server("--cors-origin", "https://example.org") as server:
            answer = urllib.request.Request(server.url + "/v1/models", headers={"Origin": "https://example.org"})
            headers = urllib.request.urlopen(answer).headers
            self.assertEqual(headers["access-control-allow-origin"], "https://example.org")
        with Server() as server:
            answer = urllib.request.Request(server.url + "/v1/models", headers={"Origin": "https://example.org"})
            self.assertIsNone(urllib.request.urlopen(answer).headers["access-control-allow-origin"])


# Sums the energy of all that reaches the loudspeaker.
LISTEN = """
window.energy = 0;
const connect = AudioNode.prototype.connect;
AudioNode.prototype.connect = function (target, ...rest) {
  if (target instanceof AudioDestinationNode) {
    const analyser = this.context.createAnalyser();
    connect.call(this, analyser);
    const block = new Float32Array(analyser.fftSize);
    setInterval(() => { analyser.getFloatTimeDomainData(block); for (const x of block) window.energy += x * x; }, 40);
  }
  return connect.call(this, target, ...rest);
};
"""


class Page(unittest.TestCase):
    """The page at /, in a browser without a screen."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.__exit__)
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=900,900"]:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        cls.browser = webdriver.Chrome(options, webdriver.ChromeService("/usr/bin/chromedriver"))
        cls.addClassCleanup(cls.browser.quit)

    def setUp(self):
        self.browser.get(self.server.url)
        WebDriverWait(self.browser, 10).until(lambda b: b.find_elements(By.CSS_SELECTOR, "#voice option"))
        self.browser.execute_script(LISTEN)

    def tearDown(self):
        troubles = [entry for entry in self.browser.get_log("browser") if entry["level"] == "SEVERE"]
        self.assertEqual(troubles, [])

    def text(self, name: str) -> str:
        return self.browser.find_element(By.ID, name).text

    def until_said(self, status: str) -> None:
        WebDriverWait(self.browser, 40).until(lambda _: self.text("status") == status)

    def test_it_speaks_from_the_keyboard(self):
        field = self.browser.find_element(By.ID, "text")
        field.clear()
        field.send_keys("One two three four five six seven.")
        field.send_keys(Keys.CONTROL, Keys.ENTER)
        self.until_said("Done.")
        self.assertGreater(self.browser.execute_script("return window.energy"), 1)
        self.assertRegex(self.text("first"), r"^\d+ ms$")
        self.assertGreater(float(self.text("rate").split()[0]), 1)
        self.assertEqual(self.text("gaps"), "0")
        size = self.browser.execute_async_script(
            "arguments[0](chunks.reduce((n, c) => n + c.length, 0))")
        self.assertGreater(size, 48000)
        self.assertTrue(self.browser.find_element(By.ID, "download").is_displayed())
        drawn = self.browser.execute_script(
            "const c = document.getElementById('wave');"
            "return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.filter((v, i) => i % 4 == 3 && v).length")
        self.assertGreater(drawn, 500)
        self.keep_screenshot("page.png")

    def test_it_stops(self):
        self.browser.execute_script(f"document.getElementById('text').value = {json.dumps(LONG[:3000])}")
        self.browser.find_element(By.ID, "speak").click()
        self.until_said("Speaking …")
        self.browser.find_element(By.ID, "stop").click()
        self.until_said("Stopped.")
        wait_for(lambda: metric(self.server, "pocket_tts_active_streams") == 0, 2)

    def test_a_recording_is_sent(self):
        with tempfile.NamedTemporaryFile(suffix=".wav") as file:
            with wave.open(file, "wb") as recording:
                recording.setparams((1, 2, 24000, 0, "NONE", ""))
                recording.writeframes(b"".join(
                    struct.pack("<h", int(8000 * math.sin(i * 0.05) * math.sin(i * 0.0003))) for i in range(72000)))
            self.browser.find_element(By.ID, "upload").send_keys(file.name)
            self.assertFalse(self.browser.find_element(By.ID, "voice").is_enabled())
            self.browser.find_element(By.ID, "speak").click()
            WebDriverWait(self.browser, 40).until(lambda _: self.text("status") not in ("", "Waiting for the first audio …", "Speaking …"))
        # The embedded voice has no encoder: its refusal must reach the page.
        self.assertIn(self.text("status"), ["Done.", "the model that is loaded here cannot clone voices: use one of its own."])
        self.browser.get_log("browser")

    def test_it_fits_a_phone(self):
        self.browser.set_window_size(360, 740)
        self.addCleanup(self.browser.set_window_size, 900, 900)
        wide = self.browser.execute_script("return document.documentElement.scrollWidth > innerWidth")
        self.assertFalse(wide)
        for element in self.browser.find_elements(By.CSS_SELECTOR, "button, select"):
            if element.is_displayed():
                self.assertGreaterEqual(element.size["height"], 38)
        self.keep_screenshot("phone.png")

    def keep_screenshot(self, name: str) -> None:
        if folder := os.environ.get("POCKET_TTS_SCREENSHOTS"):
            self.browser.save_screenshot(str(Path(folder) / name))


if __name__ == "__main__":
    unittest.main(verbosity=2)
