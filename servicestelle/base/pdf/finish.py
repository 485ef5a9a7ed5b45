"""The finishing step: PDF/A-3a becomes PDF/UA-1 too, table headers get a scope, page furniture becomes artifacts."""

from io import BytesIO

import pikepdf

from .structure import marked_content, reachable_elements, walk
from .tables import join_tables

Name = pikepdf.Name
FURNITURE = pikepdf.Dictionary(Type=Name.Pagination)
PDFUA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfuaid:part>1</pdfuaid:part><pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


def finish_pdf(content):
    """Return `content` (WeasyPrint's PDF/A-3a) as PDF/A-3a + PDF/UA-1 in one file; same bytes in, same bytes out."""
    with pikepdf.open(BytesIO(content)) as pdf:
        _declare_pdfua(pdf)
        join_tables(pdf)
        _scope_headers(pdf.Root.StructTreeRoot.K)
        _unnest_links(pdf)
        _make_furniture_artifacts(pdf)
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        target = BytesIO()
        pdf.save(target, deterministic_id=True)
    return target.getvalue()


def _declare_pdfua(pdf):
    xmp = pdf.Root.Metadata.read_bytes()
    end = xmp.rindex(b"</rdf:RDF>")
    pdf.Root.Metadata = pdf.make_stream(xmp[:end] + PDFUA + xmp[end:], {"/Type": Name.Metadata, "/Subtype": Name.XML})


def _scope_headers(node, in_head=False):
    """Say of each header cell whether it heads a column (in THead) or a row."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            _scope_headers(kid, in_head)
    elif isinstance(node, pikepdf.Dictionary):
        kind = node.get("/S")
        if kind == Name.TH:
            attributes = node.get("/A") or pikepdf.Dictionary(O=Name.Table)
            attributes["/Scope"] = Name.Column if in_head else Name.Row
            node["/A"] = attributes
        if "/K" in node:
            _scope_headers(node["/K"], in_head or kind == Name.THead)


def _unnest_links(pdf):
    """WeasyPrint makes a link of every box inside a link: keep the outer one, which covers the others."""
    nested = [element for element, path in walk(pdf.Root.StructTreeRoot.K) if "/Link" in path]
    doubles = set()
    for element in nested:
        if element["/S"] == Name.Link:
            element["/S"] = Name.Span
        doubles |= _drop_annotations(element)
    for page in pdf.pages:
        if "/Annots" in page.obj:
            page.obj.Annots = pikepdf.Array([note for note in page.obj.Annots if note.objgen not in doubles])


def _drop_annotations(element):
    """Take the annotations off an element; return their object numbers."""
    kids = element.get("/K")
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    marks = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == Name.OBJR]
    if marks:
        element["/K"] = pikepdf.Array([kid for kid in kids if kid is not None and kid not in marks])
    return {mark.Obj.objgen for mark in marks}


def _make_furniture_artifacts(pdf):
    """Margin boxes are written as marked content outside the structure tree: say that they are page furniture."""
    inside = reachable_elements(pdf)
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    owners = {int(numbers[place]): numbers[place + 1] for place in range(0, len(numbers), 2)}
    for page in pdf.pages:
        parents = owners[int(page.obj.StructParents)]
        orphans = {mcid for mcid, element in enumerate(parents) if element is None or element.objgen not in inside}
        if orphans:
            _rewrite(pdf, page, orphans)
            for mcid in orphans:
                parents[mcid] = None


def _rewrite(pdf, page, orphans):
    instructions = []
    for operands, operator, mcid in marked_content(page):
        if mcid in orphans:
            operands, operator = [Name.Artifact, FURNITURE], pikepdf.Operator("BDC")
        instructions.append((operands, operator))
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
