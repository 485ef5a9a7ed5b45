"""The one door to PDF: what it loads, what it makes, what its check finds."""

import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from servicestelle.base.choices import Pruefpunkt
from servicestelle.base.pdf import PdfRefused, check_pdf, finish_pdf, render_pdf, warm_up
from servicestelle.base.pdf.check import CHECKS
from servicestelle.base.pdf.structure import walk

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD = "<h1>Titel</h1><p>Ein Absatz mit <a href='https://example.org/'>Verweis <strong>fett</strong></a>.</p>"
FURNITURE = "<style>@page { @bottom-right { content: 'Seite ' counter(page) } }</style>"


def page(body, *, head="<title>Probe</title>", lang=' lang="de"'):
    return f"<!doctype html><html{lang}><head>{head}{FURNITURE}</head><body>{body}</body></html>"


def make(body, **options):
    return finish_pdf(render_pdf(page(body, **options)))


@contextmanager
def listener():
    """A web server's ear on this machine; yields its port and the list of callers."""
    callers, server = [], socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.1)
    stop = threading.Event()

    def listen():
        while not stop.is_set():
            try:
                connection, address = server.accept()
            except TimeoutError:
                continue
            callers.append(address)
            connection.sendall(b"HTTP/1.0 404 Not Found\r\n\r\n")
            connection.close()

    thread = threading.Thread(target=listen)
    thread.start()
    try:
        yield server.getsockname()[1], callers
    finally:
        stop.set()
        thread.join()
        server.close()


WAYS = {
    "img": '<img alt="x" src="{}">',
    "srcset": '<img alt="x" srcset="{} 1x" src="{}">',
    "object": '<object data="{}" type="image/png"></object>',
    "embed": '<embed src="{}" type="image/png">',
    "background": '<p style="background-image: url({})">x</p>',
    "list": '<ul style="list-style-image: url({})"><li>x</li></ul>',
    "border": '<p style="border: 1px solid; border-image-source: url({})">x</p>',
    "content": "<style>p::before {{ content: url({}) }}</style><p>x</p>",
    "font": "<style>@font-face {{ font-family: f; src: url({}) }}</style><p style='font-family: f'>x</p>",
    "import": "<style>@import url({});</style><p>x</p>",
    "sheet": '<link rel="stylesheet" href="{}"><p>x</p>',
    "svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{}" width="9" height="9"/></svg>',
    "attachment": '<link rel="attachment" href="{}"><p>x</p>',
    "mask": '<p style="border: 1px solid; mask-border-source: url({})">x</p>',
}
ADDRESSES = {
    "http": "http://127.0.0.1:PORT/bild.png",
    "file": "file:///etc/passwd",
    "data": "data:image/png;base64,iVBORw0KGgo=",
    "ftp": "ftp://127.0.0.1:PORT/x",
    "climb": "portal:schrift/../../servicestelle/settings.py",
    "unknown": "portal:stil/geheim.css",
}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_nothing_outside_the_closed_map_is_loaded(way, address):
    with listener() as (port, callers):
        target = address.replace("PORT", str(port))
        with pytest.raises(PdfRefused, match="nur Dateien des Portals"):
            render_pdf(page(way.format(target, target)))
    assert callers == []


def test_control_the_listener_hears_weasyprint_without_the_door():
    import weasyprint

    with listener() as (port, callers):
        weasyprint.HTML(string=page(WAYS["img"].format(f"http://127.0.0.1:{port}/x.png"))).write_pdf()
    assert len(callers) == 1


def test_same_html_gives_same_bytes():
    assert make(GOOD) == make(GOOD)
    assert make(GOOD) != make(GOOD + "<p>anders</p>")


def test_progress_is_true_and_never_ahead():
    body = "<h1>Viel</h1>" + "<p>Ein langer Absatz. </p>" * 200
    steps = []
    content = render_pdf(page(body), report=lambda step, share: steps.append((step, share)), expected_pages=3)
    with pikepdf.open(BytesIO(content)) as pdf:
        pages = len(pdf.pages)
    drawn = [step for step, _ in steps if step.startswith("Zeichnen")]
    assert drawn == [f"Zeichnen: Seite {number} von {pages}" for number in range(1, pages + 1)]
    assert steps[0][0] == "Umbruch, Durchgang 1: Seite 1 von voraussichtlich 3"
    assert all(share < 95 for _, share in steps)


def test_a_report_that_raises_stops_the_setting():
    class Cancelled(Exception):
        pass

    def report(step, share):
        raise Cancelled

    with pytest.raises(Cancelled):
        render_pdf(page(GOOD), report=report)


def test_warm_up_works_here():
    assert warm_up() is True


def test_missing_pango_is_said_with_package_names():
    code = """
import ctypes.util, cffi, django
real = cffi.FFI.dlopen
def gone(self, name, *args):
    if name and "pango" in str(name): raise OSError("cannot load library")
    return real(self, name, *args)
cffi.FFI.dlopen = gone
django.setup()
from servicestelle.base.pdf.structure import walk
from servicestelle.base.pdf import render_pdf, PdfUnavailable, warm_up
try: render_pdf("<p>x")
except PdfUnavailable as error: print(error)
print(warm_up())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True, env=None)
    assert "libpango-1.0-0, libpangoft2-1.0-0 und libharfbuzz-subset0" in done.stdout
    assert done.stdout.rstrip().endswith("False")


def test_web_modules_do_not_import_weasyprint():
    code = (
        "import sys, django; django.setup(); import servicestelle.urls; "
        "sys.exit('weasyprint' in sys.modules or 'pikepdf' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_a_good_document_has_no_findings():
    assert check_pdf(make(GOOD + "<table><tr><th scope=row>A</th><td>1</td></tr></table>")) == []


FAULTS = {
    "language": ({"body": GOOD, "lang": ""}, "Die Sprache des Dokuments ist nicht angegeben"),
    "title": ({"body": GOOD, "head": ""}, "keinen Titel"),
    "first heading": ({"body": "<h2>Zwei</h2>"}, "Überschrift der Ebene 2 folgt als erste Überschrift"),
    "skipped heading": (
        {"body": GOOD + "<h2>Teil</h2><h4>Tief</h4>"},
        "Abschnitt „Tief“): Eine Überschrift der Ebene 4",
    ),
    "no heading": ({"body": "<p>nur Text</p>"}, "keine Überschrift"),
    "picture": (
        {"body": GOOD + '<h2>Karte</h2><img src="portal:motiv/titel/x" style="width: 9mm">'},
        "Seite 1 (Abschnitt „Karte“): Bild 1 des Dokuments hat keinen Alternativtext",
    ),
    "table": (
        {"body": GOOD + "<h2>Zahlen</h2><table><tr><td>1</td><td>2</td></tr></table>"},
        "Seite 1 (Abschnitt „Zahlen“): Tabelle 1 des Dokuments hat keine Kopfzellen",
    ),
    "ragged table": (
        {"body": GOOD + "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td></tr></table>"},
        "ungleich vielen Zellen",
    ),
}


@pytest.mark.parametrize(("document", "finding"), FAULTS.values(), ids=FAULTS)
def test_the_check_names_the_fault_and_its_place(document, finding):
    found = check_pdf(make(**document))
    assert len(found) == 1, found
    assert finding in found[0]


def test_the_check_finds_what_the_finishing_step_mends():
    found = " ".join(check_pdf(render_pdf(page(GOOD + "<table><tr><th>A</th></tr></table>"))))
    for fault in (
        "PDF/UA-1 fehlt",
        "fehlen in der Lesereihenfolge",
        "ihre Zeile oder ihre Spalte",
        "nicht als Verweis",
    ):
        assert fault in found


def test_untagged_paint_and_a_font_without_file_are_found():
    with pikepdf.open(BytesIO(make(GOOD))) as pdf:
        pdf.pages[0].contents_add(b"0 0 9 9 re f")
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == pikepdf.Name.FontDescriptor:
                for name in {"/FontFile2", "/FontFile3"} & set(thing.keys()):
                    del thing[name]
        target = BytesIO()
        pdf.save(target)
    found = " ".join(check_pdf(target.getvalue()))
    assert "1 Stelle(n) sind weder getaggt noch als Schmuck gekennzeichnet" in found
    assert "ist nicht eingebettet" in found


def test_a_table_over_two_pages_stays_one_table():
    rows = "".join(f"<tr><th scope=row>{n}</th><td>Zeile {n}</td></tr>" for n in range(80))
    table = f"<table><caption>Viel</caption><thead><tr><th>A</th><th>B</th></tr></thead><tbody>{rows}</tbody></table>"
    content = make(GOOD + table + "<p>Danach</p><table><tr><th>X</th></tr></table>")
    with pikepdf.open(BytesIO(content)) as pdf:
        assert len(pdf.pages) > 1
        kinds = [str(element.S) for element, _ in walk(pdf.Root.StructTreeRoot.K)]
    assert (kinds.count("/Table"), kinds.count("/THead"), kinds.count("/TR")) == (2, 1, 82)
    assert check_pdf(content) == []


def test_a_pdf_without_tags_is_refused():
    import weasyprint

    assert "nicht getaggt" in check_pdf(weasyprint.HTML(string=page(GOOD)).write_pdf())[0]


def test_what_people_read_as_checked_is_what_the_check_looks_at():
    assert list(CHECKS) == list(Pruefpunkt)


def test_hyphenated_text_is_set_in_the_fonts_of_the_portal_alone():
    head = '<title>Probe</title><link rel="stylesheet" href="portal:stil/druck.css">'
    words = "Donaudampfschifffahrtsgesellschaft Rechtsschutzversicherungsgesellschaften " * 4
    pdf = pikepdf.open(BytesIO(make(f"<h1>Titel</h1><p style='width: 40mm'>{words}</p>", head=head)))
    fonts = {str(font.BaseFont) for sheet in pdf.pages for font in sheet.Resources.Font.values()}
    assert fonts and all("Fira" in font for font in fonts), fonts
