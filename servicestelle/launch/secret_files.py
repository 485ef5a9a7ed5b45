"""Secrets of this checkout: made up once, kept readable for their owner only."""

import os
import secrets
from pathlib import Path

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # nothing that is mistaken for something else when typed


def secret_key(folder: Path) -> str:
    return os.environ.get("SECRET_KEY") or keep(folder / "secret_key", lambda: secrets.token_urlsafe(64))


def demo_password(folder: Path) -> str:
    return os.environ.get("DEMO_PASSWORD") or keep(folder / "demo_password", make_password)


def make_password() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(3))


def keep(path: Path, make) -> str:
    """Read the secret or write a new one; the file is never open to others, not even for a moment."""
    try:
        if text := path.read_text().strip():
            return text
    except FileNotFoundError:
        pass
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".neu")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(made := make())
    draft.replace(path)
    return made
