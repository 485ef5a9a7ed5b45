"""A person without a browser: opens addresses, follows links, logs in, sends forms, keeps cookies."""

import contextlib
import http.client
from dataclasses import dataclass, field
from functools import cached_property
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode, urljoin, urlsplit

import lxml.html

SAFE = "/:?#[]@!$&'()*+,;=%-._~"


@dataclass
class Answer:
    """What came back for one address."""

    path: str
    status: int
    headers: dict
    body: bytes
    person: str = ""

    @property
    def is_html(self):
        return self.headers.get("content-type", "").startswith("text/html")

    @cached_property
    def tree(self):
        return (
            lxml.html.document_fromstring(self.body.decode("utf-8", "replace")) if self.is_html and self.body else None
        )

    def links(self):
        """Addresses of this portal that the page leads to, and where a redirect leads."""
        found = [self.headers["location"]] if "location" in self.headers else []
        if self.tree is not None:
            found += self.tree.xpath("//a/@href") + self.tree.xpath("//link[@rel='alternate']/@href")
        for link in found:
            parts = urlsplit(urljoin(f"http://portal{self.path}", link.strip()))
            if parts.scheme == "http" and parts.netloc.partition(":")[0] in {"portal", "localhost"}:
                yield quote(parts.path, SAFE) + (f"?{quote(parts.query, SAFE)}" if parts.query else "")


@dataclass
class Visitor:
    """One person's way through the portal; `name` is the demo login, empty for nobody."""

    port: int
    name: str = ""
    cookies: dict = field(default_factory=dict)

    @property
    def title(self):
        return self.name or "anonym"

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, fields):
        token = self.cookies.get("csrftoken", "")
        body = urlencode({"csrfmiddlewaretoken": token, **fields})
        return self.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def ask(self, method, path, body=None, headers=()):
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        line = http.client.HTTPConnection("localhost", self.port, timeout=60)
        try:
            with contextlib.suppress(
                BrokenPipeError, ConnectionResetError
            ):  # who has heard enough answers before the end
                line.request(method, path, body, {**({"Cookie": cookies} if cookies else {}), **dict(headers)})
            response = line.getresponse()
            body = response.read()
        finally:
            line.close()
        for each in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(each).items():
                self.cookies[name] = morsel.value
        found = {name.lower(): value for name, value in response.headers.items()}
        return Answer(path, response.status, found, body, self.title)

    def login(self, password):
        """Log in as `name`; nobody stays nobody."""
        if not self.name:
            return self
        self.get("/konto/anmelden/")
        done = self.post("/konto/anmelden/", {"login": f"{self.name}@demo.example", "password": password})
        if done.status != 302:
            raise RuntimeError(f"{self.name} kommt nicht hinein: {done.status}")
        return self
