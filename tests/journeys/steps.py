"""Steps from a call to paid money, each told once. `hands` are those of the person whose step it is, logged in."""

import uuid
from dataclasses import dataclass

OFFICE = """INSERT INTO jugendaemter_jugendamt (ags, name, slug, art, kreis, regierungsbezirk, plz, ort, beleg, fiktiv)
    SELECT %s, %s, %s, art, kreis, regierungsbezirk, plz, ort, beleg, fiktiv FROM jugendaemter_jugendamt
    WHERE ags = '00000001' RETURNING ags"""
PERSON = """WITH person AS (INSERT INTO base_user (email, name, password, is_active, is_staff, is_superuser, created_at)
    SELECT %s, %s, password, true, false, false, now() FROM base_user WHERE email = 'freigabe@demo.example' RETURNING id)
    INSERT INTO jugendaemter_mitgliedschaft (user_id, jugendamt_id, rolle, vertretung, gueltig_von)
    SELECT id, %s, %s, false, current_date - 1 FROM person RETURNING user_id"""
CALL = """INSERT INTO projects_foerderzeitraum (name, slug, von_jahr, bis_jahr, fiktiv, dauer_monate, hoechstbetrag,
    gesamtbetrag, aufruf_von, aufruf_bis, rechtsform, bestandskraft_noetig, eigene_freigabe, zinsregel, finanzierungsart)
    VALUES (%s, %s, 2040, 2042, true, 30, 100000, 150000, current_date - 1, current_date + 1, 'bescheid', true, false, '',
    '') RETURNING id"""
BEKUNDUNGEN = "SELECT id FROM projects_interessenbekundung WHERE foerderzeitraum_id = %s ORDER BY id DESC"
VARIANT = """SELECT v.id FROM projects_variante v JOIN projects_simulation s ON s.id = v.simulation_id
    WHERE s.foerderzeitraum_id = %s ORDER BY v.id LIMIT 1"""
WAITING = "SELECT id FROM projects_bescheidentwurf WHERE foerderung_id = %s"
ABRUF = "SELECT id, nummer FROM projects_mittelabruf WHERE zweck = %s"
LINE = "SELECT id FROM projects_budgetposten WHERE foerderung_id = %s AND art = 'sachkosten'"
TEXTS = {"vorhaben": "Sprechzeiten", "netzwerk": "Drei Schulen", "kontakt": "Britt, 123", "betrag": "95.000,00"}


@dataclass(frozen=True)
class Amt:
    """A Jugendamt and the logins of its two people."""

    ags: str
    bearbeitung: str = "bearbeitung"
    freigabe: str = "freigabe"


MUSTERSTADT = Amt("00000001")


@dataclass(frozen=True)
class Aufruf:
    """An open call and its cohort."""

    number: int
    name: str
    slug: str


def found_office(portal):
    """An invented Jugendamt that never had a grant, with two people of its own."""
    word = uuid.uuid4().hex[:8]
    amt = Amt(f"00{int(word, 16) % 900_000 + 100_000}", f"britt-{word}@demo.example", f"fritz-{word}@demo.example")
    portal.rows(OFFICE, amt.ags, f"Stadt {word} (erfunden)", word)
    portal.rows(PERSON, amt.bearbeitung, f"Britt {word}", amt.ags, "bearbeitung")
    portal.rows(PERSON, amt.freigabe, f"Fritz {word}", amt.ags, "freigabe")
    return amt


def open_call(portal):
    """A call of its own for each journey."""
    slug = f"reise-{uuid.uuid4().hex[:8]}"
    name = f"{slug}, erfunden"
    [(number,)] = portal.rows(CALL, name, slug)
    return Aufruf(number, name, slug)


def write_bekundung(hands, call):
    """Begin, save, resume; return its number."""
    hands.open("/mein/")
    hands.follow(href=f"/neu/{call.slug}/")
    hands.write("ausgangslage", "Weite Wege")
    hands.press("Entwurf speichern")
    hands.sees("Bis Sie einreichen können, fehlen noch")
    hands.follow("Weiterschreiben")
    for field, text in TEXTS.items():
        hands.write(field, text)
    hands.press("Entwurf speichern")
    hands.sees("wer in Ihrem Jugendamt die Freigabe hat: Fritz")
    return hands.portal.rows(BEKUNDUNGEN, call.number)[0][0]


def submit_bekundung(hands, call):
    hands.open("/mein/")
    hands.follow(f"{call.name}: Entwurf prüfen und einreichen")
    hands.press("Verbindlich einreichen")
    hands.sees("Ihre Interessenbekundung ist eingereicht.")


def score_bekundung(hands, number, note):
    hands.open(f"/buero/interessenbekundungen/{number}/")
    hands.unfold("Selbst bewerten")
    hands.write("notiz_gesamt", note)
    hands.press("Bewertung speichern")
    hands.sees("Ihre Bewertung ist gespeichert.")


def select_bekundung(hands, number, reason):
    hands.open("/buero/")
    hands.follow("zu entscheiden", href="/buero/interessenbekundungen/")
    hands.follow(href=f"/buero/interessenbekundungen/{number}/")
    hands.write("grund", reason)
    hands.press("Auswählen")
    hands.sees("Der Brief wird gesetzt")


def simulate(hands, call, ags, *, too_much, amount):
    """On the page of the cohort: try a sum that breaks its rule, then one that fits, and make a draft of it."""
    hands.follow("Fördersummen ausprobieren")
    hands.write("name", "Ein Standort")
    hands.press("Simulation beginnen")
    [(variant,)] = hands.portal.rows(VARIANT, call.number)
    hands.write(f"betrag_{variant}_{ags}", too_much)
    hands.press("Speichern und rechnen")
    hands.sees("über dem Höchstbetrag je Standort")
    hands.write(f"betrag_{variant}_{ags}", amount)
    hands.press("Speichern und rechnen")
    hands.follow(href=f"/varianten/{variant}/uebernehmen/")
    hands.press("Entwürfe anlegen")
    hands.sees("Bewilligt ist noch nichts.")


def prepare_award(hands, grant, starts_on):
    """On the page of the draft; return the number of what waits for a signature."""
    hands.sees("Es fehlt der Beginn.")
    hands.follow("Entwurf bearbeiten")
    hands.write("starts_on", f"{starts_on:%d.%m.%Y}")
    hands.press("Entwurf speichern")
    hands.press("Zur Zeichnung geben")
    hands.sees("Dieses Schreiben haben Sie vorbereitet.")
    return waiting_for_signature(hands.portal, grant)


def waiting_for_signature(portal, grant):
    [(number,)] = portal.rows(WAITING, grant)
    return number


def sign(hands, number):
    hands.open("/buero/")
    hands.follow("Bescheide zu zeichnen")
    hands.follow(href=f"/buero/zeichnung/{number}/")
    hands.press("Zeichnen und ausfertigen")
    hands.sees("Gezeichnet.")


def waive(hands, page):
    hands.open("/mein/")
    hands.follow("Verzicht auf Rechtsbehelf möglich", href=page)
    hands.follow("Auf Rechtsbehelf verzichten")
    hands.press("Verbindlich verzichten")
    hands.sees("Das Schreiben ist bestandskräftig.")


def draft_abruf(hands, grant, *, purpose, amount, day):
    """From the own area to a draft for the Sachkosten of one day; return the number of the request."""
    [(line,)] = hands.portal.rows(LINE, grant)
    hands.open("/mein/")
    hands.follow(href=f"/mein/foerderungen/{grant}/$")
    hands.follow("Mittel abrufen")
    hands.write("von", f"{day:%d.%m.%Y}")
    hands.write("bis", f"{day:%d.%m.%Y}")
    hands.write("zweck", purpose)
    hands.write(f"posten_{line}", amount)
    hands.press("Entwurf speichern")
    hands.sees("Noch ist nichts eingereicht und nichts reserviert.")
    return hands.portal.rows(ABRUF, purpose)[0]


def submit_abruf(hands, nummer, grant):
    hands.open("/mein/")
    hands.follow(f"Mittelabruf {nummer}: Entwurf prüfen und einreichen", href=f"/mein/foerderungen/{grant}/")
    hands.press("Verbindlich einreichen")
    hands.sees("Das Geld ist für Sie reserviert.")


def approve_abruf(hands, number):
    hands.open("/buero/")
    hands.follow("Mittelabrufe zu prüfen")
    hands.follow(href=f"/buero/mittelabrufe/{number}/")
    hands.press("Genehmigen")
    hands.sees("Diesen Abruf haben Sie geprüft.")


def pay_abruf(hands, number):
    hands.open("/buero/mittelabrufe/")
    hands.follow(href=f"/buero/mittelabrufe/{number}/")
    hands.press("Zahlung freigeben")
    hands.press("Als ausgezahlt buchen")
    hands.sees("Die Auszahlung ist gebucht.")
