"""The real Caddy with the real Caddyfile in front of a server that tells what reached it."""

import http.client
import http.server
import json
import os
import re
import socket
import ssl
import subprocess
import threading
import time

import pytest

from tests.betrieb.test_image import ROOT, free_port, program

NAME = "portal.localhost"


class Mirror(http.server.BaseHTTPRequestHandler):
    """Answers with the headers it was given."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = json.dumps(dict(self.headers)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        return


class Gate:
    """A running Caddy: the file as it is, but with own ports, an own certificate and the mirror instead of `web`."""

    def __init__(self, folder, upstream):
        self.plain, self.secure = free_port(), free_port()
        text = (ROOT / "Caddyfile").read_text()
        text = text.replace("http_port 8080", f"http_port {self.plain}\n\tskip_install_trust")
        text = text.replace("https_port 8443", f"https_port {self.secure}\n\tdefault_bind 127.0.0.1")
        text = text.replace("encode zstd gzip", "tls internal\n\tencode zstd gzip")
        text, count = re.subn(r"dynamic a \{[^}]*\}", f"to 127.0.0.1:{upstream}", text)
        assert count == 1
        (folder / "Caddyfile").write_text(text)
        env = {"PATH": os.environ["PATH"], "HOME": str(folder), "XDG_DATA_HOME": str(folder)}
        env |= {"PORTAL_HOST": NAME, "MAIL_FROM": "portal@portal.example"}
        self.log = folder / "log"
        command = [program("caddy"), "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
        self.process = subprocess.Popen(command, env=env, stdout=self.log.open("w"), stderr=subprocess.STDOUT)

    def wait(self):
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                return self.get("/")
            except OSError:
                time.sleep(0.1)
        raise AssertionError(self.log.read_text()[-3000:])

    def get(self, path, **headers):
        context = ssl._create_unverified_context()  # noqa: S323 – its own certificate, made a moment ago
        line = http.client.HTTPSConnection(NAME, context=context, timeout=15)
        line.sock = context.wrap_socket(
            socket.create_connection(("127.0.0.1", self.secure), 15), server_hostname=NAME
        )  # whatever the machine's names say
        line.request("GET", path, headers={"Host": NAME, **headers})
        answer = line.getresponse()
        return answer.status, answer.read().decode(), answer.headers


@pytest.fixture(scope="module")
def web():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Mirror)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def gate(web, tmp_path_factory):
    gate = Gate(tmp_path_factory.mktemp("tor"), web)
    gate.wait()
    yield gate
    gate.process.terminate()
    gate.process.wait(timeout=30)


def test_forged_headers_do_not_pass(gate):
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http", "Forwarded": "for=203.0.113.9"}
    status, body, _ = gate.get("/", **forged)
    reached = json.loads(body)
    assert status == 200
    assert (reached["X-Forwarded-For"], reached["X-Forwarded-Proto"]) == ("127.0.0.1", "https")
    assert "Forwarded" not in reached and reached["Host"] == NAME


def test_no_port_is_promised_that_is_closed_outside(gate):
    assert "Alt-Svc" not in gate.get("/")[2]


def test_figures_of_operation_stay_inside(gate):
    assert gate.get("/metriken/")[0] == 404


def test_plain_http_is_sent_to_https(gate):
    line = http.client.HTTPConnection("127.0.0.1", gate.plain, timeout=10)
    line.request("GET", "/standorte/", headers={"Host": NAME})
    answer = line.getresponse()
    assert (answer.status, answer.headers["Location"]) == (308, f"https://{NAME}/standorte/")


def test_the_log_holds_no_full_address(gate):
    gate.get("/gesucht/")
    lines = [json.loads(line) for line in gate.log.read_text().splitlines() if '"http.log.access' in line]
    assert lines and all(line["request"]["remote_ip"] == "127.0.0.0" for line in lines)
    assert all("headers" not in line["request"] for line in lines)


def test_a_missing_web_server_is_said_in_words(tmp_path):
    gate = Gate(tmp_path, free_port())
    try:
        status, body, headers = gate.wait()
        assert status == 503 and "gleich wieder da" in body
        assert headers["Cache-Control"] == "no-store" and "Server" not in headers
    finally:
        gate.process.terminate()
        gate.process.wait(timeout=30)
