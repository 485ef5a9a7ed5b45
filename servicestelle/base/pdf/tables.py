"""Tables that break over pages: WeasyPrint writes one table per page, readers need the one they are."""

import pikepdf

from .structure import walk

Name = pikepdf.Name


def join_tables(pdf):
    """Join the parts of each table: rows move to the first part, repeated heads leave the structure tree.

    A part is a table without a caption that follows another one with no content between. What left the tree
    becomes an artifact with the page furniture.
    """
    first = None
    for element, path in list(walk(pdf.Root.StructTreeRoot.K)):
        if "/Table" in path:
            continue
        if element["/S"] == Name.Table:
            first = _join(first, element) if first is not None and not _parts(element, Name.Caption) else element
        elif _holds_content(element):
            first = None


def _join(first, part):
    has_head = bool(_parts(first, Name.THead))
    for group in _kids(part):
        if group["/S"] == Name.THead and has_head:
            continue
        group["/P"] = first
        place = len(_parts(first, Name.Caption)) if group["/S"] == Name.THead else len(first["/K"])
        first["/K"].insert(place, group)
    for cell, _ in walk(part["/K"]):
        if "/Headers" in cell.get("/A", {}):
            del cell["/A"]["/Headers"]  # they name the repeated head; Scope says the same
    parent = part["/P"]
    parent["/K"] = pikepdf.Array([kid for kid in _all(parent) if not _same(kid, part)])
    return first


def _parts(table, kind):
    return [kid for kid in _kids(table) if kid["/S"] == kind]


def _kids(element):
    return [kid for kid in _all(element) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _all(element):
    kids = element.get("/K", pikepdf.Array())
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _holds_content(element):
    return len(_all(element)) > len(_kids(element))


def _same(one, other):
    return isinstance(one, pikepdf.Dictionary) and one.objgen == other.objgen
