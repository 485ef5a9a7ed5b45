"""Requests for the money of the demo's grant: one paid, one to be paid, one to be checked, one that
waits for its second signature, and a draft of more than its line has left, to try out what is refused."""

from datetime import date
from decimal import Decimal

from projects.services import approve_mittelabruf, draft_mittelabruf, mark_paid, release_payment, submit_mittelabruf

# from, to, what for, amount of each line, steps after submitting
ABRUFE = [
    (
        date(2026, 1, 1),
        date(2026, 3, 31),
        "Gehalt von Januar bis März, erste Treffen",
        ("7800.00", "1200.00"),
        "bezahlt",
    ),
    (date(2026, 3, 1), date(2026, 3, 31), "Plakate", ("0.00", "320.00"), "freigegeben"),
    (date(2026, 4, 1), date(2026, 6, 30), "Gehalt von April bis Juni", ("7800.00", "0.00"), "genehmigt"),
    (date(2026, 7, 1), date(2026, 9, 30), "Gehalt von Juli bis September, Druck", ("7800.00", "640.50"), "eingereicht"),
    (
        date(2026, 10, 1),
        date(2026, 12, 31),
        "Zum Ausprobieren: mehr, als im Posten ist",
        ("0.00", "25000.00"),
        "entwurf",
    ),
]


def load_abrufe(grant, drafting, submitting, checking, paying):
    """Bring them about as people would, by the services; nothing while one of the four has no account."""
    if None in (drafting, submitting, checking, paying):
        return
    lines = list(grant.budgetposten.order_by("pk"))
    for von, bis, zweck, amounts, state in ABRUFE:
        wanted = {line.pk: Decimal(amount) for line, amount in zip(lines, amounts, strict=True)}
        abruf = draft_mittelabruf(grant, von=von, bis=bis, zweck=f"{zweck} (erfunden)", lines=wanted, actor=drafting)
        if state == "entwurf":
            continue
        abruf = submit_mittelabruf(abruf, actor=submitting)
        if state != "eingereicht":
            abruf = approve_mittelabruf(abruf, actor=checking)
        if state in ("bezahlt", "freigegeben"):
            abruf = release_payment(abruf, actor=paying)
        if state == "bezahlt":
            mark_paid(abruf, actor=paying)
