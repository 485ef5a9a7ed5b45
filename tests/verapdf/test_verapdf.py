"""Steckbrief and brochure pass PDF/A-3a and PDF/UA-1; what the finishing step has not seen does not."""

import pytest
from django.template.loader import render_to_string

from projects.documents.steckbriefe import STECKBRIEF, snapshot_steckbrief
from projects.models import Projektphase, StandortPartner
from publications.documents import TEMPLATE, snapshot_publikation
from publications.models import Kapitel
from servicestelle.base.models import Seitentext, Thema
from servicestelle.base.pdf import check_pdf, finish_pdf, render_pdf
from tests.records import make_cohort, make_jugendamt, make_publikation, make_standort, publish

from .engine import run_verapdf

pytestmark = pytest.mark.django_db
LONG = "Ein Absatz mit **fettem** Wort und [Verweis mit **Betonung**](https://example.org/).\n\n- eins\n- zwei\n\n" * 12
MEAN = "Ärger & <b>Ödnis</b> „Zitat“ – Ωμέγα, ﬁ ½ €"


@pytest.fixture
def sites(settings):
    cohort = make_cohort(name="2030 bis 2032")
    rows = []
    for number in range(1, 4):
        office = make_jugendamt(f"0590000{number}", name=f"Stadt Ort {number}")
        site = make_standort(office, cohort, slug=f"ort-{number}", titel=f"Projekt {number}", text=LONG)
        rows.append(publish(site))
    full, empty, odd = rows
    full.leitfragen, full.motto, full.alter_von, full.alter_bis = ["Eins?", "Zwei?"], "Los!", 3, 8
    full.save()
    full.themen.add(Thema.objects.create(name="Elternstärkung", slug="eltern"))
    StandortPartner.objects.create(standort=full, name="Jobcenter", rolle="berät")
    for art in ("analyse", "konzept", "umsetzung", "praxis_check"):
        Projektphase.objects.create(
            standort=full, art=art, schwerpunkte=LONG, ergebnisse="" if art == "konzept" else MEAN
        )
        Projektphase.objects.create(standort=empty, art=art)
    odd.titel, odd.text, odd.leitfragen, odd.sozialraum = MEAN, MEAN * 40, [MEAN], MEAN
    odd.save()
    empty.text = ""
    empty.save()
    return rows


@pytest.fixture
def brochure(sites):
    Seitentext.objects.create(key="kontakt", text="**Wir**, [mail](mailto:a@example.org)")
    publikation = publish(make_publikation(untertitel=MEAN, herausgeber=MEAN, impressum=LONG, jahr=2030, text=MEAN))
    Kapitel.objects.create(
        publikation=publikation, reihenfolge=1, art="text", titel="Vorwort", text=LONG + "### Teil\n\nx"
    )
    Kapitel.objects.create(publikation=publikation, reihenfolge=2, art="uebersicht", titel="Überblick")
    for place, site in enumerate(sites, start=3):
        Kapitel.objects.create(publikation=publikation, reihenfolge=place, art="standort", standort=site)
    return publikation


def html_of(sites, brochure):
    yield "broschuere", render_to_string(TEMPLATE, {"d": snapshot_publikation(brochure, nummer=1)})
    for site in sites:
        yield site.slug, render_to_string(STECKBRIEF, {"d": snapshot_steckbrief(site)})


def test_every_pdf_passes_both_standards(sites, brochure, tmp_path):
    files = []
    for name, html in html_of(sites, brochure):
        content = finish_pdf(render_pdf(html, base_url="https://portal.example"))
        assert check_pdf(content) == [], name
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(content)
    unfinished = tmp_path / "unfertig.pdf"
    unfinished.write_bytes(render_pdf(html, base_url="https://portal.example"))
    results = run_verapdf(["3a", "ua1"], [*files, unfinished])
    failed = {key: lines for key, (passed, lines) in results.items() if not passed}
    assert list(failed) == [("ua1", "unfertig.pdf")], failed  # the control: veraPDF does find faults
