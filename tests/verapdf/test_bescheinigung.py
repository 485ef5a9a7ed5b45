"""The certificate of attendance passes PDF/A-3a and PDF/UA-1, with short and with odd and endless names."""

import pytest
from django.template.loader import render_to_string

from beratung.documents.bescheinigungen import BESCHEINIGUNG, snapshot_bescheinigung
from beratung.models import Anmeldung
from servicestelle.base.pdf import check_pdf, finish_pdf, render_pdf
from tests.beratung.exchanges import make_austausch
from tests.records import make_jugendamt

from .engine import run_verapdf

pytestmark = pytest.mark.django_db
MEAN = "Ärger & <b>Ödnis</b> „Zitat“ – Ωμέγα, ﬁ ½ €"


def test_every_certificate_passes_both_standards(tmp_path):
    people = {"kurz": "Kim", "lang": "Donaudampfschifffahrt" * 7, "seltsam": MEAN}
    files = []
    for slug, name in people.items():
        angebot = make_austausch(slug, titel=f"{name} trifft sich"[:200], fuer_wen=MEAN, ort=MEAN)
        office = make_jugendamt() if slug == "lang" else None
        row = Anmeldung.objects.create(angebot=angebot, name=name, email="a@example.org", jugendamt=office)
        html = render_to_string(BESCHEINIGUNG, {"d": snapshot_bescheinigung(row)})
        content = finish_pdf(render_pdf(html, base_url="https://portal.example"))
        assert check_pdf(content) == [], slug
        files.append(tmp_path / f"{slug}.pdf")
        files[-1].write_bytes(content)
    unfinished = tmp_path / "unfertig.pdf"
    unfinished.write_bytes(render_pdf(html, base_url="https://portal.example"))
    results = run_verapdf(["3a", "ua1"], [*files, unfinished])
    failed = {key: lines for key, (passed, lines) in results.items() if not passed}
    assert list(failed) == [("ua1", "unfertig.pdf")], failed  # the control: veraPDF does find faults
