"""`make run`: from a bare checkout to the running portal, and back to nothing when it ends."""

import http.client
import os
import socket
import time
from urllib.parse import urlsplit

from . import interrupts, single
from .cluster import APPLICATION, OWNER, Cluster, make_base
from .data import collect_static, prepare_database
from .environment import Environment
from .parts import Part, wait_until
from .place import Place, run_place
from .postgres_programs import find_programs, find_user
from .speech import Refusal, last_lines, say, say_plain
from .steps import clear_steps
from .supervisor import Supervisor
from .surroundings import for_run, is_demo
from .system_packages import FOR_PDF
from .tools import ensure_tools

BUSY = (
    "Das Portal läuft in diesem Verzeichnis schon (Prozess {pid}): {address}\n"
    "  Beenden: dort Strg-C drücken, oder `kill {pid}`."
)
LOGINS = (
    ("koordination1", "Koordination"), ("koordination2", "Koordination, zweite Person für die Vier-Augen-Prüfung"),
    ("zahlstelle", "Zahlstelle"), ("fachberatung", "Fachberatung"), ("redaktion", "Redaktion"), ("revision", "Revision, liest nur"),
    ("betrieb", "Betrieb"), ("bearbeitung", "Jugendamt Musterstadt, bearbeitet"), ("freigabe", "Jugendamt Musterstadt, gibt frei"),
    ("nachbaramt", "Jugendamt Kreis Musterland"),
)  # fmt: skip
TITLES = {"beat": "Zeitplan", "worker": "Worker", "web": "Webserver"}
# Eight threads each, hence at most 16 database connections (granian's own default would be 256 each).
WEB_WORKERS = ("--workers", "2", "--blocking-threads", "8", "--respawn-failed-workers", "--respawn-interval", "1")
WEB_SECONDS = 60
PORT_SECONDS = 5


def run() -> None:
    """Prepare, start, watch; whatever ends it, nothing it started is left."""
    began = time.monotonic()
    place, port = run_place().make(), read_port()
    address = f"http://localhost:{port}/"
    with single.hold(place.lock, busy=BUSY, about={"address": address}):
        supervisor = Supervisor()
        try:
            start_all(place, port, supervisor)
            greet(place, address, time.monotonic() - began)
            supervisor.watch()
        except interrupts.Stopped:
            if not supervisor.parts:  # otherwise the usual end of a run
                say("Abgebrochen. Der nächste Start setzt die Einrichtung fort.")
        finally:
            supervisor.end_all()


def start_all(place: Place, port: int, supervisor: Supervisor) -> None:
    say("Das Portal der Servicestelle startet. Beenden mit Strg-C.")
    check_port(port, patience=PORT_SECONDS if clear_orphans(place) else 0)
    environment = ensure_tools(FOR_PDF)
    owner_url, url, role = start_database(place, environment, supervisor)
    env = for_run(place, environment, port=port, database_url=url)
    prepare_database(place, environment, env, owner_url=owner_url, role=role)
    collect_static(place, environment, env)
    say("Web, Worker und Zeitplan starten.")
    for part in portal_parts(place, environment, env, port):
        supervisor.take(part)
    web = next(part for part in supervisor.parts if part.key == "web")
    if not wait_until(lambda: answers(port), web, WEB_SECONDS):
        raise Refusal(f"Die Webseite antwortet nicht. Zuletzt:\n{last_lines(web.log)}")


def start_database(place: Place, environment: Environment, supervisor: Supervisor) -> tuple[str, str, str | None]:
    """Return the owner's address, the application's and the role to be limited; own cluster unless DATABASE_URL is set."""
    if given := os.environ.get("DATABASE_URL"):
        owner = os.environ.get("OWNER_DATABASE_URL")
        say("Die Datenbank aus DATABASE_URL wird benutzt.")
        return owner or given, given, urlsplit(given).username if owner else None
    say("PostgreSQL startet.")
    base = make_base(place.cluster, find_user())
    cluster = Cluster(place, find_programs(environment, base), base)
    supervisor.take(cluster.part, cluster.start)
    return cluster.url(OWNER), cluster.url(APPLICATION), APPLICATION


def portal_parts(place: Place, environment: Environment, env: dict, port: int) -> list[Part]:
    celery = [environment.program("celery"), "-A", "servicestelle"]
    web = [environment.program("granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", port, *WEB_WORKERS,
           "servicestelle.wsgi:application"]  # fmt: skip
    worker = [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    schedule = [*celery, "beat", "--pidfile=", "--loglevel", "INFO"]
    return [
        Part("web", TITLES["web"], web, env, place),
        Part("worker", TITLES["worker"], worker, env, place, patience=15),
        Part("beat", TITLES["beat"], schedule, env, place),
    ]


def clear_orphans(place: Place) -> bool:
    """After `kill -9` of the launcher its parts live on; were there any? (The database is found by Cluster.start.)"""
    left = [Part(key, title, [], {}, place) for key, title in TITLES.items()]
    clear_steps(place, "datenbank", "inhalte", "statische-dateien")
    found = [part.title for part in left if part.is_left_over()]
    if found:
        say(f"Von einem früheren Start laufen noch und werden beendet: {', '.join(found)}.")
    for part in left:
        part.ask()
    for part in left:
        part.end()
    return bool(found)


def read_port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not (text.isdigit() and 0 < int(text) < 65536):
        raise Refusal(f"PORT={text} ist keine Portnummer. Beispiel: PORT=8001 make run")
    return int(text)


def check_port(port: int, patience: float = 0) -> None:
    """Refuse a taken port, with a way out; be patient when we have just ended who held it."""
    deadline = time.monotonic() + patience
    while True:
        try:
            return try_port(port)
        except Refusal:
            if time.monotonic() > deadline:
                raise
            interrupts.check()
            interrupts.pause(0.1)


def try_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Refusal(f"Port {port} ist dem System vorbehalten. Ausweg: PORT=8001 make run") from None
        except OSError:
            raise Refusal(
                f"Port {port} ist belegt, ein anderes Programm benutzt ihn. Ausweg: PORT={free_neighbour(port)} make run"
            ) from None


def free_neighbour(port: int) -> int:
    for other in range(port + 1, min(port + 50, 65536)):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", other)):
                return other
    return 8001


def answers(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/lebt/", headers={"Host": f"localhost:{port}"})
        return line.getresponse().status < 500
    except OSError:
        return False
    finally:
        line.close()


def greet(place: Place, address: str, seconds: float) -> None:
    from .secret_files import demo_password

    say(f"Das Portal läuft ({seconds:.0f} s): {address}")
    if is_demo():
        say_plain(f"\n    Anmelden:  {address}konto/anmelden/    Passwort für alle: {demo_password(place.secrets)}")
        for name, title in LOGINS:
            say_plain(f"    {name + '@demo.example':<28} {title}")
        say_plain()
    say(f"Protokolle liegen in {place.logs}. Beenden mit Strg-C.")
