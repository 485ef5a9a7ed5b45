"""Stores markup through every form that takes text, as people do: open the page, fill it in, send it, confirm the mail."""

import re
import time
from itertools import count
from urllib.parse import urlencode, urljoin, urlsplit

from .crawling import crawl, kind_of
from .flood import KEPT
from .values import CANARY, MARKUP

WORD = "KANARIENVOGEL"  # what a template language would make of TEMPLATES
TEMPLATES = [
    f'{{{{ "{WORD.lower()}"|upper }}}}', f'{{% filter upper %}}{WORD.lower()}{{% endfilter %}} {CANARY}', f"${{'{WORD.lower()}'.toUpperCase()}}",
    f"<%= '{WORD.lower()}'.upcase %> {CANARY}", f"#{{'{WORD.lower()}'.upcase}}",
]  # fmt: skip
STYLES = [
    f"<style>body{{display:none}}/*{CANARY}*/</style>", f'x" style="position:fixed;inset:0" title="{CANARY}',
    f"<p style='background:url(//fremd.example/{CANARY})'>", "<link rel=stylesheet href=//fremd.example/x.css>",
]  # fmt: skip
PAYLOADS = [*MARKUP, *TEMPLATES, *STYLES]
TEXTS = ("text", "search", "")
SKIPPED = re.compile(
    r"abmelden|delete|sperren|passwort|zweiter-faktor|anmelden|/konto/(bestaetigen|geraete)|/zurueckziehen|beenden"
)
READING = 3.3  # seconds; the public forms refuse what is faster
ADDRESS = "person@demo.example"
CELLS = """SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND data_type IN ('text', 'character varying', 'jsonb', 'ARRAY')"""
_number = count()


def store(visitor, *, few=2, hidden=()):
    """Send markup into every form this visitor meets, at `hidden` too; return ({form: fields that were taken}, forms that refused)."""
    taken, refused, seen = {}, [], {}
    for answer in crawl(visitor, few=few, public_too=not visitor.name, seeds=hidden):
        for form in answer.tree.forms if answer.tree is not None else ():
            path = urlsplit(urljoin(f"http://portal{answer.path}", form.get("action") or answer.path)).path
            mark = kind_of(path)[0], tuple(sorted(text_fields(form)))
            if form.method != "POST" or SKIPPED.search(path) or not mark[1] or seen.get(mark, 0) >= few:
                continue
            seen[mark] = seen.get(mark, 0) + 1
            if fields := send(visitor, path, form):
                taken[path] = fields
            else:
                refused.append(path)
    return taken, refused


def text_fields(form):
    """{name: the most it holds} of what people type into; not what names an address, a day or a number of its own."""
    found = {}
    for node in form.xpath(".//textarea[@name] | .//input[@name]"):
        name, kind = node.get("name"), (node.get("type") or "").lower() if node.tag == "input" else "text"
        if kind in TEXTS and name not in KEPT and "__prefix__" not in name and not name.endswith(("slug", "_FORMS")):
            found[name] = int(node.get("maxlength") or (10_000 if node.tag == "textarea" else 250))
    return found


def send(visitor, path, form):
    """Post the form; what it refuses goes back to what stood there, at most thrice. Names of the fields it took."""
    usual = sensible(form)
    given = {name: markup_of(size) for name, size in text_fields(form).items()}
    if "begonnen" in usual:
        time.sleep(READING)
    for _ in range(3):
        given = {name: value for name, value in given.items() if value}
        answer = visitor.ask("POST", path, body_of(visitor, {**usual, **given}), FORM) if given else None
        if answer is None or answer.status == 302:
            return sorted(given) if answer else []
        wrong = errors_on(answer) & set(given) if answer.tree is not None else set()
        if not wrong:
            return []
        given = {name: value for name, value in given.items() if name not in wrong}
    return []


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def body_of(visitor, fields):
    return urlencode({**fields, "csrfmiddlewaretoken": visitor.cookies.get("csrftoken", "")}, doseq=True)


def sensible(form):
    """What the page itself would send, with something fitting where a choice or an address is still missing."""
    found = {}
    for name, value in form.form_values():
        found.setdefault(name, []).append(value or "")
    for node in form.xpath(".//input[@type='email'][@name]"):
        if not "".join(found.get(node.get("name"), [])):
            found[node.get("name")] = [ADDRESS]
    for node in form.xpath(".//select[@name][not(@multiple)]"):
        options = [each for each in node.xpath(".//option/@value") if each]
        if options and not "".join(found.get(node.get("name"), [])) and "__prefix__" not in node.get("name"):
            found[node.get("name")] = options[:1]
    for node in form.xpath(".//input[@type='radio'][@name]"):
        found.setdefault(node.get("name"), [node.get("value", "on")])
    if form.xpath(".//input[@name='slug']") and not "".join(found.get("slug", [])):
        found["slug"] = [f"probe-{next(_number)}"]
    for node in form.xpath(".//input[contains(@class, 'vDateField')][@name]"):
        if not "".join(found.get(node.get("name"), [])) and "__prefix__" not in node.get("name"):
            found[node.get("name")] = ["01.02.2026"]
    return found


def markup_of(size):
    """As much markup as fits: all of it in a long text, one in turn in a short one."""
    everything = "\n\n".join(PAYLOADS)
    if size >= len(everything):
        return everything
    start = next(_number)
    ring = [PAYLOADS[(start + step) % len(PAYLOADS)] for step in range(len(PAYLOADS))]
    return next((value for value in ring if len(value) <= size and "\n" not in value), "")


def errors_on(answer):
    """Names of the fields the page complains of."""
    tree = answer.tree
    named = set(tree.xpath("//*[@aria-invalid='true']/@name"))
    for node in tree.xpath("//*[contains(@class, 'errorlist')]"):
        named.update(node.getparent().xpath(".//input/@name | .//textarea/@name"))
    return named


def confirm_mails(visitor, portal):
    """Follow the links of all mails that ask for a confirmation, and press their button."""
    for (text,) in portal.ask("SELECT text FROM base_mail ORDER BY id"):
        for link in re.findall(r"(/(?:bestaetigen|fachberatung/status)/\S+/)", text):
            page = visitor.get(link)
            forms = page.tree.xpath("//main//form[@method='post']") if page.tree is not None else []
            if forms and not text_fields(forms[0]):
                action = urlsplit(urljoin(f"http://portal{link}", forms[0].get("action") or link)).path
                visitor.ask("POST", action, body_of(visitor, sensible(forms[0])), FORM)


def columns_with_markup(portal):
    """Names of the columns that really hold it now."""
    found = []
    for table, column in portal.ask(CELLS):
        if portal.ask(f'SELECT 1 FROM "{table}" WHERE "{column}"::text LIKE %s LIMIT 1', f"%{CANARY}%"):
            found.append(f"{table}.{column}")
    return found
