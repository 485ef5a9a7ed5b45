"""The portal with one check less: which checks there are, and how the source reads without each of them."""

import ast
from dataclasses import dataclass
from pathlib import Path

APPS = ("beratung", "jugendaemter", "projects", "publications", "servicestelle/base", "servicestelle/pages")
SETTINGS = "servicestelle/settings.py"
DEFAULT_DENY = '"servicestelle.base.http.LoginRequired",'
MAKE_PUBLIC = '@__import__("django.contrib.auth.decorators", fromlist=["x"]).login_not_required\n'
ONLY = "_only"  # office_only and what is made of it
GUARDS = ("can_", "is_member", "is_office")
OPENERS = {"public", "login_not_required"}


@dataclass(frozen=True)
class Mutant:
    """One check taken out. `lines` and `addresses` are those whose tests should notice."""

    kind: str
    path: str
    line: int
    name: str
    start: int
    end: int
    text: str
    lines: tuple
    addresses: tuple = ()

    def __str__(self):
        return f"{self.kind} {self.path}:{self.line} {self.name}"

    def apply(self, source):
        """`source` (bytes) without this check."""
        return source[: self.start] + self.text.encode() + source[self.end :]


def find_mutants(root, views):
    """Every check of the portal, in the order of its files; `views` names the addresses by (file, first line)."""
    found = [_default_deny(root)]
    for app in APPS:
        for path in sorted((root / app).rglob("*.py")):
            if not {"migrations", "management", "startdaten"} & set(path.parts):
                found += Finder(path, path.relative_to(root).as_posix(), views).found
    return found


def _default_deny(root):
    source = (root / SETTINGS).read_bytes()
    start = source.index(DEFAULT_DENY.encode())
    line = source[:start].count(b"\n") + 1
    end = start + len(DEFAULT_DENY)
    return Mutant("vorgabe", SETTINGS, line, "LoginRequired", start, end, "", ())


class Finder(ast.NodeVisitor):
    """Collects the mutants of one file in `found`; a SyntaxError names one that would be no Python."""

    def __init__(self, path: Path, name: str, views: dict):
        self.name, self.source, self.found, self.inside = name, path.read_bytes(), [], []
        self.starts = [0]
        for line in self.source.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        tree = ast.parse(self.source)
        self.in_conditions = {id(call) for node in ast.walk(tree) for call in _calls_that_decide(node)}
        self.views = views
        self.visit(tree)

    def visit_FunctionDef(self, node):
        body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
        if node.name == "visible_to":
            self._replace("sicht", node, body[0], body[-1], "return self", body)
        elif self._is_predicate(node.name):
            self._replace("praedikat", node, body[0], body[-1], "return True", body)
        self._look_at_decorators(node, body)
        self.inside.append(node)
        self.generic_visit(node)
        self.inside.pop()

    def _is_predicate(self, name):
        rooms = ("permissions.py", "base/access.py")
        return name.startswith("can_") or (name.startswith("is_") and self.name.endswith(rooms))

    def _look_at_decorators(self, node, body):
        first = min(each.lineno for each in [node, *node.decorator_list])
        names = {getattr(each, "id", "") for each in node.decorator_list}
        addresses = self.views.get((self.name, first), ())
        for each in node.decorator_list:
            if getattr(each, "id", "").endswith(ONLY):
                start, end = self.starts[each.lineno - 1], self.starts[each.lineno]
                self._add("buero", node, start, end, "", body, addresses=addresses)
        if addresses and not names & OPENERS and not any(name.endswith(ONLY) for name in names):
            start = self.starts[first - 1]
            text = " " * node.col_offset + MAKE_PUBLIC
            self._add("anmeldung", node, start, start, text, body, addresses=addresses)

    def visit_Call(self, node):
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if called == "visible_to" and isinstance(node.func, ast.Attribute) and self._owner() != "visible_to":
            receiver = self._end(node.func.value)
            self._add("zeilen", node, receiver, self._end(node), ".all()", [node])
        elif called == "has_perm" and not self.name.endswith("permissions.py"):
            self._replace("recht", node, node, node, "True", [node])
        elif id(node) in self.in_conditions and called.startswith(GUARDS) and not self._is_predicate(self._owner()):
            self._replace("wache", node, node, node, "True", [node])
        self.generic_visit(node)

    def _owner(self):
        return self.inside[-1].name if self.inside else ""

    def _replace(self, kind, node, first, last, text, body):
        self._add(kind, node, self._at(first.lineno, first.col_offset), self._end(last), text, body)

    def _add(self, kind, node, start, end, text, body, addresses=()):
        lines = tuple(range(body[0].lineno, body[-1].end_lineno + 1))
        name = ".".join([each.name for each in self.inside] + [getattr(node, "name", "")]).strip(".")
        mutant = Mutant(kind, self.name, node.lineno, name, start, end, text, lines, tuple(addresses))
        ast.parse(mutant.apply(self.source), str(mutant))  # what does not even start proves no test
        self.found.append(mutant)

    def _at(self, line, column):
        return self.starts[line - 1] + column

    def _end(self, node):
        return self._at(node.end_lineno, node.end_col_offset)


def _calls_that_decide(node):
    """Calls within the condition of an `if`, where a wrong answer lets something happen."""
    if isinstance(node, ast.If):
        yield from (each for each in ast.walk(node.test) if isinstance(each, ast.Call))
