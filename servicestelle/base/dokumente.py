"""Made PDFs: set in a job, checked, stored so that a crash leaves nothing half, served so that caches work."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from time import monotonic

from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.http import FileResponse, Http404, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils.http import parse_etags

from . import ablage, jobs
from .models import Dokument

FOLDER = "dokumente"
REPORT_EVERY = 0.4  # seconds; each report is one small UPDATE


@dataclass(frozen=True)
class Draft:
    """A set and stored PDF that has no row yet."""

    key: str
    object_key: str
    sha256: str
    size: int
    pages: int
    snapshot: dict
    findings: list = field(default_factory=list)


def newest_checked(key):
    """The newest document made for `key` whose check found nothing, or None."""
    return Dokument.objects.filter(findings=[]).newest(key)


@contextmanager
def drawn(auftrag, *, template, snapshot, key, expected_pages=None):
    """Set `template` from `snapshot` alone, check it and store the file; yield the Draft.

    Inside, open a transaction and call `keep`. When anything raises, the file is removed again; what a killed
    worker left is removed by the next attempt. `expected_pages` makes progress truer; the last document tells else.
    """
    name = f"{FOLDER}/{auftrag.token}-{auftrag.lease}.pdf"
    _remove_leftovers(auftrag)
    content, findings = set_and_check(auftrag, template, snapshot, expected_pages or _last_pages(key))
    ablage.store(name, content)
    try:
        yield Draft(key, name, sha256(content).hexdigest(), len(content), _pages(content), snapshot, findings)
    except DatabaseError:
        raise  # a connection that broke at the commit does not say whether the row is there: `remove_orphans` looks
    except BaseException:
        default_storage.delete(name)
        raise


def keep(auftrag, draft, *, title, filename, scope, public, **result):
    """Write the row of `draft` and end the job in the caller's transaction; return the Dokument.

    A draft with findings is never public. Raises LeaseLost when another worker has the job.
    """
    dokument = Dokument.objects.create(
        key=draft.key,
        title=title,
        filename=filename,
        object_key=draft.object_key,
        sha256=draft.sha256,
        size=draft.size,
        pages=draft.pages,
        scope=scope,
        public=public and not draft.findings,
        snapshot=draft.snapshot,
        findings=draft.findings,
    )
    jobs.finish(auftrag, {"dokument": dokument.pk, "beanstandungen": len(draft.findings), **result})
    return dokument


def is_whole(dokument):
    """True when the file in the store has the checksum it had when it was set."""
    try:
        with default_storage.open(dokument.object_key) as file:
            return sha256(file.read()).hexdigest() == dokument.sha256
    except FileNotFoundError:
        return False


def serve(request, dokument):
    """The file inline under its good name, with a strong ETag; 304 when the reader has it, 404 when it is gone."""
    etag = f'"{dokument.sha256}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        try:
            file = default_storage.open(dokument.object_key)
        except FileNotFoundError as error:
            raise Http404("Die Datei dieses Dokuments fehlt in der Ablage.") from error
        response = FileResponse(file, filename=dokument.filename, content_type="application/pdf")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache" if dokument.public else "private, no-cache"
    return response


def set_and_check(auftrag, template, snapshot, expected_pages=None):
    """Set `template` from `snapshot`, with progress; return the PDF as bytes and what the check found."""
    from . import pdf  # pikepdf and all it brings stay out of the web processes

    report = _Reporter(auftrag)
    report("Vorlage füllen", 1)
    html = render_to_string(template, {"d": snapshot})
    content = pdf.render_pdf(html, base_url=snapshot.get("site_url"), report=report, expected_pages=expected_pages)
    report("Barrierefreiheit herstellen", 95)
    content = pdf.finish_pdf(content)
    report("Barrierefreiheit prüfen", 97)
    return content, pdf.check_pdf(content)


def _last_pages(key):
    last = Dokument.objects.newest(key)
    return last.pages if last else None


class _Reporter:
    """Writes progress to the job, not more often than every REPORT_EVERY seconds, and never backwards."""

    def __init__(self, auftrag):
        self.auftrag, self.last, self.share = auftrag, 0.0, 0

    def __call__(self, step, share):
        now = monotonic()
        if now - self.last >= REPORT_EVERY:
            self.last, self.share = now, max(self.share, int(share))
            jobs.report(self.auftrag, step, self.share)


def _pages(content):
    import pikepdf

    with pikepdf.open(BytesIO(content)) as pdf:
        return len(pdf.pages)


def _remove_leftovers(auftrag):
    """Files of earlier attempts at this job that never got a row."""
    for path in Path(default_storage.path(FOLDER)).glob(f"{auftrag.token}-*"):
        path.unlink(missing_ok=True)


def remove_orphans(older_than=3600):
    """Delete files without a row that nobody works on any more (untouched for `older_than` seconds); return how many."""
    return ablage.sweep(FOLDER, known=Dokument.objects.values_list("object_key", flat=True), older_than=older_than)
