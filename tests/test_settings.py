"""Which starts are refused, each in a process of its own, and how secrets are read from files."""

import json
import os
import random
import string
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# The same in every test process: pytest-xdist compares the names of the tests, and the key is part of some.
GOOD_KEY = "".join(random.Random(1).choices(string.ascii_letters + string.digits, k=86))
PRODUCTION = {
    "SECRET_KEY": GOOD_KEY,
    "DATABASE_URL": "postgresql://portal_app:wort@db:5432/portal?sslmode=verify-full",
    "REDIS_URL": "redis://redis:6379/0",
    "SMTP_URL": "smtp+tls://konto:wort@post.example:587",
    "MAIL_FROM": "portal@portal.example",
    "ALLOWED_HOSTS": "portal.example",
    "SITE_URL": "https://portal.example",
}
LOCAL = {
    "SECRET_KEY": GOOD_KEY,
    "DATABASE_URL": "postgresql://portal@/portal?host=/tmp",
    "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
    "HTTPS": "0",
}
SHOW = (
    "import json, sys; import servicestelle.settings as s; print(json.dumps({n: getattr(s, n) for n in sys.argv[1:]}))"
)


def boot(environment, *names, var):
    """Load the settings in a new process with just this environment; a value None leaves the name out."""
    given = {name: value for name, value in environment.items() if value is not None}
    base = {"PATH": os.environ["PATH"], "VAR_DIR": str(var)}
    command = [sys.executable, "-c", SHOW, *names]
    return subprocess.run(command, cwd=ROOT, env=base | given, capture_output=True, text=True, timeout=60)


def values(environment, *names, var):
    done = boot(environment, *names, var=var)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def refusal(environment, var):
    done = boot(environment, var=var)
    assert done.returncode != 0 and "ImproperlyConfigured" in done.stderr, done.stdout + done.stderr
    return done.stderr


@pytest.mark.parametrize("url", ["", "tcp://clamav:3310", "unix:/run/clamav/clamd.sock"])
def test_a_virus_scanner_is_named_by_its_address(tmp_path, url):
    assert values(LOCAL | {"CLAMD_URL": url}, "CLAMD_URL", var=tmp_path) == {"CLAMD_URL": url}


@pytest.mark.parametrize(
    "url", ["clamav:3310", "tcp://clamav", "tcp://clamav:viele", "unix:clamd", "http://clamav:3310"]
)
def test_a_scanner_that_could_never_be_reached_stops_the_start(tmp_path, url):
    assert "CLAMD_URL hat die Form" in refusal(LOCAL | {"CLAMD_URL": url}, tmp_path)


def test_a_careful_production_starts(tmp_path):
    found = values(PRODUCTION, "DEBUG", "DEMO", "SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT", var=tmp_path)
    assert found == {"DEBUG": False, "DEMO": False, "SESSION_COOKIE_SECURE": True, "SECURE_SSL_REDIRECT": True}


def test_a_machine_of_ones_own_may_debug_and_show_demo(tmp_path):
    found = values(LOCAL | {"DEBUG": "1", "DEMO": "1"}, "DEBUG", "DEMO", var=tmp_path)
    assert found == {"DEBUG": True, "DEMO": True}


@pytest.mark.parametrize(
    "change, reason",
    [
        ({"SECRET_KEY": None}, "SECRET_KEY fehlt"),
        ({"SECRET_KEY": ""}, "mindestens 50 Zeichen"),
        ({"SECRET_KEY": GOOD_KEY[:49]}, "mindestens 50 Zeichen"),
        ({"SECRET_KEY": "ab" * 40}, "muss zufällig"),
        ({"SECRET_KEY": "django-insecure-" + GOOD_KEY}, "muss zufällig"),
        ({"SECRET_KEY": "changeme-" + GOOD_KEY}, "muss zufällig"),
        ({"SECRET_KEY": "nur-fuer-tests-" + GOOD_KEY}, "muss zufällig"),
        ({"DATABASE_URL": None}, "DATABASE_URL fehlt"),
        ({"DATABASE_URL": "mysql://db/portal"}, "DATABASE_URL hat die Form"),
        ({"DATABASE_URL": "postgresql://db/"}, "DATABASE_URL hat die Form"),
        ({"DATABASE_URL": "postgresql://db/portal?ssl=1"}, "unbekannte Angabe ssl"),
        ({"SECOND_FACTOR": "0"}, "SECOND_FACTOR=0 öffnet"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS fehlt"),
        ({"ALLOWED_HOSTS": " , "}, "ALLOWED_HOSTS ist leer"),
        ({"ALLOWED_HOSTS": "portal.example,*"}, "nicht offen sein: *"),
        ({"ALLOWED_HOSTS": "*.portal.example"}, "nicht offen sein"),
        ({"ALLOWED_HOSTS": ".portal.example"}, "nicht offen sein"),
        ({"DEBUG": "1"}, "DEBUG=1"),
        ({"DEBUG": "vielleicht"}, "DEBUG kennt nur 1 und 0"),
        ({"DEMO": "1"}, "DEMO=1"),
        ({"HTTPS": "0"}, "HTTPS=0 gilt nur für diesen Rechner"),
        ({"SITE_URL": None}, "SITE_URL muss"),
        ({"SITE_URL": "http://portal.example"}, "SITE_URL muss"),
        ({"SITE_URL": "https://anderswo.example"}, "SITE_URL muss"),
        ({"REDIS_URL": None}, "REDIS_URL fehlt"),
        ({"SMTP_URL": None}, "SMTP_URL fehlt"),
        ({"SMTP_URL": "post.example"}, "SMTP_URL hat die Form"),
        ({"SMTP_URL": "smtp://konto:wort@post.example"}, "nur verschlüsselt"),
        ({"MAIL_FROM": None}, "MAIL_FROM fehlt"),
        ({"SECRET_KEY_FILE": "/nirgends"}, "beide gesetzt"),
        ({"SECRET_KEY": None, "SECRET_KEY_FILE": "/nirgends"}, "lässt sich nicht lesen"),
    ],
    ids=str,
)
def test_an_unsafe_start_is_refused(change, reason, tmp_path):
    said = refusal(PRODUCTION | change, tmp_path)
    assert reason in said
    assert GOOD_KEY not in said and "konto:wort" not in said


def test_an_empty_secret_file_is_refused(tmp_path):
    (tmp_path / "leer").write_text("\n")
    assert "ist leer" in refusal(PRODUCTION | {"SECRET_KEY": None, "SECRET_KEY_FILE": str(tmp_path / "leer")}, tmp_path)


def test_every_secret_may_come_as_a_file(tmp_path):
    odd = "p@ss/wort:#?%"
    given = {"SECRET_KEY": GOOD_KEY, "DATABASE_PASSWORD": odd, "REDIS_PASSWORD": odd, "SMTP_PASSWORD": odd}
    for name, value in given.items():
        (tmp_path / name).write_text(value + "\n")
    open_part = PRODUCTION | {
        "SECRET_KEY": None,
        "DATABASE_URL": "postgresql://portal_app@db:5432/portal",
        "SMTP_URL": "smtps://konto@post.example",
    }
    files = {f"{name}_FILE": str(tmp_path / name) for name in given}
    names = ("SECRET_KEY", "DATABASES", "CELERY_BROKER_URL", "EMAIL_HOST_PASSWORD", "EMAIL_PORT", "EMAIL_USE_SSL")
    found = values(open_part | files, *names, var=tmp_path)
    assert found["SECRET_KEY"] == GOOD_KEY
    assert found["DATABASES"]["default"]["PASSWORD"] == odd
    assert found["CELERY_BROKER_URL"] == "redis://:p%40ss%2Fwort%3A%23%3F%25@redis:6379/0"
    assert (found["EMAIL_HOST_PASSWORD"], found["EMAIL_PORT"], found["EMAIL_USE_SSL"]) == (odd, 465, True)


def test_the_databases_address_keeps_its_tls_wishes(tmp_path):
    found = values(PRODUCTION, "DATABASES", var=tmp_path)["DATABASES"]["default"]
    assert (found["HOST"], found["PORT"], found["OPTIONS"]["sslmode"]) == ("db", "5432", "verify-full")
