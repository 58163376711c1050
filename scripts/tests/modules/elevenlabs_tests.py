"""The package elevenlabs on pocket-tts serve; part of scripts/test agents."""

import json
import unittest

from elevenlabs.client import ElevenLabs as Client
from elevenlabs.core.api_error import ApiError
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from server_process import Server
from support import KEY

TEXT = "Hello there, my friend. How are you?"


class ElevenLabs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server("--api-key", KEY)
        cls.addClassCleanup(cls.server.__exit__)
        cls.client = Client(api_key=KEY, base_url=cls.server.url)
        # The package has wss only.
        cls.client.text_to_speech._ws_base_url = cls.server.url.replace("http", "ws")

    def test_formats(self):
        speech = self.client.text_to_speech
        usual = len(b"".join(speech.convert("woman", text=TEXT, output_format="pcm_24000", seed=1))) / 48000
        for name, bytes_per_second in [
            ("pcm_16000", 32000),
            ("pcm_44100", 88200),
            ("ulaw_8000", 8000),
            ("alaw_8000", 8000),
        ]:
            for endpoint in (speech.convert, speech.stream):
                audio = b"".join(endpoint("woman", text=TEXT, output_format=name, seed=1))
                self.assertAlmostEqual(len(audio) / bytes_per_second, usual, delta=0.05, msg=name)
        for name, magic in [
            ("mp3_44100_128", b"\xff"),
            ("mp3_22050_32", b"\xff"),
            ("opus_48000_64", b"OggS"),
            ("wav_44100", b"RIFF"),
        ]:
            self.assertTrue(b"".join(speech.convert("woman", text="Hi.", output_format=name)).startswith(magic), name)

    def test_timestamps(self):
        whole = self.client.text_to_speech.convert_with_timestamps(
            "woman", text=TEXT, output_format="pcm_24000", seed=1
        )
        self.assertEqual("".join(whole.alignment.characters), TEXT)
        starts, ends = whole.alignment.character_start_times_seconds, whole.alignment.character_end_times_seconds
        self.assertEqual(starts, sorted(starts))
        self.assertTrue(all(a <= b for a, b in zip(starts, ends)))
        parts = list(
            self.client.text_to_speech.stream_with_timestamps("woman", text=TEXT, output_format="pcm_24000", seed=1)
        )
        self.assertEqual("".join(c for part in parts if part.alignment for c in part.alignment.characters), TEXT)
        self.assertGreater(len(parts), 5)

    def test_stream_input(self):
        audio = b"".join(
            self.client.text_to_speech.convert_realtime(
                "woman", text=iter(["Hello there,", " my friend."]), output_format="pcm_16000"
            )
        )
        self.assertGreater(len(audio), 16000)

    def socket(self, path: str):
        return connect(f"{self.server.url.replace('http', 'ws')}{path}", additional_headers={"xi-api-key": KEY})

    def test_contexts(self):
        with self.socket("/v1/text-to-speech/woman/multi-stream-input?output_format=pcm_24000") as ws:
            for context in "ab":
                ws.send(
                    json.dumps({"text": " ", "context_id": context, "voice_settings": {"speed": 1.0, "stability": 0.5}})
                )
            ws.send(json.dumps({"text": ""}))
            ws.send(json.dumps({"text": "Hello there. ", "context_id": "a"}))
            ws.send(json.dumps({"text": "Good morning. ", "context_id": "b", "flush": True}))
            ws.send(json.dumps({"text": "", "context_id": "a", "flush": True}))
            for context in "ab":
                ws.send(json.dumps({"context_id": context, "close_context": True}))
            chars, spans, final = {"a": "", "b": ""}, {"a": 0, "b": 0}, set()
            audio = {"a": 0, "b": 0}
            while final != {"a", "b"}:
                message = json.loads(ws.recv(60))
                context = message["contextId"]
                if message.get("isFinal"):
                    final.add(context)
                if message.get("audio"):
                    audio[context] += 1
                if alignment := message.get("alignment"):
                    self.assertEqual(alignment["charStartTimesMs"][0], 0)
                    chars[context] += "".join(alignment["chars"])
                    spans[context] += alignment["charStartTimesMs"][-1] + alignment["charDurationsMs"][-1]
            self.assertEqual(chars, {"a": " Hello there. ", "b": " Good morning. "})
            self.assertTrue(all(audio.values()) and all(span > 500 for span in spans.values()))
            ws.send(json.dumps({"close_socket": True}))
            with self.assertRaises(ConnectionClosed) as context:
                ws.recv(60)
            self.assertEqual(context.exception.rcvd.code, 1000)

    def test_errors(self):
        speech = self.client.text_to_speech
        for fields in [{"voice_id": "nobody"}, {"text": ""}, {"output_format": "mp3_1"}, {"model_id": "nothing"}]:
            with self.assertRaises(ApiError) as context:
                list(speech.convert(**{"voice_id": "woman", "text": "Hi.", **fields}))
            self.assertTrue(context.exception.body["detail"]["message"], fields)
        with self.assertRaises(ApiError) as context:
            Client(api_key="wrong", base_url=self.server.url).voices.get_all()
        self.assertEqual(context.exception.status_code, 401)
        with self.socket("/v1/text-to-speech/nobody/stream-input") as ws:
            ws.send(json.dumps({"text": "Hi. "}))
            self.assertIn("nobody", json.loads(ws.recv(30))["message"])
            with self.assertRaises(ConnectionClosed) as context:
                ws.recv(30)
            self.assertEqual(context.exception.rcvd.code, 1008)
        with self.socket("/v1/text-to-speech/woman/multi-stream-input") as ws:
            for text in ["{", "[]", "{}", '{"text": 3}']:
                ws.send(text)
                self.assertTrue(json.loads(ws.recv(30))["message"], text)

    def test_listings(self):
        self.assertEqual({voice.voice_id for voice in self.client.voices.get_all().voices}, {"man", "woman"})
        self.assertEqual({voice.voice_id for voice in self.client.voices.search().voices}, {"man", "woman"})
        self.assertEqual([model.model_id for model in self.client.models.list()], ["embedded"])
