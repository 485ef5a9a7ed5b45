"""The statistics: the same figures on page, picture and file, and those a plain count gives."""

import csv
import html
import io
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from beratung import services
from beratung.reports.definitionen import AUFTEILUNGEN, FRISTEN, KENNZAHLEN
from beratung.reports.statistik import hours, percent, statistik_of, years
from tests.beratung.cases import receive
from tests.beratung.worlds import YEAR, build, counted, worlds
from tests.people import make_person
from tests.records import make_jugendamt

pytestmark = pytest.mark.django_db
ADDRESS = "/buero/statistik/"
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)  # making a world smaller takes minutes
PARTS = [*AUFTEILUNGEN.values(), FRISTEN]


def of_file(answer):
    """{(group, label, word): number} of the file."""
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    return {(row[2], row[3], row[4]): number(row[5]) for row in rows[1:]}


def number(text):
    """`1.234,50` or `1234,50` as Decimal; nothing said as None."""
    text = html.unescape(text).strip()
    return None if text in {"", "–"} else Decimal(text.replace(".", "").replace(",", "."))


def of_page(text):
    """The same of the page: its figures and the tables behind the pictures."""
    found = {}
    for title, value in re.findall(r"<dt>([^<]+)</dt><dd class=\"sg-zahlen__wert\">([^<]+)", text):
        found["Kennzahl", "", html.unescape(title)] = number(value)
    for title, head, body in re.findall(
        r"<caption>(.*?)</caption>.*?<thead>(.*?)</thead>.*?<tbody>(.*?)</tbody>", text, re.S
    ):
        words = re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", head)[1:]
        for label, cells in re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", body, re.S):
            for word, cell in zip(words, re.findall(r"<td[^>]*>(.*?)</td>", cells), strict=True):
                found[_title(html.unescape(title)), html.unescape(label), word] = number(cell)
    return found


def _title(caption):
    if caption.startswith("Anfragen und "):
        return f"N{caption[len('Anfragen und Kontakte n') :]}"
    return caption.removesuffix(" nach Art")


def of_pictures(text):
    """The same of the bars: what stands behind each, and what the description says."""
    drawn, said = {}, {}
    for picture in re.findall(r"<svg role=\"img\" width.*?</svg>", text, re.S):
        title = html.unescape(re.search(r"<title[^>]*>(.*?)</title>", picture)[1])
        label = None
        for kind, words in re.findall(r"<text(?: class=\"(sg-balken__name)\")?[^>]*>(.*?)</text>", picture):
            words = html.unescape(words)
            if kind:
                label = words
            else:
                drawn[title, label, _plural(words)] = number(words.split()[0])
        for group in html.unescape(re.search(r"<desc[^>]*>(.*?)\.</desc>", picture)[1]).split("; "):
            label, _, bars = group.rpartition(": ")
            said |= {(title, label, _plural(bar)): number(bar.split()[0]) for bar in bars.split(", ")}
    assert drawn == said
    return drawn


def _plural(words):
    word = words.split()[1]
    return {"Anfrage": "Anfragen", "Kontakt": "Kontakte", "Frist": "Fristen", "eingehalten": "Eingehalten"}.get(
        word, word
    )


@settings(phases=QUICK, max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds, mit=st.booleans())
def test_page_picture_and_file_show_what_a_plain_count_gives(client, world, mit):
    with transaction.atomic():
        client.force_login(make_person("koordination1"))
        build(world)
        expected = counted(YEAR, mit)
        query = f"?jahr={YEAR}{'&mit_erfundenen=1' if mit else ''}"
        file = of_file(client.get(f"{ADDRESS}{query}&format=csv"))
        assert {key: value or 0 for key, value in file.items() if value} == {k: v for k, v in expected.items() if v}
        assert {key for key, value in file.items() if value is None} == {k for k, v in expected.items() if v is None}
        text = client.get(ADDRESS + query).content.decode()
        if "Für dieses Jahr gibt es keine Zahlen" in text:
            assert not any(value for (_, _, word), value in expected.items() if word in {"Anfragen", "Kontakte"})
        else:
            assert of_page(text) == file
            pictured = {key for key in file if key[0] != "Kennzahl" and not key[2].startswith(("Stunden", "Anteil"))}
            assert of_pictures(text) == {key: file[key] for key in pictured}
        transaction.set_rollback(True)


def test_bars_are_as_long_as_their_numbers(client, person):
    office = make_jugendamt()
    for _ in range(4):
        receive(jugendamt=office)
    make_jugendamt("05900009", regierungsbezirk="Münster")
    receive(jugendamt=make_jugendamt("05900009"))
    client.force_login(person("koordination1"))
    text = client.get(ADDRESS).content.decode()
    picture = re.search(r"Nach Regierungsbezirk</title>.*?</svg>", text, re.S)[0]
    widths = [
        Decimal(width) for width in re.findall(r"<rect class=\"sg-balken__voll\"[^>]*width=\"([\d.]+)%\"", picture)
    ]
    assert widths == [Decimal(62), Decimal(0), Decimal("15.5")]


def test_every_figure_has_its_definition_beside_it(client, person):
    receive()
    client.force_login(person("koordination1"))
    text = html.unescape(client.get(ADDRESS).content.decode())
    rows = client.get(f"{ADDRESS}?format=csv").content.decode("utf-8-sig").splitlines()
    for known in [*KENNZAHLEN.values(), *PARTS]:
        assert known.text in text
        assert any(known.text in row.replace('""', '"') for row in rows)


def test_no_two_regions_bear_one_name(client, person):
    receive(jugendamt=make_jugendamt())
    client.force_login(person("koordination1"))
    page = client.get(ADDRESS).content.decode()
    headings = re.findall(r"<h2 id=\"teil-[^>]*>(.*?)</h2>", page)
    regions = re.findall(r"role=\"region\" aria-label=\"([^\"]*)\"", page)
    names = [*headings, *regions]  # of the section, of its picture, of the table behind it
    assert len(headings) == len(PARTS) and len(regions) == 2 * len(headings)
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


def test_the_file_opens_in_a_german_excel(client, person):
    anfrage = receive(jugendamt=make_jugendamt(kreis='=HYPERLINK("http://boese.example")'))
    anfrage.kontakte.create(am=timezone.localdate(), format="telefon", beratung_minuten=50)
    client.force_login(person("fachberatung"))
    answer = client.get(f"{ADDRESS}?format=csv")
    year = timezone.localdate().year
    assert answer["Content-Disposition"] == f'attachment; filename="fachberatung-statistik-{year}.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbfJahr;Grundlage;")
    assert answer.content.count(b"\n") == answer.content.count(b"\r\n") > 30
    text = answer.content.decode("utf-8-sig")
    assert ";0,83;Stunden;" in text and "0.83" not in text
    assert ";\"'=HYPERLINK" in text and ';"=HYPERLINK' not in text


def test_invented_offices_count_only_when_asked_for(client, person):
    receive(jugendamt=make_jugendamt("00000001", kreis="Musterkreis"))
    client.force_login(person("koordination1"))
    without, with_them = (client.get(ADDRESS + query).content.decode() for query in ("", "?mit_erfundenen=1"))
    assert "Die erfundenen Jugendämter der Demo zählen nicht mit." in without
    assert "Für dieses Jahr gibt es keine Zahlen" in without and "Musterkreis" not in without
    assert "Diese Zahlen enthalten die erfundenen Jugendämter der Demo." in with_them and "Musterkreis" in with_them
    assert "mit-erfundenen.csv" in client.get(f"{ADDRESS}?mit_erfundenen=1&format=csv")["Content-Disposition"]


def test_without_invented_offices_nobody_speaks_of_them(client, person, settings):
    settings.DEMO = False  # the demo's banner names them
    receive()
    client.force_login(person("koordination1"))
    assert "rfundene" not in client.get(ADDRESS).content.decode()


def test_years_without_data_say_so_and_lead_to_those_with(client, person):
    receive()
    client.force_login(person("koordination1"))
    year = timezone.localdate().year
    text = client.get(f"{ADDRESS}?jahr={year - 1}").content.decode()
    assert "Für dieses Jahr gibt es keine Zahlen" in text
    assert f'?jahr={year}">{year}</a>' in text
    assert years() == [year]


@pytest.mark.parametrize("text", ["99999999999999999999", "1999", "٢٠٢٦", "-1", "2026\x00", "heute", "9999", "0000"])
def test_odd_years_are_ignored_with_a_note(client, person, text):
    client.force_login(person("koordination1"))
    answer = client.get(ADDRESS, {"jahr": text, "format": "exe", "mit_erfundenen": "ja"})
    assert answer.status_code == 200
    assert answer.content.decode().count("Das Jahr gibt es hier nicht") == 1


def test_no_name_and_no_question_stands_anywhere(client, person):
    receive(name="Frau Kanarienvogel", frage="Kanarienfrage", funktion="Kanarienamt", email="kanarie@example.org")
    client.force_login(person("revision"))
    for query in ("", "?format=csv"):
        assert b"anarie" not in client.get(ADDRESS + query).content


def test_revision_reads_figures_and_no_request(client, person):
    anfrage = receive()
    client.force_login(person("revision"))
    assert client.get(ADDRESS).status_code == 200
    assert client.get(anfrage.get_office_url()).status_code == 403


def test_the_navigation_leads_there_for_those_who_may(client, person):
    for name, there in {"revision": True, "fachberatung": True, "redaktion": False, "betrieb": False}.items():
        client.force_login(person(name))
        assert (f'href="{ADDRESS}"' in client.get("/buero/").content.decode()) is there, name


def test_as_many_queries_for_one_row_as_for_many(client, person):
    client.force_login(person("koordination1"))
    asked = []
    for first, last in ((1, 2), (2, 12)):
        for place in range(first, last):
            row = receive(jugendamt=make_jugendamt(f"059001{place:02}", kreis=f"Kreis {place}"))
            row.kontakte.create(am=timezone.localdate(), format="video", beratung_minuten=10)
        client.get(ADDRESS)
        with CaptureQueriesContext(connection) as queries:
            client.get(ADDRESS)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 22


def test_waiting_counts_working_days_only(time_machine):
    time_machine.move_to("2026-04-02T15:00+02:00", tick=False)  # before Good Friday
    anfrage = receive()
    anfrage.contacted_at = timezone.now() + timedelta(days=5)  # Tuesday after Easter
    anfrage.save(update_fields=["contacted_at"])
    found = {each.key: each.value for each in statistik_of(2026).kennzahlen}
    assert found["wartezeit"] == Decimal("1.0")
    assert found["ohne_kontakt"] == 0


def test_rounding():
    assert [hours(minutes) for minutes in (0, 50, 60, 3)] == [
        Decimal(text) for text in ("0.00", "0.83", "1.00", "0.05")
    ]
    assert percent(1, 3) == Decimal("33.3")
    assert percent(1, 800) == Decimal("0.1")
    assert percent(0, 0) is None


def test_only_what_the_office_promises_is_counted_as_kept(person):
    """A recommended step is the Jugendamt's own; it is a deadline of another record and never stood in the figures."""
    anfrage = receive()
    services.write_empfehlung(anfrage, text="x", actor=person("fachberatung"), faellig_am=timezone.localdate())
    fristen = statistik_of(timezone.localdate().year).fristen
    assert [row[0] for row in fristen.rows] == ["Erster Kontakt", "Termin vereinbaren", "Alle Fristen"]
