"""Counts what was looked at and what was found, and says it as a table."""

import re
from collections import Counter, defaultdict

CHECKS = {
    "axe": "Regeln der WCAG 2.2 AA im Browser (axe), Ansichten",
    "HTML": "Gültiges HTML (Nu HTML Checker), verschiedene Seiten",
    "Aufbau": "Eine Hauptüberschrift, Titel, Sprache, Bereiche, Seiten",
    "Fokus sichtbar": "Sichtbarer Fokus, Bedienelemente",
    "Passt in 320 Pixel": "Kein seitliches Rollen bei 320 Pixeln, Ansichten",
    "Erzwungene Farben": "Erzwungene Farben (Kontrastmodus): Bedienelemente und Fokus zu sehen, Arten von Seiten",
    "Doppelte Schrift": "Schrift doppelt so groß: alles wächst mit, nichts abgeschnitten, Arten von Seiten",
    "Druck": "Gedruckt: schwarz auf weiß, nichts abgeschnitten, Arten von Seiten",
    "Verstöße gegen die CSP": "Verstöße gegen die Sicherheitsregel der Seite, Ansichten",
    "Fehler in der Konsole": "Fehler im Browser, Ansichten",
    "Abrufe bei Fremden": "Abrufe bei fremden Servern, Ansichten",
    "Fremde Adressen": "Nichts von fremden Servern eingebunden, Seiten",
    "Inline": "Kein Programm und kein Stil im Seitentext, Seiten",
    "Kopfzeilen": "Kopfzeilen der Sicherheit, Antworten",
    "Antworten": "Antworten ohne Serverfehler",
}


class Notes(list):
    """What one look found, to be carried to the Tally from another process or another day."""

    def note(self, check, place, faults, *, looked=1):
        self.append((check, place, list(faults), looked))


class Tally:
    """`say` hears each new kind of fault at once."""

    def __init__(self, say=lambda text: None):
        self.looked, self.faults = Counter(), defaultdict(list)
        self.say, self.said = say, set()

    def note(self, check, place, faults, *, looked=1):
        """`looked` things were checked at `place`; `faults` are what was wrong."""
        if check not in CHECKS:
            raise KeyError(check)
        self.looked[check] += looked
        for fault in faults:
            self.faults[check].append((place, fault))
            if (kind := (check, _kind_of(fault))) not in self.said:
                self.said.add(kind)
                self.say(f"{check}: {fault} – {place}")

    def take(self, notes):
        for check, place, faults, looked in notes:
            self.note(check, place, faults, looked=looked)

    @property
    def tried(self):
        return sum(self.looked.values())

    @property
    def failed(self):
        return sum(len(found) for found in self.faults.values())

    def rows(self):
        return [(check, self.looked[check], len(self.faults[check])) for check in CHECKS if self.looked[check]]

    def worst(self):
        """The check with the most faults, `keine` when all is well."""
        check, _, number = max(self.rows(), key=lambda row: row[2], default=("", 0, 0))
        return f"{check.replace(' ', '_')}:{number}" if number else "keine"

    def table(self):
        lines = [f"{check:<26}{looked:>8}{faults:>8}" for check, looked, faults in self.rows()]
        return "\n".join([f"{'Prüfung':<26}{'geprüft':>8}{'gefunden':>8}", *lines])

    def details(self, each=6):
        """Every kind of fault in words: how often, and the first places."""
        for check, found in self.faults.items():
            if found:
                yield f"{check}: {len(found)}"
                yield from (f"  {line}" for line in _grouped(found, each))


def _kind_of(fault):
    return re.sub(r"sha256-[^']+|\d+", "…", fault)[:160]


def _grouped(found, each):
    """Equal faults once, with the pages they were met on; numbers and hashes in them do not count."""
    groups = defaultdict(list)
    for place, fault in found:
        groups[_kind_of(fault)].append((place, fault))
    for places in sorted(groups.values(), key=len, reverse=True):
        names = ", ".join(dict.fromkeys(place for place, _ in places[: each * 8]))
        yield f"{len(places)} × {places[0][1]}"
        yield f"      {names[:400]}"
