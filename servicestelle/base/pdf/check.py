"""The structural check before a PDF may be published: fast, with pikepdf, findings in plain German.

It covers what PDF/UA-1 and PDF/A-3a ask of structure; veraPDF proves the whole standard in the tests.
"""

from io import BytesIO

import pikepdf

from ..choices import Pruefpunkt
from .structure import marked_content, page_numbers, walk

PAINTS = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "EI"}
HEADINGS = {f"/H{level}": level for level in range(1, 7)}


def check_pdf(content):
    """Return the findings as a list of sentences, empty when the PDF may be published."""
    with pikepdf.open(BytesIO(content)) as pdf:
        if "/StructTreeRoot" not in pdf.Root:
            return ["Das Dokument ist nicht getaggt: Vorleseprogramme finden keine Überschriften, Bilder und Tabellen."]
        place = Places(pdf)
        return [finding for check in CHECKS.values() for finding in check(pdf, place)]


class Places:
    """Says where something stands: page and the bookmark above it."""

    def __init__(self, pdf):
        self.pages = page_numbers(pdf)
        with pdf.open_outline() as outline:
            self.marks = sorted(self._marks(outline.root), key=lambda mark: mark[0])

    def _marks(self, items):
        for item in items:
            target = item.destination
            if target is not None and target[0].objgen in self.pages:
                yield self.pages[target[0].objgen], str(item.title)
            yield from self._marks(item.children)

    def of(self, element):
        page = element.get("/Pg")
        return self.on(self.pages.get(page.objgen)) if page is not None else "Ohne Seite"

    def on(self, page):
        titles = [title for number, title in self.marks if number <= (page or 0)]
        return f"Seite {page} (Abschnitt „{titles[-1]}“)" if titles else f"Seite {page}"


def _document(pdf, place):
    if not str(pdf.Root.get("/Lang", "")).strip():
        yield "Die Sprache des Dokuments ist nicht angegeben."
    if not str(pdf.docinfo.get("/Title", "")).strip():
        yield "Das Dokument hat keinen Titel."
    if not pdf.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "Das Fenster zeigt den Dateinamen statt des Titels."
    if not pdf.Root.get("/MarkInfo", {}).get("/Marked", False):
        yield "Das Dokument ist nicht als getaggt gekennzeichnet."
    if len(pdf.pages) > 1 and "/Outlines" not in pdf.Root:
        yield "Es fehlen Lesezeichen; ab zwei Seiten braucht das Dokument welche."
    for number, page in enumerate(pdf.pages, start=1):
        if page.obj.get("/Tabs") != pikepdf.Name.S:
            yield f"Seite {number}: Die Tabulatortaste folgt nicht der Lesereihenfolge."


def _metadata(pdf, place):
    xmp = pdf.Root.Metadata.read_bytes() if "/Metadata" in pdf.Root else b""
    if b"pdfuaid:part>1<" not in xmp:
        yield "Die Kennzeichnung als PDF/UA-1 fehlt."
    if b'pdfaid:part="3"' not in xmp or b'pdfaid:conformance="A"' not in xmp:
        yield "Die Kennzeichnung als PDF/A-3a fehlt."
    if "/OutputIntents" not in pdf.Root:
        yield "Das Farbprofil fehlt."


def _headings(pdf, place):
    last = 0
    for element, _ in walk(pdf.Root.StructTreeRoot.K):
        level = HEADINGS.get(str(element["/S"]))
        if level is None:
            continue
        if level > last + 1:
            above = f"auf eine Überschrift der Ebene {last}" if last else "als erste Überschrift"
            yield f"{place.of(element)}: Eine Überschrift der Ebene {level} folgt {above}; es fehlt Ebene {last + 1}."
        last = level
    if not last:
        yield "Das Dokument hat keine Überschrift."


def _figures(pdf, place):
    figures = [e for e, _ in walk(pdf.Root.StructTreeRoot.K) if str(e["/S"]) in {"/Figure", "/Formula"}]
    for number, element in enumerate(figures, start=1):
        if not str(element.get("/Alt", element.get("/ActualText", ""))).strip():
            yield (
                f"{place.of(element)}: Bild {number} des Dokuments hat keinen Alternativtext. "
                "Beschreiben Sie es, oder binden Sie es als Schmuck ein."
            )


def _tables(pdf, place):
    tables = [e for e, _ in walk(pdf.Root.StructTreeRoot.K) if str(e["/S"]) == "/Table"]
    for number, table in enumerate(tables, start=1):
        where = f"{place.of(table)}: Tabelle {number} des Dokuments"
        cells = [cell for cell, _ in walk(table["/K"]) if str(cell["/S"]) in {"/TH", "/TD"}]
        heads = [cell for cell in cells if str(cell["/S"]) == "/TH"]
        if not heads:
            yield f"{where} hat keine Kopfzellen. Zeichnen Sie die erste Zeile oder Spalte als Kopf aus."
        if any("/Scope" not in head.get("/A", {}) for head in heads):
            yield f"{where}: Bei einer Kopfzelle fehlt, ob sie für ihre Zeile oder ihre Spalte gilt."
        if len(_widths(table)) > 1:
            yield f"{where} hat Zeilen mit ungleich vielen Zellen."


def _widths(table):
    """The different numbers of columns its rows have, spans counted (row spans make a row shorter: then none)."""
    rows = [row for row, _ in walk(table["/K"]) if str(row["/S"]) == "/TR"]
    spans = [[_span(cell) for cell, path in walk(row["/K"]) if str(cell["/S"]) in {"/TH", "/TD"}] for row in rows]
    if any(down > 1 for row in spans for _, down in row):
        return set()
    return {sum(across for across, _ in row) for row in spans}


def _span(cell):
    attributes = cell.get("/A", {})
    return int(attributes.get("/ColSpan", 1)), int(attributes.get("/RowSpan", 1))


def _links(pdf, place):
    owners = _owners(pdf)
    for number, page in enumerate(pdf.pages, start=1):
        for note in page.obj.get("/Annots", []):
            if note.get("/Subtype") != pikepdf.Name.Link:
                continue
            owner = owners.get(int(note.get("/StructParent", -1)))
            if owner is None or owner.get("/S") != pikepdf.Name.Link:
                yield f"Seite {number}: Ein Verweis steht nicht als Verweis in der Lesereihenfolge."
            if not str(note.get("/Contents", "")).strip():
                yield f"Seite {number}: Ein Verweis sagt nicht, wohin er führt."


def _owners(pdf):
    """Number of a page or annotation → the structure elements that own its content."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    return {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}


def _content(pdf, place):
    """Everything painted is tagged or an artifact, and every tag belongs to the structure tree."""
    owners = _owners(pdf)
    inside = {element.objgen for element, _ in walk(pdf.Root.StructTreeRoot.K)}
    for number, page in enumerate(pdf.pages, start=1):
        parents = owners.get(int(page.obj.get("/StructParents", -1)), [])
        loose, orphans = _loose_content(page, parents, inside)
        if loose:
            yield f"{place.on(number)}: {loose} Stelle(n) sind weder getaggt noch als Schmuck gekennzeichnet."
        if orphans:
            yield f"{place.on(number)}: {orphans} Textstelle(n) fehlen in der Lesereihenfolge."


def _loose_content(page, parents, inside):
    depth = loose = orphans = 0
    for _, operator, mcid in marked_content(page):
        name = str(operator)
        depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(name, 0)
        loose += depth == 0 and name in PAINTS
        if mcid is not None:
            owner = parents[mcid] if mcid < len(parents) else None
            orphans += owner is None or owner.objgen not in inside
    return loose, orphans


def _fonts(pdf, place):
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary) or thing.get("/Type") != pikepdf.Name.FontDescriptor:
            continue
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(thing.keys()):
            yield f"Die Schrift {str(thing.get('/FontName', '?')).lstrip('/')} ist nicht eingebettet."


CHECKS = {
    Pruefpunkt.ANGABEN: _document,
    Pruefpunkt.KENNZEICHNUNG: _metadata,
    Pruefpunkt.UEBERSCHRIFTEN: _headings,
    Pruefpunkt.BILDER: _figures,
    Pruefpunkt.TABELLEN: _tables,
    Pruefpunkt.VERWEISE: _links,
    Pruefpunkt.TAGS: _content,
    Pruefpunkt.SCHRIFTEN: _fonts,
}
