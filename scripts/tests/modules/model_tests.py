"""Where pocket-tts serve takes models and voices from; part of scripts/test server."""

import hashlib
import http.server
import json
import os
import tempfile
import threading
import unittest
import unittest.mock
from pathlib import Path

from server_process import Server
from support import get, multipart, post, sine

MODELS = Path(__file__).resolve().parents[3] / "Tests" / "Fixtures" / "models"


COMMIT = "0" * 40


def own_config(weights: str, tokenizer: str) -> str:
    """The small model's config, with other addresses."""
    return (
        (MODELS / "lsd/config.yaml")
        .read_text()
        .replace("weights_path: model.safetensors", f"weights_path: {weights}")
        .replace("tokenizer_path: tokenizer.json", f"tokenizer_path: {tokenizer}")
    )


class Hub(http.server.BaseHTTPRequestHandler):
    """Answers for the files of one small model as the model hub does."""

    def answer(self) -> bytes:
        file = MODELS / "lsd" / self.path.rsplit("/", 1)[-1]
        data = file.read_bytes() if file.is_file() else b""
        if file.name == "config.yaml":
            here = f"hf://someone/small/{{}}@{COMMIT}"
            data = own_config(here.format("model.safetensors"), here.format("tokenizer.json")).encode()
        self.send_response(200 if data else 404)
        for name, value in [
            ("X-Repo-Commit", COMMIT),
            ("X-Linked-Etag", f'"{hashlib.sha256(data).hexdigest()}"'),
            ("X-Linked-Size", len(data)),
            ("Content-Length", len(data)),
        ]:
            self.send_header(name, str(value))
        self.end_headers()
        return data

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.wfile.write(self.answer())

    def log_message(self, *_: object) -> None:
        pass


class Models(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.TemporaryDirectory()
        self.addCleanup(self.home.cleanup)
        self.voices = Path(self.home.name) / ".cache/pocket-tts/voices"
        environment = unittest.mock.patch.dict(os.environ, {"HOME": self.home.name})
        environment.start()
        self.addCleanup(environment.stop)
        for name in ["XDG_CACHE_HOME", "HF_HOME", "HF_HUB_CACHE", "HF_ENDPOINT", "HF_HUB_OFFLINE", "HF_TOKEN"]:
            os.environ.pop(name, None)

    def names(self, server: Server) -> list[str]:
        return [model["id"] for model in json.loads(get(server, "/v1/models"))["data"]]

    def test_several_models(self):
        with Server("--model", f"first={MODELS / 'lsd'}", "--model", str(MODELS / "drifting")) as server:
            self.assertEqual(self.names(server), ["first", "drifting"])
            answers = []
            for model in ["first", "drifting", "tts-1"]:
                status, headers, audio = post(
                    server,
                    "/v1/audio/speech",
                    json.dumps({"model": model, "input": "Hello.", "seed": 1, "response_format": "pcm"}).encode(),
                )
                self.assertEqual(status, 200)
                answers.append(audio)
            self.assertTrue(answers[0] == answers[2] != answers[1])
            self.assertEqual(headers["x-pocket-tts-model"], "first")

    def test_addresses(self):
        """A config on a hub, fetched once and then found, beside one on disk."""
        (Path(self.home.name) / "own.yaml").write_text(
            own_config(f"{MODELS}/lsd/model.safetensors", f"{MODELS}/lsd/tokenizer.json")
        )
        hub = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub)
        self.addCleanup(hub.server_close)
        threading.Thread(target=hub.serve_forever, daemon=True).start()
        self.addCleanup(hub.shutdown)
        arguments = ["--config", f"hf://someone/small/config.yaml@{COMMIT}", "--config", f"{self.home.name}/own.yaml"]
        body = {"model": "config", "input": "Hello.", "seed": 1, "response_format": "pcm"}
        answers = []
        for variables in [{"HF_ENDPOINT": f"http://127.0.0.1:{hub.server_port}"}, {"HF_HUB_OFFLINE": "1"}]:
            with unittest.mock.patch.dict(os.environ, variables), Server(*arguments) as server:
                self.assertEqual(self.names(server), ["config", "own"])
                for model in ["config", "own"]:
                    answers.append(post(server, "/v1/audio/speech", json.dumps({**body, "model": model}).encode()))
        self.assertEqual({answer[0] for answer in answers}, {200})
        self.assertEqual(len({answer[2] for answer in answers}), 1)

    def test_a_recording_is_encoded_once(self):
        body = multipart(text=b"Hello.", seed=b"1", response_format=b"pcm", voice_wav=sine())
        answers = []
        for _ in range(2):
            with Server("--model", str(MODELS / "lsd")) as server:
                answers += [post(server, "/tts", *body) for _ in range(2)]
                kept = list(self.voices.iterdir())
                self.assertEqual(len(kept), 1)
        self.assertEqual({answer[0] for answer in answers}, {200})
        self.assertEqual(len({answer[2] for answer in answers}), 1)
        kept[0].unlink()
        with Server("--model", str(MODELS / "lsd"), "--no-voice-cache") as server:
            self.assertTrue(post(server, "/tts", *body)[2] == answers[0][2])
            self.assertEqual(list(self.voices.iterdir()), [])
