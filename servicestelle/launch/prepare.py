"""Runs several management commands in one process (each start of Django costs a second); runs inside the environment."""

import shlex
import sys


def main(lines: list[str]) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    for line in lines:
        print(f"== {line}", flush=True)
        call_command(*shlex.split(line))


if __name__ == "__main__":
    main(sys.argv[1:])
