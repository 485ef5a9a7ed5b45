"""The first screen of the office."""

from datetime import timedelta

from django.db.models import Count
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format

from beratung.filters import pinned_with_counts
from beratung.models import Anfrage
from projects.office.abrufe import figures_of as figures_of_money
from projects.office.bescheide import figures_of as figures_of_documents
from projects.office.interessenbekundungen import figures_of as figures_of_calls
from servicestelle.base import lebenszeichen
from servicestelle.base.access import office_only
from servicestelle.base.choices import Auftragsstatus, Seitenstatus
from servicestelle.base.models import Auftrag, Frist, Zuschrift

from .fristen import in_lage
from .seitenarten import count_by_status, label_rows, pages_of, visible_kinds

SHORT = 6
BACKUP_LATE = timedelta(days=2)  # one a day, and room for one that failed
DRAFTS = [Seitenstatus.ENTWURF, Seitenstatus.IN_PRUEFUNG]


@office_only
def buero(request):
    person = request.user
    jobs = Auftrag.objects.visible_to(person)
    job_counts = dict(jobs.order_by().values_list("status").annotate(Count("pk")))
    context = {
        "zahlen": figures_of(count_by_status(person), job_counts),
        "entwuerfe": label_rows(pages_of(person, statuses=DRAFTS).order_by("-geaendert_am")[:SHORT]),
        "veroeffentlicht": label_rows(latest_published(person)),
        "laufende": jobs.open()[:SHORT],
        "gescheiterte": jobs.filter(status=Auftragsstatus.FEHLGESCHLAGEN)[:SHORT],
        "neu": [art for art in visible_kinds(person) if art.may_add(person)],
        "sieht_seiten": bool(visible_kinds(person)),
        "anfragen": requests_of(person),
        "geld": [*figures_of_calls(person), *figures_of_documents(person), *figures_of_money(person)],
        "zuschriften": Zuschrift.objects.visible_to(person).open().count(),
        "sieht_zuschriften": person.has_perm("base.view_zuschrift"),
        "sieht_auftraege": person.has_perm("base.view_auftrag"),
        "ohne_sicherung": person.has_perm("base.view_lebenszeichen") and missing_backup(),
    }
    return render(request, "buero/uebersicht.html", context)


def requests_of(person):
    """What waits among the requests, the own pinned filters, and the deadlines that come next; None for people who do
    not advise. Each figure counts the rows of the list it leads to, by the same filter."""
    if not person.has_perm("beratung.view_anfrage"):
        return None
    rows, due = Anfrage.objects.visible_to(person), Frist.objects.visible_to(person)
    return rows.count_parts({lage: rows.in_lage(lage, person) for lage in ("neu", "meine")}) | {
        "ueberschritten": in_lage(due, "ueberschritten", person).count(),
        "fristen": in_lage(due, "offen", person).for_list()[:SHORT],
        "ansichten": pinned_with_counts(person),
    }


def latest_published(person):
    published = pages_of(person, statuses=[Seitenstatus.VEROEFFENTLICHT])
    return published.order_by("-veroeffentlicht_am")[:SHORT]


def missing_backup():
    """Since when there is no new backup, in words; empty when the last one is fresh."""
    last = lebenszeichen.seen().get(lebenszeichen.BACKUP)
    if last is None:
        return "Bisher ist keine Sicherung gemacht worden."
    if timezone.now() - last < BACKUP_LATE:
        return ""
    return f"Die letzte Sicherung ist vom {date_format(timezone.localtime(last), 'j. F Y, H:i')} Uhr."


def figures_of(pages, jobs):
    """The four figures that say whether something waits."""
    return {
        "entwurf": pages[Seitenstatus.ENTWURF],
        "in_pruefung": pages[Seitenstatus.IN_PRUEFUNG],
        "offen": jobs.get(Auftragsstatus.WARTEND, 0) + jobs.get(Auftragsstatus.LAUFEND, 0),
        "fehlgeschlagen": jobs.get(Auftragsstatus.FEHLGESCHLAGEN, 0),
    }
