"""The Steckbrief PDF of a site follows its record."""

from django.db import transaction
from django.urls import reverse

from servicestelle.base import dokumente, jobs

from ..documents import steckbriefe as documents
from ..models import Standort

STECKBRIEF_JOB = "projects.steckbrief_setzen"


@transaction.atomic
def order_steckbrief(standort, *, actor):
    """Order a fresh Steckbrief PDF of `standort`; return the Auftrag, an open one instead of a second.

    Call it in the transaction of the edit. The row lock makes a running job see this edit before it ends.
    """
    Standort.objects.select_for_update().get(pk=standort.pk)
    return jobs.enqueue(
        STECKBRIEF_JOB,
        title=f"Steckbrief setzen: {standort.jugendamt}"[:200],
        actor=actor,
        params={"standort": standort.pk},
        scope=standort.scope,
        key=standort.steckbrief_key,
    )


@transaction.atomic
def update_steckbriefe(standorte, *, actor):
    """Order the Steckbrief of every public one of `standorte` whose newest PDF no longer says what its page says.

    Call it in the transaction of the edit. The row locks make running jobs see this edit before they end.
    """
    locked = Standort.objects.select_for_update().filter(pk__in=[row.pk for row in standorte]).order_by("pk")
    numbers = [row.pk for row in locked]
    for standort in documents.for_documents(Standort.objects.published()).filter(pk__in=numbers):
        last = dokumente.newest_checked(standort.steckbrief_key)
        if not last or not documents.same_document(last, standort, documents.snapshot_steckbrief(standort)):
            order_steckbrief(standort, actor=actor)


@transaction.atomic
def save_steckbrief(auftrag, draft):
    """Keep a set Steckbrief and end its job; order the next one when the site was edited meanwhile."""
    Standort.objects.select_for_update().get(pk=auftrag.params["standort"])
    standort = documents.for_documents(Standort.objects).get(pk=auftrag.params["standort"])
    dokument = dokumente.keep(
        auftrag,
        draft,
        title=f"Steckbrief {standort.jugendamt}: {standort}"[:300],
        filename=documents.steckbrief_filename(standort),
        scope=standort.scope,
        public=documents.is_public(standort),
        url=reverse("steckbrief", args=[standort.slug]),
    )
    if not documents.same_facts(documents.snapshot_steckbrief(standort), draft.snapshot):
        order_steckbrief(standort, actor=auftrag.created_by)
    return dokument
