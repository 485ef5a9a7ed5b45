"""A small server that speaks clamd's protocol: PING and INSTREAM; it knows one virus, the EICAR test file."""

import socketserver
import struct
import threading
import time
from contextlib import contextmanager

from tests.files import EICAR


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        self.server.asked += 1
        command = self._line()
        if self.server.manner == "slow":
            time.sleep(self.server.pause)
        elif self.server.manner == "rude":
            self.request.sendall(b"stream: INSTREAM size limit exceeded. ERROR\0")
        elif self.server.manner == "silent":
            return
        elif command == b"zPING":
            self.request.sendall(b"PONG\0")
        elif command == b"zINSTREAM":
            found = EICAR in self._stream()
            self.request.sendall(b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0")

    def _line(self):
        said = b""
        while not said.endswith(b"\0") and (more := self.request.recv(1)):
            said += more
        return said.rstrip(b"\0")

    def _stream(self):
        content = b""
        while size := struct.unpack(">I", self._exactly(4))[0]:
            content += self._exactly(size)
        return content

    def _exactly(self, size):
        got = b""
        while len(got) < size:
            more = self.request.recv(size - len(got))
            if not more:
                raise ConnectionError("cut off")
            got += more
        return got


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    manner, pause, asked = "good", 2, 0

    @property
    def url(self):
        return f"tcp://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request, client_address):
        """A client that hangs up is no news."""


@contextmanager
def clamd(port=0):
    """A running server; set its `manner` to good, slow, rude or silent."""
    with Server(("127.0.0.1", port), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
