"""Reports of money pass PDF/A-3a and PDF/UA-1: none, few and many rows, with and without pictures, odd names."""

from decimal import Decimal

from django.template.loader import render_to_string

from projects.geld.berichte import BETRAEGE, Geldbericht, Zeile
from projects.geld.dateien import VORLAGE, snapshot_of
from servicestelle.base.pdf import check_pdf, finish_pdf, render_pdf
from tests.reading import pdf_pictures

from .engine import run_verapdf

MEAN = "Ärger & <b>Ödnis</b> „Zitat“ – Ωμέγα, ﬁ ½ €"
EURO = (Decimal("100000.00"), Decimal("-0.01"), Decimal("0.00"), Decimal("1234567.89"))


def report(rows, art="zeitraum"):
    zeilen = [Zeile(f"{MEAN} {number}", (MEAN, "", "Bewilligt"), EURO) for number in range(rows)]
    kopf = ("Jugendamt", "Standort", "Laufzeit", "Stand")
    facts = {"angaben": [("Förderer", MEAN)], "filter": [("Suchwort", MEAN)]}
    return Geldbericht(art, "Förderungen", MEAN, "", kopf, BETRAEGE, zeilen, EURO, **facts)


def test_every_report_passes_both_standards(tmp_path):
    files = []
    for rows, art, pictures in ((0, "zeitraum", 0), (1, "zeitraum", 1), (40, "zeitraum", 5), (90, "foerderungen", 1)):
        html = render_to_string(VORLAGE, {"d": snapshot_of(report(rows, art))})
        content = finish_pdf(render_pdf(html, base_url="https://portal.example"))
        assert check_pdf(content) == [], rows
        assert len(pdf_pictures(content)) == pictures, rows
        files.append(tmp_path / f"{rows}.pdf")
        files[-1].write_bytes(content)
    results = run_verapdf(["3a", "ua1"], files)
    assert {key: lines for key, (passed, lines) in results.items() if not passed} == {}
