"""Loads the Jugendämter of Westfalen-Lippe and the Netzwerke."""

from jugendaemter.choices import Beleg, Ebene, Gremienart
from jugendaemter.models import Angebot, Gremium, Jugendamt, Netzwerk, Programm
from servicestelle.base.publishing import publish_loaded
from servicestelle.base.ui.words import slug_of

from .files import read_csv

COPIED = ("name", "art", "kreis", "regierungsbezirk", "plz", "ort", "sitz_lat", "sitz_lon", "mitte_lat", "mitte_lon")
HOW_EVIDENCED = {label.lower(): value for value, label in Beleg.choices} | {
    "gesetzlich": Beleg.GESETZLICH,
    "indirekt": Beleg.INDIREKT,
}


def load_jugendaemter(once):
    for row in read_csv("jugendaemter.csv"):
        once.create(
            Jugendamt,
            key=("ags", row["ags"]),
            slug=slug_of(row["name"]),
            beleg=HOW_EVIDENCED[row["beleg"]],
            **{field: row[field] for field in COPIED},
        )


def ags_by_name():
    """The files join on names; the rows on the AGS, which stays when the office renames an authority."""
    return {row["name"]: row["ags"] for row in read_csv("jugendaemter.csv")}


def load_netzwerke(once, rows):
    known = ags_by_name()
    for row in rows:
        netzwerk = once.create(
            Netzwerk,
            key=("slug", slug_of(row["name"])),
            name=row["name"],
            gebiet=row["gebiet"],
            fachkraefte=row.get("fachkraefte", ""),
            beteiligte=row.get("beteiligte", []),
            ziel=row.get("ziel", ""),
            leitbild=row.get("leitbild", ""),
            praeventionskette=row.get("praeventionskette", ""),
        )
        if netzwerk:
            netzwerk.jugendaemter.set(Jugendamt.objects.filter(ags__in=[known[name] for name in row["jugendaemter"]]))
            _add_parts(netzwerk, row)
            publish_loaded(netzwerk, source="startdaten")


def _add_parts(netzwerk, row):
    bodies = [(Gremienart(slug_of(body["name"])), body) for body in row.get("gremien", [])]
    bodies += [(Gremienart.ARBEITSGRUPPE, body) for body in row.get("arbeitsgruppen", [])]
    for place, (kind, body) in enumerate(bodies, 1):
        _add_body(netzwerk, place, kind, body)
    for model, key in ((Programm, "programme"), (Angebot, "angebote")):
        for place, part in enumerate(row.get(key, []), 1):
            level = {"ebene": Ebene(slug_of(part["ebene"]))} if "ebene" in part else {}
            model.objects.create(netzwerk=netzwerk, reihenfolge=place, **part | level)


def _add_body(netzwerk, place, kind, body):
    low, high = body.get("alter", (None, None))
    Gremium.objects.create(
        netzwerk=netzwerk,
        reihenfolge=place,
        art=kind,
        name=body["name"],
        vorsitz=body.get("vorsitz", ""),
        alter_von=low,
        alter_bis=high,
        themen=body.get("themen", []),
        mitglieder=body.get("mitglieder", []),
    )
