"""What the office knows about one Jugendamt: one function per part; None where the person has not the right to see it."""

from django.db.models import Count

from beratung.models import Anfrage
from beratung.reports import with_fristen
from jugendaemter.models import Einladung, Mitgliedschaft, Netzwerk
from projects.models import Foerderung, Interessenbekundung, Standort
from servicestelle.base.einzelheiten import kind_in_words
from servicestelle.base.models import Frist, Mail, Protokoll
from servicestelle.base.vorgaenge import label_of

SHORT = 20  # newest rows of a part; how many there are in all stands beside it


def parts_of(office, person):
    """All parts of the dossier by name, ready for the page."""
    return {
        "anfragen": cases_of(office, person),
        "fristen": fristen_of(office, person),
        "menschen": people_of(office, person),
        "einladungen": Einladung.objects.visible_to(person).pending().filter(jugendamt=office).for_list(),
        "standorte": Standort.objects.visible_to(person).filter(jugendamt=office).select_related("foerderzeitraum"),
        "bekundungen": bekundungen_of(office, person),
        "foerderungen": grants_of(office, person),
        "netzwerke": Netzwerk.objects.visible_to(person).filter(jugendaemter=office).order_by("name"),
        "post": mail_of(office, person),
        "protokoll": log_of(office, person),
    }


def cases_of(office, person):
    """Requests, newest first, each with its next deadline, and how many there are."""
    if not person.has_perm("beratung.view_anfrage"):
        return None
    rows = Anfrage.objects.visible_to(person).filter(jugendamt=office)
    return {"zeilen": with_fristen(rows.select_related("zustaendig")[:SHORT]), "zahl": rows.count()}


def fristen_of(office, person):
    if not person.has_perm("base.view_frist"):
        return None
    return Frist.objects.visible_to(person).open().filter(scope=office.scope).for_list()[:SHORT]


def people_of(office, person):
    if not person.has_perm("jugendaemter.view_mitgliedschaft"):
        return None
    rows = Mitgliedschaft.objects.visible_to(person).not_over().filter(jugendamt=office, user__is_active=True)
    return rows.for_list()


def bekundungen_of(office, person):
    """What came in, the newest call first."""
    if not person.has_perm("projects.view_interessenbekundung"):
        return None
    return Interessenbekundung.objects.visible_to(person).filter(jugendamt=office).for_list()[:SHORT]


def grants_of(office, person):
    if not person.has_perm("projects.view_foerderung"):
        return None
    rows = Foerderung.objects.visible_to(person).filter(jugendamt=office)
    return rows.select_related("foerderzeitraum", "standort", "jugendamt").order_by("-starts_on", "-pk")


def mail_of(office, person):
    """What was sent: subject and day only; the text may hold a secret link."""
    if not person.has_perm("base.view_mail"):
        return None
    rows = Mail.objects.visible_to(person).filter(scope=office.scope)
    return {"zeilen": rows.values("subject", "created_at", "sent_at")[:SHORT], "zahl": rows.count()}


def log_of(office, person):
    """The newest entries of the audit log, in words: (when, what, of what, who)."""
    if not person.has_perm("base.view_protokoll"):
        return None
    rows = Protokoll.objects.filter(scope=office.scope).select_related("actor")[:SHORT]
    return [(row.at, label_of(row.verb), kind_in_words(row.object_type), row.actor) for row in rows]


def open_cases_of(offices, person):
    """Each office with the number of its open requests that `person` may see, as pairs; one query."""
    offices = list(offices)
    rows = Anfrage.objects.visible_to(person).active().filter(jugendamt__in=offices).order_by()
    counts = dict(rows.values_list("jugendamt").annotate(Count("pk")))
    return [(office, counts.get(office.pk, 0)) for office in offices]
