"""Speaks a text into a WAV file, and prints when each word is spoken.

python3 speak.py "Hello world." hello.wav
"""

import array
import ctypes
import os
import sys
import wave
from ctypes import POINTER, byref, c_char_p, c_double, c_float, c_int32, c_int64, c_size_t, c_void_p

OK, END = 0, 1


class StreamOptions(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("seed", c_int64),
        ("temperature", c_double),
        ("normalizes", c_int32),
        ("reports_words", c_int32),
    ]


class Word(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("text_start", c_size_t),
        ("text_end", c_size_t),
        ("start", c_double),
        ("end", c_double),
    ]


def load(path: str = os.environ.get("POCKET_TTS_LIBRARY", "libpockettts.so.0")) -> ctypes.CDLL:
    library = ctypes.CDLL(path)
    library.pocket_tts_error_text.restype = c_char_p
    library.pocket_tts_model_open.argtypes = [c_char_p, c_void_p, POINTER(c_void_p)]
    library.pocket_tts_model_sample_rate.argtypes = [c_void_p, POINTER(c_int32)]
    library.pocket_tts_voice_open.argtypes = [c_void_p, c_char_p, POINTER(c_void_p)]
    library.pocket_tts_stream_options_init.argtypes = [POINTER(StreamOptions), c_size_t]
    library.pocket_tts_stream_open.argtypes = [c_void_p, c_void_p, c_char_p, POINTER(StreamOptions), POINTER(c_void_p)]
    library.pocket_tts_stream_read.argtypes = [c_void_p, POINTER(c_float), c_size_t, POINTER(c_size_t)]
    library.pocket_tts_stream_word.argtypes = [c_void_p, POINTER(Word)]
    for close in ("model_close", "voice_close", "stream_close", "stream_cancel"):
        getattr(library, f"pocket_tts_{close}").argtypes = [c_void_p]
    return library


def main(text: bytes, path: str) -> None:
    library = load()

    def check(code: int) -> int:
        if code < 0:
            raise RuntimeError(library.pocket_tts_error_text().decode())
        return code

    model, voice, stream, rate = c_void_p(), c_void_p(), c_void_p(), c_int32()
    check(library.pocket_tts_model_open(None, None, byref(model)))
    check(library.pocket_tts_model_sample_rate(model, byref(rate)))
    check(library.pocket_tts_voice_open(model, None, byref(voice)))
    options = StreamOptions()
    check(library.pocket_tts_stream_options_init(byref(options), ctypes.sizeof(options)))
    options.reports_words = 1
    check(library.pocket_tts_stream_open(model, voice, text, byref(options), byref(stream)))

    samples, count, word = (c_float * 1920)(), c_size_t(), Word(size=ctypes.sizeof(Word))
    with wave.open(path, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate.value)
        code = OK
        while code == OK:
            code = check(library.pocket_tts_stream_read(stream, samples, len(samples), byref(count)))
            if code == OK:
                block = [max(-1, min(1, sample)) for sample in samples[: count.value]]
                file.writeframes(array.array("h", [round(sample * 32767) for sample in block]).tobytes())
            # The last words are known at the end.
            while check(library.pocket_tts_stream_word(stream, byref(word))) == OK:
                print(f"{word.start:6.2f}  {text[word.text_start : word.text_end].decode()}")
    for close, handle in (("stream", stream), ("voice", voice), ("model", model)):
        check(getattr(library, f"pocket_tts_{close}_close")(handle))


if __name__ == "__main__":
    main(os.fsencode(sys.argv[1]), sys.argv[2])
