"""Finds every form field and query parameter by crawling, and sends values nobody expects into all of them."""

from collections import deque
from dataclasses import dataclass, replace
from itertools import cycle, islice
from urllib.parse import parse_qsl, quote, quote_plus, urljoin, urlsplit

import lxml.html
from django.conf import settings
from django.db import connection, transaction

from tests.no_script import digits_in

from .crawling import SEEDS, kind_of

LEAKS = [
    "Traceback (most recent call last)", "site-packages", "psycopg", "django.db", "DataError", "ProgrammingError",
    "OperationalError", "IntegrityError", "LINE 1:", "manage.py", "DJANGO_SETTINGS",
]  # fmt: skip
REFLECTED = [  # markup of the values as it would stand in a page that forgot to escape it
    "<script>window.__x", "<img src=x onerror", "<svg/onload", "<svg onload", "<iframe srcdoc=", "<details open ontoggle",
    "<x-kanarie", "<base href=//fremd", "<input autofocus onfocus", 'href="javascript:', "<style>@import",
]  # fmt: skip
KEPT = {"csrfmiddlewaretoken", "begonnen", "nummer", "aufgabe", "_stand"}
TOTAL = "-TOTAL_FORMS"
MANAGED = ("-TOTAL_FORMS", "-INITIAL_FORMS", "-MIN_NUM_FORMS", "-MAX_NUM_FORMS")
COUNTS = ("", "-1", "x", "1e3", "1001", "9" * 25, "\0")  # for the hidden fields that say how often a part repeats
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
        """Add and change forms of one record are one target, so is a list with all parameters any link gives it."""
        name = kind_of(self.path)[0].removesuffix("_add").removesuffix("_change")
        fields = tuple(name for name in self.fields if not name.startswith("_")) if self.method == "POST" else ()
        return self.method, name, fields


def find_targets(client, hidden=()):
    """Crawl with a Django test client, from SEEDS and `hidden` on; one Target for each form and each page with a query, by kind."""
    seeds = [*SEEDS, *hidden]
    waiting, seen, kinds, found = deque(seeds), set(seeds), set(), {}
    while waiting:
        path = waiting.popleft()
        kind = kind_of(path)
        if kind in kinds and path not in seeds:
            continue
        kinds.add(kind)
        response = client.get(path)
        if response.status_code in {301, 302}:
            links = [response["Location"]]
        elif response.get("Content-Type", "").startswith("text/html"):
            tree = lxml.html.document_fromstring(response.content.decode())
            links = tree.xpath("//a/@href")
            for target in _targets_on(path, tree):
                known = found.get(target.mark, target)
                found[target.mark] = replace(known, fields=tuple(sorted({*known.fields, *target.fields})))
        else:
            continue
        for link in links:
            parts = urlsplit(urljoin(f"http://testserver{path}", link))
            address = parts.path + (f"?{parts.query}" if parts.query else "")
            known = address in seen or address.startswith("/static/") or address.count("=") > 1
            if parts.netloc == "testserver" and not known:
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
        answer = digits_in(form.text_content())
        sent = [(name, answer if name == "antwort" else value or "") for name, value in form.form_values()]
        totals = {name.removesuffix(TOTAL): value for name, value in sent if name.endswith(TOTAL)}
        filled = tuple(_first_rows(sent, totals))
        names = {name for name, _ in _first_rows([(name, "") for name in form.fields if name], totals)}
        fields = tuple(sorted(names - KEPT))
        if fields or form.method == "POST":
            yield Target(form.method, action, fields, filled)


def _first_rows(pairs, totals):
    """Of each part that repeats only the first row; where there is none the one that a press on "add" would bring."""
    for name, value in pairs:
        prefix, row, rest = _parted(name, totals)
        if name.endswith(TOTAL):
            value = "1"
        elif name.endswith("-INITIAL_FORMS"):
            value = "0" if value == "0" else "1"
        if row == "0" or (row == "__prefix__" and totals[prefix] == "0"):
            yield f"{prefix}-0-{rest}", value
        elif not row:
            yield name, value


def _parted(name, prefixes):
    """(part, row, field) of a name like `phasen-0-titel`; no row for all others."""
    for prefix in prefixes:
        row, _, rest = name.removeprefix(f"{prefix}-").partition("-")
        if name.startswith(f"{prefix}-") and rest and (row.isdigit() or row == "__prefix__"):
            return prefix, row, rest
    return name, "", ""


def flood(client, target, values, *, alone=0):
    """Send `values` into all fields of `target`, shifted so that each field gets each; undo every write.

    Then `alone` times one value into one field, in turn, while the others hold what the page filled in: such a post
    gets past the form and meets the rules behind it. Yields (what, fault).
    """
    fields = [name for name in target.fields if not name.endswith(MANAGED)] or ["unbekannt"]
    for turn in range(len(values)):
        given = {name: values[(turn + place) % len(values)] for place, name in enumerate(fields)}
        yield from send(client, target, {**dict(target.filled), **given})
    for name, value in islice(zip(cycle(fields), cycle(values), strict=False), alone):
        yield from send(client, target, {**dict(target.filled), name: value})
    for name in (each for each in target.fields if each.endswith(MANAGED)):
        for value in COUNTS:
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
    if response.get("Content-Type", "").startswith("text/html"):
        yield from ((what, f"gibt {sign} ungeschützt zurück") for sign in REFLECTED if sign.encode() in text)


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
