"""Finds the addresses of the portal as each person sees them, by following every link."""

import hashlib
import re
from collections import Counter, deque
from urllib.parse import parse_qsl, urlsplit

from django.urls import URLPattern, get_resolver, resolve
from django.urls.exceptions import Resolver404

# not linked anywhere, or only from a mail; visited all the same
SEEDS = [
    "/", "/stil/", "/fachberatung/anfrage/abgeschickt/", "/demo/post/", "/konto/", "/mein/", "/buero/", "/verwaltung/", "/lebt/", "/bereit/", "/metriken/", "/robots.txt",
    "/sitemap.xml", "/.well-known/security.txt", "/nachricht-geschrieben/", "/konto/gesperrt/", "/konto/abmelden/",
    "/konto/passwort-vergessen/", "/konto/passwort-vergessen/gesendet/", "/konto/passwort-vergessen/fertig/",
    "/konto/passwort-vergessen/1-abc-def/", "/konto/passwort-aendern/", "/konto/passwort-festlegen/",
    "/bestaetigen/gibt-es-nicht/", "/gibt-es-nicht/", "/standorte/gibt-es-nicht/", "/suche/?q=Familien",
    "/suche/?q=xyzxyz", "/standorte/?q=xyzxyz", "/standorte/?thema=gibt-es-nicht", "/standorte/?seite=999",
    "/buero/seiten/?q=xyzxyz", "/buero/anfragen/ansichten/", "/buero/statistik/?mit_erfundenen=1",
    "/verwaltung/projects/standort/?q=xyzxyz", "/verwaltung/projects/standort/?boese__feld=1",
]  # fmt: skip
FEW = 3  # addresses of one kind that differ by a query or by the record in office and admin
OFFICE = ("/buero/", "/verwaltung/", "/demo/")


def kind_of(path):
    """The name of the address and the keys of its query: what differs only by a record is of one kind."""
    parts = urlsplit(path)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return "404", ()
    name = found.view_name or found.func.__name__
    extra = tuple(str(found.kwargs[key]) for key in ("art", "app_label") if key in found.kwargs)
    return name, extra + tuple(
        sorted({key for key, _ in parse_qsl(parts.query, keep_blank_values=True)} - {"_changelist_filters"})
    )


def crawl(visitor, *, few=FEW, public_too=True, kind=kind_of, seeds=()):
    """Visit all addresses from SEEDS and `seeds` on; yield each Answer. `few` bounds records in office and admin, and queries.

    Public pages are the same for every visitor but for the bar with the name: with `public_too=False` they are
    bounded as well. `kind` says which addresses are of one kind. Of queries only those with one key are followed: the
    lists' own tests combine them.
    """
    seeds = [*SEEDS, *seeds]
    waiting, seen, kinds = deque(seeds), set(seeds), Counter()
    while waiting:
        path = waiting.popleft()
        bounded = "?" in path or path.startswith(OFFICE) or not public_too
        if path not in seeds and (path.count("=") > 1 or (bounded and kinds[kind(path)] >= few)):
            continue
        kinds[kind(path)] += 1
        answer = visitor.get(path)
        yield answer
        for link in answer.links():
            if link not in seen and not link.startswith("/static/"):
                seen.add(link)
                waiting.append(link)


def names_of_addresses(resolver=None, namespace=""):
    """The names of all addresses the portal has."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}" if entry.name else None
        else:
            yield from names_of_addresses(entry, namespace + (f"{entry.namespace}:" if entry.namespace else ""))


BAR = re.compile(rb'<nav class="sg-bar.*?</nav>', re.DOTALL)
CHANGING = re.compile(rb'value="[^"]{40,}"')  # tokens and signed numbers differ from showing to showing


def text_of(answer):
    """The page without what changes from showing to showing and from person to person: equal texts need one check."""
    return CHANGING.sub(b'value="x"', BAR.sub(b"", answer.body))


def shape_of(answer):
    """A short name for how the page's content is built: elements, classes and attributes, repetitions counted once."""
    [main, *_] = answer.tree.xpath("//main") or [answer.tree]
    return hashlib.sha1(_shape(main).encode(), usedforsecurity=False).hexdigest()[:12]


def _shape(node):
    children = dict.fromkeys(_shape(child) for child in node if isinstance(child.tag, str))
    own = [node.get("class", ""), node.get("role", ""), node.get("type", ""), *sorted(node.attrib)]
    return f"{node.tag}[{','.join(own)}]({''.join(children)})"
