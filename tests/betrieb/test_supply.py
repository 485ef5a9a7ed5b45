"""The supply chain's own checks: each finds what it is for, and says so when it could not look."""

import http.server
import json
import shutil
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from servicestelle.launch import bill_of_materials, leaked_secrets, vulnerabilities
from servicestelle.launch.lock_file import read_lock

ROOT = Path(__file__).resolve().parents[2]
# Put together here, so that this file itself holds no line that looks like a secret.
HEAD = "-----BEGIN " + "RSA PRIVATE" + " KEY-----"
PROVIDER = "AK" + "IA" + "QWERTYUIOPASDFGH"
RANDOM = "kJ8x" + "Qz2vN7" + "wLp4Tr9" + "Ys6Bd"


def test_every_lock_file_holds_only_pins_with_hashes():
    for name in ("requirements.txt", "requirements-dev.txt"):
        pins = read_lock(ROOT / name)
        assert len(pins) > 40 and all(pin.hashes for pin in pins)


@pytest.mark.parametrize("line", ["django>=5", "-e .", "https://anderswo.example/x.whl", "--index-url x"])
def test_a_line_that_is_no_pin_is_refused(line, tmp_path):
    (tmp_path / "lock.txt").write_text(f"{line}\n")
    with pytest.raises(ValueError, match="keine festgeschriebene Zeile"):
        read_lock(tmp_path / "lock.txt")


def test_lock_files_name_no_host():
    for name in ("requirements.txt", "requirements-dev.txt", "package-lock.json"):
        assert "://" not in "".join(
            line for line in (ROOT / name).read_text().splitlines() if "funding" not in line and '"url"' not in line
        )


def test_the_bill_names_what_is_installed(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    assert bill_of_materials.main() == 0, capsys.readouterr().out
    bill = json.loads((tmp_path / "sbom.json").read_text())
    parts = {part["name"]: part for part in bill["components"]}
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert parts["django"]["purl"] == f"pkg:pypi/django@{parts['django']['version']}"
    assert parts["django"]["scope"] == "required" and parts["pytest"]["scope"] == "excluded"
    assert parts["@kern-ux/native"]["purl"].startswith("pkg:npm/%40kern-ux/native@")
    refs = {part["bom-ref"] for part in bill["components"]}
    assert len(refs) == len(bill["components"])
    assert all({edge["ref"], *edge["dependsOn"]} <= refs for edge in bill["dependencies"])
    first = (tmp_path / "sbom.json").read_bytes()
    bill_of_materials.main()
    assert (tmp_path / "sbom.json").read_bytes() == first


def test_differences_between_installed_and_locked_are_named():
    served, locked = {"a": "1", "b": "2"}, {"a": "1", "b": "2", "pytest": "9"}
    assert bill_of_materials.differences({"a": "1", "b": "2", "pip": "26"}, served, locked) == []
    assert bill_of_materials.differences({"a": "1", "b": "2", "pytest": "9"}, served, locked) == []
    found = bill_of_materials.differences({"a": "0", "fremd": "3"}, served, locked)
    assert found == [
        "a ist 0, festgeschrieben ist 1",
        "b 2 ist festgeschrieben, aber nicht installiert",
        "fremd 3 ist installiert, aber nicht festgeschrieben",
    ]


class Osv(http.server.BaseHTTPRequestHandler):
    """Answers as the OSV service does; the package `loechrig` has a hole."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))["queries"]
        hole = {"vulns": [{"id": "PROBE-1", "modified": "2026-01-01T00:00:00Z"}]}
        self.answer({"results": [hole if each["package"]["name"] == "loechrig" else {} for each in asked]})

    def do_GET(self):
        package = {"ecosystem": "PyPI", "name": "loechrig"}
        events = [{"introduced": "0"}, {"fixed": "2"}]
        affected = [{"package": package, "ranges": [{"type": "ECOSYSTEM", "events": events}]}]
        dates = {"modified": "2026-01-01T00:00:00Z", "published": "2026-01-01T00:00:00Z"}
        self.answer({"id": "PROBE-1", "summary": "Ein Loch", "affected": affected, "schema_version": "1.6.0"} | dates)

    def answer(self, content):
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        return


def make_wheel(folder, name):
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as wheel:
        info = f"{name}-1.0.dist-info"
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: probe\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", "")


@pytest.fixture
def registry(tmp_path, monkeypatch):
    """A folder of two packages instead of a registry."""
    for name in ("loechrig", "heil"):
        make_wheel(tmp_path, name)
    for name, value in {"UV_NO_INDEX": "1", "UV_FIND_LINKS": str(tmp_path), "UV_NO_CONFIG": "1"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def osv(monkeypatch):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Osv)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("OSV_URL", f"http://127.0.0.1:{server.server_address[1]}")
    yield
    server.shutdown()
    server.server_close()


def test_a_service_out_of_reach_is_said_and_not_a_yes(monkeypatch, registry, capsys):
    monkeypatch.setenv("OSV_URL", "http://127.0.0.1:1")
    monkeypatch.setattr(vulnerabilities, "read_lock", lambda path: [])
    code, said, holes = vulnerabilities.audit(["heil==1.0"])
    assert code == 2 and said and holes == []
    monkeypatch.setattr(vulnerabilities, "audit", lambda pins: (code, said, holes))
    assert vulnerabilities.main() == vulnerabilities.NOT_CHECKED
    assert "nicht geprüft" in capsys.readouterr().out


@pytest.fixture
def history(tmp_path):
    """A repository with one harmless commit; `add(path, text)` commits more and takes it out again."""
    base = ["git", "-C", str(tmp_path), "-c", "user.name=x", "-c", "user.email=x@demo.example"]

    def add(path, text):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
        for words in (
            ["add", "-A"],
            ["commit", "-qm", "hin"],
            ["rm", "-q", path],
            ["commit", "-qm", "weg", "--allow-empty"],
        ):
            subprocess.run([*base, *words], check=True, capture_output=True)
        return [what for _, _, what in leaked_secrets.scan(tmp_path)]

    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return add


@pytest.mark.parametrize(
    "path, text",
    [
        ("a.txt", HEAD),
        ("tests/a.txt", HEAD),
        ("a.py", f"key = '{PROVIDER}'"),
        ("a.py", f'SECRET_KEY = "{RANDOM}"'),
        ("a.yml", f"db_password: {RANDOM}"),
        ("a.py", f"'postgresql://konto:{RANDOM}@db/portal'"),
        (".env", "x=1"),
        ("deploy/server.pem", "x"),
    ],
)
def test_a_secret_is_found_though_it_was_removed(history, path, text):
    assert history(path, f"{text}\n")


@pytest.mark.parametrize(
    "text",
    [
        'SECRET_KEY = env("SECRET_KEY")',
        "token = models.UUIDField(default=uuid.uuid4)",
        "smtp+tls://konto:passwort@rechner:587",
        "    --hash=sha256:0f3c5e0c9a3e4f0f8b7b1e0d7f6a5c4b3a291807f6e5d4c3b2a1908f7e6d5c4b",
    ],
)
def test_code_that_speaks_of_secrets_is_no_secret(history, text):
    assert history("a.py", f"{text}\n") == []


def test_our_own_history_is_clean(capsys):
    assert shutil.which("git"), "git fehlt"
    assert leaked_secrets.main() == 0, capsys.readouterr().out


def test_the_commands_run_as_make_check_calls_them():
    for module in ("bill_of_materials", "leaked_secrets"):
        done = subprocess.run(
            [sys.executable, "-m", f"servicestelle.launch.{module}"], cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "pins, code, names", [(["heil==1.0"], 0, []), (["heil==1.0", "loechrig==1.0"], 1, ["loechrig"])]
)
def test_a_known_hole_is_found(registry, osv, pins, code, names):
    found, said, holes = vulnerabilities.audit(pins)
    assert (found, [hole["dependency"]["name"] for hole in holes]) == (code, names), said
