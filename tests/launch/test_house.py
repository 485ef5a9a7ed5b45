"""The launcher runs before anything is installed, and tests never see the caller's database."""

import ast
import subprocess
import sys

import pytest

from servicestelle.launch.environment import locate
from servicestelle.launch.place import ROOT
from servicestelle.launch.surroundings import for_tests

FOLDER = ROOT / "servicestelle" / "launch"
INSIDE = {
    "fonts.py": {"fontTools"},
    "prepare.py": {"django"},
    "bill_of_materials.py": {"packaging"},
}  # run by the environment's Python


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_standard_library_only(path):
    for node in ast.walk(ast.parse(path.read_text())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module]
        for name in names:
            top = name.split(".")[0]
            assert top in sys.stdlib_module_names | INSIDE.get(path.name, set()), f"{path.name} imports {name}"


def test_help_needs_no_package():
    done = subprocess.run([sys.executable, "-I", "-S", "-c", "import sys; sys.path.insert(0, '.'); "
                           "from servicestelle.launch.__main__ import main; main(['--help'])"],
                          cwd=ROOT, capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "run" in done.stdout


def test_callers_database_never_reaches_a_test(place, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://echt@server/echt")
    monkeypatch.setenv("REDIS_URL", "redis://echt:6379")
    env = for_tests(place, locate(), database_url="postgresql://portal@/portal", redis_url="redis://x:1/0")
    assert "echt" not in env["DATABASE_URL"] + env["REDIS_URL"]
