"""Uploaded files: hostile ones refused with a reason, honest ones taken; kept, scanned, handed out, swept."""

import json
import os
import resource
import socketserver
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.http import Http404
from django.utils import timezone

from servicestelle.base.dateien import checking, scanning, services
from servicestelle.base.dateien.checking import Checked, check_file
from servicestelle.base.dateien.faults import UNREADABLE, Fault
from servicestelle.base.dateien.inspecting import inspect
from servicestelle.base.dateien.names import check_name, clean_name
from servicestelle.base.dateien.serving import attach_files, serve_file
from servicestelle.base.models import Auftrag, Datei, Protokoll
from servicestelle.base.tasks import datei_pruefen, dateien_nachpruefen
from tests import files
from tests.clamd import Handler, clamd
from tests.files import EICAR, honest, hostile
from tests.records import make_jugendamt, make_meldung

ROOT = Path(__file__).resolve().parents[2]
LOUD = "lässt|ist|enthält|hat|heißt|entpackt|führt|holt"


def families(cases):
    """The first of each family."""
    found = {}
    for label, name, content in cases:
        found.setdefault(label.partition(":")[0], (name, content))
    return found


HOSTILE, HONEST = families(hostile()), {label: (name, content) for label, name, content in list(honest())[::4]}


# The gate


@pytest.fixture
def nearby(monkeypatch):
    """The same inspection without a process for each file, to save half a second each."""
    monkeypatch.setattr(checking, "_inspect_apart", inspect)


@pytest.mark.parametrize("family", HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason(family, nearby):
    with pytest.raises(Fault, match=rf"^({LOUD}) .{{8,}}\.$"):
        check_file(*HOSTILE[family])


def test_a_half_picture_is_refused_beside_weasyprint_too(nearby, monkeypatch):
    """WeasyPrint tells Pillow to take pictures that are cut off; the gate must not inherit that."""
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(Fault):
        check_file(*HOSTILE["broken picture"])


def test_there_are_forty_kinds_of_hostile_files():
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize(
    "family", ["pdf with script", "huge picture", "zip bomb", "office with macros", "html as text"]
)
def test_the_process_of_its_own_refuses_alike(family):
    with pytest.raises(Fault, match=rf"^({LOUD}) .{{8,}}\.$"):
        check_file(*HOSTILE[family])


@pytest.mark.parametrize("label", ["docx", "pdf 1", "webp"])
def test_the_process_of_its_own_takes_alike(label):
    assert check_file(*next((name, content) for each, name, content in honest() if each == label))


@pytest.mark.parametrize("label", HONEST)
def test_an_honest_file_is_taken(label, nearby):
    name, content = HONEST[label]
    checked = check_file(name, content)
    assert checked.content == content and checked.size == len(content)


def test_control_without_the_check_hostile_files_pass(monkeypatch):
    """The reasons come from the inspection: without it a script in a PDF is just a PDF."""
    monkeypatch.setattr(checking, "_inspect_apart", lambda key, content: None)
    name, content = HOSTILE["pdf with script"]
    assert check_file(name, content).media_type == "application/pdf"


@pytest.mark.parametrize(
    "raw, clean",
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\Brief.docx", "Brief.docx"),
        ("Ubersicht\u0308.pdf", "Ubersichẗ.pdf"),
        ("a\u202ebc\x00d.pdf", "abcd.pdf"),
        ("zwei\r\nZeilen.pdf", "zwei Zeilen.pdf"),
        ('a"b<c>|?.pdf', "a-b-c---.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("...", "ohne Namen"),
        ("", "ohne Namen"),
    ],
)
def test_a_name_is_cleaned(raw, clean):
    assert clean_name(raw) == clean
    assert len(clean) <= 120


@pytest.mark.parametrize("name", ["bericht.v2.pdf", "Protokoll 12.03.2026.PDF", "Größe.pdf", "日本.pdf"])
def test_a_decent_name_is_decent(name):
    assert check_name(name) == "pdf"


# The inspecting process


def inspecting(key, content, before=""):
    code = f"import sys; sys.argv[1:] = ['{key}']; from servicestelle.base.dateien import inspecting\n{before}\ninspecting.main()"
    return subprocess.run([sys.executable, "-c", code], input=content, capture_output=True, cwd=ROOT, timeout=60)


def test_the_inspecting_process_loads_no_django_and_gets_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "ein-geheimnis")
    seen = {}
    real = subprocess.run

    def watch(command, **options):
        seen.update(options)
        return real(command, **options)

    monkeypatch.setattr(checking.subprocess, "run", watch)
    check_file("a.pdf", files.pdf())
    assert set(seen["env"]) == {"PATH", "LC_ALL"}
    done = inspecting("pdf", files.pdf(), "import atexit; atexit.register(lambda: print('django' in sys.modules))")
    assert done.stdout.split(b"}")[1].strip() == b"False"


def test_the_inspecting_process_has_little_memory():
    eater = "inspecting.inspect = lambda key, content: bytearray(2_000_000_000)"
    assert json.loads(inspecting("pdf", b"", eater).stdout) == {"reason": UNREADABLE}


@pytest.mark.parametrize("end", ["os.abort()", "os._exit(0)", "print('unsinn')"])
def test_a_crash_of_the_inspecting_process_is_a_refusal(monkeypatch, end, tmp_path):
    package = tmp_path / "servicestelle" / "base" / "dateien"
    package.mkdir(parents=True)
    for folder in (package, package.parent, package.parent.parent):
        (folder / "__init__.py").write_text("")
    (package / "inspecting.py").write_text(f"import os\n{end}\n")
    monkeypatch.setattr(checking.settings, "BASE_DIR", tmp_path)
    with pytest.raises(Fault, match="lässt sich nicht lesen"):
        check_file("a.pdf", files.pdf())


def test_a_hang_of_the_inspecting_process_is_a_refusal(monkeypatch):
    monkeypatch.setattr(checking, "PATIENCE", 0.01)
    with pytest.raises(Fault, match="lässt sich nicht lesen"):
        check_file("a.pdf", files.pdf())


def test_the_limits_of_the_process_are_set():
    report = "inspecting.inspect = lambda *_: str([inspecting.resource.getrlimit(n)[0] for n in (9, 0, 1)])"
    said = inspecting("pdf", b"", report).stdout.decode()
    assert resource.RLIMIT_AS == 9 and resource.RLIMIT_CPU == 0 and resource.RLIMIT_FSIZE == 1
    assert "[1073741824, 20, 0]" in said


# What the database holds


def write(**fields):
    made = {
        "object_type": "publications.meldung",
        "object_id": "1",
        "name": "a.pdf",
        "media_type": "application/pdf",
        "size": 1,
        "sha256": "0" * 64,
        "object_key": f"dateien/{os.urandom(16).hex()}",
        "status": "frei",
        "checked_at": timezone.now(),
    }
    return Datei.objects.create(**made | fields)


@pytest.mark.parametrize(
    "constraint, bad",
    [
        ("base_datei_sha256", {"sha256": "Z" * 64}),
        ("base_datei_key", {"object_key": "dateien/../x"}),
        ("base_datei_size", {"size": 0}),
        ("base_datei_size", {"size": 10 * 1024 * 1024 + 1}),
        ("base_datei_name", {"name": ""}),
        ("base_datei_name", {"name": "a/b.pdf"}),
        ("base_datei_name", {"name": "a\\b.pdf"}),
        ("base_datei_name", {"name": "a\nb.pdf"}),
        ("base_datei_name", {"name": "a\u202eb.pdf"}),
        ("base_datei_name", {"name": "a\u2066b.pdf"}),
        ("base_datei_media_type", {"media_type": "text/html"}),
        ("base_datei_checked", {"status": "offen"}),
        ("base_datei_checked", {"checked_at": None}),
        ("base_datei_checked", {"status": "quarantaene"}),
        ("base_datei_fund", {"status": "abgelehnt"}),
        ("base_datei_fund", {"fund": "Eicar"}),
    ],
)
def test_refused_by_the_database(refused, accepted, constraint, bad):
    with refused(constraint):
        write(**bad)
    with accepted():
        write(name="Größe 日本.pdf")


@pytest.mark.django_db
@pytest.mark.parametrize("old, new", [("frei", "quarantaene"), ("quarantaene", "in_pruefung"), ("abgelehnt", "frei")])
def test_a_verdict_is_not_taken_back(old, new):
    waits = {"checked_at": None} if old == "quarantaene" else {"fund": "Eicar"} if old == "abgelehnt" else {}
    row = write(status=old, **waits)
    with pytest.raises(DatabaseError, match=r"(?i)transition"), transaction.atomic():
        Datei.objects.filter(pk=row.pk).update(status=new)


@pytest.mark.parametrize(
    "field, value", [("object_key", "dateien/" + "1" * 32), ("name", "b.pdf"), ("sha256", "1" * 64)]
)
def test_a_kept_file_does_not_change(refused, field, value):
    row = write()
    with refused("base_datei_frozen"):
        Datei.objects.filter(pk=row.pk).update(**{field: value})


@pytest.mark.django_db
def test_members_see_rows_of_their_office_only(person):
    make_jugendamt("00000001")
    own, other = write(scope="ags:00000001"), write(scope="ags:00000002")
    assert list(Datei.objects.visible_to(person("bearbeitung"))) == [own]
    assert set(Datei.objects.visible_to(person("fachberatung"))) == {own, other}
    assert not Datei.objects.visible_to(person("zahlstelle")).exists()


# Keeping


@pytest.fixture
def owner(own_store, db):
    return make_meldung()


def keep(owner, *contents, name="a.txt"):
    checked = [Checked(name, "text/plain", content) for content in contents or (b"Guten Tag",)]
    return services.keep_files(owner, checked, actor=None)


def stored():
    folder = Path(default_storage.path(services.FOLDER))
    return sorted(path.name for path in folder.glob("*")) if folder.exists() else []


def grow_old():
    for name in stored():
        os.utime(Path(default_storage.path(services.FOLDER)) / name, (1, 1))


def test_a_file_is_kept_under_a_random_name_and_released_without_a_scanner(owner):
    (row,) = keep(owner)
    assert (row.status, row.size, Datei.objects.of(owner).get()) == ("frei", 9, row)
    assert services.read_content(row) == b"Guten Tag"
    assert stored() == [row.object_key.removeprefix("dateien/")]
    assert "a.txt" not in row.object_key
    entry = Protokoll.objects.get()
    assert (entry.verb, entry.details) == ("datei.hochgeladen", {"byte": 9})


def test_what_was_rolled_back_is_swept_and_what_has_a_row_stays(owner):
    (kept,) = keep(owner)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        keep(owner, b"verloren")
        raise ZeroDivisionError
    assert len(stored()) == 2
    assert services.remove_orphans() == 0  # somebody may still be writing
    grow_old()
    assert services.remove_orphans() == 1
    assert stored() == [kept.object_key.removeprefix("dateien/")]


@pytest.mark.django_db(transaction=True)
def test_deleted_rows_leave_no_file(own_store):
    one, two = make_meldung("eins"), make_meldung("zwei")
    keep(one, b"a", b"b")
    keep(two, b"c")
    assert services.remove_files(one) == 2
    assert (Datei.objects.count(), len(stored())) == (1, 1)
    two.delete()
    assert services.remove_ownerless() == 1
    assert (Datei.objects.count(), stored()) == (0, [])


def test_files_of_living_records_stay(owner):
    keep(owner)
    assert services.remove_ownerless() == 0
    assert Datei.objects.count() == 1


# Handing out


def test_a_file_is_handed_out_as_an_attachment_and_nothing_else(owner):
    (row,) = keep(owner, name='Größe "neu" & mehr; filename=x.txt')
    response = serve_file(row)
    assert b"".join(response.streaming_content) == b"Guten Tag"
    assert response.headers["Content-Disposition"].startswith(
        "attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe%20%22neu%22"
    )
    assert response.headers["Content-Type"] == "text/plain"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "\n" not in str(response.headers)


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"status": "in_pruefung"}, {"status": "quarantaene"}])
def test_what_waits_for_its_verdict_is_missing(fields):
    with pytest.raises(Http404):
        serve_file(write(checked_at=None, **fields))


def test_what_is_gone_from_the_store_is_missing(owner):
    (row,) = keep(owner)
    default_storage.delete(row.object_key)
    with pytest.raises(Http404):
        serve_file(row)


def test_files_of_many_records_come_with_one_query(owner, django_assert_num_queries):
    rows = [owner, *(make_meldung(f"m{number}") for number in range(10))]
    for row in rows:
        keep(row)
    with django_assert_num_queries(1):
        attach_files(rows, address=lambda datei: f"/{datei.pk}/")
    assert all([datei.adresse for datei in row.dateien] == [f"/{row.dateien[0].pk}/"] for row in rows)
    with django_assert_num_queries(0):
        assert attach_files([], address=str) == []


# The virus scanner


@pytest.fixture
def scanner(settings):
    with clamd() as server:
        settings.CLAMD_URL = server.url
        yield server


def work(row):
    """Run the job that the upload ordered, as a worker does; return the fresh row."""
    for auftrag in Auftrag.objects.open().filter(kind=services.SCAN, key=str(row.pk)):
        datei_pruefen(auftrag.pk)
    row.refresh_from_db()
    return row


def test_a_clean_file_waits_for_the_scanner_and_is_then_released(owner, scanner):
    (row,) = keep(owner)
    assert (row.status, row.is_released) == ("in_pruefung", False)
    assert work(row).status == "frei"
    assert Protokoll.objects.filter(verb="datei.frei").exists()


@pytest.mark.django_db(transaction=True)
def test_a_virus_is_refused_removed_recorded_and_told(own_store, scanner, monkeypatch):
    told = []
    monkeypatch.setitem(services._tellers, "publications.meldung", told.append)
    (row,) = keep(make_meldung(), EICAR)
    assert work(row).status == "abgelehnt"
    assert (row.fund, told, stored()) == ("Eicar-Test-Signature", [row], [])
    assert Protokoll.objects.filter(verb="datei.abgelehnt").exists()
    with pytest.raises(Http404):
        serve_file(row)


@pytest.mark.parametrize("manner", ["rude", "silent", "slow", "gone"])
def test_no_verdict_means_quarantine_and_never_release(owner, scanner, settings, monkeypatch, manner):
    monkeypatch.setattr(scanning, "ANSWER", 0.5)
    monkeypatch.setattr(services, "UNSEEN", timedelta(seconds=-1))  # what came this very moment is old enough
    scanner.manner = manner
    if manner == "gone":
        settings.CLAMD_URL = "tcp://127.0.0.1:9"
    (row,) = keep(owner)
    assert work(row).status == "quarantaene"
    assert Auftrag.objects.get().status == "fertig"
    dateien_nachpruefen()
    if manner in {"gone", "slow", "silent"}:
        assert not Auftrag.objects.open().exists()  # nobody there: no heap of jobs
    settings.CLAMD_URL, scanner.manner = scanner.url, "good"
    dateien_nachpruefen()
    assert work(row).status == "frei"


def test_a_changed_or_lost_content_is_never_released(owner, scanner):
    (changed, lost) = keep(owner, b"eins", b"zwei")
    Path(default_storage.path(changed.object_key)).write_bytes(b"anders")
    default_storage.delete(lost.object_key)
    assert {work(changed).status, work(lost).status} == {"quarantaene"}


def test_scanning_twice_changes_nothing(owner, scanner):
    (row,) = keep(owner)
    assert work(row).status == "frei"
    assert services.scan_file(row.pk) is None
    assert Protokoll.objects.filter(verb="datei.frei").count() == 1


def test_a_scanner_taken_away_releases_what_waits(owner, scanner, settings):
    (row,) = keep(owner)
    settings.CLAMD_URL = ""
    assert work(row).status == "frei"


def test_the_scanner_is_asked_over_a_socket_file_too(settings, tmp_path):
    class Server(socketserver.ThreadingUnixStreamServer):
        manner, asked = "good", 0

    with Server(str(tmp_path / "clamd"), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.CLAMD_URL = f"unix:{tmp_path}/clamd"
        assert scanning.answers()
        assert scanning.find_virus(EICAR) == "Eicar-Test-Signature"
        assert scanning.find_virus(b"x" * 200_000) == ""
        server.shutdown()
