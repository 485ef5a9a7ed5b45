"""Every action the audit log knows, with its German words; apps add theirs. An action without words is refused."""

LABELS = {
    "seite.entwurf": "In den Entwurf gestellt",
    "seite.in_pruefung": "Zur Prüfung gegeben",
    "seite.veroeffentlicht": "Veröffentlicht",
    "seite.archiviert": "Von der Website genommen",
    "auftrag.neu_versucht": "Auftrag neu versucht",
    "auftrag.abgebrochen": "Auftrag abgebrochen",
    "zuschrift.eingegangen": "Zuschrift eingegangen oder wieder geöffnet",
    "zuschrift.erledigt": "Zuschrift als erledigt abgelegt",
    "datei.hochgeladen": "Datei hochgeladen",
    "datei.frei": "Datei vom Virenscanner geprüft und freigegeben",
    "datei.quarantaene": "Datei wartet: Der Virenscanner antwortet nicht",
    "datei.abgelehnt": "Datei mit Schadsoftware abgelehnt und entfernt",
    "frist.verschoben": "Frist verschoben",
    "konto.tagesmail_an": "Tagesmail eingeschaltet",
    "konto.tagesmail_aus": "Tagesmail abbestellt",
    "konto.kalender_neu": "Neue Adresse für den eigenen Kalender",
    "konto.kalender_weg": "Eigenen Kalender abgeschaltet",
    "konto.link_gesendet": "Link für ein neues Passwort gesendet",
    "konto.passwort_geaendert": "Eigenes Passwort geändert",
    "konto.name": "Eigenen Namen geändert",
    "konto.abgemeldet": "Geräte abgemeldet",
    "konto.faktor_neu": "Zweiten Faktor eingerichtet",
    "konto.faktor_weg": "Zweiten Faktor entfernt",
    "konto.faktor_zurueckgesetzt": "Zweiten Faktor zurückgesetzt",
    "konto.notfallcodes": "Neue Codes für den Notfall gemacht",
    "konto.gesperrt": "Konto gesperrt",
    "konto.geoeffnet": "Konto wieder geöffnet",
    "vertretung.eingetragen": "Vertretung eingetragen",
    "vertretung.beendet": "Vertretung vorzeitig beendet",
    "sicherung.erstellt": "Sicherung erstellt",
    "sicherung.wiederhergestellt": "Aus einer Sicherung wiederhergestellt",
    "startdaten.geladen": "Mitgelieferte Inhalte geladen",
    "verwaltung.angelegt": "In der Verwaltung angelegt",
    "verwaltung.geaendert": "In der Verwaltung geändert",
    "verwaltung.geloescht": "In der Verwaltung gelöscht",
}


def register_labels(labels):
    """Let an app name its actions: {"ausgabe.geprueft": "Ausgabe geprüft"}."""
    LABELS.update(labels)


def label_of(verb):
    """The action in words; one that an older version wrote as it stands."""
    return LABELS.get(verb, verb)


def check_known(verb):
    """Raise ValueError for an action nobody could read later."""
    if verb not in LABELS:
        raise ValueError(f"The action {verb!r} has no words. Name it with vorgaenge.register_labels.")
