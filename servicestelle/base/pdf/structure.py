"""Reading a tagged PDF: its structure tree and the marked content of its pages."""

import pikepdf


def walk(node, path=()):
    """Every structure element below `node` in reading order, as `(element, kinds of its ancestors)`."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from walk(kid, path)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node, path
        if "/K" in node:
            yield from walk(node["/K"], (*path, str(node["/S"])))


def reachable_elements(pdf):
    """Object numbers of all elements the structure tree holds."""
    return {element.objgen for element, _ in walk(pdf.Root.StructTreeRoot.K)}


def marked_content(page):
    """The instructions of a page as `(operands, operator, number of the marked content it begins or None)`."""
    for operands, operator in pikepdf.parse_content_stream(page):
        begins = str(operator) == "BDC" and isinstance(operands[1], pikepdf.Dictionary)
        yield list(operands), operator, int(operands[1]["/MCID"]) if begins and "/MCID" in operands[1] else None


def page_numbers(pdf):
    """Object number of each page → its number from 1."""
    return {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
