"""Settings of pocket-tts serve; part of scripts/test server."""

import json
import os
import socket
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.request

from server_process import Server
from support import post


class Settings(unittest.TestCase):
    """Flags, environment and file."""

    def fails(self, *arguments: str, **environment: str) -> str:
        result = subprocess.run(
            [os.environ["POCKET_TTS_BINARY"], "serve", "--port", "0", *arguments],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=60,
        )
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
                    self.assertEqual(
                        post(server, "/tts", b"text=123456", "application/x-www-form-urlencoded", **key)[0], 200
                    )
                    self.assertEqual(
                        post(server, "/tts", b"text=1234567", "application/x-www-form-urlencoded", **key)[0], 400
                    )
                with Server("--settings", file.name, "--max-characters", "7") as server:
                    self.assertEqual(
                        post(server, "/tts", b"text=1234567", "application/x-www-form-urlencoded", **key)[0], 200
                    )
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

    def test_types_of_values(self):
        """A value of another type is never ignored: it may be the key."""
        for text, message in [
            ('{"apiKey": "secret"}', "apiKey must be a list of strings, not a string"),
            ('{"apiKey": [""]}', "apiKey has an empty value"),
            ('{"apiKey": [1]}', "apiKey must be"),
            ('{"threads": "4"}', "threads must be an integer"),
            ('{"queue": 2.5}', "queue must be an integer"),
            ('{"logText": "yes"}', "logText must be true or false"),
            ('{"host": null}', "host must be a string"),
            ('{"corsOrigin": {}}', "corsOrigin must be"),
            ('{"wyomingPort": "x"}', "wyomingPort must be"),
        ]:
            with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
                file.write(text)
                file.flush()
                self.assertIn(message, self.fails("--settings", file.name))
                self.assertEqual(self.code, 64)
        self.assertIn("logText is maybe", self.fails(POCKET_TTS_LOG_TEXT="maybe"))
        self.assertIn("trustedProxies", self.fails("--trusted-proxies", "nonsense"))

    def test_a_port_in_use_is_reported_before_anything_is_loaded(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = str(taken.getsockname()[1])
            self.assertIn(f"port {port} of 127.0.0.1 is in use", self.fails("--port", port))
            self.assertEqual(self.code, 64)
            self.assertIn(f"port {port} of 127.0.0.1 is in use", self.fails("--wyoming-port", port))

    def test_hosts(self):
        name = {"Host": "speech.example"}
        with Server() as server:
            self.assertEqual(post(server, "/tts", b"text=a", "application/x-www-form-urlencoded", **name)[0], 403)
        with Server("--allowed-hosts", "speech.example", "other.example") as server:
            self.assertEqual(post(server, "/tts", b"text=a", "application/x-www-form-urlencoded", **name)[0], 200)
        # A foreign page has no key.
        with Server("--api-key", "k") as server:
            name["Authorization"] = "Bearer k"
            self.assertEqual(post(server, "/tts", b"text=a", "application/x-www-form-urlencoded", **name)[0], 200)

    def test_origins(self):
        with Server("--cors-origin", "https://example.org") as server:
            answer = urllib.request.Request(server.url + "/v1/models", headers={"Origin": "https://example.org"})
            headers = urllib.request.urlopen(answer).headers
            self.assertEqual(headers["access-control-allow-origin"], "https://example.org")
            self.assertIn("x-pocket-tts-voice", headers["access-control-expose-headers"])
            with self.assertRaises(urllib.error.HTTPError) as missing:
                urllib.request.urlopen(
                    urllib.request.Request(server.url + "/none", headers={"Origin": "https://example.org"})
                )
            self.assertEqual(missing.exception.headers["access-control-allow-origin"], "https://example.org")
            preflight = urllib.request.Request(
                server.url + "/v1/audio/speech",
                method="OPTIONS",
                headers={
                    "Origin": "https://example.org",
                    "Access-Control-Request-Method": "POST",
                    "Access-Control-Request-Headers": "x-stainless-lang",
                },
            )
            self.assertIn("x-stainless-lang", urllib.request.urlopen(preflight).headers["access-control-allow-headers"])
        with Server() as server:
            answer = urllib.request.Request(server.url + "/v1/models", headers={"Origin": "https://example.org"})
            self.assertIsNone(urllib.request.urlopen(answer).headers["access-control-allow-origin"])
