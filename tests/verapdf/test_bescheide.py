"""Every kind of document in both legal forms passes PDF/A-3a and PDF/UA-1, with odd names and endless reasons."""

import pytest
from django.template.loader import render_to_string

from projects.choices import REVOKING, Bescheidart, Rechtsform
from projects.documents.bescheide import BESCHEID, snapshot_bescheid
from projects.models import Bescheidentwurf
from servicestelle.base.pdf import check_pdf, finish_pdf, render_pdf
from tests.projects import briefe

from .engine import run_verapdf

pytestmark = pytest.mark.django_db
MEAN = "Ärger & <b>Ödnis</b> „Zitat“ – Ωμέγα, ﬁ ½ €"


def test_every_document_passes_both_standards(tmp_path):
    grant = briefe.running(verwendung_wochen=8, nachweis_monate=6, finanzierungsart="fehlbedarf", name=MEAN)
    grant.budgetposten.create(art="sachkosten", bezeichnung=MEAN, amount=0)
    hearing, antrag = briefe.plant_anhoerung(grant, text=MEAN), briefe.plant_antrag(grant)
    files = []
    for form in Rechtsform.values:
        grant.foerderzeitraum.rechtsform = form
        for art in Bescheidart:
            entwurf = Bescheidentwurf(
                foerderung=grant,
                art=art,
                begruendung=f"{MEAN}\n" * (60 if art == Bescheidart.AENDERUNG else 1),
                anhoerung=hearing if art in REVOKING else None,
                antrag=antrag if art == Bescheidart.ABLEHNUNG else None,
            )
            snapshot = snapshot_bescheid(entwurf, aktenzeichen="GA-2030-0001", code="x" * 32)
            html = render_to_string(BESCHEID, {"d": snapshot})
            content = finish_pdf(render_pdf(html, base_url="https://portal.example"))
            assert check_pdf(content) == [], (form, art)
            files.append(tmp_path / f"{form}-{art}.pdf")
            files[-1].write_bytes(content)
    unfinished = tmp_path / "unfertig.pdf"
    unfinished.write_bytes(render_pdf(html, base_url="https://portal.example"))
    results = run_verapdf(["3a", "ua1"], [*files, unfinished])
    failed = {key: lines for key, (passed, lines) in results.items() if not passed}
    assert list(failed) == [("ua1", "unfertig.pdf")], failed  # the control: veraPDF does find faults
