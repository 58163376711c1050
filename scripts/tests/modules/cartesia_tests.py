"""The package cartesia on pocket-tts serve; part of scripts/test agents."""

import json
import struct
import unittest

import cartesia
from websockets.sync.client import connect

from server_process import Server
from support import KEY, post

TEXT = "Hello there, my friend. How are you?"
VOICE = {"mode": "id", "id": "woman"}


def raw(encoding: str = "pcm_s16le", rate: int = 24000) -> dict:
    return {"container": "raw", "encoding": encoding, "sample_rate": rate}


class Cartesia(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server("--api-key", KEY)
        cls.addClassCleanup(cls.server.__exit__)
        cls.client = cartesia.Cartesia(
            api_key=KEY, base_url=cls.server.url, websocket_base_url=cls.server.url.replace("http", "ws"), max_retries=0
        )

    def generate(self, output_format: dict, text: str = TEXT, **options) -> bytes:
        return self.client.tts.generate(
            model_id="sonic-3",
            transcript=text,
            voice=VOICE,
            output_format=output_format,
            extra_body={"seed": 1},
            **options,
        ).read()

    def test_every_encoding_and_rate(self):
        usual = len(self.generate(raw())) / 2 / 24000
        for encoding, width in [("pcm_s16le", 2), ("pcm_f32le", 4), ("pcm_mulaw", 1), ("pcm_alaw", 1)]:
            for rate in (8000, 22050, 44100) if encoding != "pcm_mulaw" else (8000, 16000, 48000):
                seconds = len(self.generate(raw(encoding, rate))) / width / rate
                self.assertAlmostEqual(seconds, usual, delta=0.002, msg=f"{encoding} {rate}")
        wav = self.generate({"container": "wav", "encoding": "pcm_f32le", "sample_rate": 44100})
        self.assertEqual(struct.unpack("<4s16xHHI", wav[:28]), (b"RIFF", 3, 1, 44100))
        mp3 = self.generate({"container": "mp3", "bit_rate": 128000, "sample_rate": 44100})
        self.assertEqual(mp3[0], 0xFF)
        fast = len(self.generate(raw(), generation_config={"speed": 1.5})) / 2 / 24000
        self.assertAlmostEqual(fast, usual / 1.5, delta=0.1)

    def test_contexts(self):
        with self.client.tts.websocket_connect() as ws:
            first = ws.context(model_id="sonic-3", voice=VOICE, output_format=raw(), add_timestamps=True)
            second = ws.context(model_id="sonic-3", voice=VOICE, output_format=raw("pcm_f32le", 16000))
            for part in ["Hello there, ", "my fri", "end. How are ", "you?"]:
                first.push(part)
                second.push(part)
            first.no_more_inputs()
            second.no_more_inputs()
            words, audio = [], b""
            for event in first.receive():
                if event.type == "chunk":
                    audio += event.audio
                elif event.type == "timestamps":
                    words += zip(event.word_timestamps.words, event.word_timestamps.start, event.word_timestamps.end)
            self.assertEqual([word for word, _, _ in words], TEXT.split())
            self.assertEqual(words, sorted(words, key=lambda word: word[1]))
            seconds = len(audio) / 48000
            self.assertLessEqual(words[-1][2], seconds)
            other = sum(len(event.audio) for event in second.receive() if event.type == "chunk") / 64000
            self.assertGreater(other, 1)

    def test_events(self):
        events = list(
            self.client.tts.generate_sse(
                model_id="sonic-3",
                transcript=TEXT,
                voice=VOICE,
                output_format=raw(),
                add_timestamps=True,
                context_id="x",
            )
        )
        self.assertEqual(events[-1].type, "done")
        words = [word for event in events if event.type == "timestamps" for word in event.word_timestamps.words]
        self.assertEqual(words, TEXT.split())

    def socket(self):
        return connect(
            f"{self.server.url.replace('http', 'ws')}/tts/websocket?api_key={KEY.replace(' ', '%20')}"
            "&cartesia_version=2025-04-16"
        )

    def message(self, **fields) -> str:
        return json.dumps(
            {
                "context_id": "a",
                "model_id": "sonic-2",
                "voice": VOICE,
                "output_format": raw(),
                "add_timestamps": True,
                **fields,
            }
        )

    def test_flush_and_cancel(self):
        with self.socket() as ws:
            ws.send(self.message(transcript="Hello there", **{"continue": True, "flush": True}))
            events = []
            while not events or events[-1]["type"] != "flush_done":
                events.append(json.loads(ws.recv(30)))
            self.assertEqual(events[-1]["flush_id"], 1)
            self.assertIn("chunk", {event["type"] for event in events})
            ws.send(
                self.message(transcript=" and then this goes on and on for a long time. " * 10, **{"continue": True})
            )
            words = []
            while len(words) < 4:
                event = json.loads(ws.recv(30))
                words += event.get("word_timestamps", {}).get("words", [])
            ws.send(json.dumps({"context_id": "a", "cancel": True, "played_seconds": 0.0}))
            while (event := json.loads(ws.recv(30)))["type"] != "done":
                pass
            self.assertNotIn("last_word", event)

    def test_errors(self):
        for output, parameter in [
            ({**raw(), "sample_rate": 12345}, "sample_rate"),
            ({**raw(), "encoding": "mp5"}, "encoding"),
            ({**raw(), "container": "zip"}, "container"),
        ]:
            with self.assertRaises(cartesia.BadRequestError) as context:
                self.generate(output)
            self.assertIn(parameter, context.exception.body["message"])
        with self.assertRaises(cartesia.BadRequestError):
            self.generate(raw(), "")
        with self.assertRaises(cartesia.AuthenticationError):
            cartesia.Cartesia(api_key="wrong", base_url=self.server.url, max_retries=0).voices.list()
        with self.assertRaises(cartesia.NotFoundError):
            self.client.tts.generate(model_id="nothing", transcript="Hi.", voice=VOICE, output_format=raw())
        self.assertEqual(post(self.server, "/tts/bytes", b"{", **{"X-API-Key": KEY})[0], 400)
        with self.socket() as ws:
            for text in [
                "{",
                "[]",
                "{}",
                json.dumps({"context_id": "a"}),
                self.message(transcript=""),
                self.message(transcript="Hi.", voice={"mode": "embedding", "embedding": [1]}),
                self.message(transcript="Hi.", voice="nobody"),
                self.message(transcript="Hi.", output_format={**raw(), "container": "wav"}),
            ]:
                ws.send(text)
                event = json.loads(ws.recv(30))
                self.assertEqual((event["type"], event["done"]), ("error", True), text)
                self.assertTrue(event["message"] and event["status_code"] >= 400)
            # The connection stays.
            ws.send(self.message(transcript="Hi."))
            self.assertEqual(json.loads(ws.recv(30))["type"], "chunk")

    def test_voices(self):
        self.assertEqual({voice.id for voice in self.client.voices.list()}, {"man", "woman"})
        self.assertEqual(self.client.voices.get("woman").language, "en")
