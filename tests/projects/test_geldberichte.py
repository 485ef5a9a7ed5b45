"""The same figures on page, CSV, XLSX and PDF, for every level; ordered once, written in a job, for one person alone."""

import html
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from projects import services, tasks
from projects.choices import Auszugformat
from projects.forms.auszuege import AuszugForm
from projects.geld.berichte import BETRAEGE, Geldbericht, Zeile, bericht_for
from projects.geld.diagramme import AT_MOST, PRINTED, bilder_zum_druck
from projects.geld.filter import read_filter
from projects.models import Auszug
from servicestelle.base.einmal import new_number
from servicestelle.base.models import Auftrag, Mail
from servicestelle.base.money import format_euro
from tests.people import make_person
from tests.projects.money import bring_to, make_money, submit
from tests.reading import csv_rows, pdf_pictures, pdf_words, xlsx_rows
from tests.records import make_cohort, make_grant, make_jugendamt, make_standort
from tests.test_inputs import VALUES, encoded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]
LEVELS = ["foerderung", "foerderungen", "zeitraum", "zeitraeume"]


@pytest.fixture
def world():
    """A grant with money in every balance, one with a name a spreadsheet would execute, one that is revoked."""
    grant = make_money(("60000.00", "12345.67"), toleranz_prozent=Decimal(20), gesamtbetrag=Decimal("900000.00"))
    bring_to(grant, "ausgezahlt", "1234.50", "0.10")
    submit(grant, "2000.00")
    other = make_grant(make_jugendamt("05900002", name="=1+1 Stadt"), grant.foerderzeitraum, lines=["777.77"])
    revoked = make_grant(make_jugendamt("05900003"), make_cohort("2040", von_jahr=2040, bis_jahr=2042), lines=["10.00"])
    type(revoked).objects.filter(pk=revoked.pk).update(status="widerrufen")
    make_grant(make_jugendamt("05900004"), grant.foerderzeitraum)  # a draft counts nowhere
    make_cohort("leer")  # of which the portal knows no money, like the real ones
    grant.refresh_from_db()
    return {"foerderung": str(grant.pk), "zeitraum": grant.foerderzeitraum.slug, "grant": grant, "other": other}


def order(art, kind, *, objekt="", abfrage="", login="koordination1"):
    """Order and write the file as a worker would; return the Auszug and its bytes."""
    row = services.order_auszug(art, objekt=objekt, abfrage=abfrage, format=kind, actor=make_person(login))
    tasks.auszug_schreiben(row.auftrag_id)
    row.refresh_from_db()
    return row


def read(client, row):
    response = client.get(f"/auszuege/{row.pk}/datei/")
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def page_of(art, world):
    return {
        "foerderung": f"/buero/foerderungen/{world['foerderung']}/",
        "foerderungen": "/buero/foerderungen/",
        "zeitraum": f"/buero/foerderzeitraeume/{world['zeitraum']}/geld/",
        "zeitraeume": "/buero/geld/",
    }[art]


@pytest.mark.parametrize("art", LEVELS)
def test_the_same_number_on_page_csv_xlsx_and_pdf(world, client, art):
    person = make_person("koordination1")
    client.force_login(person)
    bericht = bericht_for(person, art=art, objekt=world.get(art, ""))
    wanted = [*(zeile.betraege for zeile in bericht.zeilen), bericht.summe]
    answer = client.get(page_of(art, world)).content.decode()
    page = re.sub(r"[\s\u00a0]+", " ", re.sub(r"<[^>]+>", " ", answer))
    files = {kind: read(client, order(art, kind, objekt=world.get(art, ""))) for kind in Auszugformat.values}
    words = re.sub(r"[\s\u00a0]+", " ", pdf_words(files["pdf"]))
    first = len(bericht.kopf)
    assert [
        tuple(Decimal(cell.replace(",", ".")) for cell in row[first:]) for row in csv_rows(files["csv"])[1:]
    ] == wanted
    assert [
        tuple(Decimal(f"{cell:.2f}") for cell in row if isinstance(cell, float)) for row in xlsx_rows(files["xlsx"])[1:]
    ] == wanted
    for amounts in wanted:
        row = " ".join(format_euro(amount).replace("\u00a0", " ") for amount in amounts)
        assert row in page and row in words, row
    for zeile in bericht.zeilen:
        assert zeile.name in words
    shows_the_picture_of_the_page(bericht, answer, files["pdf"])
    assert [row[0] for row in xlsx_rows(files["xlsx"])[1:-1]] == [zeile.name for zeile in bericht.zeilen]


def shows_the_picture_of_the_page(bericht, page, content):
    """The one picture of the PDF says what that of the page says, and each amount stands behind its bar."""
    [on_page] = re.findall(r"<desc[^>]*>(.*?)</desc>", page)
    [said] = pdf_pictures(content)
    assert said == f"{bericht.titel}: {bericht.untertitel}. {html.unescape(on_page)}"
    drawn = re.sub(r"\s", "", pdf_words(content))  # letter by letter
    bars = re.findall(r"[\d.]+,\d\d\s€ \w+", said)
    assert bars and all(re.sub(r"\s", "", bar) in drawn for bar in bars)


def bericht_with(rows):
    """A cohort of `rows` grants, the last by far the largest."""
    zeilen = [
        Zeile(f"Amt {number}", (), (Decimal(10 * number), Decimal(number), Decimal(0), Decimal(0)))
        for number in range(rows)
    ]
    return Geldbericht("zeitraum", "Geld", "2030", "", ("Amt",), BETRAEGE, zeilen, (Decimal(0),) * 4)


def test_a_long_picture_is_printed_in_parts_on_one_scale():
    parts = bilder_zum_druck(bericht_with(AT_MOST))
    groups = [group for part in parts for group in part.groups]
    assert [len(part.groups) for part in parts] == [PRINTED] * 5 and len({part.key for part in parts}) == 5
    assert [name for name, _, _ in groups] == [f"Amt {number}" for number in range(AT_MOST)]
    longest = [bars[-1].width for _, _, bars in groups]
    assert longest == sorted(longest) and longest[1] == round(longest[-1] / (AT_MOST - 1), 2)
    assert bilder_zum_druck(bericht_with(AT_MOST + 1)) == bilder_zum_druck(bericht_with(0)) == []


def test_what_the_columns_mean(world):
    bericht = bericht_for(make_person("revision"), art="foerderungen")
    found = {zeile.name: tuple(map(str, zeile.betraege)) for zeile in bericht.zeilen}
    assert found == {
        "Stadt 00000001": ("72345.67", "3234.60", "1234.60", "69111.07"),
        "=1+1 Stadt": ("777.77", "0.00", "0.00", "777.77"),
        "Stadt 05900003": ("10.00", "0.00", "0.00", "0.00"),  # revoked: nothing is left of it
    }
    assert bericht.summe == tuple(map(Decimal, ("73133.44", "3234.60", "1234.60", "69888.84")))
    cohort = bericht_for(make_person("revision"), art="zeitraum", objekt=world["zeitraum"])
    assert ("Noch zu vergeben", format_euro(Decimal("826876.56"))) in cohort.angaben
    whole = bericht_for(make_person("revision"), art="zeitraeume")
    assert whole.angaben == [("Ohne Förderung im Portal", "Kohorte leer. Ihr Geld ist hier nicht erfasst.")]
    assert whole.summe == bericht.summe and [zeile.zusatz[1] for zeile in whole.zeilen] == ["1", "2"]


def test_what_a_revoked_grant_keeps_of_the_total_is_bound():
    grant = make_money(gesamtbetrag=Decimal(150))
    bring_to(grant, "ausgezahlt", "30.00")
    type(grant).objects.update(status="widerrufen")
    person = make_person("koordination1")
    bericht = bericht_for(person, art="zeitraum", objekt=grant.foerderzeitraum.slug)
    facts = dict(bericht.angaben)
    assert (facts["Davon gebunden"], facts["Noch zu vergeben"]) == (format_euro(30), format_euro(120))
    assert "nicht zurückgezahlt" in bericht.definitionen["Davon gebunden"]


def test_no_cell_is_executed(world, client):
    client.force_login(make_person("koordination1"))
    assert "'=1+1 Stadt" in {row[0] for row in csv_rows(read(client, order("foerderungen", "csv")))}
    assert "=1+1 Stadt" in {row[0] for row in xlsx_rows(read(client, order("foerderungen", "xlsx")))}  # and no formula


def test_files_hold_what_the_filter_left_in_the_same_order(world, client):
    client.force_login(make_person("revision"))
    page = client.get("/buero/foerderungen/?stand=laufend&q=Stadt&zeitraum=quatsch").content.decode()
    assert "Den Filter „zeitraum“ gibt es mit diesem Wert nicht" in page
    [abfrage] = set(re.findall(r'name="abfrage" value="([^"]*)"', page))
    assert abfrage == "stand=laufend&amp;q=Stadt"
    row = order("foerderungen", "csv", abfrage="stand=laufend&q=Stadt", login="revision")
    names = [cells[0].lstrip("'") for cells in csv_rows(read(client, row))[1:-1]]
    shown = re.findall(r'<th scope="row"><a href="/buero/foerderungen/\d+/">(.*?)</a>', page)
    assert names == [re.sub("<wbr>|&shy;|\u00ad|\u200b", "", name) for name in shown] and len(names) == 2
    about = dict(
        tuple(cells)
        for cells in xlsx_rows(read(client, order("foerderungen", "xlsx", abfrage="q=Stadt", login="revision")), 2)
    )
    assert about["Filter Suchwort"] == "Stadt" and about["Noch frei"].startswith("Was noch abgerufen")


def test_ordered_once_however_often_the_button_is_pressed(world, client):
    client.force_login(make_person("bearbeitung"))
    fields = {"art": "foerderung", "objekt": world["foerderung"], "format": "csv", "nummer": new_number("auszug")}
    answers = {client.post("/auszuege/neu/", fields)["Location"] for _ in range(3)}
    again = client.post("/auszuege/neu/", fields | {"nummer": new_number("auszug")})["Location"]  # still open
    row = Auszug.objects.get()
    assert answers == {again} == {row.get_absolute_url()}
    assert "Wartet auf einen freien Platz" in client.get(again).content.decode()
    assert client.get(f"{again}datei/").status_code == 404
    assert client.post("/auszuege/neu/", fields | {"format": "pdf"}).status_code == 409
    assert client.post("/auszuege/neu/", fields | {"nummer": "x"}).status_code == 422
    tasks.auszug_schreiben(row.auftrag_id)
    tasks.auszug_schreiben(row.auftrag_id)
    page = client.get(again).content.decode()
    assert f"{again}datei/" in page and "Nur Sie können die Datei laden" in page
    mail = Mail.objects.get(to="bearbeitung@demo.example", subject="Geld der Förderung als CSV ist fertig")
    assert again in mail.text and "€" not in mail.text
    row.refresh_from_db()
    assert row.filename.startswith("geld-der-foerderung-") and row.filename.endswith(f"-{timezone.localdate()}.csv")


def test_the_same_order_of_two_people_is_two_files(world):
    wish = {"objekt": world["foerderung"], "abfrage": "", "format": "csv"}
    rows = [
        services.order_auszug("foerderung", **wish, actor=make_person(name)) for name in ("bearbeitung", "freigabe")
    ]
    assert [row.person for row in rows] == [make_person("bearbeitung"), make_person("freigabe")]


@pytest.mark.parametrize(
    ("login", "art", "objekt"),
    [
        ("nachbaramt", "foerderung", "eigene"),
        ("bearbeitung", "foerderungen", ""),
        ("bearbeitung", "zeitraum", "2030"),
        ("freigabe", "zeitraeume", ""),
        ("fachberatung", "foerderung", "eigene"),
        ("redaktion", "zeitraeume", ""),
        ("koordination1", "foerderung", "0"),
        ("koordination1", "foerderung", "١"),
        ("koordination1", "zeitraum", "gibt-es-nicht"),
    ],
)
def test_nobody_orders_what_is_not_theirs(world, client, login, art, objekt):
    client.force_login(make_person(login))
    fields = {"art": art, "objekt": world["foerderung"] if objekt == "eigene" else objekt, "format": "csv"}
    assert client.post("/auszuege/neu/", fields | {"nummer": new_number("auszug")}).status_code == 404
    assert not Auszug.objects.exists() and not Auftrag.objects.filter(kind=services.AUSZUG_JOB).exists()


def test_a_right_that_ended_closes_the_file_too(world, client):
    person = make_person("zahlstelle")
    client.force_login(person)
    row, waiting = order("foerderungen", "csv", login="zahlstelle"), None
    waiting = services.order_auszug("zeitraeume", objekt="", abfrage="", format="csv", actor=person)
    assert client.get(f"/auszuege/{row.pk}/datei/").status_code == 200
    person.groups.clear()
    assert client.get(f"/auszuege/{row.pk}/datei/").status_code == 404
    tasks.auszug_schreiben(waiting.auftrag_id)
    waiting.refresh_from_db()
    assert not waiting.is_ready and Auftrag.objects.get(pk=waiting.auftrag_id).status == "fehlgeschlagen"
    client.force_login(make_person("koordination1"))
    assert client.get(f"/auszuege/{row.pk}/").status_code == 404  # nobody else's, whoever it is


def test_files_are_forgotten_after_some_weeks(world, own_store):
    old, new = order("zeitraeume", "csv"), order("zeitraeume", "xlsx")
    Auszug.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))
    assert services.forget_auszuege() == 1
    assert list(Auszug.objects.all()) == [new]


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("projects_auszug_art", {"art": "egal"}),
        ("projects_auszug_format", {"format": "doc"}),
        ("projects_auszug_file", {"object_key": "a/b.csv"}),
        ("projects_auszug_file", {"size": 3}),
    ],
)
def test_a_file_is_there_whole_or_not_at_all(refused, rule, fields):
    known = {"person": make_person("revision"), "art": "zeitraeume", "format": "csv"}
    with refused(rule):
        Auszug.objects.create(**known | fields)


def test_no_two_orders_share_a_file(refused):
    file = {"object_key": "a/b.csv", "sha256": "0" * 64, "size": 1, "filename": "b.csv"}
    known = {"person": make_person("revision"), "art": "zeitraeume", "format": "csv"} | file
    Auszug.objects.create(**known)
    with refused("projects_auszug_object_key"):
        Auszug.objects.create(**known)


def test_the_order_form_names_no_report_that_is_unknown():
    form = AuszugForm({"art": "alles", "format": "doc", "nummer": new_number("auszug")})
    assert set(form.errors) == {"art", "format"}


def test_a_site_stands_with_its_money(client):
    grant = make_money()
    site = make_standort(grant.jugendamt, grant.foerderzeitraum, titel="Lotsen")
    type(grant).objects.filter(pk=grant.pk).update(standort=site)
    client.force_login(make_person("zahlstelle"))
    page = client.get("/buero/foerderungen/?q=lotsen").content.decode()
    assert "Lotsen" in page and f"/buero/foerderungen/{grant.pk}/" in page
    assert "Keine Förderung" in client.get("/buero/foerderungen/?q=gibtesnicht").content.decode()


def test_odd_filters_are_left_out_with_a_note(client):
    """All fields at once, each odd value once in each; the longest filter still fits into an order."""
    client.force_login(make_person("revision"))
    make_money()
    for turn in range(len(VALUES)):
        names = ["zeitraum", "stand", "q", "seite"]
        pairs = [f"{name}={encoded(VALUES[(turn + place) % len(VALUES)])}" for place, name in enumerate(names)]
        answer = client.get("/buero/foerderungen/", QUERY_STRING="&".join(pairs))
        assert answer.status_code == 200, pairs
    longest = read_filter({"q": "\U0001f600" * 100, "stand": "bestandskraeftig", "zeitraum": "2030"}).abfrage
    fields = {"art": "foerderungen", "abfrage": longest, "format": "csv", "nummer": new_number("auszug")}
    assert client.post("/auszuege/neu/", fields).status_code == 302
