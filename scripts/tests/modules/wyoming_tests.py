"""Wyoming clients on pocket-tts serve; part of scripts/test streaming."""

import asyncio
import re
import time
import unittest

from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.client import AsyncTcpClient
from wyoming.error import Error
from wyoming.info import Describe, Info
from wyoming.ping import Ping, Pong
from wyoming.tts import Synthesize, SynthesizeChunk, SynthesizeStart, SynthesizeStop, SynthesizeStopped, SynthesizeVoice

from server_process import Server
from streaming_support import LONG, MODEL, ServerTests, until


def wyoming_client(server: Server) -> AsyncTcpClient:
    return AsyncTcpClient("127.0.0.1", wyoming_port(server))


def wyoming_port(server: Server) -> int:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if found := re.search(r"port=(\d+)[^\n]*listening for Wyoming", server.log):
            return int(found[1])
        time.sleep(0.05)
    raise AssertionError(server.log)


async def read_audio(client: AsyncTcpClient) -> tuple[bytes, list[str]]:
    audio, kinds = b"", []
    while True:
        event = await asyncio.wait_for(client.read_event(), 60)
        assert event is not None
        kinds.append(event.type)
        if AudioChunk.is_type(event.type):
            chunk = AudioChunk.from_event(event)
            assert (chunk.rate, chunk.width, chunk.channels) == (24000, 2, 1)
            audio += chunk.audio
        if AudioStop.is_type(event.type) or Error.is_type(event.type):
            return audio, kinds


class Wyoming(ServerTests):
    async def test_describe(self):
        async with wyoming_client(self.server) as client:
            await client.write_event(Describe().event())
            program = Info.from_event(await client.read_event()).tts[0]
            self.assertTrue(program.installed and program.supports_synthesize_streaming)
            self.assertTrue(program.voices[0].installed)
            self.assertEqual(program.voices[0].languages, ["en"])
            self.assertTrue(program.attribution.name)
            await client.write_event(Ping(text="x").event())
            self.assertEqual(Pong.from_event(await client.read_event()).text, "x")
            for voice in [SynthesizeVoice(name=program.voices[0].name), SynthesizeVoice(language="en-GB"), None]:
                await client.write_event(Synthesize(text="Hello there.", voice=voice).event())
                audio, kinds = await read_audio(client)
                self.assertGreater(len(audio), 10_000)
                self.assertEqual((kinds[0], kinds[-1]), ("audio-start", "audio-stop"))

    async def test_streaming(self):
        async with wyoming_client(self.server) as client:
            await client.write_event(SynthesizeStart().event())
            await client.write_event(SynthesizeChunk(text="Hello there. A").event())
            # Audio comes before the text ends.
            self.assertTrue(AudioStart.is_type((await client.read_event()).type))
            self.assertTrue(AudioChunk.is_type((await asyncio.wait_for(client.read_event(), 20)).type))
            await client.write_event(SynthesizeChunk(text="nd more").event())
            await client.write_event(Synthesize(text="Hello there. And more").event())
            await client.write_event(SynthesizeStop().event())
            audio, _ = await read_audio(client)
            self.assertGreater(len(audio), 10_000)
            self.assertTrue(SynthesizeStopped.is_type((await client.read_event()).type))

    @unittest.skipIf(MODEL, "the model's heads may not be known")
    async def test_words(self):
        async with wyoming_client(self.server) as client:
            await client.write_event(Synthesize(text="Hello there, my friend.").event())
            words = []
            while (event := await asyncio.wait_for(client.read_event(), 60)).type != "audio-stop":
                if event.type == "synthesize-word":
                    words.append(event.data)
            self.assertEqual([word["text"] for word in words], ["Hello", "there", "my", "friend"])
            self.assertEqual((words[1]["text_start"], words[1]["text_end"]), (6, 11))
            self.assertLess(words[0]["end"], words[3]["start"])

    async def test_errors(self):
        for event in [
            Synthesize(text=""),
            Synthesize(text="..."),
            Synthesize(text="a", voice=SynthesizeVoice(name="nobody")),
            Synthesize(text="a", voice=SynthesizeVoice(language="xx")),
            Synthesize(text="<a/>", text_format="ssml"),
            SynthesizeStart(voice=SynthesizeVoice(name="nobody")),
        ]:
            async with wyoming_client(self.server) as client:
                await client.write_event(event.event())
                self.assertEqual((await read_audio(client))[1], ["error"])
                # The end of the connection: Home Assistant would wait for audio otherwise.
                self.assertIsNone(await asyncio.wait_for(client.read_event(), 10))
        async with wyoming_client(self.server) as client:
            await client.write_event(Synthesize(text="Hello.").event())
            self.assertGreater(len((await read_audio(client))[0]), 0)

    async def test_garbage(self):
        lines = self.server.log.count("\n")
        garbage = [
            b"garbage\n",
            b"\x00\xff" * 50_000 + b"\n",
            b'{"type":"describe","data_length":1e9}\n',
            b"GET / HTTP/1.1\r\n\r\n",
            b'{"type":"synthesize","data_length":5}\n\xff\xff\xff\xff\xff',
            b"[" * 60_000 + b"\n",
        ]
        for bytes_ in garbage:
            reader, writer = await asyncio.open_connection("127.0.0.1", wyoming_port(self.server))
            writer.write(bytes_)
            answer = await asyncio.wait_for(reader.read(), 60)
            self.assertIn(b'"error"', answer, bytes_[:40])
            writer.close()
            await writer.wait_closed()
        await until(lambda: self.server.log.count("\n") - lines >= len(garbage))
        self.assertEqual(self.server.log.count("\n") - lines, len(garbage))
        # Half an event, then nothing.
        reader, writer = await asyncio.open_connection("127.0.0.1", wyoming_port(self.server))
        writer.write(b'{"type":"desc')
        writer.write_eof()
        self.assertIn(b'"error"', await asyncio.wait_for(reader.read(), 60))

    async def test_half_closed(self):
        """As `printf ... | nc` does: all is said, though the client has nothing more to say."""
        reader, writer = await asyncio.open_connection("127.0.0.1", wyoming_port(self.server))
        writer.write(b'{"type":"synthesize","data":{"text":"Hello there."}}\n')
        writer.write_eof()
        answer = await asyncio.wait_for(reader.read(), 60)
        self.assertIn(b'"audio-stop"', answer)
        writer.close()

    async def test_clients_that_go_away(self):
        for streaming in (False, True):
            client = wyoming_client(self.server)
            await client.connect()
            if streaming:
                await client.write_event(SynthesizeStart().event())
                await client.write_event(SynthesizeChunk(text=LONG).event())
            else:
                await client.write_event(Synthesize(text=LONG).event())
            for _ in range(3):
                await client.read_event()
            client._writer.transport.abort()
            await self.nobody_speaks()
