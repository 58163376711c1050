"""What the tests of the server share."""

import io
import math
import socket
import struct
import time
import urllib.error
import urllib.request
import wave

from server_process import Server

KEY = "a key for tests"
TEXT = "The secret word is rhubarb."
LONG = "This goes on and on, and nobody knows how it will ever end. " * 60


def post(server: Server, path: str, body: bytes, content_type: str = "application/json", **headers: str):
    """The status, the headers and the body of an answer, errors included."""
    request = urllib.request.Request(server.url + path, body, {"Content-Type": content_type, **headers})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def get(server: Server, path: str) -> str:
    return urllib.request.urlopen(server.url + path, timeout=30).read().decode()


def metric(server: Server, name: str) -> float:
    for line in get(server, "/metrics").splitlines():
        if line.startswith(name + " "):
            return float(line.split()[-1])
    raise AssertionError(f"no metric {name}")


def wait_for(condition, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("it did not happen in time")
        time.sleep(0.02)


def read_all(connection: socket.socket) -> bytes:
    """What arrives until the connection ends, politely or not."""
    data = b""
    try:
        while part := connection.recv(65536):
            data += part
    except ConnectionResetError:
        pass
    return data


def request(path: str, body: bytes, extra: str = "") -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n{extra}\r\n"
    ).encode() + body


def multipart(**fields: bytes) -> tuple[bytes, str]:
    """A form's body and its content type; the field that ends in _wav is a file."""
    parts = [
        b'--b\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
        % (name.encode(), b'; filename="../../x.wav"' if name.endswith("_wav") else b"", value)
        for name, value in fields.items()
    ]
    return b"".join(parts) + b"--b--\r\n", "multipart/form-data; boundary=b"


def sine(seconds: int = 3) -> bytes:
    """A WAV file of a tone that swells."""
    file = io.BytesIO()
    with wave.open(file, "wb") as recording:
        recording.setparams((1, 2, 24000, 0, "NONE", ""))
        recording.writeframes(
            b"".join(
                struct.pack("<h", int(8000 * math.sin(i * 0.05) * math.sin(i * 0.0003))) for i in range(24000 * seconds)
            )
        )
    return file.getvalue()
