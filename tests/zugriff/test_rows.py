"""No page takes rows past their sight: where a model has `visible_to`, every query of a page begins with it."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("beratung", "jugendaemter", "projects", "publications", "servicestelle/pages")
# what writes or asks for nobody: services act on rows a page has found, the admin has its own doors and tests
BEHIND = ("/services/", "/models/", "/migrations/", "/management/", "/startdaten/", "/admin/", "/querysets/")
FILES_BEHIND = ("services.py", "models.py", "admin.py", "querysets.py", "tasks.py", "choices.py")
SIGHTS = {"visible_to", "of_member", "asked_by_office_of", "none"}  # for one person
OPEN = {"public", "published", "listed"}  # for everybody
ELSEWHERE = {
    # what belongs to a row that was found by its sight, or that row once more
    "beratung/office/austausch.py Austauschangebot.get",
    "beratung/office/austausch.py Dokument.filter",
    "beratung/parts.py Anfrage.linked_to",
    "beratung/reports/anfragen.py Datei.of",
    "projects/documents/bescheide.py Bescheid.filter",
    "projects/mein/abrufe.py Mittelabruf.get",
    "projects/mein/aenderungen.py Aenderungsantrag.get",
    "projects/mein/bescheide.py Bescheid.replaced_by",
    "projects/mein/interessenbekundungen.py Datei.of",
    "projects/mein/interessenbekundungen.py Interessenbekundung.living",
    "projects/office/bescheide.py Bescheid.replaced_by",
    "projects/office/interessenbekundungen.py Datei.of",
    "projects/office/simulationen.py Foerderung.living",
    "projects/office/simulationen.py Interessenbekundung.candidates",
    "projects/office/simulationen.py Simulation.get",
    "projects/reports/aufrufe.py Foerderung.binding",
    "projects/reports/aufrufe.py Interessenbekundung.filter",
    "servicestelle/pages/mein.py Mitgliedschaft.valid",
    "servicestelle/pages/mein.py Standort.select_related",
    # a part of a query that begins with a sight
    "projects/office/abrufe.py Frist.overdue",
    "servicestelle/pages/konto.py Vertretung.coming",
    # whom a step reaches: names of colleagues and of Jugendämter, in forms and mails
    "jugendaemter/views.py Netzwerk.for_list",
    "projects/forms/simulationen.py Jugendamt.filter",
    "projects/forms/simulationen.py Jugendamt.valid",
    "projects/mein/abrufe.py Mitgliedschaft.releasing",
    "projects/mein/aenderungen.py Mitgliedschaft.releasing",
    "projects/mein/interessenbekundungen.py Mitgliedschaft.releasing",
    "projects/notifications.py Mitgliedschaft.reachable",
    "projects/reports/bescheide.py Mitgliedschaft.releasing",
    "servicestelle/pages/buero/fristen.py Jugendamt.filter",
    "servicestelle/pages/buero/menschen.py Jugendamt.valid",
    "servicestelle/pages/menschen/forms.py Jugendamt.valid",
    # for those alone who see all rows of the kind
    "servicestelle/pages/buero/menschen.py Mitgliedschaft.not_over",
    "servicestelle/pages/buero/menschen.py Mitgliedschaft.valid",
    "servicestelle/pages/buero/menschen.py Vertretung.coming",
    "projects/reports/bescheide.py Foerderung.exclude",
    "projects/reports/geld.py Foerderung.awarded",
    "projects/reports/geld.py Mittelabruf.waiting_for",
    # figures without a row
    "beratung/office/statistik.py Jugendamt.filter",
    "beratung/reports/statistik.py Anfrage.confirmed",
    "beratung/reports/statistik.py Frist.filter",
    "beratung/reports/statistik.py Jugendamt.all",
    "beratung/views.py Anfrage.values_list",
    "servicestelle/pages/metriken.py Auftrag.due",
    "servicestelle/pages/metriken.py Auftrag.order_by",
    "servicestelle/pages/metriken.py Auftrag.to_hint",
    "servicestelle/pages/metriken.py Datei.waiting",
    # by a secret that the person holds
    "projects/views.py Bescheid.replaced_by",
    "projects/views.py Bescheid.select_related",
    "servicestelle/pages/menschen/einladung.py Einladung.select_related",
    # the post of the demo
    "servicestelle/pages/demo.py Mail.defer",
}


def models_with_sight():
    return {model for model in apps.get_models() if hasattr(model._default_manager, "visible_to")}


def modules():
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not name.endswith(FILES_BEHIND) and not any(part in name for part in BEHIND):
                yield name, path.read_text()


def queries_in(source, models):
    """`Model.method` of every query in `source` on one of `models`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "objects":
            model = getattr(node.value.value, "id", getattr(node.value.value, "attr", ""))
            if model in models or model == "model":  # whichever it is
                yield f"{model}.{node.attr}"


def test_every_query_of_a_page_begins_with_a_sight():
    models = {model.__name__ for model in models_with_sight()}
    found = {f"{name} {query}" for name, source in modules() for query in queries_in(source, models)}
    past = {each for each in found if each.rpartition(".")[2] not in SIGHTS | OPEN}
    assert past - ELSEWHERE == set(), "Beginnen Sie mit visible_to, oder sagen Sie oben, warum nicht."
    assert ELSEWHERE - past == set(), "Das gibt es nicht mehr."


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Anfrage.objects.all()", "Anfrage.all"),
        ("models.Anfrage.objects.filter(pk=1)", "Anfrage.filter"),
        ("self.model.objects.all()", "model.all"),
    ],
)
def test_control_a_query_past_its_sight_is_seen(query, found):
    assert list(queries_in(query, {"Anfrage"})) == [found]
