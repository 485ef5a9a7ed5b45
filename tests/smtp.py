"""A small real SMTP server for tests: keeps what it accepted byte by byte, and can be down, busy or rude."""

import contextlib
import socket
import socketserver
import struct
import threading
from dataclasses import dataclass
from email import message_from_bytes, policy
from functools import cached_property


@dataclass(frozen=True)
class Delivery:
    """One message the server said yes to."""

    sender: str
    recipients: tuple
    raw: bytes

    @cached_property
    def message(self):
        return message_from_bytes(self.raw, policy=policy.default)

    @property
    def lines(self):
        """The raw header lines, unfolded."""
        head = self.raw.partition(b"\r\n\r\n")[0]
        return head.replace(b"\r\n ", b" ").replace(b"\r\n\t", b" ").split(b"\r\n")


class Rude(Exception):
    """Cut the line without a word."""


class Server:
    """Use as a context manager. `mood(step)` is asked at connect, mail, rcpt, data and done; it says a code, RESET or None.

    None goes on; a number such as 451 refuses; RESET cuts the line. At `done` the message is not kept then, save with
    KEEP_AND_RESET: kept, and the line cut before the yes is said.
    """

    RESET, KEEP_AND_RESET = "reset", "keep"

    def __init__(self, mood=lambda step: None, port=0):
        self.mood, self.kept, self.lock = mood, [], threading.Lock()
        self.port = port

    def __enter__(self):
        return self.start()

    def start(self):
        self._tcp = _Tcp(("127.0.0.1", self.port), _Session)
        self._tcp.owner, self.port = self, self._tcp.server_address[1]
        self._thread = threading.Thread(target=self._tcp.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        return self

    def stop(self):
        self._tcp.shutdown()
        self._tcp.server_close()
        self._thread.join()

    def __exit__(self, *error):
        self.stop()


class _Tcp(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            self.talk()
        except Rude:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        except (OSError, ValueError):
            pass  # the other side is gone

    def finish(self):
        with contextlib.suppress(OSError, ValueError):
            super().finish()

    def ask(self, step, yes, keep=None):
        """Answer as the mood is; True when it was a yes."""
        said = self.server.owner.mood(step)
        if said == Server.KEEP_AND_RESET:
            self.keep(keep)
        if said in {Server.RESET, Server.KEEP_AND_RESET}:
            raise Rude
        self.say(f"{said} not now" if said else yes)
        return said is None

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def talk(self):
        if not self.ask("connect", "220 probe"):
            return
        sender, recipients = "", []
        while line := self.rfile.readline():
            word, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
            address = rest.partition("<")[2].partition(">")[0]
            match word.upper():
                case "EHLO" | "HELO":
                    self.say("250 probe")
                case "MAIL":
                    if self.ask("mail", "250 ok"):
                        sender, recipients = address, []
                case "RCPT":
                    if self.ask("rcpt", "250 ok"):
                        recipients.append(address)
                case "DATA":
                    if self.ask("data", "354 go on"):
                        self.take(sender, recipients)
                case "RSET" | "NOOP":
                    self.say("250 ok")
                case "QUIT":
                    self.say("221 bye")
                    return
                case _:
                    self.say("500 what?")

    def take(self, sender, recipients):
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b"..") else line)
        delivery = Delivery(sender, tuple(recipients), b"".join(lines))
        if self.ask("done", "250 kept", keep=delivery):
            self.keep(delivery)

    def keep(self, delivery):
        with self.server.owner.lock:
            self.server.owner.kept.append(delivery)
