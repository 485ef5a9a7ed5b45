"""Loads the editable page texts: some are made from the facts of `inhalte.yaml`, the others stand in `seitentexte.yaml`."""

from projects.models import Briefvorlage
from servicestelle.base.choices import Textart
from servicestelle.base.models import Seitentext


def load_seitentexte(once, content, pages):
    for key, (titel, text) in (texts_from_facts(content) | _from_pages(pages)).items():
        once.create(Seitentext, key=("key", key), titel=titel, text=text.strip())


def texts_from_facts(content):
    """`key: (heading, Markdown)` for what the facts say once and pages show."""
    facts = content["servicestelle"]
    questions = "\n".join(f"- **{row['bereich']}:** {row['frage']}" for row in content["kinderfragen"])
    return {
        "start-auftrag": ("Wofür die Servicestelle da ist", facts["auftrag"]),
        "start-arbeitsweise": ("So arbeiten wir", facts["arbeitsweise"]),
        "kinderfragen": ("Was Kinder fragen", questions),
        "kontakt": ("So erreichen Sie uns", contact_text(facts)),
    }


def contact_text(facts):
    """The contact block with links for mail and telephone; numbers are shown as the file says."""
    who = facts["kontakt"]
    return f"""**{who["ansprechperson"]}**, {who["funktion"]}

{facts["name"]}\\
{facts["traeger"]}\\
{who["strasse"]}\\
{who["plz"]} {who["ort"]}

**Telefon:** [{who["telefon_anzeige"]}](tel:{who["telefon"]})\\
**Fax:** {who["fax_anzeige"]}\\
**E-Mail:** [{who["email"]}](mailto:{who["email"]})"""


def _from_pages(pages):
    return {key: (row["titel"], row["text"]) for key, row in pages.items()}


def load_briefvorlagen(once, letters):
    """The words of each document in each legal form; the appeal block stands once in the file."""
    for rechtsform, group in letters["vorlagen"].items():
        for art, row in group.items():
            once.create(
                Briefvorlage,
                key=("kennung", f"{art}-{rechtsform}"),
                art=art,
                rechtsform=rechtsform,
                betreff=row["betreff"],
                text=row["text"].strip(),
                belehrung=letters["belehrung"][rechtsform].strip(),
            )


def load_leichte_sprache(once, pages):
    for key, row in pages.items():
        fields = {"titel": row["titel"], "text": row["text"].strip(), "reihenfolge": row["reihenfolge"]}
        once.create(Seitentext, key=("key", key), art=Textart.LEICHT, **fields)
