"""XML inside office documents: no document type, hence no entities; nothing that points outside or acts."""

import re
from xml.parsers import expat

from .faults import UNREADABLE, Fault

DTD = "enthält eine XML-Dokumenttyp-Angabe, über die sich fremde Inhalte laden lassen. Speichern Sie sie neu."
DEEPEST, MOST = 400, 4_000_000
WEB = re.compile(r"\s*(https?://|mailto:|tel:)", re.IGNORECASE)
FOREIGN = re.compile(
    r"\s*(javascript|vbscript|file|data|smb|ftp|ms-[a-z-]+|macro|vnd\.sun\.star\.[a-z]+)\s*:|\s*(\\\\|//)",
    re.IGNORECASE,
)
FETCHING = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|DATABASE)\b", re.IGNORECASE)
COMMAND = re.compile(r"\|\s*'|\b(WEBSERVICE|DDE|CALL|REGISTER\.ID|FILTERXML|EXEC)\s*\(", re.IGNORECASE)
EMBEDDING = (
    "/oleobject",
    "/package",
    "/control",
    "/activexcontrol",
    "/activexcontrolbinary",
    "/subdocument",
    "/frame",
    "/afchunk",
)
MACRO = ("/vbaproject", "/wordvbadata", "/keymapcustomizations", "/xlmacrosheet", "/ui/extensibility", "/ui/useruictrl")
# By local name: a document may call its namespaces what it likes.
SCRIPTS = {"event-listener", "event-listeners", "script"}
LINKED = {
    "dde-connection", "dde-connection-decl", "dde-source", "dde-link", "cell-range-source", "section-source", "table-source",
    "connection-resource", "ddeLink", "oleLink",
}  # fmt: skip
OBJECTS = {"object-ole", "plugin", "applet", "floating-frame", "OLEObject", "altChunk"}
FIELDS, FORMULAS = {"instrText", "delInstrText"}, {"f", "definedName"}


def _parse(data, *, on_start=None, on_text=None, on_end=None):
    """Run expat over `data` with limits. Raises Fault for what is no plain XML."""
    parser, count, depth = expat.ParserCreate(), 0, 0

    def start(name, attributes):
        nonlocal count, depth
        count, depth = count + 1, depth + 1
        if count > MOST or depth > DEEPEST:
            raise Fault(UNREADABLE)
        if on_start:
            on_start(name, attributes)

    def end(name):
        nonlocal depth
        depth -= 1
        if on_end:
            on_end(name)

    def refuse(*_):
        raise Fault(DTD)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = parser.ExternalEntityRefHandler = refuse
    if on_text:
        parser.CharacterDataHandler, parser.buffer_text = on_text, True
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise Fault(UNREADABLE) from None


def read_content_types(data):
    """{part name or extension: content type} of `[Content_Types].xml`."""
    types = {}

    def start(name, attributes):
        key = attributes.get("PartName") or attributes.get("Extension")
        if key:
            types[key] = attributes.get("ContentType", "")

    _parse(data, on_start=start)
    return types


def check_relations(data, outside, embedded, macros):
    """Raise one of the three faults when a relationship leads out of the document or to something that acts."""

    def start(name, attributes):
        kind, target = attributes.get("Type", "").lower(), attributes.get("Target", "")
        if kind.endswith(MACRO):
            raise macros
        if kind.endswith(EMBEDDING):
            raise embedded
        is_link = kind.endswith("/hyperlink")
        if FOREIGN.match(target) or ".." in target.replace("\\", "/").split("/")[2:]:
            raise outside
        if attributes.get("TargetMode", "").lower() == "external" and not (is_link and WEB.match(target)):
            raise outside

    _parse(data, on_start=start)


def check_xml(data, *, is_odf, macros, outside, embedded):
    """Raise a fault when the part has a document type, scripts, objects, fields that fetch, or foreign targets."""
    reading, field, formula = None, [], []

    def start(name, attributes):
        nonlocal reading
        local = name.rpartition(":")[2]
        if local.lower() in SCRIPTS:
            raise macros
        if local in LINKED:
            raise outside
        if local in OBJECTS or (local == "control" and not is_odf):
            raise embedded
        if local == "fldChar":
            field.append("\n")
        reading = field if local in FIELDS else formula if local in FORMULAS else None
        for key, value in attributes.items():
            _check_attribute(local, key, value, is_odf, macros, outside)

    def text(chars):
        if reading is not None:
            reading.append(chars)

    def end(name):
        nonlocal reading
        if reading is formula:
            formula.append("\n")
        reading = None

    _parse(data, on_start=start, on_text=text, on_end=end)
    if FETCHING.search("".join(field)) or COMMAND.search("".join(formula)):
        raise outside


def _check_attribute(name, key, value, is_odf, macros, outside):
    local = key.rpartition(":")[2].lower()
    if (local == "instr" and FETCHING.search(value)) or (local == "formula" and COMMAND.search(value)):
        raise outside
    if local.startswith("on") and not is_odf and ":" not in key and len(local) > 4 and "(" in value:
        raise macros
    if local not in {"href", "src"} or name == "template":  # of which template it came is a mere note
        return
    if FOREIGN.match(value) or (is_odf and name != "a" and WEB.match(value)):
        raise outside
