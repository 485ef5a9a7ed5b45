"""A person at the public form, without JavaScript: opens the page, fills it in, sends it as often as told."""

import html
import http.client
import json
import re
import time
from urllib.parse import urlencode

from tests.no_script import digits_in

FIELD = re.compile(r'<input[^>]*\btype="hidden"[^>]*>')
TASK = re.compile(r'data-aufgabe="([^"]*)"')
NAME, VALUE = re.compile(r'\bname="([^"]*)"'), re.compile(r'\bvalue="([^"]*)"')
DONE = "/nachricht-geschrieben/"
READING = 3.2  # seconds; the form refuses scripts that are faster


class Page:
    """One showing of a form, with its hidden values and its cookie."""

    def __init__(self, port, path="/barriere-melden/"):
        self.port, self.path, self.opened = port, path, time.monotonic()
        response, body = request(port, "GET", path)
        if response.status != 200:
            raise RuntimeError(f"{path}: {response.status}")
        self.cookie = "; ".join(each.split(";")[0] for each in response.headers.get_all("Set-Cookie") or [])
        self.hidden = {}
        for tag in FIELD.findall(body):
            value = VALUE.search(tag)
            self.hidden[NAME.search(tag)[1]] = html.unescape(value[1]) if value else ""
        self.answer = digits_in(body)
        self.task = json.loads(html.unescape(TASK.search(body)[1])) if TASK.search(body) else None

    def wait(self):
        time.sleep(max(0, READING - (time.monotonic() - self.opened)))
        return self

    def send(self, text, timeout=30, **changed):
        """Post the form as a person without JavaScript; `changed` fields instead. (status, where the receipt is, seconds)."""
        fields = self.hidden | {"antwort": self.answer, "text": text, "email": "person@demo.example"} | changed
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        began = time.monotonic()
        response, _ = request(self.port, "POST", self.path, urlencode(fields), headers, timeout)
        return response.status, response.headers.get("Location", ""), time.monotonic() - began


def accepted(answer):
    """True when the portal said: it is written."""
    return not isinstance(answer, Exception) and answer[0] == 302 and answer[1] == DONE


def open_pages(port, number, path="/barriere-melden/"):
    pages = [Page(port, path) for _ in range(number)]
    pages[-1].wait()
    return pages


def request(port, method, path, body=None, headers=(), timeout=30):
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        line.request(method, path, body, {"Host": f"localhost:{port}", **dict(headers)})
        response = line.getresponse()
        return response, response.read().decode()
    finally:
        line.close()
