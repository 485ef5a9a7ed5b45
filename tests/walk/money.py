"""Pages of calls, grants and documents that the demo's links do not reach from a sample of rows."""

GRANT = "SELECT min(id) FROM projects_foerderung WHERE jugendamt_id = '00000001'"
DRAFT = f"""INSERT INTO projects_mittelabruf (foerderung_id, nummer, status, von, bis, zweck, rueckfrage, felder, begruendung,
    created_at) SELECT id, 99, 'entwurf', starts_on, starts_on, 'Probe', '', '[]', '', now() FROM projects_foerderung
    WHERE id = ({GRANT}) RETURNING nummer"""
CHANGE = f"""INSERT INTO projects_aenderungsantrag (foerderung_id, nummer, status, art, begruendung, created_at)
    VALUES (({GRANT}), 99, 'entwurf', 'person', 'Probe', now()) RETURNING nummer"""
HEARING = f"""INSERT INTO projects_anhoerung (foerderung_id, art, text, antwort_bis, created_at, antwort)
    VALUES (({GRANT}), 'widerruf', 'Probe', current_date + 20, now(), '') RETURNING id"""
FILE = """INSERT INTO projects_auszug (person_id, art, objekt, abfrage, format, filename, object_key, sha256, size, created_at)
    SELECT id, 'zeitraeume', '', '', 'csv', '', '', '', 0, now() FROM base_user WHERE email = 'koordination1@demo.example'
    RETURNING id"""
CALL = """INSERT INTO projects_foerderzeitraum (name, slug, von_jahr, bis_jahr, fiktiv, dauer_monate, aufruf_von, aufruf_bis,
    rechtsform, zinsregel, finanzierungsart) VALUES ('Probe', 'probe', 2040, 2042, true, 30, current_date - 1,
    current_date + 1, '', '', '') RETURNING slug"""
IN_OFFICE = {
    "/buero/aenderungen/{}/": "SELECT min(id) FROM projects_aenderungsantrag WHERE status <> 'entwurf'",
    "/buero/bescheide/{}/": "SELECT min(id) FROM projects_bescheid",
    "/buero/simulationen/{}/": "SELECT min(id) FROM projects_simulation",
    "/buero/mittelabrufe/{}/rueckzahlung/": "SELECT min(id) FROM projects_mittelabruf WHERE status = 'ausgezahlt'",
    "/buero/foerderungen/{}/anhoerung/": GRANT,
    "/buero/foerderungen/{}/bearbeiten/": GRANT,
    "/buero/foerderungen/{}/summe/": GRANT,
    "/buero/anhoerungen/{}/": HEARING,
    "/auszuege/{}/": FILE,
}


def pages_of_money(rows):
    """What a person of the office or of Musterstadt opens; some rows are made for it, past the services.

    `rows(statement)` asks the database as its owner.
    """
    [(grant,)] = rows(GRANT)
    own = f"/mein/foerderungen/{grant}/"
    [(number,)], [(change,)] = rows(DRAFT), rows(CHANGE)
    draft = f"{own}abrufe/{number}/"
    yield from (draft, f"{draft}bearbeiten/", f"{draft}zurueckziehen/", f"{own}aenderungen/{change}/bearbeiten/")
    for address, statement in IN_OFFICE.items():
        [(pk,)] = rows(statement)
        yield address.format(pk)
        if statement == HEARING:
            yield f"{own}anhoerungen/{pk}/"
    [(slug,)] = rows(CALL)
    yield f"/mein/interessenbekundung/neu/{slug}/00000001/"
