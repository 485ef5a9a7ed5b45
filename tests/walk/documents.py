"""What each answer must hold without a browser: headers, one h1, title, landmarks, nothing foreign, valid HTML."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from .crawling import text_of

HEADERS = {
    "content-security-policy": "default-src 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=()",
}
FORBIDDEN = ("unsafe-inline", "unsafe-eval", "http:", "https:", " *")
LANDMARKS = {"main": "//main", "nav": "//nav", "header": "//header", "footer": "//footer"}
LOADING = (
    "//img/@src | //img/@srcset | //source/@srcset | //script/@src | //iframe/@src | //video/@src | //audio/@src"
    " | //object/@data | //embed/@src | //link[not(@rel='canonical') and not(@rel='alternate')]/@href"
)


def header_faults(answer):
    for name, part in HEADERS.items():
        if part not in answer.headers.get(name, ""):
            yield f"{name}: {answer.headers.get(name, 'fehlt')}"
    policy = answer.headers.get("content-security-policy", "")
    yield from (f"CSP erlaubt{word}" for word in FORBIDDEN if word in policy)
    if any(sign in answer.headers.get("server", "") for sign in "/0123456789") or "x-powered-by" in answer.headers:
        yield f"verrät seine Version: {answer.headers.get('server')}"
    cookie = answer.headers.get("set-cookie", "")
    if cookie and not ("HttpOnly" in cookie and "SameSite=Lax" in cookie):
        yield f"Cookie ohne HttpOnly oder SameSite: {cookie[:60]}"


def structure_faults(answer):
    """One h1, a title, language, landmarks, each id once."""
    tree = answer.tree
    if (number := len(tree.xpath("//h1"))) != 1:
        yield f"{number} h1"
    if not "".join(tree.xpath("//head/title/text()")).strip():
        yield "kein Titel"
    if tree.get("lang") != "de" or tree.get("dir") != "ltr":
        yield f"Sprache {tree.get('lang')}, Richtung {tree.get('dir')}"
    popup = "_popup=1" in answer.path  # the admin's small window is one form, without the ways of the portal
    for name, path in LANDMARKS.items():
        if not tree.xpath(path) and not (popup and name != "main"):
            yield f"kein <{name}>"
    if len(tree.xpath("//main")) > 1:
        yield "mehr als ein <main>"


def foreign_faults(answer):
    """What the page would load from elsewhere."""
    for address in answer.tree.xpath(LOADING):
        if address.startswith(("http:", "https:", "//")):
            yield address


def inline_faults(answer):
    """Scripts, styles and handlers in the page itself: the policy would refuse them."""
    tree = answer.tree
    yield from (
        f"<script> mit Inhalt: {node.text[:40]}"
        for node in tree.xpath("//script[not(@src)]")
        if node.text and node.get("type") not in {"application/json"}
    )
    yield from (f"<style>: {(node.text or '')[:40]}" for node in tree.xpath("//style"))
    yield from (f"{node.tag} style={node.get('style')}" for node in tree.xpath("//*[@style]"))
    for node in tree.iter():
        yield from (f"{node.tag} {name}" for name in node.attrib if name.startswith("on"))


def html_faults(answers):
    """Nu HTML checker, one call for all pages: {path: [errors]}. Equal pages are looked at once."""
    jar, java = os.environ.get("VNU_JAR", ""), shutil.which("java")
    if not Path(jar).is_file() or java is None:
        raise RuntimeError("Für die Prüfung des HTML fehlen vnu.jar oder das Paket default-jdk-headless.")
    texts = {}
    for answer in answers:
        texts.setdefault(text_of(answer), answer)
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for number, answer in enumerate(texts.values()):
            file = Path(folder) / f"{number:05}.html"
            file.write_bytes(answer.body)
            files[file.as_uri().replace("file:///", "file:/")] = answer
        command = [
            java,
            "-Xss2m",
            "-jar",
            jar,
            "--errors-only",
            "--format",
            "json",
            "--stdout",
            "--exit-zero-always",
            folder,
        ]
        done = subprocess.run(command, capture_output=True, timeout=900, check=True)
    return len(texts), _read(json.loads(done.stdout), files)


def _read(found, files):
    faults = []
    for message in found["messages"]:
        answer = files[message["url"].replace("file:///", "file:/")]
        extract = " ".join(message.get("extract", "").split())
        faults.append((f"{answer.path} ({answer.person})", f"{message['message']} – {extract[:120]}"))
    return faults
