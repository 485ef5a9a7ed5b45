"""The command line of the launcher; `make` calls it."""

import argparse
import sys

from . import interrupts
from .speech import Refusal, say


def main(words: list[str]) -> int:
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a terminal without „ shows a ? instead of nothing
    interrupts.listen()
    try:
        check_python()
        return dispatch(words) or 0
    except Refusal as refusal:
        say(str(refusal))
        return 1
    except PermissionError as error:
        say(f"Kein Zugriff auf {error.filename}. Gehört es root? Dann einmal: sudo chown -R $USER .venv var")
        return 1
    except interrupts.Stopped:
        return 128 + interrupts.last()


def check_python() -> None:
    if not (3, 11) <= sys.version_info < (3, 14):
        raise Refusal(
            f"Das Portal braucht Python 3.11 bis 3.13, hier läuft {sys.version.split()[0]}.\n"
            "  Ausweg: make run PYTHON=python3.13"
        )


def dispatch(words: list[str]) -> int | None:
    """Import late: each command loads only what it needs."""
    own, _, rest = split_at(words, "--")
    given = read_arguments(own)
    if given.command == "run":
        from .run import run

        return run()
    if given.command == "reset":
        from .reset import reset

        return reset()
    if given.command == "check":
        from .checking import check

        return check()
    if given.command == "test":
        from .testing import test

        return test(rest, keep=given.keep)
    if given.command == "lock":
        from .locking import lock

        return lock(rest)
    if given.command == "image":
        from .image import image

        return image()
    if given.command == "sbom":
        from .checking import sbom

        return sbom()
    from .measuring import measure

    return measure(given.command, given.name or None)


def split_at(words: list[str], mark: str) -> tuple[list[str], str, list[str]]:
    if mark not in words:
        return words, "", []
    at = words.index(mark)
    return words[:at], mark, words[at + 1 :]


def read_arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m servicestelle.launch")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("run", "reset", "check", "lock", "image", "sbom"):
        commands.add_parser(name)
    test = commands.add_parser("test", epilog="Alles nach -- geht an pytest.")
    test.add_argument("--keep", action="store_true", help="Server für den nächsten Aufruf laufen lassen")
    for name in ("drill", "bench"):
        commands.add_parser(name).add_argument("name", nargs="?")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
