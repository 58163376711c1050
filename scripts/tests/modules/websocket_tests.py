"""Real clients that send text while they hear it, on pocket-tts serve; run by scripts/test streaming."""

import asyncio
import json
import re
import struct
import unittest

import websockets
from websockets.asyncio.client import connect
from websockets.frames import CloseCode
from wyoming.tts import Synthesize

from server_process import Server
from streaming_support import LONG, MODEL, ServerTests, start, until
from support import metric
from wyoming_tests import Wyoming, wyoming_client

TEXT = "Hello there. How are you today? I am fine, thank you."


def socket_url(server: Server, path: str = "/v1/audio/stream") -> str:
    return f"ws://127.0.0.1:{server.port}{path}"


def say(kind: str, **fields: object) -> str:
    return json.dumps({"type": kind, **fields})


async def receive(ws, until: str = "done") -> tuple[list[dict], bytes]:
    """Events up to one of a kind, and the audio between them."""
    events, audio = [], b""
    while not events or events[-1]["type"] != until:
        message = await asyncio.wait_for(ws.recv(), 60)
        if isinstance(message, bytes):
            audio += message
        else:
            events.append(json.loads(message))
    return events, audio


async def speak(server: Server, fragments: list[str], pause: float = 0, **options: object) -> tuple[list[dict], bytes]:
    async with connect(socket_url(server)) as ws:
        await ws.send(say("start", **options))
        for fragment in fragments:
            await ws.send(say("text", text=fragment))
            if pause:
                await asyncio.sleep(pause)
        await ws.send(say("end"))
        return await receive(ws)


class WebSocket(ServerTests):
    async def test_fragmentation_changes_nothing(self):
        events, whole = await speak(self.server, [TEXT], seed=5, temperature=0.5)
        self.assertEqual(events[0]["type"], "started")
        self.assertEqual(events[0]["sample_rate"], 24000)
        self.assertGreater(len(whole), 2 * 24000)
        self.assertAlmostEqual(events[-1]["seconds"], len(whole) / 48000, places=6)
        for fragments in [list(TEXT), re.findall(r"\s*\S+", TEXT)]:
            self.assertEqual((await speak(self.server, fragments, 0.001, seed=5, temperature=0.5))[1], whole)
        floats = (await speak(self.server, [TEXT], seed=5, temperature=0.5, format="pcm_f32le"))[1]
        self.assertEqual(len(floats), 2 * len(whole))

    async def test_chunks_are_the_sentences(self):
        events, _ = await speak(self.server, list(TEXT))
        chunks = [TEXT[e["text_start"] : e["text_end"]] for e in events if e["type"] == "chunk"]
        self.assertEqual(chunks, ["Hello there.", "How are you today?", "I am fine, thank you."])
        said = [e["text_end"] for e in events if e["type"] == "said"]
        self.assertEqual(said, [12, 31, len(TEXT)])

    @unittest.skipIf(MODEL, "the model's heads may not be known")
    async def test_words(self):
        for speed in (1, 2):
            events, audio = await speak(self.server, list(TEXT), 0.001, seed=5, speed=speed)
            words = [event for event in events if event["type"] == "word"]
            self.assertEqual([word["text"] for word in words], re.findall(r"[A-Za-z]+", TEXT))
            self.assertTrue(all(TEXT[word["text_start"] : word["text_end"]] == word["text"] for word in words))
            starts = [word["start"] for word in words]
            self.assertEqual(starts, sorted(starts))
            # Times are those of the audio that came.
            self.assertLess(words[-1]["end"], len(audio) / 48000 + 0.05)
            self.assertGreater(words[-1]["end"], len(audio) / 48000 - 0.8)

    @unittest.skipIf(MODEL, "the model's heads may not be known")
    async def test_the_last_word_that_was_heard(self):
        async with connect(socket_url(self.server)) as ws:
            await ws.send(say("text", text=LONG))
            words = []
            while len(words) < 6:
                message = await asyncio.wait_for(ws.recv(), 60)
                if isinstance(message, str) and json.loads(message)["type"] == "word":
                    words.append(json.loads(message))
            await ws.send(say("cancel", played_seconds=words[2]["end"] + 0.001))
            events, _ = await receive(ws)
            said = events[-2]
            self.assertEqual((said["type"], said["cancelled"]), ("said", True))
            self.assertEqual(said["last_word"], {key: words[2][key] for key in said["last_word"]})
            self.assertEqual(said["last_word"]["text"], "on")

    async def test_speaks_while_text_is_written(self):
        async with connect(socket_url(self.server)) as ws:
            await ws.send(say("text", text="Hello there. A"))
            events, audio = await receive(ws, "said")
            self.assertGreater(len(audio), 0)
            await ws.send(say("text", text="nd more"))
            await ws.send(say("flush"))
            events, audio = await receive(ws, "said")
            self.assertEqual((events[0]["text_start"], events[0]["text_end"]), (13, 21))
            await ws.send(say("end"))
            await receive(ws)
            # And again, on the same connection.
            await ws.send(say("text", text="Bye."))
            await ws.send(say("end"))
            events, audio = await receive(ws)
            self.assertGreater(len(audio), 0)

    async def test_barge_in(self):
        async with connect(socket_url(self.server)) as ws:
            await ws.send(say("text", text=LONG))
            await receive(ws, "said")
            await ws.recv()
            await ws.send(say("cancel"))
            events, _ = await receive(ws)
            said = events[-2]
            self.assertEqual((said["type"], said["cancelled"], said["text_start"]), ("said", True, 0))
            self.assertGreater(said["text_end"], 0)
            self.assertLess(said["text_end"], len(LONG))
            await ws.send(say("text", text="Yes?"))
            await ws.send(say("end"))
            await receive(ws)
        await self.nobody_speaks()

    async def test_leaving_the_queue(self):
        """A client that leaves while it waits for a slot is noticed, over the WebSocket and over Wyoming."""
        with start("--max-streams", "1", "--queue-seconds", "60") as server:

            def waiting() -> float:
                return metric(server, "pocket_tts_queue_length")

            async with connect(socket_url(server)) as holder:
                await holder.send(say("text", text=LONG))
                await receive(holder, "started")
                for end in ["abort", "close"]:
                    ws = await connect(socket_url(server))
                    await ws.send(say("start"))
                    await until(lambda: waiting() == 1)
                    if end == "abort":
                        ws.transport.abort()
                    else:
                        await ws.close()
                    await until(lambda: waiting() == 0, 10)
                for _ in range(2):
                    client = wyoming_client(server)
                    await client.connect()
                    await client.write_event(Synthesize(text="Hello.").event())
                    await until(lambda: waiting() == 1)
                    await client.disconnect()
                    await until(lambda: waiting() == 0, 10)

    async def test_nothing_to_say(self):
        for fragments in [[], [""], [" \n"]]:
            events, audio = await speak(self.server, fragments)
            self.assertEqual(([e["type"] for e in events], audio), (["started", "done"], b""))

    async def test_bad_messages_are_reported_and_the_connection_lives(self):
        async with connect(socket_url(self.server)) as ws:
            for message, parameter in [
                ("{", None),
                ("[]", None),
                ("{}", "type"),
                (say("shout"), "type"),
                (say("text"), "text"),
                (say("text", text=5), "text"),
                (say("start", voice="nobody"), "voice"),
                (say("start", model="none"), "model"),
                (say("start", temperature=-1), "temperature"),
                (say("start", format="midi"), "format"),
            ]:
                await ws.send(message)
                events, _ = await receive(ws, "error")
                self.assertEqual(events[-1]["error"]["param"], parameter, message)
            # As the reference divides texts, a word is never divided.
            await ws.send(say("start", normalize="off"))
            await ws.send(say("start"))
            await receive(ws, "error")
            await ws.send(say("text", text="x" * 3000))
            await ws.send(say("flush"))
            events, _ = await receive(ws, "error")
            self.assertIn("tokens", events[-1]["error"]["message"])
            await ws.send(say("text", text="Still here.", unknown=[1]))
            await ws.send(say("end"))
            events, audio = await receive(ws)
            self.assertGreater(len(audio), 0)

    async def test_one_line_in_the_log(self):
        """However much a client gets wrong."""
        lines = self.server.log.count("\n")
        async with connect(socket_url(self.server)) as ws:
            for _ in range(50):
                await ws.send(say("text", text=5))
                await receive(ws, "error")
        self.assertEqual(self.server.log.count("\n") - lines, 1)

    async def closing(self, *frames: bytes) -> int:
        """The code with which the server closes after raw bytes."""
        async with connect(socket_url(self.server)) as ws:
            for frame in frames:
                ws.transport.write(frame)
            with self.assertRaises(websockets.ConnectionClosed) as closed:
                async with asyncio.timeout(60):
                    while True:
                        await ws.recv()
            return closed.exception.rcvd.code

    @staticmethod
    def frame(opcode: int, data: bytes, fin: bool = True, mask: bool = True, rsv: int = 0) -> bytes:
        head = bytes([(0x80 if fin else 0) | rsv | opcode])
        length = len(data)
        size = (
            bytes([length])
            if length < 126
            else b"\x7e" + struct.pack(">H", length)
            if length < 65536
            else b"\x7f" + struct.pack(">Q", length)
        )
        size = bytes([size[0] | (0x80 if mask else 0)]) + size[1:]
        return head + size + (b"\0\0\0\0" if mask else b"") + data

    async def test_close_codes(self):
        frame = self.frame
        self.assertEqual(await self.closing(frame(1, b"\xff\xfe")), 1007)
        self.assertEqual(await self.closing(frame(1, b"\xe2", fin=False) + frame(0, b"\x28\xa1")), 1007)
        self.assertEqual(await self.closing(frame(2, b"abc")), 1003)
        self.assertEqual(await self.closing(frame(1, b"{}", mask=False)), 1002)
        self.assertEqual(await self.closing(frame(1, b"{}", rsv=0x40)), 1002)
        self.assertEqual(await self.closing(frame(3, b"{}")), 1002)
        self.assertEqual(await self.closing(frame(0, b"{}")), 1002)
        self.assertEqual(await self.closing(frame(9, b"", fin=False)), 1002)
        self.assertEqual(await self.closing(frame(1, b"x" * 70_000)), 1009)
        self.assertEqual(await self.closing(frame(1, b"x" * 40_000, fin=False) + frame(0, b"x" * 40_000)), 1009)
        self.assertEqual(await self.closing(frame(8, struct.pack(">H", 1000))), 1000)
        await self.nobody_speaks()

    async def test_fragments_of_a_message(self):
        text = say("text", text="Héllo.").encode()
        async with connect(socket_url(self.server)) as ws:
            frame = self.frame
            pieces = [frame(1 if i == 0 else 0, text[i : i + 1], fin=False) for i in range(len(text))]
            # Control frames may come between them.
            ws.transport.write(b"".join(pieces[:5]) + frame(9, b"hi") + b"".join(pieces[5:]) + frame(0, b""))
            await ws.send(say("end"))
            events, audio = await receive(ws)
            self.assertGreater(len(audio), 0)
            waiter = await ws.ping(b"there?")
            await asyncio.wait_for(waiter, 60)

    async def test_floods(self):
        _, alone = await speak(self.server, [TEXT], seed=5)
        neighbour = asyncio.create_task(speak(self.server, list(TEXT), 0.005, seed=5))
        for opcode in (1, 9):
            self.assertEqual(await self.closing(self.frame(opcode, b"{}") * 5000), CloseCode.POLICY_VIOLATION)
        self.assertTrue((await neighbour)[1] == alone)

    async def test_clients_that_go_away(self):
        for way in ("abort", "half-close", "close"):
            ws = await connect(socket_url(self.server))
            await ws.send(say("text", text=LONG))
            await ws.recv()
            if way == "abort":
                ws.transport.abort()
            elif way == "half-close":
                ws.transport.write_eof()
            else:
                await ws.close()
            await self.nobody_speaks()

    async def test_many_connections(self):
        results = await asyncio.gather(*(speak(self.server, list(TEXT), 0.001, seed=9) for _ in range(12)))
        self.assertEqual(len({audio for _, audio in results}), 1)
        await self.nobody_speaks()

    async def test_handshakes(self):
        for headers, status in [({}, 426), ({"Upgrade": "websocket", "Connection": "Upgrade"}, 400)]:
            request = "".join(f"{k}: {v}\r\n" for k, v in headers.items())
            reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port)
            writer.write(f"GET /v1/audio/stream HTTP/1.1\r\nHost: localhost\r\n{request}\r\n".encode())
            answer = await asyncio.wait_for(reader.read(), 60)
            self.assertEqual(int(answer.split()[1]), status, answer)
            writer.close()
        with self.assertRaises(websockets.InvalidStatus) as refused:
            await connect(socket_url(self.server), origin="https://elsewhere.example")
        self.assertEqual(refused.exception.response.status_code, 403)
        async with connect(socket_url(self.server), origin=f"http://127.0.0.1:{self.server.port}") as ws:
            await ws.send(say("end"))
        with self.assertRaises(websockets.InvalidStatus):
            await connect(socket_url(self.server, "/elsewhere"))

    async def test_after_http_on_the_same_connection(self):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port)
        writer.write(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(int(re.search(rb"(?i)content-length: (\d+)", head)[1]))
        writer.write(
            b"GET /v1/audio/stream HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        self.assertIn("101", head)
        self.assertIn("s3pplmbitxaq9kygzzhzrbk+xoo=", head)
        writer.write(self.frame(1, say("start").encode()))
        self.assertIn(b"started", await asyncio.wait_for(reader.read(1000), 60))
        writer.close()


class Keys(unittest.IsolatedAsyncioTestCase):
    async def test_keys(self):
        with start("--api-key", "secret") as server:
            for headers in [{}, {"Authorization": "Bearer wrong"}]:
                with self.assertRaises(websockets.InvalidStatus) as refused:
                    await connect(socket_url(server), additional_headers=headers)
                self.assertEqual(refused.exception.response.status_code, 401)
            async with connect(socket_url(server), additional_headers={"Authorization": "Bearer secret"}) as ws:
                await ws.send(say("end"))
            # As a page in a browser has to.
            async with connect(socket_url(server), subprotocols=["pocket-tts", "api-key.secret"]) as ws:
                self.assertEqual(ws.subprotocol, "pocket-tts")
                await ws.send(say("text", text="Hello."))
                await ws.send(say("end"))
                self.assertGreater(len((await receive(ws))[1]), 0)
            self.assertNotIn("secret", server.log)

    async def test_queues_and_limits(self):
        with start("--max-streams", "1", "--queue", "0", "--text-seconds", "2") as server:
            async with connect(socket_url(server)) as first, connect(socket_url(server)) as second:
                await first.send(say("text", text="Hello"))
                await receive(first, "started")
                await second.send(say("text", text="Hello."))
                events, _ = await receive(second, "error")
                self.assertEqual(events[-1]["error"]["code"], "overloaded")
                # No text for two seconds: its place is given to others.
                events, _ = await receive(first)
                self.assertEqual(events[-2]["type"], "error")
                await second.send(say("text", text="Hello."))
                await second.send(say("end"))
                self.assertGreater(len((await receive(second))[1]), 0)

    async def test_graceful_stop(self):
        with start() as server:
            async with connect(socket_url(server)) as ws, connect(socket_url(server)) as idle:
                await ws.send(say("text", text=TEXT))
                await receive(ws, "chunk")
                server.process.terminate()
                # What was sent is still said.
                events, _ = await receive(ws)
                self.assertEqual(events[-1]["type"], "done")
                for one in (ws, idle):
                    with self.assertRaises(websockets.ConnectionClosed):
                        await asyncio.wait_for(one.recv(), 60)
                    self.assertEqual(one.close_code, CloseCode.GOING_AWAY)
            self.assertEqual(server.process.wait(20), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
