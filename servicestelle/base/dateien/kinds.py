"""Which files may be uploaded: told apart by their first bytes, never by name or by what the browser says."""

from dataclasses import dataclass

from .faults import Fault


@dataclass(frozen=True)
class Kind:
    """One family of content; `types` gives the media type for each extension."""

    key: str
    types: dict
    label: str


OOXML = "application/vnd.openxmlformats-officedocument."
PDF = Kind("pdf", {"pdf": "application/pdf"}, "ein PDF")
PNG = Kind("png", {"png": "image/png"}, "ein PNG-Bild")
JPEG = Kind("jpeg", {"jpg": "image/jpeg", "jpeg": "image/jpeg"}, "ein JPEG-Bild")
WEBP = Kind("webp", {"webp": "image/webp"}, "ein WebP-Bild")
OFFICE = Kind(
    "office",
    {
        "docx": f"{OOXML}wordprocessingml.document",
        "xlsx": f"{OOXML}spreadsheetml.sheet",
        "pptx": f"{OOXML}presentationml.presentation",
        "odt": "application/vnd.oasis.opendocument.text",
        "ods": "application/vnd.oasis.opendocument.spreadsheet",
    },
    "ein Office-Dokument",
)
TEXT = Kind("text", {"txt": "text/plain", "csv": "text/csv"}, "ein Text")
KINDS = {kind.key: kind for kind in (PDF, PNG, JPEG, WEBP, OFFICE, TEXT)}
EXTENSIONS = {extension: kind for kind in KINDS.values() for extension in kind.types}
IN_WORDS = "PDF, Word (docx), Excel (xlsx), PowerPoint (pptx), OpenDocument (odt, ods), Bilder (jpg, png, webp), Text (txt, csv)"
# What people know by name, and what to do with it.
KNOWN = (
    (b"\xd0\xcf\x11\xe0", "ist ein Office-Dokument im alten Format. Speichern Sie es als docx, xlsx oder pptx."),
    (b"MZ", "ist ein Programm. Programme nehmen wir nicht an."),
    (b"\x7fELF", "ist ein Programm. Programme nehmen wir nicht an."),
    (b"{\\rtf", "ist ein RTF-Dokument. Speichern Sie es als docx oder PDF."),
    (b"GIF8", "ist ein GIF-Bild. Speichern Sie es als PNG."),
    (b"II*\x00", "ist ein TIFF-Bild. Speichern Sie es als PNG oder PDF."),
    (b"MM\x00*", "ist ein TIFF-Bild. Speichern Sie es als PNG oder PDF."),
    (b"Rar!", "ist ein gepacktes Archiv. Packen Sie es aus und wählen Sie die Dateien einzeln."),
    (b"7z\xbc\xaf", "ist ein gepacktes Archiv. Packen Sie es aus und wählen Sie die Dateien einzeln."),
    (b"\x1f\x8b", "ist ein gepacktes Archiv. Packen Sie es aus und wählen Sie die Dateien einzeln."),
)
NOT_TAKEN = f"ist keine Datei, die wir annehmen. Möglich sind: {IN_WORDS}."
OTHER_NAME = "heißt wie {named}, ihr Inhalt ist aber etwas anderes. Speichern Sie sie im richtigen Format und benennen Sie sie danach."


def kind_of(content):
    """The Kind of `content`. Raises Fault for what is none of ours."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content.startswith(b"PK\x03\x04"):
        return OFFICE
    for mark, reason in KNOWN:
        if content.startswith(mark):
            raise Fault(reason)
    return TEXT


def media_type(kind, extension):
    """What the file is, once its content and the `extension` of its name agree. Raises Fault when they do not."""
    if extension not in kind.types:
        raise Fault(OTHER_NAME.format(named=EXTENSIONS[extension].label) if extension in EXTENSIONS else NOT_TAKEN)
    return kind.types[extension]
