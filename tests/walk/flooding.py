"""The flood in several processes at once, each with a copy of the portal's database and every kind of person."""

import contextlib
import logging
import multiprocessing
import os

import django

from .values import ALL

SIZE = 2
FEW = 16
PATIENCE = 900  # seconds for one target; the largest form of the admin takes a tenth of it
NEVER = ("/konto/abmelden/",)
# One of each kind. Who may most comes first: whoever meets a form first sends all values.
PEOPLE = (
    "koordination1", "betrieb", "redaktion", "fachberatung", "zahlstelle", "revision", "freigabe", "bearbeitung", "",
)  # fmt: skip


@contextlib.contextmanager
def flooders(envs):
    """Yields (find, send, ask): `find(people, hidden)` gives (person, targets), `send(tasks)` gives (task, faults) as they come,
    `ask(question)` what a function without arguments answers there.

    Each of `envs` is the environment of one process, with a database of its own. What it sends is undone there.
    """
    context = multiprocessing.get_context("spawn")
    waiting = context.Queue()
    for env in envs:
        waiting.put(env)
    pool = context.Pool(len(envs), _begin, (waiting,))
    try:
        yield (
            lambda people, hidden: _results(pool.imap_unordered(_find, [(name, hidden) for name in people])),
            lambda tasks: _results(pool.imap_unordered(_send, tasks)),
            lambda question: pool.apply(question),
        )
    finally:
        pool.terminate()
        pool.join()


def _results(coming):
    with contextlib.suppress(StopIteration):
        while True:
            yield coming.next(timeout=PATIENCE)


def _begin(waiting):
    os.environ.update(waiting.get())
    django.setup()
    from django.conf import settings

    logging.disable(logging.CRITICAL)  # the refusals of a thousand values; a server error is seen by its status
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    _clients.clear()


_clients = {}


def client_of(name):
    """The test client of one person in this process."""
    from django.test import Client

    from servicestelle.base.models import User

    if name not in _clients:
        _clients[name] = Client(raise_request_exception=False)
        if name:
            _clients[name].force_login(User.objects.get(email=f"{name}@demo.example"))
    return _clients[name]


def _find(task):
    from .flood import find_targets

    name, hidden = task
    return name, [target for target in find_targets(client_of(name), hidden) if target.path not in NEVER]


def _send(task):
    from .flood import flood

    name, target, values, alone = task
    return task, list(dict.fromkeys(flood(client_of(name), target, values, alone=alone)))


def share_out(found, values=ALL):
    """From the targets of everybody the tasks (person, target, values, how many of them alone), the largest first.

    Whoever meets a form, a list or a further field of it first sends all `values` in each field, and a sixth of them
    alone. Everybody else, and whoever meets a button without a field, sends a sixteenth: what the form does with the
    values is known then, whether the door before it holds is not.
    """
    known, tasks = {}, []
    for name in PEOPLE:
        for target in found.get(name, ()):
            new = bool(target.fields) and not set(target.fields) <= known.get(target.mark, set())
            known.setdefault(target.mark, set()).update(target.fields)
            few = values[len(tasks) % FEW :: FEW] or values[:1]
            tasks.append((name, target, values if new else few, len(values) // 6 if new else 0))
    return sorted(tasks, key=lambda task: -len(task[1].fields) * len(task[2]))


def planted_faults():
    """The control: a page that breaks, one that leaks and one that forgets to escape. Which were not found?"""
    from django.http import HttpResponse

    from servicestelle import urls

    from .flood import Target, flood

    def broken(request):
        raise RuntimeError("geplanter Fehler")

    answers = {
        "bricht": broken,
        "verrät": lambda request: HttpResponse("Traceback (most recent call last): geplant"),
        "schützt nicht": lambda request: HttpResponse(request.GET["q"]),
    }
    own_page = next(entry for entry in urls.urlpatterns if getattr(entry, "name", None) == "mein")
    usual, missed = own_page.callback, []
    for name, answer in answers.items():
        own_page.callback = answer
        if not list(
            flood(client_of("bearbeitung"), Target("GET", "/mein/", ("q",), ()), [b"<script>window.__x=1</script>"])
        ):
            missed.append(name)
    own_page.callback = usual
    return missed
