"""Reads the environment for the settings: plain values, secrets as files, addresses; refuses an unsafe start."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured

LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]", "testserver"}
SHORTEST_KEY, FEWEST_SIGNS = 50, 12
WEAK_WORDS = ("changeme", "change-me", "example", "geheim", "nur-fuer-tests")
# What may follow the ? of DATABASE_URL and goes to libpq as it is; host and port name a socket's folder.
LIBPQ_OPTIONS = {"sslmode", "sslrootcert", "sslcert", "sslkey", "channel_binding", "target_session_attrs"}
MAIL_SCHEMES = {"smtp", "smtp+tls", "smtps"}


def env(name, default=None):
    """The value of `name`, or the content of the file that `<name>_FILE` names; both at once are refused."""
    value, file = os.environ.get(name), os.environ.get(f"{name}_FILE")
    if file:
        if value:
            raise ImproperlyConfigured(f"{name} und {name}_FILE sind beide gesetzt. Bitte nur eines davon setzen.")
        return read_secret(name, Path(file))
    value = default if value is None else value
    if value is None:
        raise ImproperlyConfigured(f"Die Umgebungsvariable {name} fehlt. Die README nennt alle Einstellungen.")
    return value


def read_secret(name, file):
    try:
        value = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name}_FILE: {file} lässt sich nicht lesen ({type(error).__name__}).") from None
    if not value:
        raise ImproperlyConfigured(f"{name}_FILE: {file} ist leer.")
    return value


def flag(name, default="0"):
    value = env(name, default).strip().lower()
    if value not in {"1", "true", "yes", "on", "ja", "0", "false", "no", "off", "nein", ""}:
        raise ImproperlyConfigured(f"{name} kennt nur 1 und 0, nicht „{value}“.")
    return value in {"1", "true", "yes", "on", "ja"}


def listed(name, default=None):
    return [item.strip() for item in env(name, default).split(",") if item.strip()]


def database(url, password=""):
    """Django's settings for one PostgreSQL address. Unknown words after ? are refused, so that none is lost unseen."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if parts.scheme not in {"postgresql", "postgres"} or len(parts.path) < 2:
        raise ImproperlyConfigured("DATABASE_URL hat die Form postgresql://konto@rechner:5432/datenbank?sslmode=…")
    if unknown := sorted(set(query) - LIBPQ_OPTIONS - {"host", "port"}):
        raise ImproperlyConfigured(f"DATABASE_URL: unbekannte Angabe {', '.join(unknown)}.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or "") or password,
        "HOST": query.get("host") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5} | {name: query[name] for name in LIBPQ_OPTIONS & set(query)},
    }


def with_password(url, password):
    """`url` with `password` where it has none: so the address may stand in the open and the secret in a file."""
    parts = urlsplit(url)
    anonymous_mail = parts.scheme in MAIL_SCHEMES and not parts.username  # a relay that asks for no account
    if not (url and password) or parts.password or anonymous_mail:
        return url
    account, _, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{account}:{quote(password, safe='')}@{host}"))


def mail(url):
    """Django's mail settings for an address: smtp:// in the clear, smtp+tls:// with STARTTLS, smtps:// inside TLS."""
    parts = urlsplit(url)
    if parts.scheme not in MAIL_SCHEMES or not parts.hostname:
        raise ImproperlyConfigured(
            "SMTP_URL hat die Form smtp+tls://konto:passwort@rechner:587 (auch smtps:// und smtp://)."
        )
    if parts.password and parts.scheme == "smtp":
        raise ImproperlyConfigured("SMTP_URL: Ein Passwort geht nur verschlüsselt hinaus. Nehmen Sie smtp+tls://.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }


def scanner(url):
    """The address of clamd as it is: tcp://host:port or unix:/path; empty means there is none."""
    parts = urlsplit(url)
    try:
        whole = (parts.scheme == "tcp" and parts.hostname and parts.port) or (
            parts.scheme == "unix" and parts.path.startswith("/")
        )
    except ValueError:
        whole = False
    if url and not whole:
        raise ImproperlyConfigured("CLAMD_URL hat die Form tcp://rechner:3310 oder unix:/pfad/zum/clamd.socket.")
    return url


def refuse_weak_key(key, *, https):
    """A guessable key opens every session. A fixed key, as tests have it, is accepted on this machine only."""
    weak = "insecure" in key.lower() or (
        https and (len(set(key)) < FEWEST_SIGNS or any(word in key.lower() for word in WEAK_WORDS))
    )
    if len(key) < SHORTEST_KEY or weak:
        raise ImproperlyConfigured(
            f"SECRET_KEY muss zufällig und mindestens {SHORTEST_KEY} Zeichen lang sein.\n"
            '  Neu: python3 -c "import secrets; print(secrets.token_urlsafe(64))"'
        )


def refuse_unsafe_hosts(hosts):
    if not hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS ist leer. Nennen Sie die Namen des Portals, mit Komma getrennt.")
    if wide := [host for host in hosts if "*" in host or host.startswith(".")]:
        raise ImproperlyConfigured(f"ALLOWED_HOSTS darf nicht offen sein: {', '.join(wide)}. Nennen Sie jeden Namen.")


def refuse_half_production(*, https, debug, demo, hosts, site_url, redis_url, smtp_url, mail_from, second_factor):
    """HTTPS=0 says „only this machine“; everything else is production and has to be one wholly."""
    if not https:
        if strangers := [host for host in hosts if not is_local(host)]:
            raise ImproperlyConfigured(
                f"HTTPS=0 gilt nur für diesen Rechner, ALLOWED_HOSTS nennt aber {', '.join(strangers)}."
            )
        return
    rules = {
        "DEBUG=1 zeigt Fremden den Quelltext und gilt nur mit HTTPS=0.": debug,
        "DEMO=1 öffnet Konten mit bekanntem Passwort und gilt nur mit HTTPS=0.": demo,
        "SITE_URL muss mit https:// beginnen, und ihr Name muss in ALLOWED_HOSTS stehen.": not is_site(site_url, hosts),
        "REDIS_URL fehlt. Web und Worker finden sonst nicht zueinander.": not redis_url,
        "SMTP_URL fehlt. Post ginge sonst in eine Datei statt zu den Menschen.": not smtp_url,
        "SECOND_FACTOR=0 öffnet das Büro mit einem Passwort allein und gilt nur mit HTTPS=0.": not second_factor,
        "MAIL_FROM fehlt. Nennen Sie die Absenderadresse des Portals.": not mail_from,
    }
    if broken := [rule for rule, is_broken in rules.items() if is_broken]:
        raise ImproperlyConfigured("Das Portal startet so nicht:\n  " + "\n  ".join(broken))


def is_local(host):
    return host in LOCAL_HOSTS or host.endswith(".localhost")


def is_site(url, hosts):
    parts = urlsplit(url)
    return parts.scheme == "https" and parts.hostname in hosts
