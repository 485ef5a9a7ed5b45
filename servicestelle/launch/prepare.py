"""Runs several management commands in one process (each start of Django costs a second); runs inside the environment."""

import shlex
import sys


def main(lines: list[str]) -> None:
    import django
    from django.core.management import call_command, get_commands

    django.setup()
    for line in lines:
        print(f"== {line}", flush=True)
        if line.split()[0] not in get_commands():
            print("   (gibt es noch nicht)")
            continue
        call_command(*shlex.split(line))


if __name__ == "__main__":
    main(sys.argv[1:])
