"""Signs of life for containers: the web server answers, worker and schedule have just touched their file.

LEBENSZEICHEN names the folder of the files; without it nothing is written. Imports nothing of Django, so that a check
costs milliseconds: `python -m servicestelle.lebenszeichen web|worker|beat`.
"""

import contextlib
import http.client
import os
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

PATIENCE = {"worker": 60, "beat": 90}  # seconds; a worker shows itself every 2, the schedule every 15
WEB_PORT = 8000


def sign(part):
    return Path(os.environ.get("LEBENSZEICHEN") or "/nirgends") / f"lebt-{part}"


def touch(part):
    """Say that `part` of this container is alive. A full disk must not end it."""
    with contextlib.suppress(OSError):
        sign(part).touch()


def is_alive(part, now=None):
    if part == "web":
        return web_is_ready()
    try:
        age = (now or time.time()) - sign(part).stat().st_mtime
    except OSError:
        return False
    return age <= PATIENCE[part]


def web_is_ready():
    """Ask /bereit/ the way the reverse proxy asks: under the portal's name, as https."""
    name = urlsplit(os.environ.get("SITE_URL", "")).hostname or "localhost"
    line = http.client.HTTPConnection("127.0.0.1", WEB_PORT, timeout=4)
    try:
        line.request("GET", "/bereit/", headers={"Host": name, "X-Forwarded-Proto": "https"})
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()


def follow(signals):
    """Touch the files with Celery's own signs: a worker's heartbeat, every task that the schedule sends."""
    if not os.environ.get("LEBENSZEICHEN"):
        return
    for sign in (signals.worker_ready, signals.heartbeat_sent):
        sign.connect(lambda **_: touch("worker"), weak=False)  # nothing else holds these functions
    signals.beat_init.connect(lambda **_: follow_schedule(signals), weak=False)


def follow_schedule(signals):
    touch("beat")
    signals.before_task_publish.connect(lambda **_: touch("beat"), weak=False)


if __name__ == "__main__":
    sys.exit(0 if is_alive(sys.argv[1]) else 1)
