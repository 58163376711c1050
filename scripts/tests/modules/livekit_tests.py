"""LiveKit's plugins for Cartesia, ElevenLabs and OpenAI on pocket-tts serve; part of scripts/test agents."""

import unittest

import aiohttp
from livekit.plugins import cartesia, elevenlabs, openai

from server_process import Server
from support import KEY

TEXT = "Hello there, my friend. How are you today?"


class LiveKit(unittest.IsolatedAsyncioTestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server("--api-key", KEY)
        cls.addClassCleanup(cls.server.__exit__)

    async def check(self, tts) -> None:
        whole = await tts.synthesize(TEXT).collect()
        self.assertGreater(whole.duration, 1)
        stream = tts.stream()
        for word in TEXT.split():
            stream.push_text(word + " ")
        stream.end_input()
        seconds, transcript, times = 0.0, "", []
        async for event in stream:
            seconds += event.frame.duration
            for piece in event.frame.userdata.get("lk.timed_transcripts", []):
                transcript += piece
                times.append(piece.start_time)
        await stream.aclose()
        await tts.aclose()
        self.assertGreater(seconds, 1)
        self.assertEqual(transcript.split(), TEXT.split())
        self.assertEqual(times, sorted(times))
        self.assertLess(times[-1], seconds)

    async def test_cartesia(self):
        async with aiohttp.ClientSession() as session:
            await self.check(cartesia.TTS(api_key=KEY, voice="woman", base_url=self.server.url, http_session=session))

    async def test_elevenlabs(self):
        async with aiohttp.ClientSession() as session:
            await self.check(
                elevenlabs.TTS(
                    api_key=KEY,
                    voice_id="woman",
                    base_url=self.server.url + "/v1",
                    encoding="pcm_24000",
                    http_session=session,
                )
            )

    async def test_openai(self):
        """Speech by HTTP, without words, as the plugin asks for it."""
        for format in ["mp3", "pcm", "wav", "opus", "flac"]:
            tts = openai.TTS(api_key=KEY, voice="ash", base_url=self.server.url + "/v1", response_format=format)
            whole = await tts.synthesize(TEXT).collect()
            await tts.aclose()
            self.assertGreater(whole.duration, 1, format)
