"""The first screen of the office."""

from django.db.models import Count
from django.shortcuts import render

from servicestelle.base.access import office_only
from servicestelle.base.choices import Auftragsstatus, Seitenstatus
from servicestelle.base.models import Auftrag, Zuschrift

from .seitenarten import count_by_status, label_rows, pages_of, visible_kinds

SHORT = 6
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
        "zuschriften": Zuschrift.objects.visible_to(person).open().count(),
        "sieht_zuschriften": person.has_perm("base.view_zuschrift"),
        "sieht_auftraege": person.has_perm("base.view_auftrag"),
    }
    return render(request, "buero/uebersicht.html", context)


def latest_published(person):
    published = pages_of(person, statuses=[Seitenstatus.VEROEFFENTLICHT])
    return published.order_by("-veroeffentlicht_am")[:SHORT]


def figures_of(pages, jobs):
    """The four figures that say whether something waits."""
    return {
        "entwurf": pages[Seitenstatus.ENTWURF],
        "in_pruefung": pages[Seitenstatus.IN_PRUEFUNG],
        "offen": jobs.get(Auftragsstatus.WARTEND, 0) + jobs.get(Auftragsstatus.LAUFEND, 0),
        "fehlgeschlagen": jobs.get(Auftragsstatus.FEHLGESCHLAGEN, 0),
    }
