"""What the tests of both streaming doors share."""

import asyncio
import os
import time
import unittest

from server_process import Server
from support import metric

LONG = "This goes on and on, and nobody knows how it will ever end. " * 40
MODEL = os.environ.get("POCKET_TTS_MODEL")


def start(*arguments: str) -> Server:
    return Server("--wyoming-port", "0", *(["--model", MODEL] if MODEL else []), *arguments)


async def until(condition, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.02)


class ServerTests(unittest.IsolatedAsyncioTestCase):
    """Tests of one server."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = start()
        cls.addClassCleanup(cls.server.__exit__)

    async def nobody_speaks(self) -> None:
        await until(lambda: metric(self.server, "pocket_tts_active_streams") == 0)
