"""The command line of the launcher; `make` calls it."""

import argparse
import sys

from . import interrupts
from .speech import Refusal, say


def main(words: list[str]) -> int:
    interrupts.listen()
    try:
        return dispatch(words) or 0
    except Refusal as refusal:
        say(str(refusal))
        return 1
    except interrupts.Stopped:
        return 128 + interrupts.last()


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
    for name in ("run", "reset", "check", "lock"):
        commands.add_parser(name)
    test = commands.add_parser("test", epilog="Alles nach -- geht an pytest.")
    test.add_argument("--keep", action="store_true", help="Server für den nächsten Aufruf laufen lassen")
    for name in ("drill", "bench"):
        commands.add_parser(name).add_argument("name", nargs="?")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
