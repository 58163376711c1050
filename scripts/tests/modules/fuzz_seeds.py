"""Makes the first inputs of the fuzz targets of the repository's own files and of examples: FOLDER/TARGET/NAME.

python3 fuzz_seeds.py FOLDER
"""

import io
import json
import math
import struct
import sys
import wave
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FIXTURES = ROOT / "Tests/Fixtures"
LANGUAGES = ["english", "french", "german", "italian", "spanish", "portuguese", "dutch"]


def write(target: str, name: str, contents: bytes) -> None:
    folder = Path(sys.argv[1]) / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(contents)


def texts() -> None:
    for number, language in enumerate(LANGUAGES):
        lines = [line.split("\t") for line in (FIXTURES / f"normalization/{language}.tsv").read_text().splitlines()]
        written = [fields[0] for fields in lines if len(fields) > 1 and not fields[0].startswith("#")]
        for index in range(0, len(written), 12):
            write("normaliser", f"{language}-{index}", bytes([number]) + " ".join(written[index : index + 3]).encode())
    prose = [
        "# Head\n\n- one\n- two\n\n> `code` and **bold** [link](http://a.b/c)\n\n```\nx = 1\n```\n",
        "Wait.[pause:1.5s] Go!\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "1. first\n2. second <b>bold</b> &amp; &#x41; \\*\n",
        "Hello, Dr. Smith: $5.30 at 3:45 p.m.",
    ]
    ssml = [
        '<speak>Hello <break time="500ms"/> <emphasis>you</emphasis>.</speak>',
        '<?xml version="1.0"?><speak version="1.1" xml:lang="en-US"><p><s>One.</s></p>'
        '<prosody rate="fast" volume="loud">x</prosody></speak>',
        '<speak><say-as interpret-as="date" format="mdy">1/2/2003</say-as>'
        '<sub alias="World Wide Web">WWW</sub></speak>',
        '<speak><voice name="a">x</voice><lang xml:lang="fr">oui 5 %</lang>'
        '<mark name="m"/><phoneme ph="a">b</phoneme></speak>',
        '<speak><!-- c --><![CDATA[<x>]]>&lt;&#65;<say-as interpret-as="characters">AB1</say-as></speak>',
    ]
    for index, text in enumerate(prose):
        for form in (1, 2):
            for target in ("markup", "planner"):
                write(target, f"prose-{form}-{index}", bytes([form, index + 1]) + text.encode())
    for index, text in enumerate(ssml):
        for target in ("markup", "planner"):
            write(target, f"ssml-{index}", bytes([0, index + 1]) + text.encode())
    write("lexicon", "words", "# comment\ntomato\ttoh-mah-toh\nGIF\t/d\u0292\u026af/\nDr. Smith\tthe doctor\n".encode())


def files() -> None:
    for file in sorted(FIXTURES.glob("text/tokenizers/*")) + sorted(FIXTURES.glob("models/*/tokenizer.*")):
        write("tokenizer", f"{file.parent.name}-{file.name}", file.read_bytes())
    for file in sorted(FIXTURES.glob("models/*/config.*")) + sorted((ROOT / "Models/configs").glob("*")):
        if file.is_file():
            write("config", f"{file.parent.name}-{file.name}", file.read_bytes())
    write("catalogue", "catalogue.json", (ROOT / "Models/catalogue.json").read_bytes())
    voices = sorted(FIXTURES.glob("models/*/*voice*.safetensors")) + [FIXTURES / "voice/state.safetensors"]
    for file in voices:
        write("voice", f"{file.parent.name}-{file.name}", file.read_bytes())
        write("safetensors", f"{file.parent.name}-{file.name}", file.read_bytes())
    write(
        "safetensors",
        "types",
        safetensors({"a": ("F16", [2, 3], 12), "b": ("I8", [4], 4), "c": ("U8", [], 1), "d": ("BF16", [0], 0)}),
    )
    rounded = {"pocket_tts.rounded_version": "1", "pocket_tts.precision": "int4"}
    write("safetensors", "rounded", safetensors({"a": ("U8", [2, 4], 8), "a_scales": ("BF16", [2, 1], 4)}, rounded))
    write("gguf", "small", gguf())


def safetensors(tensors: dict, metadata: dict | None = None) -> bytes:
    header, end = {}, 0
    if metadata:
        header["__metadata__"] = metadata
    for name, (dtype, shape, size) in tensors.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [end, end + size]}
        end += size
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + bytes(range(end))


def gguf() -> bytes:
    def text(value: bytes) -> bytes:
        return struct.pack("<Q", len(value)) + value

    out = b"GGUF" + struct.pack("<IQQ", 3, 2, 3)
    out += text(b"general.alignment") + struct.pack("<II", 4, 32)
    out += text(b"name") + struct.pack("<I", 8) + text(b"x")
    out += text(b"list") + struct.pack("<IIQ", 9, 5, 2) + struct.pack("<ii", 1, 2)
    out += text(b"a") + struct.pack("<IQIQ", 1, 32, 8, 0)
    out += text(b"b") + struct.pack("<IQQIQ", 2, 2, 3, 0, 64)
    out += bytes(-len(out) % 32)
    return out + bytes(64) + bytes(24) + bytes(8)


def audio() -> None:
    def wav(width: int, channels: int = 1) -> bytes:
        file = io.BytesIO()
        with wave.open(file, "wb") as recording:
            recording.setparams((channels, width, 8000, 0, "NONE", ""))
            recording.writeframes(
                b"".join(int(100 * math.sin(i * 0.1)).to_bytes(width, "little", signed=True) for i in range(300))
            )
        return file.getvalue()

    for width in (2, 3, 4):
        write("audio", f"{width}.wav", wav(width))
    write("audio", "stereo.wav", wav(2, 2))
    for kind, bits in ((3, 32), (6, 8), (7, 8), (17, 4), (2, 4), (49, 0)):
        block = 65 if kind == 49 else 256 if kind in (2, 17) else bits // 8
        form = struct.pack("<HHIIHHH", kind, 1, 8000, 8000, block, bits, 2) + b"\xf9\x01"
        body = (
            b"WAVEfmt "
            + struct.pack("<I", len(form))
            + form
            + b"data"
            + struct.pack("<I", 520)
            + bytes(range(256)) * 2
            + bytes(8)
        )
        write("audio", f"kind-{kind}.wav", b"RIFF" + struct.pack("<I", len(body)) + body)
    common = struct.pack(">hIh", 1, 200, 16) + b"\x40\x0b\xfa\x00\x00\x00\x00\x00\x00\x00"
    body = b"AIFFCOMM" + struct.pack(">I", len(common)) + common + b"SSND" + struct.pack(">III", 408, 0, 0) + bytes(400)
    write("audio", "a.aiff", b"FORM" + struct.pack(">I", len(body)) + body)
    write("audio", "a.au", b".snd" + struct.pack(">IIIII", 24, 400, 3, 8000, 1) + bytes(400))
    write("audio", "a.mp3", b"ID3\x04\0\0\0\0\0\x02\0\0" + (b"\xff\xfb\x10\xc4" + bytes(100)) * 3)
    for file in sorted(Path(sys.argv[1]).glob("../encoded/*")):
        write("audio", file.name, file.read_bytes())


def server() -> None:
    write(
        "form",
        "multipart",
        b'\0--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nHi.\r\n--b\r\nContent-Disposition: form-data; '
        b'name="voice_wav"; filename="a.wav"\r\nContent-Type: audio/wav\r\n\r\nRIFF\r\n--b--\r\n',
    )
    write("form", "urlencoded", b"\1text=Hello+w%C3%B6rld%2B&voice_url=&a=b=c")
    write(
        "form",
        "quoted",
        b'\2--a;b\\"c\r\nContent-Disposition: form-data; name="a\\"b"; filename*=UTF-8\'\'x\r\n\r\n1\r\n--a;b\\"c--',
    )
    bodies = [
        {
            "input": "Hi.",
            "model": "a",
            "voice": {"id": "b"},
            "response_format": "wav",
            "speed": 1.5,
            "stream_format": "sse",
            "seed": 5,
            "lexicon": {"a": "b"},
            "on_failure": "retry",
            "stream": False,
            "normalize": "auto",
            "language": "en",
            "input_format": "ssml",
        },
        {
            "transcript": "x",
            "voice": {"mode": "id", "id": "a"},
            "output_format": {"container": "raw", "encoding": "pcm_f32le", "sample_rate": 8000},
            "context_id": "c",
            "continue": True,
            "generation_config": {"speed": 0.8},
            "max_buffer_delay_ms": 1,
        },
        {
            "text": "x",
            "voice_settings": {"speed": 1},
            "flush": True,
            "close_context": True,
            "context_id": "c",
            "seed": 1,
        },
        {
            "type": "start",
            "voice": "a*0.7+b(2)",
            "format": "opus",
            "temperature": 0.5,
            "lexicon": "a\tb\n",
            "played_seconds": 1.5,
        },
        {"type": "text", "text": "caf\u00e9 \ud83d\ude00"},
    ]
    for index, body in enumerate(bodies):
        write("body", f"{index}.json", json.dumps(body).encode())
    for index, text in enumerate(
        [b"a*0.7+b*0.3", b"mp3_44100_128", b"10.0.0.0/8", b"http://[::1]:80", b"fd00::/8", b'{"a": "\\ud800"}']
    ):
        write("body", f"text-{index}", text)
    mask = b"\1\2\3\4"

    def frame(opcode: int, data: bytes, fin: int = 0x80) -> bytes:
        length = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + struct.pack(">H", len(data))
        return bytes([fin | opcode]) + length + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(data))

    message = b'{"type":"text","text":"Hello."}'
    write(
        "websocket",
        "messages",
        b"\2"
        + frame(1, message)
        + frame(9, b"p")
        + frame(1, message[:9], 0)
        + frame(0, message[9:])
        + frame(8, b"\3\xe8"),
    )
    write("websocket", "long", b"\2" + frame(1, b" " * 300) + frame(10, b"") + frame(2, b"x"))
    event = b'{"text":"Hi."}'
    write(
        "wyoming",
        "events",
        b'\2{"type":"describe"}\n{"type":"synthesize","data_length":%d,"payload_length":3}\n%sabc' % (len(event), event)
        + b'{"type":"synthesize-chunk","data":{"text":"b","voice":{"name":"a","language":"en"}}}\n',
    )
    write(
        "http",
        "requests",
        b"\2POST /tts HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
        b"GET / HTTP/1.0\r\n\r\n",
    )
    write(
        "http",
        "length",
        b"\1POST /v1/audio/speech HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc",
    )
    write("http", "preface", b"\2PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")


texts()
files()
audio()
server()
