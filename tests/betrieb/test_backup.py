"""Backup and restore with the real commands and PostgreSQL's own programs: a sample of the drill."""

import os
import stat
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import connection, transaction

from servicestelle.base import jobs, lebenszeichen, protokollkette
from servicestelle.base.backup import making
from servicestelle.base.backup.checking import check_backup, check_fits
from servicestelle.base.backup.manifest import Damaged
from servicestelle.base.choices import Refusal
from servicestelle.base.mail import SEND
from servicestelle.base.models import Auftrag, Protokoll
from tests.damages import DAMAGES, spoil
from tests.processes import environment
from tests.records import make_document, make_grant, make_meldung
from tests.systems import STAYING, System, drop_database, new_database

pytestmark = pytest.mark.django_db(transaction=True)


def fill(store):
    """Some rows of several kinds, two stored documents, an open and an ended job."""
    from hashlib import sha256

    for number in (1, 2):
        content = f"%PDF Seite {number} ".encode() * 400
        key = FileSystemStorage(location=store).save(f"dokumente/{number}.pdf", ContentFile(content))
        make_document(key, sha256=sha256(content).hexdigest(), size=len(content))
    make_grant(), make_meldung(text="Ümläute, „Zeichen“ und \\ Striche\nin zwei Zeilen\t.")
    with transaction.atomic():
        jobs.enqueue(SEND, title="wartet", actor=None, params={"mail": 1})
        ended = jobs.enqueue(SEND, title="beendet", actor=None, params={"mail": 2})
        jobs.cancel_job(ended, actor=None)


@pytest.fixture
def source(tmp_path):
    fill(tmp_path / "var" / "ablage")
    return System(environment()["DATABASE_URL"], tmp_path / "var")


@pytest.fixture
def target(tmp_path):
    name = f"{connection.settings_dict['NAME']}_ziel"
    yield System(new_database(os.environ["DATABASE_URL"], name), tmp_path / "ziel")
    connection.close()
    drop_database(os.environ["DATABASE_URL"], name)


@pytest.fixture
def backup(source, tmp_path):
    return making.make_backup(tmp_path / "sicherungen", source.store)[0]


def test_what_comes_back_equals_what_was_saved(source, target, tmp_path):
    head = protokollkette.head_now()
    said = source.must("sichern", tmp_path / "s")
    assert "2 dateien" in said
    (backup,) = (tmp_path / "s").glob("sicherung-*")
    assert "ist vollständig" in source.must("sicherung_pruefen", backup)
    assert "Angehaltene Aufträge: 1" in target.must("wiederherstellen", backup)
    assert target.figures(**STAYING) == source.figures(**STAYING)
    assert len(source.files()) == 2
    assert "ist unversehrt" in target.must("protokoll_pruefen", "--stand", str(head))  # and the chain goes on


def test_open_jobs_are_held_and_wait_for_a_person(source, target, backup):
    target.must("wiederherstellen", backup)
    stand = dict(target.rows("SELECT title, status || error FROM base_auftrag"))
    assert stand["wartet"].startswith("abgebrochenNach einer Wiederherstellung")
    assert stand["beendet"] == "abgebrochen"
    assert target.rows("SELECT details FROM base_protokoll WHERE verb = 'sicherung.wiederhergestellt'") == [
        ({"angehalten": 1},)
    ]


def test_the_application_has_no_rights_until_they_are_given(source, target, backup):
    target.must("wiederherstellen", backup)
    query = "SELECT has_table_privilege('portal_app', 'base_user', 'SELECT')"
    assert target.rows(query) == [(False,)]
    target.must("datenbankrolle", "portal_app")
    assert target.rows(query) == [(True,)]


def test_every_damaged_backup_is_refused(source, backup, tmp_path):
    make_meldung("spaeter")
    other = making.make_backup(tmp_path / "andere", tmp_path / "leere-ablage")[0]
    accepted = []
    for number, name in enumerate(DAMAGES):
        try:
            check_fits(check_backup(spoil(backup, other, tmp_path / str(number), name)), server_major=18)
            accepted.append(name)
        except (Damaged, Refusal) as reason:
            assert len(str(reason)) > 15
    assert accepted == [] and len(DAMAGES) >= 20
    check_fits(check_backup(backup), server_major=18)  # the control: the whole one is taken


def test_refused_means_nothing_was_touched(source, target, backup, tmp_path):
    damaged = spoil(backup, backup, tmp_path / "beschaedigt", "Bit in den Daten des Abbilds")
    done = target.manage("wiederherstellen", damaged)
    assert done.returncode == 1 and "ist verändert" in done.stdout and "andere Sicherung" in done.stdout
    assert target.is_untouched()


def test_a_full_database_or_store_is_never_overwritten(source, target, backup):
    assert "Die Datenbank ist nicht leer" in source.manage("wiederherstellen", backup).stdout
    target.store.mkdir(parents=True)
    (target.store / "da.pdf").write_text("da")
    assert "ist nicht leer (zum Beispiel da.pdf)" in target.manage("wiederherstellen", backup).stdout
    assert not target.tables()


def test_a_killed_backup_leaves_nothing_that_looks_whole(source, tmp_path):
    folder = tmp_path / "sicherungen"
    left = folder / ".wird-geschrieben-sicherung-20260101T000000Z"
    left.mkdir(parents=True)
    new = making.make_backup(folder, source.store)[0]
    assert [path.name for path in folder.iterdir() if path.is_dir()] == [new.name]


def test_two_backups_at_once_are_one_too_many(source, tmp_path):
    folder = tmp_path / "sicherungen"
    folder.mkdir()
    with making.alone(folder), pytest.raises(Refusal, match="wird gerade schon gesichert"):
        making.make_backup(folder, source.store)


def test_a_backup_is_for_its_owner_only(backup):
    modes = {stat.S_IMODE(path.stat().st_mode) for path in [backup, backup.parent]}
    assert modes == {0o700}
    assert {stat.S_IMODE((backup / name).stat().st_mode) for name in ("datenbank.dump", "ablage.tar")} == {0o600}


def test_half_written_files_stay_outside(source, tmp_path):
    (source.store / "dokumente" / "halb.neu").write_text("halb")
    manifest = making.make_backup(tmp_path / "s", source.store)[1]
    assert sorted(manifest.files) == ["dokumente/1.pdf", "dokumente/2.pdf"]


def test_a_missing_document_is_said_and_no_older_backup_goes(source, tmp_path):
    (source.store / "dokumente" / "1.pdf").unlink()
    (tmp_path / "s" / "sicherung-20260101T000000Z").mkdir(parents=True)
    done = source.manage("sichern", tmp_path / "s", "--behalten", "1")
    assert done.returncode == 1 and "fehlen aber 1 Dateien" in done.stdout
    assert len(list((tmp_path / "s").glob("sicherung-*"))) == 2


def test_what_the_machine_refuses_is_said_in_one_line(source, tmp_path):
    (tmp_path / "datei").write_text("")
    done = source.manage("sichern", tmp_path / "datei" / "unter")
    assert done.returncode == 1 and "Nicht gesichert" in done.stdout and "Traceback" not in done.stdout
    away = System("postgresql://portal@127.0.0.1:1/portal", tmp_path / "weg")
    for words in (
        ["sichern", tmp_path / "s"],
        ["wiederherstellen", making.make_backup(tmp_path / "s", source.store)[0]],
    ):
        done = away.manage(*words)
        assert done.returncode == 1 and "Nicht " in done.stdout and "Traceback" not in done.stdout


def test_the_newest_are_kept(source, tmp_path):
    for day in ("20260101", "20260102"):
        (tmp_path / "s" / f"sicherung-{day}T000000Z").mkdir(parents=True)
    (tmp_path / "s" / "anderes").mkdir()
    said = source.must("sichern", tmp_path / "s", "--behalten", "2")
    assert "Entfernt: sicherung-20260101T000000Z" in said
    assert len(list((tmp_path / "s").glob("sicherung-*"))) == 2 and (tmp_path / "s" / "anderes").is_dir()


def test_a_backup_is_noted_in_the_log(source, tmp_path):
    source.must("sichern", tmp_path / "s", app=False)
    entry = Protokoll.objects.get(verb=lebenszeichen.BACKED_UP)
    assert lebenszeichen.seen()[lebenszeichen.BACKUP] == entry.at
    assert entry.object_id.startswith("sicherung-") and entry.details["dateien"] == 2
    assert Auftrag.objects.open().count() == 1  # the running portal goes on
    assert Path(entry.object_id).name == entry.object_id
