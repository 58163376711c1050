"""Pipelines of Pipecat that speak with pocket-tts serve and are interrupted; part of scripts/test agents."""

import asyncio
import time
import unittest

from pipecat.frames.frames import (
    EndFrame,
    InterruptionFrame,
    LLMFullResponseEndFrame,
    LLMFullResponseStartFrame,
    LLMTextFrame,
    TTSStoppedFrame,
    TTSTextFrame,
)
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.services.cartesia.tts import CartesiaTTSService
from pipecat.services.elevenlabs.tts import ElevenLabsTTSService
from pipecat.services.openai.tts import OpenAITTSService
from pipecat.transports.base_output import BaseOutputTransport
from pipecat.transports.base_transport import TransportParams
from pipecat.workers.runner import WorkerRunner

from server_process import Server
from streaming_support import until
from support import KEY, metric

TEXT = "Hello there, my friend. How are you today?"
LONG = " ".join(
    f"This is sentence number {n} of a story that goes on."
    for n in ["one", "two", "three", "four", "five", "six", "seven", "eight"]
)

# Seconds by which Pipecat's clock of words may be off from that of the speaker, which starts with the first audio.
TOLERANCE = 0.25


class Speaker(BaseOutputTransport):
    """Plays audio in real time, to nobody."""

    def __init__(self):
        super().__init__(TransportParams(audio_out_enabled=True, audio_out_sample_rate=24000))
        self.begun = None
        # Seconds of audio that it has played; fewer than have elapsed where audio comes late.
        self.heard = 0.0

    @property
    def elapsed(self) -> float:
        """Seconds since it began to play: what Pipecat's words follow, also where audio comes late."""
        return time.monotonic() - self.begun if self.begun else 0

    async def start(self, frame):
        await super().start(frame)
        await self.set_transport_ready(frame)

    async def write_audio_frame(self, frame):
        self.begun = self.begun or time.monotonic()
        seconds = len(frame.audio) / 2 / frame.sample_rate
        await asyncio.sleep(seconds)
        self.heard += seconds
        return True


class Listener(FrameProcessor):
    """Keeps the words that the speaker has played."""

    def __init__(self):
        super().__init__()
        self.words, self.has_ended = [], asyncio.Event()

    async def process_frame(self, frame, direction):
        await super().process_frame(frame, direction)
        if isinstance(frame, TTSTextFrame):
            self.words.append(frame.text)
        if isinstance(frame, TTSStoppedFrame):
            self.has_ended.set()
        await self.push_frame(frame, direction)


class Pipecat(unittest.IsolatedAsyncioTestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.__exit__)

    def services(self):
        url = self.server.url.replace("http", "ws")
        yield CartesiaTTSService(
            api_key=KEY, url=url + "/tts/websocket", settings=CartesiaTTSService.Settings(voice="woman")
        )
        yield ElevenLabsTTSService(api_key=KEY, url=url, settings=ElevenLabsTTSService.Settings(voice="woman"))

    async def run_pipeline(
        self, service, text: str, interrupt_after: int | None = None
    ) -> tuple[list[str], list[float], float, float]:
        """What was played, until the end or the interruption: the words, when Pipecat could know of each word of the
        speech at the earliest, the seconds that had elapsed, and those of audio that were heard by then.

        A word is due at its start, or when the server sends it if that is later.
        """
        due: list[float] = []
        original = service.add_word_timestamps

        async def add(word_times, *arguments, **options):
            due.extend(max(start, speaker.elapsed) for _, start in word_times)
            await original(word_times, *arguments, **options)

        service.add_word_timestamps = add
        speaker, listener = Speaker(), Listener()
        worker = PipelineWorker(
            Pipeline([service, speaker, listener]),
            cancel_on_idle_timeout=False,
            params=PipelineParams(audio_out_sample_rate=24000),
        )
        started = asyncio.Event()
        worker.add_event_handler("on_pipeline_started", lambda *_: started.set())

        async def talk():
            await asyncio.wait_for(started.wait(), 30)
            frames = [
                LLMFullResponseStartFrame(),
                *(LLMTextFrame(word + " ") for word in text.split()),
                LLMFullResponseEndFrame(),
            ]
            for frame in frames:
                await worker.queue_frame(frame, FrameDirection.DOWNSTREAM)
                await asyncio.sleep(0.01)
            if interrupt_after is None:
                await asyncio.wait_for(listener.has_ended.wait(), 120)
                result.extend([speaker.elapsed, speaker.heard])
                await asyncio.sleep(0.5)
            else:
                await until(lambda: len(listener.words) >= interrupt_after, 120)
                result.extend([speaker.elapsed, speaker.heard])
                await worker.queue_frame(InterruptionFrame())
                await asyncio.sleep(0.5)
            await worker.queue_frame(EndFrame())

        result: list[float] = []
        runner = WorkerRunner(handle_sigint=False)
        await runner.add_workers(worker)
        await asyncio.gather(runner.run(), talk())
        return listener.words, due, *result

    async def test_speech(self):
        for service in self.services():
            with self.subTest(type(service).__name__):
                words, _, _, heard = await self.run_pipeline(service, TEXT)
                self.assertEqual(" ".join(words).split(), TEXT.split())
                self.assertGreater(heard, 1)

    async def test_openai(self):
        """Sentence by sentence, without the times of words."""
        service = OpenAITTSService(
            api_key=KEY, base_url=self.server.url + "/v1", settings=OpenAITTSService.Settings(voice="alloy")
        )
        words, _, _, heard = await self.run_pipeline(service, TEXT)
        self.assertEqual(" ".join(words).split(), TEXT.split())
        self.assertGreater(heard, 1)

    async def test_interruption(self):
        for service in self.services():
            with self.subTest(type(service).__name__):
                words, due, elapsed, heard = await self.run_pipeline(service, LONG, interrupt_after=6)
                self.assertEqual(" ".join(words).split(), LONG.split()[: len(words)])
                self.assertLess(len(words), len(LONG.split()) / 2)
                # The last word that was played had begun by then, and the next one had not.
                self.assertLess(due[len(words) - 1], elapsed + TOLERANCE)
                if len(words) < len(due):
                    self.assertGreater(due[len(words)], heard - TOLERANCE)
                await until(lambda: metric(self.server, "pocket_tts_active_streams") == 0, 20)
