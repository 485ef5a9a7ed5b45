"""Office documents (OOXML and OpenDocument): a ZIP archive that holds what its format says and nothing that acts."""

import io
import re
import stat
import struct
import zipfile
import zlib

from .containers import CODE
from .faults import MORE_INSIDE, UNREADABLE, Fault
from .kinds import OFFICE
from .markup import check_relations, check_xml, read_content_types

ENTRIES, UNPACKED, RATIO, LARGE = 3000, 200 * 1024 * 1024, 250, 4 * 1024 * 1024
BOMB = "entpackt sich zu einer riesigen Datei. Speichern Sie sie neu oder als PDF."
MACROS = "enthält Makros. Speichern Sie sie ohne Makros, als docx, xlsx, pptx oder PDF."
EMBEDDED = "enthält eingebettete Objekte aus anderen Programmen. Speichern Sie sie als PDF."
OUTSIDE = "holt sich Inhalte von außen oder aus anderen Dateien. Entfernen Sie diese Verknüpfungen oder speichern Sie sie als PDF."
LOCKED = "ist mit einem Passwort geschützt. Entfernen Sie den Schutz und wählen Sie die Datei noch einmal."
ARCHIVE = "ist ein gepacktes Archiv. Packen Sie es aus und wählen Sie die Dateien einzeln."
WRONG_NAMES = "ist kein ordentliches Office-Dokument: Sie enthält Teile mit unerlaubten Namen. Speichern Sie sie neu."
ODF = {OFFICE.types["odt"], OFFICE.types["ods"]}
MAIN = {
    f"{OFFICE.types['docx']}.main+xml": OFFICE.types["docx"],
    f"{OFFICE.types['xlsx']}.main+xml": OFFICE.types["xlsx"],
    f"{OFFICE.types['pptx']}.main+xml": OFFICE.types["pptx"],
}
FORBIDDEN = (
    (re.compile(r"(^|/)vba|macro|(^|/)(basic|scripts)/|activex|customui", re.IGNORECASE), MACROS),
    (re.compile(r"(^|/)embeddings/|oleobject|\.ole$", re.IGNORECASE), EMBEDDED),
    (re.compile(r"externallinks/|querytables/|connections\.xml$|webextensions?/", re.IGNORECASE), OUTSIDE),
    (re.compile(r"\.(exe|dll|com|scr|js|vbs|bat|cmd|ps1|hta|lnk|jar|html?|mht(ml)?|php|sh|msi|swf|docm|xlsm|zip|rar|7z)$",
                re.IGNORECASE), EMBEDDED),
)  # fmt: skip
FOREIGN = (
    b"\xd0\xcf\x11\xe0",
    b"MZ",
    b"\x7fELF",
    b"PK\x03\x04",
    b"%PDF-",
    b"Rar!",
    b"7z\xbc\xaf",
    b"{\\rtf",
    b"\x1f\x8b",
)


def check_office(content):
    """The media type of the document in `content`. Raises Fault for archives that are none, or that act."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_names(entries)
            _check_frame(content, archive, entries)
            parts = _unpack(archive, entries)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, struct.error, OSError, ValueError):
        raise Fault(UNREADABLE) from None
    except RuntimeError:  # zipfile's word for a password
        raise Fault(LOCKED) from None
    found = _type_of(parts, entries)
    _check_parts(parts, is_odf=found in ODF)
    return found


def _check_names(entries):
    if len(entries) > ENTRIES:
        raise Fault(BOMB)
    names = [entry.filename for entry in entries]
    if len({name.lower() for name in names}) < len(names):
        raise Fault(WRONG_NAMES)
    for entry in entries:
        name, mode = entry.orig_filename, entry.external_attr >> 16
        odd = "\\" in name or "\0" in name or ":" in name or name.startswith("/") or ".." in name.split("/")
        if odd or (stat.S_IFMT(mode) == stat.S_IFLNK) or not name.isprintable():
            raise Fault(WRONG_NAMES)
        if entry.flag_bits & 0x1:
            raise Fault(LOCKED)
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Fault(UNREADABLE)


def _check_frame(content, archive, entries):
    """Entries fill the archive without gaps, from its first byte to its last: nothing else hides in it."""
    end = content.rfind(b"PK\x05\x06")
    if not entries or archive.comment or end != len(content) - 22:
        raise Fault(MORE_INSIDE)
    place = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if not 0 <= entry.header_offset - place <= 24:  # a data descriptor has at most 24 bytes
            raise Fault(MORE_INSIDE)
        name_size, extra_size = struct.unpack("<HH", content[entry.header_offset + 26 : entry.header_offset + 30])
        place = entry.header_offset + 30 + name_size + extra_size + entry.compress_size
    if not 0 <= archive.start_dir - place <= 24:
        raise Fault(MORE_INSIDE)


def _unpack(archive, entries):
    """{name: bytes} of all entries; counted while reading, because headers lie."""
    parts, total = {}, 0
    for entry in entries:
        if entry.is_dir():
            continue
        with archive.open(entry) as file:
            data = file.read(UNPACKED - total + 1)
        total += len(data)
        if total > UNPACKED or (len(data) > LARGE and len(data) > RATIO * max(1, entry.compress_size)):
            raise Fault(BOMB)
        parts[entry.filename] = data
    return parts


def _type_of(parts, entries):
    if "mimetype" in parts:
        first = min(entries, key=lambda entry: entry.header_offset)
        said = parts["mimetype"].decode("ascii", "replace")
        if first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED or "content.xml" not in parts:
            raise Fault(UNREADABLE)
        if said not in ODF:
            raise Fault("ist ein OpenDocument, aber weder Text noch Tabelle. Speichern Sie sie als PDF.")
        return said
    if "[Content_Types].xml" not in parts:
        raise Fault(ARCHIVE)
    types = read_content_types(parts["[Content_Types].xml"])
    if any("macroenabled" in each.lower() or "vbaproject" in each.lower() for each in types.values()):
        raise Fault(MACROS)
    found = [(name, MAIN[each]) for name, each in types.items() if each in MAIN]
    if len(found) != 1 or found[0][0].lstrip("/") not in parts:
        raise Fault(UNREADABLE)
    return found[0][1]


def _check_parts(parts, *, is_odf):
    for name, data in parts.items():
        for pattern, reason in FORBIDDEN:
            if pattern.search(name):
                raise Fault(reason)
        if data.startswith(FOREIGN):
            raise Fault(EMBEDDED)
        if not data.strip():
            continue
        if name.lower().endswith(".rels"):
            check_relations(data, Fault(OUTSIDE), Fault(EMBEDDED), Fault(MACROS))
        elif is_markup(name, data):
            check_xml(data, is_odf=is_odf, macros=Fault(MACROS), outside=Fault(OUTSIDE), embedded=Fault(EMBEDDED))
        elif CODE.search(data):
            raise Fault(EMBEDDED)


def is_markup(name, data):
    return name.lower().endswith((".xml", ".rels", ".rdf", ".svg", ".vml")) or data[:200].lstrip(
        b"\xef\xbb\xbf \r\n\t"
    ).startswith((b"<", b"\xff\xfe<", b"\xfe\xff"))
