"""An own Redis for tests and drills: nothing on disk, an own port on this machine only."""

import os
import socket
from pathlib import Path

from .parts import Part, wait_until
from .place import Place
from .speech import Refusal, last_lines

TRIES = 3


class RedisServer:
    """`start()` leaves a ready server; `url` is how Celery and the cache reach it."""

    def __init__(self, place: Place):
        self.place = place
        self.folder = place.var / "redis"
        self.port_file = self.folder / "port"
        self.part = Part(key="redis", title="Redis", command=[], env=dict(os.environ), place=place, patience=5)

    @property
    def port(self) -> int:
        return int(self.port_file.read_text())

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self.part.clear_orphan()
        self.folder.mkdir(parents=True, exist_ok=True)
        for _ in range(TRIES):  # another program may take the port between choosing and binding
            self.port_file.write_text(str(free_port()))
            self.part.command = command(self.folder, self.port)
            self.part.start()
            if wait_until(self.is_ready, self.part, 10):
                return
            self.part.end()
        raise Refusal(f"Redis startet nicht:\n{last_lines(self.part.log)}")

    def is_ready(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except (OSError, ValueError):
            return False


def command(folder: Path, port: int) -> list:
    return [
        "redis-server",
        "--port",
        port,
        "--bind",
        "127.0.0.1",
        "--dir",
        folder,
        "--save",
        "",
        "--appendonly",
        "no",
        "--daemonize",
        "no",
    ]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
