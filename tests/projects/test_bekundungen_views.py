"""Pages around an Interessenbekundung: what each person sees, does once, and what a refusal says."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from projects import services
from projects.models import Bewertung, Interessenbekundung, Kriterium
from servicestelle.base import ablage
from servicestelle.base.dateien.checking import Checked
from servicestelle.base.einmal import new_number
from servicestelle.base.models import Datei
from tests.people import EVERYBODY, MEMBERS, OFFICE, make_person
from tests.projects.calls import (
    NEIGHBOUR,
    OWN,
    TEXTS,
    bring_to,
    draft,
    make_call,
    move_window,
    plant,
    plant_score,
)
from tests.records import make_document, make_grant, make_jugendamt

pytestmark = pytest.mark.django_db
ASKING = {"bearbeitung", "freigabe"}
SEES = {"koordination1", "koordination2", "fachberatung", "revision"}


def words(response):
    page = response.content.decode().replace("\u00ad", "")
    return re.sub(r"[\s\u00a0]+", " ", re.sub(r"<[^>]+>", " ", page))


def once(form="schritt", **fields):
    return {"nummer": new_number(form)} | fields


def typed(version=0, **fields):
    return once("interessenbekundung", version=version, betrag="90.000,00", **TEXTS) | fields


def new_path(call, ags=OWN):
    return reverse("mein_interessenbekundung_neu", args=[call.slug, ags])


@pytest.fixture
def as_person(client):
    def enter(name):
        client.force_login(make_person(name))
        return client

    return enter


# The Jugendamt


def test_the_own_area_shows_a_call_only_while_it_is_open(as_person):
    call, client = make_call(), as_person("bearbeitung")
    assert f'href="{new_path(call)}"' in client.get("/mein/").content.decode()
    assert "Ein Aufruf ist offen" not in words(as_person("koordination1").get("/mein/"))
    move_window(call, opened=1, closes=5)
    assert "Aufruf" not in words(as_person("bearbeitung").get("/mein/"))


def test_begin_once_save_and_resume(as_person):
    call, client = make_call(), as_person("bearbeitung")
    form = typed(vorhaben="", kontakt="", betrag="")
    answers = [client.post(new_path(call), form) for _ in range(3)]
    row = Interessenbekundung.objects.get()
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, row.get_absolute_url())}
    assert client.get(new_path(call))["Location"] == row.get_absolute_url()
    page = words(client.get(row.get_absolute_url()))
    assert "fehlen noch: Was haben Sie vor? Wen fragen wir?" in page and "Verbindlich einreichen" not in page
    client = as_person("freigabe")
    edit = row.get_absolute_url() + "bearbeiten/"
    assert TEXTS["ausgangslage"] in client.get(edit).content.decode()
    assert client.post(edit, typed(1)).status_code == 302
    assert "Verbindlich einreichen" in words(client.get(row.get_absolute_url()))
    form = once()
    assert {client.post(row.get_absolute_url() + "einreichen/", form).status_code for _ in range(2)} == {302}
    page = words(client.get(row.get_absolute_url()))
    assert "ändert sich nicht mehr" in page and "Weiterschreiben" not in page
    assert client.get(edit).status_code == 409


def test_a_colleague_who_began_meanwhile_is_named_and_nothing_typed_is_lost(as_person):
    call = make_call()
    client, form = as_person("bearbeitung"), typed(vorhaben="Mein langer Text")
    draft(call, actor="freigabe")
    answer = client.post(new_path(call), form)
    assert answer.status_code == 409 and "schon eine Interessenbekundung" in words(answer)
    assert "Mein langer Text" in answer.content.decode() and "Zur Interessenbekundung Ihres" in words(answer)


def test_two_colleagues_see_both_versions_and_decide(as_person):
    row = draft(vorhaben="Alt")
    edit = row.get_absolute_url() + "bearbeiten/"
    services.edit_interessenbekundung(row, version=1, actor=make_person("freigabe"), vorhaben="Fassung von Fritz")
    form, client = typed(1, vorhaben="Fassung von Britt"), as_person("bearbeitung")
    answer = client.post(edit, form)
    page, source = words(answer), answer.content.decode()
    assert answer.status_code == 409 and "Fritz Freigabe (Demo) hat diesen Entwurf" in page
    assert "Fassung von Fritz" in page and "Fassung von Britt" in page and "Gespeicherte Fassung behalten" in page
    assert "Wer macht mit? Gespeichert" not in page  # only what differs stands side by side
    assert Interessenbekundung.objects.get().vorhaben == "Fassung von Fritz"
    assert 'name="version" value="2"' in source
    assert client.post(edit, form | {"version": "2"}).status_code == 302
    assert Interessenbekundung.objects.get().vorhaben == "Fassung von Britt"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"betrag": "12.34"}, "12.345,67"),
        ({"betrag": "-5"}, "Wie viel Geld"),
        ({"betrag": "0"}, "Wie viel Geld"),
        ({"vorhaben": "x" * 3001}, "Was haben Sie vor?"),
        ({"version": "x"}, "Ganze Zahl"),
        ({"nummer": "gefälscht"}, "zu alt"),
    ],
)
def test_what_is_wrong_is_said_and_kept(as_person, fields, said):
    answer = as_person("bearbeitung").post(new_path(make_call()), typed(**fields))
    assert answer.status_code == 422 and said.lower() in words(answer).lower()
    assert TEXTS["netzwerk"] in answer.content.decode()
    assert not Interessenbekundung.objects.exists()


def test_outside_the_window_the_page_says_so(as_person):
    call = make_call(closes=0)
    row, client = draft(call), as_person("freigabe")
    move_window(call, opened=-9, closes=-1)
    page = words(client.get(row.get_absolute_url()))
    assert "Einreichen geht gerade nicht" in page and "Verbindlich einreichen" not in page
    for path, form in (
        (row.get_absolute_url() + "einreichen/", once()),
        (row.get_absolute_url() + "bearbeiten/", typed(1)),
    ):
        answer = client.post(path, form)
        assert answer.status_code == 409 and f"bis {call.aufruf_bis:%d.%m.%Y}" in words(answer)


def test_files_are_checked_kept_private_and_taken_out(as_person, own_store):
    call, client = make_call(), as_person("bearbeitung")
    wrong = SimpleUploadedFile("boese.exe", b"MZ")
    answer = client.post(new_path(call), typed() | {"dateien": wrong})
    assert answer.status_code == 422 and "boese.exe" in words(answer) and TEXTS["vorhaben"] in words(answer)
    right = SimpleUploadedFile("karte.txt", b"Eine Karte")
    client.post(new_path(call), typed() | {"dateien": right})
    row, datei = Interessenbekundung.objects.get(), Datei.objects.get()
    path = reverse("mein_interessenbekundung_datei", args=[row.pk, datei.pk])
    assert b"".join(client.get(path).streaming_content) == b"Eine Karte"
    assert as_person("nachbaramt").get(path).status_code == 404
    gone = path + "entfernen/"
    assert as_person("nachbaramt").post(gone).status_code == 404
    assert {as_person("freigabe").post(gone).status_code for _ in range(2)} == {302}
    assert not Datei.objects.exists()


def test_whoever_may_not_submit_reads_who_may(as_person):
    make_person("freigabe")
    row = draft()
    client = as_person("bearbeitung")
    page = words(client.get(row.get_absolute_url()))
    assert "wer in Ihrem Jugendamt die Freigabe hat: Fritz Freigabe (Demo)." in page
    answer = client.post(row.get_absolute_url() + "einreichen/", once())
    assert answer.status_code == 403 and "wer im Jugendamt die Freigabe hat" in words(answer)


def test_withdrawing_asks_first_and_is_for_those_who_release(as_person):
    row = bring_to(make_call(), "eingereicht")
    path = row.get_absolute_url() + "zurueckziehen/"
    assert as_person("bearbeitung").get(path).status_code == 403
    assert as_person("bearbeitung").post(path, once()).status_code == 403
    client = as_person("freigabe")
    assert "Interessenbekundung zurückziehen?" in words(client.get(path))
    form = once()
    assert {client.post(path, form).status_code for _ in range(2)} == {302}
    assert client.get(path).status_code == 409
    assert "eine neue beginnen" in words(client.get(row.get_absolute_url()))


@pytest.mark.parametrize("name", [None, *EVERYBODY[1:]])
def test_who_gets_the_pages_of_a_submitted_one(client, name):
    row = bring_to(make_call(), "eingereicht")
    if name:
        client.force_login(make_person(name))
    own = client.get(row.get_absolute_url()).status_code
    office = client.get(row.get_office_url()).status_code
    assert own == (302 if name is None else 200 if name in ASKING else 404)
    assert office == (302 if name is None else 200 if name in SEES else 403)


def test_internal_notes_and_points_never_reach_the_jugendamt(as_person, own_store):
    row = bring_to(make_call(), "eingereicht")
    plant_score(row, make_person("fachberatung"), notiz="KanarieNotiz", punkte=4)
    Bewertung.objects.create(
        interessenbekundung=row, person=make_person("koordination1"), notiz="KanarieGesamteindruck"
    )
    Kriterium.objects.update(erklaerung="KanarieKriterium")
    _decide(row)
    client = as_person("koordination1")
    assert "KanarieNotiz" in words(client.get(row.get_office_url()))
    mine = row.get_absolute_url()
    paths = [mine, "/mein/", "/foerderung/", mine + "bearbeiten/", mine + "zurueckziehen/", mine + "brief.pdf"]
    paths += ["/verwaltung/projects/interessenbekundung/", row.get_office_url(), "/buero/interessenbekundungen/"]
    for name in sorted(MEMBERS):
        client = as_person(name)
        for path in paths:
            assert "Kanarie" not in client.get(path).content.decode(errors="replace"), (name, path)


def _decide(row):
    return services.select_interessenbekundung(row, reason="Passt gut.", actor=make_person("koordination1"))


# The office


def test_the_list_filters_and_shows_no_drafts(as_person):
    call, other = make_call(), make_call("anderer")
    plant(call, make_jugendamt(OWN, name="Amt Eins"))
    plant(other, make_jugendamt(NEIGHBOUR, name="Amt Zwei"))
    plant(call, make_jugendamt("00000003", name="Amt Entwurf"), status="entwurf")
    client = as_person("fachberatung")
    path = "/buero/interessenbekundungen/"
    found = lambda query: re.findall(r"Amt \w+", words(client.get(path + query)))  # noqa: E731
    assert found("") == ["Amt Eins", "Amt Zwei"]
    assert found("?zeitraum=anderer") == ["Amt Zwei"]
    assert found("?q=eins&lage=alle") == ["Amt Eins"]
    assert found("?lage=ausgewaehlt") == []
    for odd in ("?lage=x", "?zeitraum=%00", "?seite=99999", "?q=" + "x" * 5000):
        assert client.get(path + odd).status_code == 200
    assert "weggelassen" in words(client.get(path + "?lage=x"))
    assert "2 Interessenbekundungen zu entscheiden" in words(client.get("/buero/"))
    assert "zu entscheiden" not in words(as_person("zahlstelle").get("/buero/"))


def test_score_by_the_criteria_of_the_programme(as_person):
    row = bring_to(make_call(), "eingereicht")
    rule = Kriterium.objects.create(foerderzeitraum=row.foerderzeitraum, name="Bedarf", hoechstpunkte=3)
    client, path = as_person("fachberatung"), row.get_office_url() + "bewerten/"
    form = once("bewertung", **{f"punkte_{rule.pk}": "3", f"notiz_{rule.pk}": "Klar.", "notiz_gesamt": "Gut."})
    assert {client.post(path, form).status_code for _ in range(2)} == {302}
    page = words(client.get(row.get_office_url()))
    assert "3,0 von 3" in page and "Klar." in page and "Gut." in page
    wrong = client.post(path, once("bewertung", **{f"punkte_{rule.pk}": "4", "notiz_gesamt": "Bleibt hier"}))
    assert wrong.status_code == 422 and "Bleibt hier" in wrong.content.decode()
    assert as_person("revision").post(path, once("bewertung", notiz_gesamt="x")).status_code == 403
    assert "Selbst bewerten" in words(as_person("koordination1").get(row.get_office_url()))
    services.withdraw_interessenbekundung(row, actor=make_person("freigabe"))
    late = as_person("koordination1").post(path, once("bewertung", notiz_gesamt="Zu spät"))
    assert late.status_code == 409 and "Zurückgezogen" in words(late)


@pytest.mark.parametrize(
    ("name", "scores", "decides"),
    [("koordination1", True, True), ("fachberatung", True, False), ("revision", False, False)],
)
def test_steps_are_drawn_for_whom_they_are(as_person, name, scores, decides):
    page = words(as_person(name).get(bring_to(make_call(), "eingereicht").get_office_url()))
    assert ("Selbst bewerten" in page, "Nicht auswählen" in page) == (scores, decides)


@pytest.mark.parametrize(("name", "label"), [("auswaehlen", "Ausgewählt"), ("ablehnen", "Nicht ausgewählt")])
def test_decide_with_a_reason_once(as_person, name, label):
    row = bring_to(make_call(), "eingereicht")
    client, path = as_person("koordination1"), f"{row.get_office_url()}{name}/"
    empty = client.post(path, once("schritt", grund=" "))
    assert empty.status_code == 422
    form = once("schritt", grund="Weil es passt.")
    assert as_person("fachberatung").post(path, form).status_code == 403
    client = as_person("koordination1")
    assert {client.post(path, form).status_code for _ in range(2)} == {302}
    page = words(client.get(row.get_office_url()))
    assert label in page and "Weil es passt." in page and "Der Brief wird gesetzt" in page
    again = client.post(path, once("schritt", grund="Noch einmal"))
    assert again.status_code == 409 and "Noch einmal" not in words(again)
    page = words(as_person("bearbeitung").get(row.get_absolute_url()))
    assert label in page and "Weil es passt." in page


def test_the_letter_is_private_and_only_a_checked_one_goes_out(as_person, own_store):
    row = bring_to(make_call(), "ausgewaehlt")
    path = row.get_absolute_url() + "brief.pdf"
    faulty = make_document("brief/1.pdf", key=row.brief_key, scope=row.scope, findings=["tags"])
    ablage.store(faulty.object_key, b"%PDF-1.7")
    assert as_person("freigabe").get(path).status_code == 404
    checked = make_document("brief/2.pdf", key=row.brief_key, scope=row.scope)
    ablage.store(checked.object_key, b"%PDF-1.7")
    for name in EVERYBODY[1:]:
        expected = 200 if name in ASKING else 404
        assert as_person(name).get(path).status_code == expected, name
        inside = 200 if name in SEES else 403
        assert as_person(name).get(row.get_office_url() + "brief.pdf").status_code == inside, name


def test_from_a_selected_one_to_its_grant_and_back_for_whoever_may_see_it(as_person):
    def source(name, path):
        return as_person(name).get(path).content.decode()

    row = bring_to(make_call(), "ausgewaehlt")
    ours, theirs = row.get_office_url(), row.get_absolute_url()
    assert f"/buero/foerderzeitraeume/{row.foerderzeitraum_id}/#simulationen" in source("revision", ours)
    draft_of_grant = make_grant(row.jugendamt, row.foerderzeitraum)
    make_grant(make_jugendamt(NEIGHBOUR), row.foerderzeitraum)  # another one of the same call
    documents = f"/buero/foerderungen/{draft_of_grant.pk}/bescheide/"
    assert f'href="{documents}"' in source("koordination1", ours)
    assert f'href="{ours}"' in source("koordination1", documents)
    assert f'href="{ours}"' not in source("zahlstelle", documents)  # she does not read what came in to a call
    assert "Wie es weitergeht" not in source("fachberatung", ours)  # and she no grants
    assert "Zur Förderung" not in source("bearbeitung", theirs)  # a draft is the office's own
    draft_of_grant.delete()
    grant = make_grant(row.jugendamt, row.foerderzeitraum, lines=["100.00"])
    assert f'href="/buero/foerderungen/{grant.pk}/"' in source("koordination1", ours)
    assert f'href="/mein/foerderungen/{grant.pk}/"' in source("bearbeitung", theirs)


def test_one_that_is_not_selected_names_no_grant(as_person):
    row = bring_to(make_call(), "nicht_ausgewaehlt")
    make_grant(row.jugendamt, row.foerderzeitraum, lines=["100.00"])
    assert "Wie es weitergeht" not in words(as_person("koordination1").get(row.get_office_url()))
    assert "Zur Förderung" not in words(as_person("freigabe").get(row.get_absolute_url()))


def test_files_in_the_office(as_person, own_store):
    call = make_call()
    row = draft(call, files=[Checked("a.txt", "text/plain", b"Eins")])
    datei = Datei.objects.get()
    path = reverse("buero_interessenbekundung_datei", args=[row.pk, datei.pk])
    assert as_person("koordination1").get(path).status_code == 404  # a draft is the Jugendamt's alone
    services.submit_interessenbekundung(row, actor=make_person("freigabe"))
    for name in OFFICE:
        assert as_person(name).get(path).status_code == (200 if name in SEES else 403), name
