"""The process that reads hostile files: no Django, no secrets, little memory, few seconds. Says what it found as JSON.

python -m servicestelle.base.dateien.inspecting pdf < file
"""

import json
import resource
import sys

from .faults import UNREADABLE, Fault

MEMORY, SECONDS = 1024 * 1024 * 1024, 20


def inspect(key, content):
    """The media type the content itself names, or None where the kind is all it says. Raises Fault."""
    if key == "pdf":
        from .portable import check_pdf

        return check_pdf(content)
    if key == "office":
        from .office import check_office

        return check_office(content)
    from .pictures import check_picture

    return check_picture(content, form=key)


def answer(key, content):
    """What the process prints: the type or the reason."""
    try:
        return {"type": inspect(key, content)}
    except Fault as fault:
        return {"reason": str(fault)}
    except (MemoryError, RecursionError):
        return {"reason": UNREADABLE}


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.stdout.write(json.dumps(answer(sys.argv[1], sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
