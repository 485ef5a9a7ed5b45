"""Finds every form field and query parameter by crawling, and sends values nobody expects into all of them."""

from collections import deque
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, quote_plus, urljoin, urlsplit

import lxml.html
from django.conf import settings
from django.db import connection, transaction

from .crawling import SEEDS, kind_of

LEAKS = [
    "Traceback (most recent call last)", "site-packages", "psycopg", "django.db", "DataError", "ProgrammingError",
    "OperationalError", "IntegrityError", "LINE 1:", "manage.py", "DJANGO_SETTINGS",
]  # fmt: skip
KEPT = {"csrfmiddlewaretoken", "begonnen", "nummer", "_stand"}
MANAGED = ("-TOTAL_FORMS", "-INITIAL_FORMS", "-MIN_NUM_FORMS", "-MAX_NUM_FORMS")
EXTRA = ("q", "seite", "ansicht", "next", "o", "p", "e", "all", "format")


@dataclass(frozen=True)
class Target:
    """One form, or one page with its query parameters; `filled` is what the page itself would send."""

    method: str
    path: str
    fields: tuple
    filled: tuple

    @property
    def mark(self):
        """Add and change forms of one record are one target, so are lists that take the same parameters."""
        name = kind_of(self.path)[0].removesuffix("_add").removesuffix("_change")
        return self.method, name, tuple(name for name in self.fields if not name.startswith("_"))


def find_targets(client):
    """Crawl with a Django test client; one Target for each form and each page with a query, by kind."""
    waiting, seen, kinds, found = deque(SEEDS), set(SEEDS), set(), {}
    while waiting:
        path = waiting.popleft()
        kind = kind_of(path)
        if kind in kinds and path not in SEEDS:
            continue
        kinds.add(kind)
        response = client.get(path)
        if response.status_code in {301, 302}:
            links = [response["Location"]]
        elif response.get("Content-Type", "").startswith("text/html"):
            tree = lxml.html.document_fromstring(response.content.decode())
            links = tree.xpath("//a/@href")
            for target in _targets_on(path, tree):
                found.setdefault(target.mark, target)
        else:
            continue
        for link in links:
            parts = urlsplit(urljoin(f"http://testserver{path}", link))
            address = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.netloc == "testserver" and address not in seen and not address.startswith("/static/"):
                seen.add(address)
                waiting.append(address)
    return list(found.values())


def _targets_on(path, tree):
    plain, _, query = path.partition("?")
    names = {name for name, _ in parse_qsl(query, keep_blank_values=True)} - {"_changelist_filters"}
    if names:
        yield Target("GET", plain, tuple(sorted(names | set(EXTRA))), ())
    for form in tree.forms:
        action = urlsplit(urljoin(f"http://testserver{plain}", form.get("action") or plain)).path
        filled = tuple((name, value or "") for name, value in form.form_values())
        fields = tuple(sorted({name for name in form.fields if name and name not in KEPT}))
        if fields or form.method == "POST":
            yield Target(form.method, action, fields, filled)


def flood(client, target, values, *, singly=False):
    """Send `values` into all fields of `target`, shifted so that each field gets each; undo every write.

    With `singly` each field gets each value while the others hold what the page filled in. Yields (what, fault).
    """
    fields = [name for name in target.fields if not name.endswith(MANAGED)] or ["unbekannt"]
    for turn, value in enumerate(values):
        if singly:
            for name in fields:
                yield from send(client, target, {**dict(target.filled), name: value})
        else:
            given = {name: values[(turn + place) % len(values)] for place, name in enumerate(fields)}
            yield from send(client, target, {**dict(target.filled), **given})
    for name in (each for each in target.fields if each.endswith(MANAGED)):
        for value in values[::6]:
            yield from send(client, target, {**dict(target.filled), name: value})


def send(client, target, fields):
    body = "&".join(
        f"{quote_plus(name)}={value if value == b'%zz' else quote(value)}" for name, value in _pairs(fields)
    )
    with transaction.atomic():
        if target.method == "POST":
            response = client.post(target.path, body, content_type="application/x-www-form-urlencoded")
        else:
            response = client.get(f"{target.path}?{body}")
        late = _late_fault() if target.method == "POST" and response.status_code < 500 else None
        transaction.set_rollback(True)
    what = f"{target.method} {target.path}"
    if response.status_code >= 500:
        yield what, f"{response.status_code} bei {body[:300]}"
    if late:
        yield what, f"erst beim Festschreiben: {late} bei {body[:300]}"
    text = b"" if response.streaming else response.content
    yield from ((what, f"verrät {sign}") for sign in (*LEAKS, settings.SECRET_KEY) if sign.encode() in text)


def _pairs(fields):
    for name, value in fields.items():
        yield name, value if isinstance(value, bytes) else str(value).encode()


def _late_fault():
    """Rules the database checks at the end of a transaction."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except Exception as error:
        return str(error)[:120]
    return None
