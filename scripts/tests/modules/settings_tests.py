"""Settings of pocket-tts serve; part of scripts/test server."""

import json
import os
import subprocess
import tempfile
import unittest
import urllib.request

from server_process import Server
from support import get, post


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

    def test_origins(self):
        with Server("--cors-origin", "https://example.org") as server:
            answer = urllib.request.Request(server.url + "/v1/models", headers={"Origin": "https://example.org"})
            headers = urllib.request.urlopen(answer).headers
            self.assertEqual(headers["access-control-allow-origin"], "https://example.org")
        with Server() as server:
            answer = urllib.request.Request(server.url + "/v1/models", headers={"Origin": "https://example.org"})
            self.assertIsNone(urllib.request.urlopen(answer).headers["access-control-allow-origin"])
