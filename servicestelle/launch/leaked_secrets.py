"""Looks through every line that ever entered the repository for keys, tokens and passwords."""

import math
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from .place import ROOT
from .vulnerabilities import NOT_CHECKED

KNOWN = {
    "privater Schlüssel": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    "Zugangsschlüssel eines Anbieters": re.compile(
        r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_\w{60,}|\bglpat-[\w-]{20}|\bxox[abprs]-[\w-]{20,}"
        r"|\bAIza[\w-]{35}|\bsk-[\w-]{32,}|\bpypi-[\w-]{50,}|\bnpm_[A-Za-z0-9]{36}"
    ),
    "Sitzungsmarke": re.compile(r"\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{15,}"),
    "Adresse mit Passwort": re.compile(r"\b[a-z][a-z0-9+]+://[^\s/:@{}<>\"']+:(?P<value>[^\s/@{}<>\"'…]{6,})@"),
}
NAMED = re.compile(
    r"(?i)(?:password|passwort|passwd|secret|secret_key|token|api_?key)[\"']?\s*[:=]\s*[\"']?(?P<value>[^\s\"'(){}\[\]<>,;]{16,})"
)
FILES = re.compile(r"(?:^|/)(?:\.env(?:\.\w+)?|id_(?:rsa|ed25519|ecdsa)|[^/]+\.(?:pem|key|p12|pfx|keystore|kdbx))$")
PLACEHOLDERS = {"passwort", "password", "geheim"}
RANDOM = 3.9  # bits for each sign; words of a language and code stay below
TESTS = "tests/"  # invented secrets live there; a provider's key or a private one is refused even so


def main() -> int:
    """Return how many suspicious lines the history holds."""
    if not git(ROOT, "rev-parse", "--git-dir"):
        print("  Kein Git-Verlauf, darum nicht geprüft.")
        return NOT_CHECKED
    found = sorted(set(scan(ROOT)))
    for commit, path, what in found:
        print(f"  {commit[:10]} {path}: {what}")
    shallow = git(ROOT, "rev-parse", "--is-shallow-repository").strip() == "true"
    print(
        f"  {count_commits(ROOT)} Stände durchsucht, {len(found)} Fundstellen" + ("; der Verlauf ist gekürzt" * shallow)
    )
    return min(len(found), 50)


def scan(root: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (commit, path, what) for each suspicious line or file of all commits. The value itself is never shown."""
    commit, path = "", ""
    for line in read_history(root):
        if line.startswith("\x00"):
            commit = line[1:].strip()
        elif line.startswith("+++ "):
            path = line[4:].strip().removeprefix("b/")
            if FILES.search(path):
                yield commit, path, "Datei, wie sie Geheimnisse trägt"
        elif line.startswith("+") and (what := suspect(line[1:], path)):
            yield commit, path, what


def read_history(root: Path) -> Iterator[str]:
    command = ["git", "log", "--all", "-p", "-m", "--unified=0", "--no-color", "--no-ext-diff", "--format=%x00%H"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True, errors="replace") as log:
        yield from log.stdout


def suspect(line: str, path: str) -> str:
    """What makes this line look like a secret; empty when nothing does."""
    for what, pattern in KNOWN.items():
        if (hit := pattern.search(line)) and not is_invented(hit.groupdict().get("value"), path):
            return what
    hit = NAMED.search(line)
    if hit and not path.startswith(TESTS) and randomness(hit["value"]) >= RANDOM and re.search(r"\d", hit["value"]):
        return "zufällige Zeichen an einem Namen für Geheimnisse"
    return ""


def is_invented(value: str | None, path: str) -> bool:
    """Passwords of examples and tests; a provider's key or a private one has no such excuse."""
    return value is not None and (value in PLACEHOLDERS or path.startswith(TESTS))


def randomness(text: str) -> float:
    """Shannon's entropy in bits for each sign."""
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())


def count_commits(root: Path) -> int:
    return int(git(root, "rev-list", "--all", "--count") or 0)


def git(root: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=root, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
