"""The virus scanner as a separate program: clamd's own protocol (INSTREAM) over TCP or a socket file."""

import socket
import struct
from contextlib import contextmanager
from time import monotonic
from urllib.parse import urlsplit

from django.conf import settings

CONNECT, ANSWER = 5, 60  # seconds
BLOCK = 64 * 1024


class ScannerDown(Exception):
    """There is no verdict: the scanner is away, slow, or says something else than yes or no."""


def is_configured():
    return bool(settings.CLAMD_URL)


def find_virus(content):
    """The name of what clamd finds in `content`, empty when it is clean. Raises ScannerDown."""
    said = _ask(b"zINSTREAM\0", content)
    if said == "stream: OK":
        return ""
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return said.removeprefix("stream: ").removesuffix(" FOUND")[:200] or "unbekannt"
    raise ScannerDown(f"clamd: {said[:200]!r}")


def answers():
    """True when the scanner is there."""
    try:
        return _ask(b"zPING\0") == "PONG"
    except ScannerDown:
        return False


def _ask(command, content=None):
    try:
        with _connected() as line:
            line.sendall(command)
            if content is not None:
                for place in range(0, len(content), BLOCK):
                    block = content[place : place + BLOCK]
                    line.sendall(struct.pack(">I", len(block)) + block)
                line.sendall(struct.pack(">I", 0))
            return _read(line)
    except OSError as error:
        raise ScannerDown(f"clamd: {error}") from error


def _read(line):
    said, end = b"", monotonic() + ANSWER
    while not said.endswith(b"\0"):
        line.settimeout(max(0.1, end - monotonic()))
        if not (more := line.recv(4096)) or len(said) > 4096 or monotonic() > end:
            raise ScannerDown("clamd: keine vollständige Antwort")
        said += more
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


@contextmanager
def _connected():
    parts = urlsplit(settings.CLAMD_URL)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(CONNECT)
        line.connect(parts.path)
    else:
        line = socket.create_connection((parts.hostname, parts.port), CONNECT)
    with line:
        line.settimeout(ANSWER)
        yield line
