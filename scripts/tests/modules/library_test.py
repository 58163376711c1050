"""Python programs on libpockettts: the example of docs, and mistakes that must be errors (scripts/test library)."""

import ctypes
import os
import subprocess
import sys
import tempfile
import unittest
import wave
from ctypes import byref, c_float, c_size_t, c_void_p
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "docs/examples"))
import speak


class Library(unittest.TestCase):
    def test_the_example_speaks(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/hello.wav"
            run = subprocess.run(
                [sys.executable, speak.__file__, "Hello world.", path],
                check=True,
                capture_output=True,
                text=True,
            )
            self.assertEqual([line.split()[1] for line in run.stdout.splitlines()], ["Hello", "world"])
            with wave.open(path) as file:
                self.assertGreater(file.getnframes(), file.getframerate() // 2)

    def test_mistakes_are_errors(self) -> None:
        library = speak.load()
        model, stream, count = c_void_p(), c_void_p(), c_size_t()
        self.assertLess(library.pocket_tts_model_open(b"/nowhere", None, byref(model)), 0)
        self.assertIn(b"/nowhere", library.pocket_tts_error_text())
        self.assertLess(library.pocket_tts_stream_read(None, (c_float * 1)(), 1, byref(count)), 0)
        self.assertEqual(library.pocket_tts_model_open(None, None, byref(model)), speak.OK)
        self.assertLess(library.pocket_tts_stream_open(model, None, b"\xff", None, byref(stream)), 0)
        self.assertIn(b"UTF-8", library.pocket_tts_error_text())
        self.assertEqual(library.pocket_tts_model_close(model), speak.OK)
        self.assertLess(library.pocket_tts_stream_open(model, None, b"Hello.", None, byref(stream)), 0)

    def test_structures_are_those_of_the_header(self) -> None:
        self.assertEqual(ctypes.sizeof(speak.StreamOptions), 32)
        self.assertEqual(ctypes.sizeof(speak.Word), 40)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    unittest.main()
