"""PDF: read by qpdf without repair, object by object; nothing that acts, hides or unpacks without end."""

import io
import re
import zlib

from .containers import refuse_archive
from .faults import MORE_INSIDE, UNREADABLE, Fault

PAGES, OBJECTS, UNPACKED, DEPTH = 2000, 300_000, 300 * 1024 * 1024, 60
LOCKED = "ist mit einem Passwort geschützt. Entfernen Sie den Schutz und wählen Sie die Datei noch einmal."
ACTS = "führt beim Öffnen etwas aus (Skript oder Befehl). Drucken Sie sie in ein neues PDF und schicken Sie dieses."
ATTACHED = "enthält weitere Dateien als Anhang. Schicken Sie diese einzeln."
BOMB = "entpackt sich zu einer riesigen Datei. Drucken Sie sie in ein neues PDF und schicken Sie dieses."
TOO_MUCH = "ist zu umfangreich (höchstens 2000 Seiten). Teilen Sie sie auf."
AWAY = "enthält einen Verweis auf etwas anderes als eine Internetseite. Drucken Sie sie in ein neues PDF."
ACTING_KEYS = {"/JS", "/JavaScript", "/AA", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
ACTING_TYPES = {
    "/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/ResetForm", "/Rendition", "/Movie", "/Sound", "/GoTo3DView",
    "/RichMediaExecute", "/GoToE", "/GoToR", "/Hide",
}  # fmt: skip
ACTING_PARTS = {"/RichMedia", "/Screen", "/3D", "/Movie", "/Sound"}
ATTACHING_KEYS = {"/EF", "/EmbeddedFiles", "/AF", "/Collection"}
HARMLESS = re.compile(r"\s*(https?://|mailto:|tel:|#|www\.)", re.IGNORECASE)
CODE = re.compile(rb"<script|<html|<!doctype h|<\?php", re.IGNORECASE)


def check_pdf(content):
    """Raise Fault unless `content` is one whole PDF that only shows pages."""
    import pikepdf

    _check_frame(content)
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise Fault(LOCKED)
            if not 0 < len(pdf.pages) <= PAGES or len(pdf.objects) > OBJECTS:
                raise Fault(TOO_MUCH if len(pdf.pages) else UNREADABLE)
            _check_objects(pikepdf, pdf)
    except pikepdf.PasswordError:
        raise Fault(LOCKED) from None
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, OSError):
        raise Fault(UNREADABLE) from None
    refuse_archive(content)


def _check_frame(content):
    """The file begins and ends as a PDF; nothing follows, nothing for a browser stands before."""
    whole, end, rest = content.rpartition(b"%%EOF")
    if not end or b"startxref" not in whole[-1024:]:
        raise Fault(UNREADABLE)
    if rest.strip(b"\r\n\t \0"):
        raise Fault(MORE_INSIDE)
    if CODE.search(content[:4096]):
        raise Fault(ACTS)


def _check_objects(pikepdf, pdf):
    unpacked = 0
    for found in [pdf.trailer, *pdf.objects]:
        for part in _parts(pikepdf, found):
            _check_keys(pikepdf, part)
            if isinstance(part, pikepdf.Stream):
                unpacked += _unpacked_size(pikepdf, part)
                if unpacked > UNPACKED:
                    raise Fault(BOMB)


def _parts(pikepdf, found):
    """`found` and all dictionaries it holds directly; what it only points to comes by itself."""
    waiting = [(found, 0)]
    while waiting:
        part, depth = waiting.pop()
        if depth > DEPTH:
            raise Fault(UNREADABLE)
        if isinstance(part, pikepdf.Array):
            waiting += [(item, depth + 1) for item in part if _is_held(pikepdf, item)]
        elif isinstance(part, (pikepdf.Dictionary, pikepdf.Stream)):
            yield part
            waiting += [(value, depth + 1) for _, value in part.items() if _is_held(pikepdf, value)]


def _is_held(pikepdf, value):
    return isinstance(value, (pikepdf.Array, pikepdf.Dictionary, pikepdf.Stream)) and not value.is_indirect


def _check_keys(pikepdf, part):
    keys = set(part.keys())
    if keys & ATTACHING_KEYS:
        raise Fault(ATTACHED)
    kind, subtype = str(part.get("/S", "")), str(part.get("/Subtype", ""))
    if keys & ACTING_KEYS or kind in ACTING_TYPES or subtype in ACTING_PARTS:
        raise Fault(ACTS)
    if subtype == "/FileAttachment" or str(part.get("/Type", "")) == "/EmbeddedFile":
        raise Fault(ATTACHED)
    if "/URI" in keys and kind == "/URI" and not HARMLESS.match(str(part["/URI"])):
        raise Fault(AWAY)
    if isinstance(part, pikepdf.Stream) and keys & {"/F", "/FFilter"}:
        raise Fault(AWAY)  # its content would be fetched from elsewhere


def _unpacked_size(pikepdf, stream):
    """How many bytes the stream becomes, counted without keeping them; 0 for pictures and what is not packed."""
    filters = stream.get("/Filter", ())
    names = [str(filters)] if isinstance(filters, pikepdf.Name) else [str(name) for name in filters]
    if len(names) > 3 or names.count("/FlateDecode") > 1:
        raise Fault(BOMB)
    if not names or names[0] != "/FlateDecode":
        return 0
    return _inflated(stream.read_raw_bytes())


def _inflated(raw):
    unpacking, size, rest = zlib.decompressobj(), 0, raw
    try:
        while rest and size <= UNPACKED:
            size += len(unpacking.decompress(rest, 1024 * 1024))
            rest = unpacking.unconsumed_tail
    except zlib.error:
        return size
    return size
