"""Made PDFs: stored whole or not at all, served so that caches work."""

import hashlib

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory

from servicestelle.base import dokumente, jobs
from servicestelle.base.models import Auftrag, Dokument

pytestmark = pytest.mark.django_db
SNAPSHOT = {
    "stand": "2026-11-22",
    "site_url": "https://portal.example",
    "standort": {"slug": "hamm", "titel": "Titel", "jugendamt": "Stadt Hamm", "phasen": [], "partner": []},
}


@pytest.fixture
def auftrag(own_store):
    row = Auftrag.objects.create(kind="probe", title="Probe")
    return jobs.claim(row.pk)


def draw(auftrag):
    return dokumente.drawn(auftrag, template="pdf/steckbrief.html", snapshot=SNAPSHOT, key="probe:1")


def keep(auftrag, draft):
    return dokumente.keep(auftrag, draft, title="Probe", filename="probe.pdf", scope="", public=True)


def files():
    folder = dokumente.Path(default_storage.path(dokumente.FOLDER))
    return sorted(path.name for path in folder.glob("*")) if folder.exists() else []


def test_row_and_end_of_job_come_together(auftrag):
    with draw(auftrag) as draft, transaction.atomic():
        dokument = keep(auftrag, draft)
    auftrag.refresh_from_db()
    content = default_storage.open(dokument.object_key).read()
    assert (auftrag.status, auftrag.share, auftrag.result["dokument"]) == ("fertig", 100, dokument.pk)
    assert hashlib.sha256(content).hexdigest() == dokument.sha256
    assert (len(content), dokument.pages, dokument.snapshot) == (dokument.size, 1, SNAPSHOT)
    assert len(files()) == 1


def test_a_lost_lease_leaves_neither_row_nor_file(auftrag):
    with pytest.raises(jobs.LeaseLost), draw(auftrag) as draft:
        jobs.cancel_job(auftrag, actor=None)
        with transaction.atomic():
            keep(auftrag, draft)
    assert files() == []
    assert not Dokument.objects.exists()


def test_the_next_attempt_removes_what_a_killed_one_left(auftrag):
    with draw(auftrag) as draft:
        left = default_storage.path(draft.object_key)
        dokumente.Path(left).with_name(f"{auftrag.token}-alt.neu").write_bytes(b"halb")
    with draw(auftrag) as draft, transaction.atomic():
        keep(auftrag, draft)
    assert files() == [dokumente.Path(draft.object_key).name]


def test_text_of_people_is_text_in_the_pdf(auftrag):
    standort = SNAPSHOT["standort"] | {"titel": "<img src=http://127.0.0.1/x><b>fett"}
    with dokumente.drawn(
        auftrag, template="pdf/steckbrief.html", snapshot=SNAPSHOT | {"standort": standort}, key="probe:2"
    ) as draft:
        assert draft.findings == []


def test_served_inline_with_name_length_and_etag(auftrag, rf: RequestFactory):
    with draw(auftrag) as draft, transaction.atomic():
        dokument = keep(auftrag, draft)
    response = dokumente.serve(rf.get("/"), dokument)
    assert response.headers["Content-Disposition"] == 'inline; filename="probe.pdf"'
    assert response.headers["Content-Type"] == "application/pdf"
    assert int(response.headers["Content-Length"]) == dokument.size
    again = dokumente.serve(rf.get("/", headers={"If-None-Match": response.headers["ETag"]}), dokument)
    assert (again.status_code, again.content) == (304, b"")
    assert dokumente.serve(rf.get("/", headers={"If-None-Match": '"anders"'}), dokument).status_code == 200


def test_a_missing_file_is_not_found(auftrag, rf):
    with draw(auftrag) as draft, transaction.atomic():
        dokument = keep(auftrag, draft)
    default_storage.delete(dokument.object_key)
    with pytest.raises(Http404):
        dokumente.serve(rf.get("/"), dokument)
