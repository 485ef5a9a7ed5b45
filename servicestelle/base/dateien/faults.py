"""Why a file is refused. Imports nothing of ours: the inspecting process knows no Django."""


class Fault(Exception):
    """A rule a file breaks; the message names it and the way out, in German, for the person."""


UNREADABLE = "lässt sich nicht lesen. Vielleicht ist die Datei beschädigt. Speichern Sie sie neu und versuchen Sie es noch einmal."
MORE_INSIDE = (
    "enthält mehr als eine Datei: An den eigentlichen Inhalt ist etwas angehängt. "
    "Öffnen Sie sie und speichern Sie sie als neue Datei."
)
