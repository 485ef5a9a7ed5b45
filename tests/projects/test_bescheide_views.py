"""Pages around documents: what each person sees and does once, what a refusal says, who may read the paper."""

import hashlib
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from projects import services, tasks
from projects.choices import NAMES, Bescheidart, Rechtsform
from projects.models import Aenderungsantrag, Anhoerung, Bescheid, Bescheidentwurf, Erklaerung, Foerderung, Zustellung
from projects.models.bescheid import check_placeholders, new_code
from projects.office import bescheide as office_bescheide
from servicestelle.base.aufgaben import aufgaben_of
from servicestelle.base.einmal import new_number
from servicestelle.base.models import Auftrag, Dokument
from servicestelle.base.months import add_months
from tests.people import MEMBERS, OFFICE, make_person
from tests.projects import briefe
from tests.projects.money import OWN, line_of, make_money, submit
from tests.records import make_cohort, make_grant, make_jugendamt, make_standort

pytestmark = pytest.mark.django_db
MEMBER = {"bearbeitung", "freigabe"}
SEES = {"koordination1", "koordination2", "zahlstelle", "revision"}


def words(response):
    """What the page says, with plain spaces."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"[\s\u00a0]+", " ", text)


def once(form="schritt", **fields):
    return {"nummer": new_number(form)} | fields


def own(row, step=""):
    return f"{row.get_absolute_url()}{step}"


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def as_person(client):
    def enter(name):
        client.force_login(make_person(name))
        return client

    return enter


# The office: from the draft to the signed document


def test_a_draft_is_edited_prepared_signed_and_delivered(as_person):
    grant = briefe.make_draft()
    first, second = (line.pk for line in grant.budgetposten.order_by("pk"))
    client, page = as_person("koordination1"), f"/buero/foerderungen/{grant.pk}/bescheide/"
    typed = once("foerderung", amount="100,00", starts_on="01.03.2030")
    typed |= {f"amount_{first}": "55,00", f"amount_{second}": "40,00", f"eigenanteil_{first}": "7,50"}
    assert client.post(f"/buero/foerderungen/{grant.pk}/bearbeiten/", typed).status_code == 302
    assert "Die Budgetposten ergeben zusammen 95,00 €, die Fördersumme ist 100,00 €." in words(client.get(page))
    assert client.post(f"/buero/foerderungen/{grant.pk}/zur-zeichnung/", once()).status_code == 409
    more = {"neu_art": "sachkosten", "neu_bezeichnung": "Druck", "neu_amount": "5,00"}
    typed = typed | more | {"nummer": new_number("foerderung")}
    assert client.post(f"/buero/foerderungen/{grant.pk}/bearbeiten/", typed).status_code == 302
    send = once()
    answers = [client.post(f"/buero/foerderungen/{grant.pk}/zur-zeichnung/", send) for _ in range(3)]
    entwurf = Bescheidentwurf.objects.get()
    assert {answer["Location"] for answer in answers} == {f"/buero/zeichnung/{entwurf.pk}/"}
    text = words(client.get(f"/buero/zeichnung/{entwurf.pk}/"))
    assert "Dieses Schreiben haben Sie vorbereitet" in text and "Zeichnen und ausfertigen" not in text
    assert client.post(f"/buero/zeichnung/{entwurf.pk}/zeichnen/", once()).status_code == 403
    client = as_person("koordination2")
    text = words(client.get(f"/buero/zeichnung/{entwurf.pk}/"))
    assert "bis zu 100,00 €" in text and "01.03.2030 bis 31.08.2032" in text and "Druck" in text
    send = once()
    answers = [client.post(f"/buero/zeichnung/{entwurf.pk}/zeichnen/", send) for _ in range(2)]
    bescheid = Bescheid.objects.get()
    assert {answer["Location"] for answer in answers} == {f"/buero/bescheide/{bescheid.pk}/"}
    today = f"{timezone.localdate():%d.%m.%Y}"
    path = f"/buero/bescheide/{bescheid.pk}/"
    assert client.post(f"{path}zustellung/", once(weg="post", am="31.02.2026")).status_code == 422
    assert client.post(f"{path}zustellung/", once(weg="post", am="01.01.2020")).status_code == 409
    assert client.post(f"{path}zustellung/", once(weg="post", am=today)).status_code == 302
    text = words(client.get(path))
    assert f"Einfacher Brief am {today}; gilt als bekannt gegeben am" in text and "Rechtsbehelf möglich bis" in text
    assert client.post(f"{path}rechtsbehelf/", once()).status_code == 302
    assert client.post(f"{path}rechtsbehelf/", once()).status_code == 409
    assert client.post(f"{path}erledigt/", once()).status_code == 302
    assert fresh(grant).status == "bestandskraeftig"


def test_what_is_wrong_in_a_draft_is_said_and_kept(as_person):
    grant = briefe.make_draft()
    path = f"/buero/foerderungen/{grant.pk}/bearbeiten/"
    answer = as_person("koordination1").post(
        path, once("foerderung", amount="1.0,00", starts_on="31.02.2030", neu_amount="3,00")
    )
    text = answer.content.decode()
    assert answer.status_code == 422 and "1.0,00" in text and "31.02.2030" in text
    assert "Wählen Sie, was das für ein Posten ist." in text


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("01.06.2032", "hat vom 01.01.2030 bis 30.06.2032 eine andere Förderung. Diese liefe vom 01.06.2032"),
        ("31.12.9999", "zwischen den Jahren 1990 und 2199"),
        ("01.01.0001", "zwischen den Jahren 1990 und 2199"),
        ("01.07.2033", "Eine Phase des Standorts liegt außerhalb der Förderung vom 01.07.2033"),
    ],
)
def test_a_start_that_cannot_be_is_refused_in_words(as_person, start, said):
    briefe.make_letters()
    make_money()
    grant = make_grant(make_jugendamt(OWN), make_cohort("2033"), starts_on=date(2033, 1, 1))
    site = make_standort(grant.jugendamt, grant.foerderzeitraum)
    site.phasen.create(art="analyse", beginn=date(2033, 1, 1))
    type(grant).objects.filter(pk=grant.pk).update(standort=site)
    path = f"/buero/foerderungen/{grant.pk}/bearbeiten/"
    answer = as_person("koordination1").post(path, once("foerderung", amount="100,00", starts_on=start))
    assert (answer.status_code, fresh(grant).starts_on) == (409, date(2033, 1, 1))
    assert said in words(answer) and start in answer.content.decode()


def test_a_further_line_needs_an_amount(as_person):
    grant = briefe.make_draft()
    typed = once("foerderung", amount="100,00", neu_art="sachkosten")
    answer = as_person("koordination1").post(f"/buero/foerderungen/{grant.pk}/bearbeiten/", typed)
    assert answer.status_code == 422 and "Nennen Sie für den weiteren Posten einen Betrag." in words(answer)


def test_an_old_page_of_what_is_signed_leads_back_to_the_queue(as_person):
    entwurf = briefe.prepared()
    path, never = f"/buero/zeichnung/{entwurf.pk}/", f"/buero/zeichnung/{entwurf.pk + 1}/"
    briefe.sign(entwurf)
    client = as_person("koordination2")
    for answer in (
        client.get(path, follow=True),
        client.post(f"{path}zeichnen/", once(), follow=True),
        client.post(f"{path}zurueckgeben/", once(reason="Der Beginn fehlt."), follow=True),
    ):
        assert answer.redirect_chain == [("/buero/bescheide/", 302)]
        assert "inzwischen gezeichnet oder zurückgegeben" in words(answer)
    assert [client.get(never).status_code, client.post(f"{never}zeichnen/", once()).status_code] == [404, 404]


def test_a_hearing_lasts_a_year_at_most(as_person):
    grant, last = briefe.running(), add_months(timezone.localdate(), 12)
    client, path = as_person("koordination1"), f"/buero/foerderungen/{grant.pk}/anhoerung/"
    for day, code in ((last + timedelta(days=1), 409), (last, 302)):
        typed = once("anhoerung", art="widerruf", text="Warum?", antwort_bis=f"{day:%d.%m.%Y}")
        assert client.post(path, typed).status_code == code


def test_giving_back_needs_words_and_opens_the_draft_again(as_person):
    entwurf = briefe.prepared()
    client, path = as_person("koordination2"), f"/buero/zeichnung/{entwurf.pk}/zurueckgeben/"
    assert client.post(path, once(reason=" ")).status_code == 422
    assert client.post(path, once(reason="Der Beginn fehlt.")).status_code == 302
    assert "Zur Zeichnung geben" in words(client.get(f"/buero/foerderungen/{entwurf.foerderung_id}/bescheide/"))


def test_the_queue_and_the_first_screen_lead_to_what_waits(as_person):
    entwurf, antrag = briefe.prepared(), None
    for name, number in (("koordination2", 1), ("koordination1", 0)):  # who prepared need not look
        assert office_bescheide.figures_of(make_person(name))[0][1:] == ("Bescheide zu zeichnen", number)
    assert office_bescheide.figures_of(make_person("revision")) == []
    client = as_person("koordination2")
    assert f"/buero/zeichnung/{entwurf.pk}/" in client.get("/buero/bescheide/").content.decode()
    assert "Bescheide zu zeichnen" in words(client.get("/buero/"))
    briefe.sign(entwurf)
    assert "noch nicht zugestellt" in words(client.get("/buero/bescheide/?lage=zustellen"))
    antrag = briefe.asked(fresh(entwurf.foerderung), "person")
    assert f"/buero/aenderungen/{antrag.pk}/" in client.get("/buero/bescheide/?lage=antraege").content.decode()
    assert "weggelassen" in words(client.get("/buero/bescheide/?lage=egal"))


def test_a_cut_below_what_is_asked_for_is_refused_with_the_numbers(as_person):
    grant = briefe.running()
    submit(grant, "30.00")
    first, second = (line.pk for line in grant.budgetposten.order_by("pk"))
    client, path = as_person("koordination1"), f"/buero/foerderungen/{grant.pk}/summe/"
    assert "Bisher 60,00 €, davon abgerufen 30,00 €." in words(client.get(path))
    typed = {f"betrag_{first}": "20,00", f"betrag_{second}": "0,00", "begruendung": "Weniger Bedarf"}
    answer = client.post(path, once("summe", **typed))
    assert answer.status_code == 409 and "Abgerufen sind schon 30,00 €" in words(answer)
    assert 'value="20,00"' in answer.content.decode()
    answer = client.post(path, once("summe", **typed | {f"betrag_{first}": "50,00"}))
    assert answer.status_code == 302 and Bescheidentwurf.objects.get().betraege == {
        str(first): "50.00",
        str(second): "0.00",
    }


def test_a_hearing_in_the_office_and_its_end(as_person):
    grant = briefe.running()
    client, path = as_person("koordination1"), f"/buero/foerderungen/{grant.pk}/anhoerung/"
    until = f"{timezone.localdate() + timedelta(days=14):%d.%m.%Y}"
    answer = client.post(path, once("anhoerung", art="widerruf", text="Warum?", antwort_bis=until))
    row = Anhoerung.objects.get()
    assert answer["Location"] == f"/buero/anhoerungen/{row.pk}/"
    assert "Warten Sie die Antwort oder das Ende der Frist ab." in words(client.get(answer["Location"]))
    assert client.post(f"/buero/anhoerungen/{row.pk}/aufheben/", once(begruendung="Schluss")).status_code == 409
    member = as_person("freigabe")
    assert any(
        task.titel == "Anhörung beantworten" and task.due_on == row.antwort_bis
        for task in aufgaben_of(make_person("freigabe"))
    )
    assert member.post(own(row), once("anhoerung_antwort", text="Darum.")).status_code == 302
    assert "Darum." in words(member.get(own(row)))
    client = as_person("koordination1")
    page = words(client.get(f"/buero/anhoerungen/{row.pk}/"))
    assert "Darum." in page and "Mit der Zeichnung endet die Förderung" in page
    assert client.post(f"/buero/anhoerungen/{row.pk}/aufheben/", once(begruendung="Schluss")).status_code == 302
    assert client.post(f"/buero/anhoerungen/{row.pk}/einstellen/", once()).status_code == 409
    assert Bescheidentwurf.objects.get().art == "widerruf"


def test_only_those_who_release_answer(as_person):
    row = briefe.hear(briefe.running(), answered=False)
    client = as_person("bearbeitung")
    assert "wer in Ihrem Jugendamt die Freigabe hat" in words(client.get(own(row)))
    assert client.post(own(row), once("anhoerung_antwort", text="Darum.")).status_code == 403


# The Jugendamt


def test_receipt_and_waiver_on_the_own_page(as_person):
    bescheid = briefe.awarded(bestandskraft_noetig=True)
    freigabe = make_person("freigabe")
    assert [task.titel for task in aufgaben_of(freigabe)] == [f"{bescheid}: abholen und Empfang bestätigen"]
    client = as_person("bearbeitung")
    assert [task.titel for task in aufgaben_of(make_person("bearbeitung"))] == [f"{bescheid}: abholen"]
    for step in ("empfang/", "erklaerung/"):
        assert client.post(own(bescheid, step), once()).status_code == 403
    assert client.get(own(bescheid, "erklaerung/")).status_code == 403
    client, send = as_person("freigabe"), once()
    assert [client.post(own(bescheid, "empfang/"), send).status_code for _ in range(2)] == [302, 302]
    assert Zustellung.objects.count() == 1
    [task] = aufgaben_of(freigabe)
    assert task.titel == f"{bescheid}: Verzicht auf Rechtsbehelf möglich"
    assert task.due_on == bescheid.zustellung.rechtsbehelf_bis
    assert "zurücknehmen lässt sich der Verzicht nicht" in words(client.get(own(bescheid, "erklaerung/")))
    send = once()
    assert [client.post(own(bescheid, "erklaerung/"), send).status_code for _ in range(2)] == [302, 302]
    assert Erklaerung.objects.count() == 1 and aufgaben_of(freigabe) == []
    assert "Das Schreiben ist bestandskräftig." in words(client.get(own(bescheid)))
    assert client.get(own(bescheid, "erklaerung/")).status_code == 409


def test_lists_and_pages_say_what_is_left_to_do(as_person):
    """„Bestandskräftig“ is what may still be missing; whoever has done all reads that nothing is to be done."""
    award = briefe.awarded()
    grant = fresh(award.foerderung)
    refusal = briefe.sign(briefe.answer(briefe.asked(grant, "person"), approve=False))
    client = as_person("freigabe")
    assert client.post(own(refusal, "empfang/"), once()).status_code == 302
    assert "Der Empfang ist bestätigt. Sie müssen nichts tun." in words(client.get(own(refusal)))
    assert words(client.get(f"/mein/foerderungen/{grant.pk}/bescheide/")).count("Noch nicht bestandskräftig") == 2
    assert "wer in Ihrem Jugendamt die Freigabe hat" in words(as_person("bearbeitung").get(own(award)))


def test_a_contract_speaks_of_a_contract(as_person):
    bescheid = briefe.awarded(rechtsform="vertrag")
    client = as_person("freigabe")
    page = words(client.get(own(bescheid)))
    assert "Vertrag annehmen" in page and "Rechtsbehelf" not in page
    assert "Vertrag annehmen?" in words(client.get(own(bescheid, "erklaerung/")))


def test_a_shift_is_filled_in_by_its_address(as_person):
    grant = briefe.running()
    second = line_of(grant, 1).pk
    client, path = as_person("bearbeitung"), f"/mein/foerderungen/{grant.pk}/aenderung/"
    assert "Kostenneutrale Verlängerung" in words(client.get(path))
    assert "gibt es nicht" in words(client.get(f"{path}?art=egal"))
    assert 'value="xyz"' not in client.get(f"{path}?art=umschichtung&posten=0&betrag=xyz").content.decode()
    page = client.get(f"{path}?art=umschichtung&posten={second}&betrag=12,50").content.decode()
    assert 'value="12,50"' in page
    assert re.search(rf'name="nach".*?value="{second}" selected', page, re.DOTALL)
    assert re.search(rf'name="von".*?value="{line_of(grant).pk}" selected', page, re.DOTALL)


def test_a_request_is_drafted_mended_submitted_and_answered(as_person):
    grant = briefe.running()
    first, second = (line.pk for line in grant.budgetposten.order_by("pk"))
    client, path = as_person("bearbeitung"), f"/mein/foerderungen/{grant.pk}/aenderung/?art=umschichtung"
    typed = {"von": first, "nach": first, "betrag": "70,00", "begruendung": "Mehr Treffen"}
    answer = client.post(path, once("aenderungsantrag", **typed))
    assert answer.status_code == 422 and "zwei verschiedene Posten" in words(answer) and "Mehr Treffen" in words(answer)
    send = once("aenderungsantrag", **typed | {"nach": second})
    assert [client.post(path, send).status_code for _ in range(2)] == [302, 302]
    antrag = Aenderungsantrag.objects.get()
    page = words(client.get(own(antrag)))
    assert "es wären -10,00 €" in page and "Verbindlich einreichen" not in page
    typed = once("aenderungsantrag", **typed | {"nach": second, "betrag": "10,00"})
    assert client.post(own(antrag, "bearbeiten/"), typed).status_code == 302
    assert "wer in Ihrem Jugendamt die Freigabe hat" in words(client.get(own(antrag)))
    assert client.post(own(antrag, "einreichen/"), once()).status_code == 403
    make_person("freigabe")
    assert [task.titel for task in aufgaben_of(make_person("freigabe"))] == [
        "Änderungsantrag 1: Entwurf prüfen und einreichen"
    ]
    client = as_person("freigabe")
    assert client.post(own(antrag, "einreichen/"), once()).status_code == 302
    assert client.get(own(antrag, "bearbeiten/")).status_code == 409
    client = as_person("koordination1")
    page = words(client.get(f"/buero/aenderungen/{antrag.pk}/"))
    assert "10,00 € sollen von" in page and "Noch abrufbar" in page
    path = f"/buero/aenderungen/{antrag.pk}/entscheiden/"
    assert client.post(path, once(begruendung="Gut")).status_code == 422
    assert client.post(path, once(begruendung="Gut", entscheidung="ja")).status_code == 302
    briefe.sign(Bescheidentwurf.objects.get())
    page = as_person("bearbeitung").get(own(antrag)).content.decode()
    assert Bescheid.objects.get().get_absolute_url() in page
    assert [line.amount for line in grant.budgetposten.order_by("pk")] == [50, 50]


def test_withdrawing_asks_first(as_person):
    antrag = briefe.asked(briefe.running(), "person")
    assert as_person("bearbeitung").get(own(antrag, "zurueckziehen/")).status_code == 403
    client = as_person("freigabe")
    assert "Änderungsantrag zurückziehen?" in words(client.get(own(antrag, "zurueckziehen/")))
    assert client.post(own(antrag, "zurueckziehen/"), once()).status_code == 302
    assert client.get(own(antrag, "zurueckziehen/")).status_code == 409
    assert (
        as_person("koordination1")
        .post(f"/buero/aenderungen/{antrag.pk}/entscheiden/", once(begruendung="Gut", entscheidung="ja"))
        .status_code
        == 409
    )


def test_a_page_without_its_number_writes_nothing(as_person):
    bescheid = briefe.awarded()
    client = as_person("freigabe")
    answer = client.post(own(bescheid, "empfang/"))
    assert answer.status_code == 422 and "Diese Seite ist zu alt" in words(answer)
    assert not Zustellung.objects.exists()


# The paper and its check


@pytest.fixture
def filed(own_store):
    """A signed document with a file of known content."""
    bescheid, content = briefe.awarded(), b"%PDF-1.7 Bescheid"
    name = default_storage.save("dokumente/b.pdf", ContentFile(content))
    Dokument.objects.create(
        key=bescheid.dokument_key,
        title=str(bescheid),
        filename="b.pdf",
        object_key=name,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        pages=1,
        scope=f"foerderung:{bescheid.foerderung_id}",
    )
    return bescheid


@pytest.mark.parametrize("name", [*OFFICE, *MEMBERS])
def test_who_reads_the_paper(as_person, filed, name):
    client = as_person(name)
    assert client.get(own(filed, "bescheid.pdf")).status_code == (200 if name in MEMBER else 404)
    assert client.get(f"/buero/bescheide/{filed.pk}/bescheid.pdf").status_code == (200 if name in SEES else 403)
    number = Dokument.objects.get().pk
    assert client.get(f"/verwaltung/base/dokument/{number}/datei/").status_code in {302, 403}


def test_a_file_that_was_touched_is_not_served(as_person, filed):
    with default_storage.open("dokumente/b.pdf", "wb") as file:
        file.write(b"%PDF-1.7 anders")
    assert as_person("bearbeitung").get(own(filed, "bescheid.pdf")).status_code == 404
    default_storage.delete("dokumente/b.pdf")
    assert as_person("bearbeitung").get(own(filed, "bescheid.pdf")).status_code == 404


def test_the_job_sets_a_document_once(own_store):
    bescheid = briefe.awarded()
    job = Auftrag.objects.get(kind=services.BESCHEID_JOB)
    tasks.bescheid_setzen(job.pk)
    dokument = Dokument.objects.get()
    assert (dokument.findings, dokument.public, dokument.snapshot) == ([], False, bescheid.snapshot)
    assert dokument.filename == f"{bescheid.aktenzeichen.lower()}-bewilligung.pdf"
    again = services.order_bescheid(bescheid, actor=None)
    tasks.bescheid_setzen(again.pk)
    again.refresh_from_db()
    assert Dokument.objects.count() == 1 and again.result == {"dokument": dokument.pk, "unveraendert": True}


def test_earlier_documents_stay_and_say_what_came_later(as_person):
    award = briefe.awarded()
    change = briefe.sign(briefe.answer(briefe.asked(award.foerderung, "person")))
    client = as_person("bearbeitung")
    page = words(client.get(f"/mein/foerderungen/{award.foerderung_id}/bescheide/"))
    assert award.aktenzeichen in page and change.aktenzeichen in page
    assert f"Nicht mehr der letzte Stand {change}" in words(client.get(own(award)))
    assert "Nicht mehr" not in words(client.get(own(change)))


def test_the_check_says_whether_a_paper_is_genuine_and_current(client):
    award = briefe.awarded()
    path = f"/pruefen/{award.code}/"
    page = words(client.get(path))
    assert "Dieses Schreiben ist echt" in page and "Es ist der letzte Stand" in page
    assert award.aktenzeichen in page and "100,00 €" in page and "Bewilligungsbescheid" in page
    refusal = briefe.sign(briefe.answer(briefe.asked(award.foerderung, "person"), approve=False))
    assert "Es ist der letzte Stand" in words(client.get(path))
    assert "Fördersumme" not in words(client.get(f"/pruefen/{refusal.code}/"))
    end = briefe.revoke(Foerderung.objects.get())
    page = words(client.get(path))
    assert "nicht mehr der letzte Stand" in page and str(end) in page
    for name in ("koordination1", "koordination2", "bearbeitung", "freigabe"):
        assert make_person(name).name not in page


@pytest.mark.parametrize("code", ["x", "x" * 300, "%00", "GA-2026-0001", "..", "ä"])
def test_any_unknown_code_gets_the_same_friendly_page(client, code):
    briefe.awarded()
    first = client.get("/pruefen/gibt-es-nicht/")
    answer = client.get(f"/pruefen/{code}/")
    assert answer.status_code == first.status_code == 404
    if code != "..":
        assert words(answer) == words(first) and "Diesen Code kennen wir nicht" in words(answer)


def test_codes_have_128_random_bits_and_more():
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200 and {len(code) for code in codes} == {32}


# Templates


@pytest.mark.parametrize("text", ["{jugendamt.__class__}", "{unbekannt}", "{0}", "{}", "{summe!r}", "{ summe }"])
def test_templates_name_known_placeholders_only(text):
    with pytest.raises(ValidationError, match="Diese Platzhalter gibt es nicht"):
        check_placeholders(f"Guten Tag {text}")
    check_placeholders("Guten Tag {jugendamt}, {summe}")


def test_every_kind_has_a_template_and_a_name_in_both_legal_forms():
    from projects.models import Briefvorlage

    briefe.make_letters()
    found = {(row.rechtsform, row.art) for row in Briefvorlage.objects.all()}
    assert found == {(form.value, art.value) for form in Rechtsform for art in Bescheidart}
    for row in Briefvorlage.objects.all():
        row.full_clean()
        assert bool(row.belehrung) == (row.rechtsform == "bescheid") and str(row) == NAMES[row.rechtsform][row.art]


def test_words_of_a_signed_document_do_not_follow_the_template():
    from projects.models import Briefvorlage

    bescheid = briefe.awarded()
    before = fresh(bescheid).snapshot
    Briefvorlage.objects.update(text="Anders")
    assert fresh(bescheid).snapshot == before and Decimal(bescheid.amount) == 100
