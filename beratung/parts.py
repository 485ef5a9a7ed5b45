"""What the pages of a case show beside the thread: appointments, next steps, documentation, predecessor, usefulness."""

from django.urls import reverse

from . import permissions
from .choices import Anfragestatus, Nutzen
from .forms.fall import (
    AbsageForm,
    EmpfehlungForm,
    KontaktForm,
    NutzenForm,
    OrtForm,
    WortForm,
    ZeitenForm,
)
from .models import Anfrage, Rueckmeldung
from .notifications.anfragen import token_of

SHOWN = 30  # earlier appointments and contacts on a page


def for_asking_side(way):
    """What the Jugendamt sees, and nothing of what stays in the office."""
    anfrage = way.anfrage
    termine, answer = _termine(anfrage, buero=False, url=way.url), _rueckmeldung(anfrage)
    return _termin_forms(termine["naechster"], buero=False) | {
        "termine": termine,
        "empfehlungen": _empfehlungen(anfrage, way.url),
        "vereinbart": anfrage.kontakte.agreed_with_jugendamt()[:SHOWN],
        "rueckmeldung": answer,
        "nutzen_form": NutzenForm(antwort=answer),
        "nutzen_wahl": Nutzen.choices,
        "fragt_nach_nutzen": anfrage.status == Anfragestatus.ABGESCHLOSSEN,
        **_chain(anfrage, way=way),
    }


def for_office(anfrage):
    url = lambda step, *args: reverse(f"buero_anfrage{step}", args=[anfrage.nummer, *args])  # noqa: E731
    minutes, termine = anfrage.kontakte.minutes(), _termine(anfrage, buero=True, url=url)
    return _termin_forms(termine["naechster"], buero=True) | {
        "termine": termine,
        "empfehlungen": _empfehlungen(anfrage, url),
        "kontakte": anfrage.kontakte.for_list()[:SHOWN],
        "minuten": minutes | {"zusammen": sum(minutes.values())},
        "rueckmeldung": _rueckmeldung(anfrage),
        **_chain(anfrage, url=url),
        "empfehlung_form": EmpfehlungForm(),
        "kontakt_form": KontaktForm(initial={"themen": anfrage.themen.all(), "format": anfrage.format}),
    }


def _termine(anfrage, *, buero, url):
    """The appointments as one side sees them, each with the addresses of what that side can do now; one query."""
    rows = list(anfrage.termine.order_by("-beginn", "-pk"))
    following = [row for row in rows if row.is_upcoming]
    waiting = sorted((row for row in rows if row.is_waiting), key=lambda row: row.beginn)
    to_answer = [row for row in waiting if row.vom_buero != buero]
    agreed = following[0] if following else None
    return {
        "url": url("_termine"),
        "ablehnen_url": url("_termine_ablehnen"),
        "naechster": agreed,
        "ics_url": agreed and url("_termin_ics", agreed.pk),
        "absagen_url": agreed and url("_termin_absagen", agreed.pk),
        "ort_url": agreed and buero and url("_termin_ort", agreed.pk),
        "zu_beantworten": [(row, url("_termin_zusagen", row.pk)) for row in to_answer],
        "wartend": [row for row in waiting if row.vom_buero == buero],
        "fruehere": [row for row in rows if not (row.is_upcoming or row.is_waiting)][:SHOWN],
        "moeglich": permissions.takes_termine(anfrage),
        "buero": buero,
    }


def _termin_forms(agreed, *, buero):
    forms = {"zeiten_form": ZeitenForm(buero=buero), "ablehnen_form": WortForm(), "absagen_form": AbsageForm()}
    if buero:
        place = {"ort": agreed.ort, "video_url": agreed.video_url} if agreed else None
        forms["ort_form"] = OrtForm(initial=place)
    return forms


def _empfehlungen(anfrage, url):
    """The steps, each with the address that ticks it off or, in the office, takes it back."""
    return [(row, url("_empfehlung", row.pk)) for row in anfrage.empfehlungen.valid()]


def _rueckmeldung(anfrage):
    return Rueckmeldung.objects.filter(anfrage=anfrage).first()


def _chain(anfrage, *, way=None, url=None):
    """Predecessor and follow-up with their addresses, and where to ask on while there is no follow-up."""
    found = list(Anfrage.objects.linked_to(anfrage))
    may_follow = anfrage.is_ended and all(row.vorgaenger_id != anfrage.pk for row in found)
    return {
        "kette": [(row.vorgaenger_id == anfrage.pk, row, _address(row, way)) for row in found],
        "folge_url": (url or way.url)("_folgeanfrage") if may_follow else "",
    }


def _address(row, way):
    """Of the case, on the way the person came. By the secret link only to cases of the same person that have one too."""
    if way is None:
        return row.get_office_url()
    if way.actor is not None:
        return reverse("mein_anfrage", args=[row.nummer])
    if row.zugang and row.created_by_id is None and row.email == way.anfrage.email:
        return reverse("anfrage_status", args=[token_of(row)])
    return ""
