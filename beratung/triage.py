"""Who should look after a request: proposed from the rules, never set by itself; absent people are passed over."""

from dataclasses import dataclass

from .models import Abwesenheit, Zustaendigkeit
from .reports import advisers


@dataclass(frozen=True)
class Vorschlag:
    """A proposed person and the reason in words."""

    person: object
    grund: str


def absent_today():
    """{number of the person: her running Abwesenheit}; one query. Digests and proposals leave these people out."""
    return {row.user_id: row for row in Abwesenheit.objects.running().select_related("user", "vertretung")}


def propose(anfragen, absent=None):
    """{pk: Vorschlag} for those of `anfragen` that wait for a person: nobody is in charge, or she is away.

    `anfragen` come with `for_list()`; three queries for all. `absent` as `absent_today()` gives it, when known.
    """
    absent = absent_today() if absent is None else absent
    waiting = [row for row in anfragen if row.is_active and (row.zustaendig_id is None or row.zustaendig_id in absent)]
    if not waiting:
        return {}
    present = {person.pk for person in advisers()} - set(absent)
    rules = list(Zustaendigkeit.objects.select_related("thema", "person"))
    found = {row.pk: _for_one(row, rules, present, absent) for row in waiting}
    return {pk: proposal for pk, proposal in found.items() if proposal}


def _for_one(anfrage, rules, present, absent):
    """The deputy of whoever is in charge and away, else the person of the most specific rule, else her deputy."""
    away = absent.get(anfrage.zustaendig_id)
    if away and away.vertretung_id in present:
        return Vorschlag(away.vertretung, f"vertritt {away.user}")
    topics = {thema.pk for thema in anfrage.themen.all()}
    fitting = [rule for rule in rules if _fits(rule, anfrage.jugendamt, topics)]
    for rule in sorted(fitting, key=lambda rule: (rule.rank, -rule.pk), reverse=True):
        if rule.person_id in present:
            return Vorschlag(rule.person, rule.was)
        away = absent.get(rule.person_id)
        if away and away.vertretung_id in present:
            return Vorschlag(away.vertretung, f"{rule.was}; vertritt {away.user}")
    return None


def _fits(rule, jugendamt, topics):
    return (
        rule.thema_id in {None, *topics}
        and rule.kreis in {"", jugendamt.kreis}
        and rule.regierungsbezirk in {"", jugendamt.regierungsbezirk}
    )
