"""Hints to the broker, sent by a thread of their own: no request ever waits for a broker that is slow or away."""

import logging
import os
import threading
from queue import Full, Queue

from celery import current_app

log = logging.getLogger(__name__)

WAITING_AT_MOST = 1000  # more are dropped without harm: the sweep sends them from the outbox
# Each hint has a connection of its own: none waits long for a broker that stands still, none is stale.
LINE = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5, "max_retries": 0, "connect_retries_timeout": 0.5}


class Messenger(threading.Thread):
    """Delivers what `post` was given, one after the other, as long as its process lives."""

    def __init__(self):
        super().__init__(name="hints", daemon=True)
        self.process = os.getpid()
        self.waiting = Queue(WAITING_AT_MOST)

    def run(self):
        while True:
            deliver(*self.waiting.get())


_messenger = None
_lock = threading.Lock()


def post(kind, pk):
    """Hint the broker that job `pk` waits, later and in the background; returns at once, raises nothing."""
    try:
        messenger().waiting.put_nowait((kind, pk))
    except Full:
        log.warning("Hinweis für Auftrag %s ausgelassen: zu viele warten auf den Broker", pk)


def messenger():
    """The thread of this process; a forked child starts its own."""
    global _messenger
    with _lock:
        if _messenger is None or _messenger.process != os.getpid() or not _messenger.is_alive():
            _messenger = Messenger()
            _messenger.start()
        return _messenger


def deliver(kind, pk):
    """Tell the broker that job `pk` waits; True when it took the hint. A broker that is away is no error."""
    try:
        with current_app.connection_for_write(connect_timeout=1, transport_options=LINE) as line:
            current_app.send_task(kind, args=[pk], connection=line, retry=False, ignore_result=True)
    except Exception as error:  # whatever a broker client raises; the row is safe
        log.warning("Hinweis für Auftrag %s nicht zugestellt: %s", pk, error)
        return False
    return True
