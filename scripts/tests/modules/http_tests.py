"""Real clients on pocket-tts serve over HTTP; run by scripts/test server."""

import asyncio
import base64
import concurrent.futures
import json
import math
import os
import socket
import struct
import subprocess
import tempfile
import unittest

import openai

from model_tests import Models
from page_tests import Page
from security_tests import Attacks
from server_process import Server
from settings_tests import Settings
from support import KEY, LONG, TEXT, metric, post, request, wait_for
from trouble_tests import Trouble


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
            model="tts-1", voice="alloy", input=TEXT, instructions="Whisper."
        )
        self.assertEqual(raw.headers["content-type"], "audio/mpeg")
        self.assertEqual(raw.headers["x-pocket-tts-model"], "embedded")
        self.assertEqual(raw.headers["x-pocket-tts-voice"], "man")
        self.assertEqual(raw.headers["x-pocket-tts-ignored"], "instructions")
        self.assertTrue(raw.headers["x-request-id"])

    def test_streaming(self):
        with self.client.audio.speech.with_streaming_response.create(
            model="embedded", voice="woman", input=LONG[:600], response_format="pcm"
        ) as answer:
            parts = list(answer.iter_bytes())
        self.assertGreater(len(parts), 10)
        self.assertEqual(sum(map(len, parts)) % 3840, 0)

    def test_events(self):
        with self.client.audio.speech.with_streaming_response.create(
            model="embedded",
            voice="woman",
            input=TEXT,
            response_format="pcm",
            stream_format="sse",
            extra_body={"seed": 5},
        ) as answer:
            self.assertEqual(answer.headers["content-type"], "text/event-stream")
            events = [json.loads(line[6:]) for line in answer.iter_lines() if line]
        self.assertEqual({event["type"] for event in events[:-1]}, {"speech.audio.delta"})
        self.assertEqual(events[-1]["type"], "speech.audio.done")
        audio = b"".join(base64.b64decode(event["audio"]) for event in events[:-1])
        whole = self.client.audio.speech.create(
            model="embedded", voice="woman", input=TEXT, response_format="pcm", extra_body={"seed": 5}
        )
        self.assertTrue(audio == whole.content)

    def test_asynchronously_and_many_at_once(self):
        async def speak():
            async with openai.AsyncOpenAI(base_url=self.server.url + "/v1", api_key=KEY, max_retries=0) as client:
                return await asyncio.gather(
                    *(
                        client.audio.speech.create(
                            model="tts-1",
                            voice="alloy",
                            input=TEXT,
                            response_format="pcm",
                            extra_body={"seed": 1 + i % 2, "temperature": 0.7},
                        )
                        for i in range(8)
                    )
                )

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
            ("voice", {"voice": "nobody"}),
            ("input", {"input": ""}),
            ("input", {"input": "a" * 4097}),
            ("response_format", {"response_format": "aac"}),
            ("speed", {"speed": 9}),
        ]:
            with self.assertRaises(openai.BadRequestError) as context:
                speak(**{"model": "tts-1", "voice": "alloy", "input": TEXT, **changes})
            self.assertEqual(context.exception.param, parameter)
        with self.assertRaises(openai.NotFoundError) as context:
            speak(model="gpt-9", voice="alloy", input=TEXT)
        self.assertEqual((context.exception.param, context.exception.code), ("model", "model_not_found"))
        self.assertEqual(self.client.models.retrieve("tts-1").id, "tts-1")
        with self.assertRaises(openai.AuthenticationError):
            openai.OpenAI(base_url=self.server.url + "/v1", api_key="wrong", max_retries=0).models.list()


def accepts(server: Server) -> bool:
    try:
        socket.create_connection(("127.0.0.1", server.port), timeout=5).close()
        return True
    except OSError:
        return False


class CommandLineClients(unittest.TestCase):
    """curl and ffmpeg, on our endpoint and on the one of the reference."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.__exit__)

    def shell(self, command: str) -> str:
        return subprocess.run(
            ["bash", "-o", "pipefail", "-c", command],
            env={**os.environ, "URL": self.server.url},
            check=True,
            capture_output=True,
            text=True,
        ).stdout

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
            _, _, body = post(
                self.server,
                "/v1/audio/speech",
                json.dumps({"input": TEXT, "seed": 3, "response_format": "pcm", "speed": speed}).encode(),
            )
            return len(body) / 48000

        usual = seconds(1)
        self.assertAlmostEqual(seconds(2) / usual, 0.5, delta=0.05)
        self.assertAlmostEqual(seconds(0.5) / usual, 2, delta=0.1)

    def test_the_endpoint_of_the_reference(self):
        audio = self.shell(
            f"""curl -sSf "$URL/tts" -F text='{TEXT}' -F voice_url=woman | ffprobe -v error -show_streams -"""
        )
        self.assertIn("codec_name=pcm_s16le", audio)
        self.assertIn("sample_rate=24000", audio)
        audio = self.shell(f"""curl -sSf "$URL/tts" -d text='{TEXT}' | ffprobe -v error -show_streams -""")
        self.assertIn("codec_name=pcm_s16le", audio)

    def test_same_seed_alone_and_under_load(self):
        body = json.dumps({"input": TEXT, "seed": 11, "response_format": "pcm"}).encode()
        alone = post(self.server, "/v1/audio/speech", body)[2]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(
                pool.map(
                    lambda i: post(
                        self.server,
                        "/v1/audio/speech",
                        body
                        if i % 2
                        else json.dumps({"input": LONG[:300], "seed": i, "response_format": "pcm"}).encode(),
                    ),
                    range(8),
                )
            )
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
            self.addCleanup(connection.close)
            connection.settimeout(60)
            body = json.dumps({"input": LONG[:1200], "response_format": "pcm"}).encode()
            connection.sendall(request("/v1/audio/speech", body))
            start = connection.recv(100)
            server.process.terminate()
            # It accepts no new connection, while the speech goes on.
            wait_for(lambda: not accepts(server))
            rest = b""
            while part := connection.recv(65536):
                rest += part
            # The last chunk of the body: speech came to its end.
            self.assertTrue((start + rest).endswith(b"0\r\n\r\n"))
            self.assertEqual(server.process.wait(30), 0)
            self.assertIn("stopped", server.log)


if __name__ == "__main__":
    unittest.main(verbosity=2)
