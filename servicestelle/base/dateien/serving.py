"""Handing a private file out: always as an attachment, never as a page of the portal."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from ..models import Datei

POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def serve_file(datei):
    """The released file under its clean name; 404 for any other, as if it were missing. Ask `visible_to` before."""
    if not datei.is_released:
        raise Http404("Diese Datei ist nicht freigegeben.")
    try:
        file = default_storage.open(datei.object_key)
    except FileNotFoundError as error:
        raise Http404("Der Inhalt dieser Datei fehlt in der Ablage.") from error
    response = FileResponse(file, as_attachment=True, filename=datei.name, content_type=datei.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def attach_files(records, *, address):
    """Give each of `records` its `dateien`, in one query; each file knows its `adresse`, made by `address(datei)`."""
    records = list(records)
    found = {}
    for datei in Datei.objects.of(*records) if records else ():
        datei.adresse = address(datei)
        found.setdefault((datei.object_type, datei.object_id), []).append(datei)
    for record in records:
        record.dateien = found.get((record._meta.label_lower, str(record.pk)), [])
    return records
