"""Who may know whom: floors of the house, rooms of an app, and the few doors that stand alone."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = [  # lowest first; packages of one floor never know each other
    {"servicestelle.base"},
    {"jugendaemter"},
    {"projects"},
    {"beratung", "publications"},
    {"servicestelle"},
]
RANK = {app: rank for rank, apps in enumerate(FLOORS) for app in apps}
LABEL = {"base": "servicestelle.base"} | {app: app for app in RANK if "." not in app}
ROOMS = [  # in import order: a room may import the rows above it, never one below; one row = one tuple
    ("choices",),
    ("querysets",),
    ("models",),
    ("permissions",),
    ("reports",),
    ("documents", "notifications"),
    ("services",),
    ("tasks",),
    ("forms", "filters"),
    ("views", "urls", "admin"),
]
ROOM_RANK = {room: rank for rank, rooms in enumerate(ROOMS) for room in rooms}
FIELDS = {"ForeignKey", "OneToOneField", "ManyToManyField", "get_model"}
APPS = ("jugendaemter", "projects", "beratung", "publications")


def app_of(dotted):
    return max((a for a in RANK if dotted == a or dotted.startswith(a + ".")), key=len, default=None)


def imported_names(tree, package):
    """Every dotted name that is imported anywhere in the file, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((f"{module}.{alias.name}", node.lineno) for alias in node.names)


def apps_in_fields(tree):
    """Apps named by a text such as ForeignKey("projects.Standort") or get_model("projects", …)."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        texts = [keyword.value for keyword in node.keywords if keyword.arg == "through"]
        if called in FIELDS:
            texts += node.args[:1] or [keyword.value for keyword in node.keywords if keyword.arg == "to"]
        for text in texts:
            if isinstance(text, ast.Constant):
                yield LABEL.get(str(text.value).split(".")[0]), node.lineno


def floor_violations(root):
    for path in sources(root):
        parts = path.relative_to(root).with_suffix("").parts
        own = app_of(".".join(parts))
        if own is None or "migrations" in parts:
            continue
        tree = ast.parse(path.read_text())
        known = [(app_of(name), line) for name, line in imported_names(tree, list(parts[:-1]))]
        for app, line in known + list(apps_in_fields(tree)):
            if app and app != own and RANK[app] >= RANK[own]:
                yield f"{'/'.join(parts)}.py:{line}: {own} must not know {app}"


def room_violations(root):
    for app in APPS:
        for path in sources(root / app):
            parts = path.relative_to(root).with_suffix("").parts
            own = ROOM_RANK.get(parts[1])
            if own is None or "migrations" in parts:
                continue
            for name, line in imported_names(ast.parse(path.read_text()), list(parts[:-1])):
                words = name.split(".")
                other = ROOM_RANK.get(words[1]) if words[0] == app and len(words) > 1 else None
                beside = other == own and words[1] != parts[1] and parts[1] not in {"urls", "admin"}
                if other is not None and (other > own or beside):
                    yield f"{'/'.join(parts)}.py:{line}: {parts[1]} must not import {words[1]}"


def sources(root):
    """The code below `root`, wherever the checkout itself lies."""
    aside = {".venv", "var", "tests"}
    return [path for path in sorted(root.rglob("*.py")) if not aside & set(path.relative_to(root).parts)]


def assigned_status(tree):
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
            for target in targets:
                if isinstance(target, ast.Attribute) and target.attr == "status":
                    yield node.lineno
        called = getattr(node.func, "attr", "") if isinstance(node, ast.Call) else ""
        if called == "update" and any(keyword.arg == "status" for keyword in node.keywords):
            yield node.lineno


def test_floors_know_only_the_floors_below():
    assert list(floor_violations(ROOT)) == []


def test_rooms_import_in_their_order():
    assert list(room_violations(ROOT)) == []


@pytest.mark.parametrize(
    "path, line",
    [
        ("projects/x.py", "from publications.models import Publikation"),
        ("publications/x.py", "def f():\n    import beratung.models"),
        ("jugendaemter/x.py", 'models.ForeignKey("projects.Standort")'),
        ("servicestelle/base/x.py", 'get_model("projects", "Standort")'),
        ("servicestelle/base/x.py", "from servicestelle.pages import views"),
        ("projects/models/x.py", "from ..services import award"),
        ("projects/permissions.py", "from . import views"),
        ("projects/forms.py", "from .filters import X"),
    ],
)
def test_the_layer_test_sees_a_wrong_import(tmp_path, path, line):
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(line)
    assert [*floor_violations(tmp_path), *room_violations(tmp_path)] != []


def test_the_layer_test_reads_the_code_also_below_a_folder_called_var(tmp_path):
    path = tmp_path / "var/tests/projects/x.py"
    path.parent.mkdir(parents=True)
    path.write_text("from publications.models import Publikation")
    assert len([*floor_violations(tmp_path / "var/tests")]) == 1
    assert sources(ROOT / "projects") != []


def test_weasyprint_is_imported_only_behind_the_pdf_door():
    own = [path for path in sources(ROOT) if "weasyprint" in path.read_text() and "launch" not in path.parts]
    importing = [
        str(path.relative_to(ROOT))
        for path in own
        if any(name.split(".")[0] == "weasyprint" for name, _ in imported_names(ast.parse(path.read_text()), []))
    ]
    assert [path for path in importing if not path.startswith("servicestelle/base/pdf")] == []


def test_no_web_module_loads_weasyprint():
    import subprocess
    import sys

    code = "import django, sys; django.setup(); import servicestelle.urls; print('weasyprint' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "False"


MAY_MOVE = re.compile(r"(services(/\w+)?|base/publishing|base/jobs)\.py$")


def test_status_is_assigned_only_by_services():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources(ROOT)
        if not MAY_MOVE.search(path.as_posix()) and not {"migrations", "launch"} & set(path.parts)
        for line in assigned_status(ast.parse(path.read_text()))
    ]
    assert found == []


def templates():
    return sorted((ROOT / "templates").rglob("*.html"))


INLINE = re.compile(
    r"""<style\b|<script(?![^>]*\bsrc=)(?![^>]*type=["']application/(ld\+)?json)|\sstyle=["']|\son(?!e=)\w+=["']|javascript:"""
)
STRIPPED = re.compile(r"\|\s*striptags\b")
INCLUDE = re.compile(r"""\{%-?\s*include\s+(["'])components/[^"']+\1(?P<rest>[^%]*)%\}""")


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(ROOT)))
def test_template_has_nothing_inline_and_closed_components(path):
    text = path.read_text()
    if "pdf" not in path.parts:  # sheets that WeasyPrint sets are not shown by a browser
        assert INLINE.findall(text) == []
    open_ones = [match.group(0) for match in INCLUDE.finditer(text) if match.group("rest").split()[-1:] != ["only"]]
    assert open_ones == []
    assert not STRIPPED.search(text), "das Ergebnis gilt als sicher und bricht aus Attributen aus; `plain` tut es nicht"


def test_the_stripping_test_sees_it():
    assert STRIPPED.search('<meta content="{{ text|markdown|striptags }}">')


@pytest.mark.parametrize("text", ["<style>a{}</style>", "<p style='x'>", "<script>1</script>", '<a onclick="x()">'])
def test_the_inline_test_sees_it(text):
    assert INLINE.search(text)


def test_every_module_says_its_duty():
    silent = [
        str(path.relative_to(ROOT))
        for path in sources(ROOT)
        if path.read_text().strip()
        and "migrations" not in path.parts
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert [path for path in silent if path != "manage.py"] == []


def test_no_module_has_a_name_that_says_nothing():
    banned = {"utils", "helpers", "misc", "common"}
    assert [path for path in sources(ROOT) if path.stem in banned] == []


def test_no_module_passes_four_hundred_lines():
    long = [
        path for path in sources(ROOT) if "migrations" not in path.parts and len(path.read_text().splitlines()) > 400
    ]
    assert long == []
