"""A case in the browser's terms, on all ways that lead to it; what belongs to the office stays there."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from beratung import services
from beratung.models import Anfrage, Empfehlung, Kontakt, Rueckmeldung, Termin
from beratung.notifications import anfragen as notifications
from servicestelle.base import protokoll
from servicestelle.base.einmal import new_number
from servicestelle.base.fristen import open_frist
from servicestelle.base.models import Mail, Thema
from tests.beratung.cases import put, receive
from tests.people import make_person
from tests.records import make_jugendamt

pytestmark = pytest.mark.django_db
SECRET = ("KANARIENVOGEL-NOTIZ", "KANARIENVOGEL-ERGEBNIS", "KANARIENVOGEL-VORGEHEN", "4711")
ENDED = "abgeschlossen"


class By:
    """A person on her way to one case: the secret link, an account of the Jugendamt, or the office."""

    def __init__(self, anfrage, login=None):
        self.anfrage, self.login, self.client = anfrage, login, Client()
        if login:
            self.client.force_login(make_person(login))
        self.name = {None: "anfrage_status", "bearbeitung": "mein_anfrage"}.get(login, "buero_anfrage")

    def url(self, step="", *args):
        key = self.anfrage.nummer if self.login else notifications.token_of(self.anfrage)
        return reverse(self.name + step, args=[key, *args])

    def post(self, step, *args, form="", **data):
        return self.client.post(self.url(step, *args), data | ({"nummer": new_number(form)} if form else {}))

    def page(self):
        return self.client.get(self.url()).content.decode()


def case(status="in_klaerung", **fields):
    anfrage = receive(jugendamt=make_jugendamt("00000001"), **fields)
    services.assign_anfrage(anfrage, to=make_person("fachberatung"), actor=make_person("fachberatung"))
    return put(anfrage, status)


def moment(days):
    return f"{timezone.localtime() + timedelta(days=days):%Y-%m-%dT14:00}"


def times(**fields):
    return {"zeit1": moment(7), "dauer_minuten": 60, "ort": "Rathaus", "form": "zeiten"} | fields


def documented(**fields):
    values = {
        "am": f"{timezone.localdate():%Y-%m-%d}",
        "format": "telefon",
        "teilnehmende": 2,
        "beratung_minuten": 90,
        "vorbereitung_minuten": 4711,
        "ergebnis": "KANARIENVOGEL-ERGEBNIS",
        "vereinbarungen": "Wir sehen uns wieder.",
        "weiteres_vorgehen": "KANARIENVOGEL-VORGEHEN",
        "form": "kontakt",
    }
    return values | fields


@pytest.fixture(params=[None, "bearbeitung"], ids=["link", "account"])
def asking(request):
    return lambda anfrage: By(anfrage, request.param)


# Appointments on both ways


def test_from_the_proposal_to_the_calendar(asking):
    anfrage = case()
    office, asker = By(anfrage, "fachberatung"), asking(anfrage)
    assert office.post("_termine", **times(zeit2=moment(8))).status_code == 302
    page = asker.page()
    assert page.count("Diese Zeit passt") == 2
    first = anfrage.termine.earliest("beginn")
    assert asker.client.get(asker.url("_termin_ics", first.pk)).status_code == 404  # not agreed yet
    assert asker.post("_termin_zusagen", first.pk).status_code == 302
    assert "Der Termin steht" in asker.page()
    for side in (asker, office):
        assert first.words in side.page()
        answer = side.client.get(side.url("_termin_ics", first.pk))
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("text/calendar")
        assert "no-store" in answer["Cache-Control"]
        assert b"BEGIN:VEVENT" in answer.content
    asker.post("_termin_absagen", first.pk, wort="Krank", form="absagen")
    page = office.page()
    assert f"<s>{first.words}</s>" in page
    assert "Krank" in page


def test_the_asking_side_proposes_and_the_office_says_where(asking):
    anfrage = case()
    office, asker = By(anfrage, "fachberatung"), asking(anfrage)
    assert asker.post("_termine", **times(ort="", video_url="https://nicht.gefragt.example")).status_code == 302
    termin = anfrage.termine.get()
    assert (termin.vom_buero, termin.video_url) == (False, "")
    assert "Das Jugendamt wartet auf Ihre Zusage" in office.page()
    office.post("_termin_zusagen", termin.pk)
    assert "Den Ort klären wir noch." in asker.page()
    office.post("_termin_ort", termin.pk, ort="", video_url="https://video.example/1", form="ort")
    assert 'href="https://video.example/1"' in asker.page()


def test_declining_with_a_word(asking):
    anfrage = case()
    By(anfrage, "fachberatung").post("_termine", **times())
    refused = asking(anfrage).post("_termine_ablehnen", wort="", form="ablehnen")
    assert refused.status_code == 422
    asking(anfrage).post("_termine_ablehnen", wort="Bei uns sind Ferien.", form="ablehnen")
    assert "Bei uns sind Ferien." in By(anfrage, "fachberatung").page()


@pytest.mark.parametrize(
    "fields, words",
    [
        ({"zeit1": ""}, "erforderlich"),
        ({"zeit1": "morgen"}, "Tag und Uhrzeit"),
        ({"zeit1": "30.02.2027 14:00"}, "Tag und Uhrzeit"),
        ({"zeit1": "2027-03-28T02:30"}, "Uhr umgestellt"),  # this hour is skipped
        ({"zeit1": "2020-01-01T10:00"}, "liegt schon zurück"),
        ({"zeit1": "\x00"}, "Tag und Uhrzeit"),
        ({"dauer_minuten": "99999999999999999999"}, "600"),
        ({"ort": ""}, "Ort oder einen Link"),
        ({"ort": "mit\x00Null"}, "Nullzeichen"),
        ({"video_url": "http://video.example"}, "https://"),
        ({"video_url": "javascript:alert(1)"}, "https://"),
    ],
)
def test_odd_times_are_refused_and_kept(fields, words):
    answer = By(case(), "fachberatung").post("_termine", **times(zeit2=moment(9), **fields))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert moment(9) in page
    assert not Termin.objects.exists()


def test_a_year_without_end_is_refused_kindly():
    answer = By(case(), "fachberatung").post("_termine", **times(zeit1="9999-12-31T23:59"))
    assert answer.status_code == 409
    assert "mehr als ein Jahr" in answer.content.decode()


def test_the_same_post_twice_counts_once(asking):
    anfrage = case()
    asker = asking(anfrage)
    data = times() | {"nummer": new_number("zeiten")}
    answers = [asker.client.post(asker.url("_termine"), data) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {302}
    assert anfrage.termine.count() == 1
    other = asker.client.post(asker.url("_termine"), data | {"ort": "Kita"})
    assert other.status_code == 409
    assert "schon einmal" in other.content.decode()


def test_an_appointment_of_another_case_is_as_missing_as_none(asking):
    mine, other = case(), receive()
    foreign = Termin.objects.create(
        anfrage=other,
        vom_buero=True,
        ort="x",
        beginn=timezone.now() + timedelta(days=3),
        status="vereinbart",
        decided_at=timezone.now(),
    )
    step = Empfehlung.objects.create(anfrage=other, text="x")
    for side in (asking(mine), By(mine, "fachberatung")):
        for pk in (foreign.pk, 0, 10**19):
            assert side.client.get(side.url("_termin_ics", pk)).status_code == 404
            assert side.post("_termin_zusagen", pk).status_code == 404
            assert side.post("_termin_absagen", pk, wort="x", form="absagen").status_code == 404
        for pk in (step.pk, 0, 10**19):
            assert side.post("_empfehlung", pk, erledigt="1").status_code == 404


def test_the_neighbour_gets_nothing(client, person):
    anfrage = case()
    termin = Termin.objects.create(
        anfrage=anfrage,
        vom_buero=True,
        ort="x",
        beginn=timezone.now() + timedelta(days=3),
        status="vereinbart",
        decided_at=timezone.now(),
    )
    client.force_login(person("nachbaramt"))
    for step, args in [("_termin_ics", [termin.pk]), ("_folgeanfrage", [])]:
        assert client.get(reverse(f"mein_anfrage{step}", args=[anfrage.nummer, *args])).status_code == 404
    for step, args in [("_termin_zusagen", [termin.pk]), ("_nutzen", []), ("_termine", [])]:
        assert client.post(reverse(f"mein_anfrage{step}", args=[anfrage.nummer, *args])).status_code == 404


def test_a_blocked_link_opens_no_step_any_more():
    anfrage = case(ENDED)
    asker = By(anfrage)
    paths = [asker.url(step) for step in ("_nutzen", "_termine", "_termine_ablehnen")]
    services.revoke_link(anfrage)
    assert {asker.client.post(path, {"nutzen": "sehr"}).status_code for path in paths} == {404}
    assert asker.client.get(reverse("anfrage_status_folgeanfrage", args=["x"])).status_code == 404


# Next steps and documentation


def test_a_step_is_recommended_ticked_and_unticked(asking):
    anfrage = case()
    office, asker = By(anfrage, "fachberatung"), asking(anfrage)
    answer = office.post(
        "_empfehlen", schritt="Ein Netz zeichnen", link="http://localhost:8000/standorte/", form="empfehlung"
    )
    assert answer.status_code == 302
    row = Empfehlung.objects.get()
    assert row.link == "/standorte/"
    assert 'href="/standorte/"' in asker.page()
    asker.post("_empfehlung", row.pk, erledigt="1")
    assert "erledigt am" in office.page()
    asker.post("_empfehlung", row.pk, erledigt="0")
    assert "erledigt am" not in office.page()
    office.post("_empfehlung", row.pk)
    assert "Ein Netz zeichnen" not in asker.page()


@pytest.mark.parametrize(
    "link",
    [
        "https://boese.example/",
        "//boese.example/",
        "/gibt-es-nicht/",
        "javascript:alert(1)",
        "/\\x",
        "http://[",
        "x" * 400,
    ],
)
def test_steps_lead_only_to_pages_of_the_portal(link):
    answer = By(case(), "fachberatung").post("_empfehlen", schritt="Lesen", link=link, form="empfehlung")
    assert answer.status_code == 422
    assert not Empfehlung.objects.exists()


def test_documentation_shows_hours_apart_and_together():
    anfrage = case()
    office = By(anfrage, "fachberatung")
    topic = Thema.objects.create(name="Elternstärkung", slug="eltern")
    assert office.post("_dokumentieren", **documented(vorbereitung_minuten=30, themen=[topic.pk])).status_code == 302
    page = office.page().replace("\xa0", " ")
    assert "Zusammen 2 Std." in page
    assert page.count("1 Std. 30 Min.") == 2  # the row and the sum
    assert Kontakt.objects.get().themen.get() == topic


@pytest.mark.parametrize(
    "fields, words",
    [
        ({"am": f"{timezone.localdate() + timedelta(days=1):%Y-%m-%d}"}, "liegt in der Zukunft"),
        ({"am": "gestern"}, "gültiges Datum"),
        ({"format": "offen"}, "offen"),
        ({"teilnehmende": "0"}, "größer oder gleich 1"),
        ({"beratung_minuten": "7201"}, "7200"),
        ({"beratung_minuten": "99999999999999999999"}, "7200"),
        ({"beratung_minuten": "0", "vorbereitung_minuten": "0"}, "Geben Sie Minuten an"),
        ({"ergebnis": ""}, "erforderlich"),
        ({"themen": ["99999"]}, "99999"),
    ],
)
def test_odd_documentation_is_refused_and_kept(fields, words):
    answer = By(case(), "fachberatung").post("_dokumentieren", **documented(**fields))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "KANARIENVOGEL-VORGEHEN" in answer.content.decode()
    assert not Kontakt.objects.exists()


def test_what_belongs_to_the_office_never_reaches_the_asking_side(asking):
    """Canary words in all office texts; then every byte the asking side can get, mail and calendar file included."""
    anfrage = case()
    office, asker = By(anfrage, "fachberatung"), asking(anfrage)
    office.client.post(office.url("_notiz"), {"text": SECRET[0], "nummer": new_number("notiz")})
    office.post("_dokumentieren", **documented())
    office.post("_termine", **times())
    office.post("_empfehlen", schritt="Lesen", form="empfehlung")
    termin, step = anfrage.termine.get(), anfrage.empfehlungen.get()
    assert all(word in office.page() for word in SECRET[:3])
    assert "78\xa0Std. 31\xa0Min." in office.page()  # 4711 minutes
    bodies = [asker.client.get(asker.url())]
    bodies += [asker.post("_termin_zusagen", termin.pk), asker.client.get(asker.url("_termin_ics", termin.pk))]
    bodies += [asker.post("_termin_absagen", termin.pk, wort="", form="absagen"), asker.client.get(asker.url())]
    bodies += [asker.post("_empfehlung", step.pk, erledigt="1"), asker.client.get(asker.url())]
    services.move_anfrage(
        put(anfrage, "in_beratung"), to=ENDED, actor=make_person("fachberatung"), reason="Vereinbart."
    )
    bodies += [asker.client.get(asker.url()), asker.client.get(asker.url("_folgeanfrage"))]
    bodies += [asker.post("_nutzen", nutzen="sehr"), asker.client.get(asker.url())]
    bodies += [
        asker.client.post(
            asker.url("_folgeanfrage"),
            {"frage": "Wie weiter?", "format": "offen", "nummer": new_number("folge")},
            follow=True,
        )
    ]
    bodies += [asker.client.get("/mein/")] if asker.login else []
    assert "Wir sehen uns wieder." in bodies[0].content.decode()  # agreements are for both
    received = [body.content.decode().replace("\xa0", " ") for body in bodies]
    received += [mail.subject + mail.text + mail.html for mail in Mail.objects.all()]
    found = [
        word
        for word in (*SECRET, "78 Std.", "31 Min.")
        for text in received
        if word in re.sub(r'value="[^"]*"', "", text)
    ]
    assert found == []


# Has it helped?


def test_one_tap_and_a_visit_alone_counts_nothing(asking):
    anfrage = case(ENDED)
    asker = asking(anfrage)
    assert "Hat Ihnen die Beratung geholfen?" in asker.page()
    assert asker.client.get(asker.url("_nutzen"), {"nutzen": "sehr"}).status_code == 405
    assert not Rueckmeldung.objects.exists()
    assert asker.post("_nutzen", nutzen="etwas", satz="Gern früher.").status_code == 302
    assert "Gern früher." in By(anfrage, "fachberatung").page()
    asker.post("_nutzen", nutzen="sehr")
    assert Rueckmeldung.objects.get().nutzen == "sehr"


@pytest.mark.parametrize("nutzen", ["", "toll", "\x00", "x" * 5000])
def test_odd_answers_are_refused(asking, nutzen):
    asker = asking(case(ENDED))
    asker.post("_nutzen", nutzen="etwas")
    answer = asker.post("_nutzen", nutzen=nutzen, satz="Gern früher.")
    assert answer.status_code == 422
    assert "Gern früher." in answer.content.decode()


# Asking on


def test_an_ended_case_leads_on_and_both_show_each_other(asking):
    anfrage = case(ENDED)
    asker = asking(anfrage)
    assert asker.url("_folgeanfrage") in asker.page()
    form = asker.client.get(asker.url("_folgeanfrage")).content.decode()
    assert anfrage.jugendamt.name in form
    assert asker.client.post(asker.url("_folgeanfrage"), {"frage": ""}).status_code == 422
    data = {"frage": "Wie weiter?", "format": "video", "nummer": new_number("folge")}
    answers = [asker.client.post(asker.url("_folgeanfrage"), data) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {302}
    follower = Anfrage.objects.get(vorgaenger=anfrage)
    after = By(follower, asker.login)
    assert answers[0].url == after.url()
    assert follower.nummer in asker.page()
    assert f'href="{asker.url()}"' in after.page()
    assert "Folgeanfrage stellen" not in asker.page()
    again = data | {"nummer": new_number("folge")}
    assert asker.client.post(asker.url("_folgeanfrage"), again).status_code == 409


def test_the_office_asks_on_behalf():
    anfrage = case(ENDED)
    office = By(anfrage, "fachberatung")
    data = {"frage": "Wie weiter?", "format": "video", "nummer": new_number("folge")}
    follower = office.client.post(office.url("_folgeanfrage"), data)
    assert follower.url == By(Anfrage.objects.get(vorgaenger=anfrage), "fachberatung").url()
    assert anfrage.nummer in office.client.get(follower.url).content.decode()


def test_the_link_does_not_open_a_follow_up_of_somebody_else(person):
    anfrage = case(ENDED)
    follower = services.ask_again(anfrage, frage="Wie weiter?", format="offen", actor=person("freigabe"))
    page = By(anfrage).page()
    assert follower.nummer in page
    assert notifications.token_of(follower) not in page


# As often for thirty as for one


def fill(anfrage, first, last):
    fiona = make_person("fachberatung")
    for number in range(first, last):
        decided = {"decided_at": timezone.now()}
        later, gone = timezone.now() + timedelta(days=number + 3), timezone.now() - timedelta(days=number + 3)
        Termin.objects.create(anfrage=anfrage, vom_buero=True, ort="x", beginn=later, author=fiona)
        Termin.objects.create(anfrage=anfrage, vom_buero=False, beginn=later, author=fiona)
        Termin.objects.create(anfrage=anfrage, vom_buero=True, ort="x", beginn=gone, status="vereinbart", **decided)
        Empfehlung.objects.create(anfrage=anfrage, text=f"Schritt {number}", author=fiona, faellig_am=later.date())
        kontakt = Kontakt.objects.create(
            anfrage=anfrage, am=gone.date(), format="video", beratung_minuten=5, author=fiona, vereinbarungen="x"
        )
        kontakt.themen.add(Thema.objects.create(name=f"Thema {number}", slug=f"thema-{number}"))
        anfrage.nachrichten.create(vom_buero=True, author=fiona, text="x")
        anfrage.notizen.create(author=fiona, text="x")
        open_frist(anfrage, f"probe.{number}", titel="x", due_on=later.date(), seite="buero", url="/", zustaendig=fiona)
        protokoll.record("anfrage.notiz", anfrage, actor=fiona)
        receive(jugendamt=anfrage.jugendamt)


@pytest.mark.parametrize("login", [None, "bearbeitung", "fachberatung"], ids=["link", "account", "office"])
def test_the_page_of_a_case_asks_as_often_for_thirty_as_for_one(login):
    anfrage = case()
    side, counts = By(anfrage, login), []
    for first, last in ((0, 1), (1, 30)):
        fill(anfrage, first, last)
        side.page()
        with CaptureQueriesContext(connection) as queries:
            side.page()
        counts.append(len(queries))
    print(f"abfragen fall {login} {counts[0]}")
    assert counts[0] == counts[1], "\n".join(query["sql"][:150] for query in queries)


@pytest.mark.parametrize("day", ["9999-12-31", "2100-01-01", "0001-01-01"])
def test_a_step_has_a_day_people_can_wait_for(day):
    """The last day there is has no day after it: the calendars of the whole office broke on it."""
    anfrage = case()
    answer = By(anfrage, "fachberatung").post("_empfehlen", schritt="Lesen", faellig_am=day, form="empfehlung")
    assert (answer.status_code, anfrage.empfehlungen.count()) == (422, 0)
    last = f"{timezone.localdate().year + 2}-12-31"
    answer = By(anfrage, "fachberatung").post("_empfehlen", schritt="Lesen", faellig_am=last, form="empfehlung")
    assert (answer.status_code, anfrage.empfehlungen.count()) == (302, 1)


def test_a_contact_has_a_year_of_this_century():
    anfrage = case()
    data = {"format": "telefon", "teilnehmende": 1, "beratung_minuten": 30, "vorbereitung_minuten": 0, "ergebnis": "x"}
    office = By(anfrage, "fachberatung")
    assert office.post("_dokumentieren", am="0026-11-20", form="kontakt", **data).status_code == 422
    assert office.post("_dokumentieren", am="2000-01-01", form="kontakt", **data).status_code == 302
    assert [row.am.year for row in anfrage.kontakte.all()] == [2000]
