"""What every test may use: named people, refusals of the database, a second connection."""

import fcntl
import io
import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from tests.people import make_person
from tests.portal import running_portal
from tests.walk.looking import FLAGS

NEEDED = ("SECRET_KEY", "DATABASE_URL", "REDIS_URL")


def pytest_configure(config):
    missing = [name for name in NEEDED if not os.environ.get(name)]
    if missing:
        raise pytest.UsageError(f"Es fehlt: {', '.join(missing)}. Die Tests startet `make test ARGS=…`.")


def pytest_collection_modifyitems(items):
    """A browser on a busy machine may wait in vain once: only that gets a second try, which the summary names as a rerun."""
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=["Timeout"]))


@pytest.fixture(scope="session", autouse=True)
def own_broker(request):
    """Each test process sends its hints to a Redis database of its own, or one would work on the other's rows."""
    from celery import current_app
    from django.conf import settings

    worker = getattr(request.config, "workerinput", {}).get("workerid", "gw0")
    number = int(worker.removeprefix("gw")) + 1
    url = f"{settings.REDIS_URL.rpartition('/')[0]}/{number}"
    current_app.conf.broker_url = url
    return url


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """Hash passwords quickly: what makes guessing slow would cost every test a second."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def quick_clients():
    """Static files are looked up when asked for: each client of a test would read all their headers at its start."""
    from django.conf import settings

    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session", autouse=True)
def static_files():
    """Pages name their files by the manifest, as in production; made when a source changed."""
    from django.conf import settings

    lock = settings.VAR_DIR / "static.lock"
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        sources = [path for folder in ("static", "var/kern") for path in Path(folder).rglob("*") if path.is_file()]
        manifest = settings.STATIC_ROOT / "staticfiles.json"
        newest = max((path.stat().st_mtime for path in sources), default=0)
        if not manifest.exists() or manifest.stat().st_mtime < newest:
            call_command("collectstatic", interactive=False, verbosity=0, clear=True)


@pytest.fixture(scope="session")
def portal(own_broker, static_files):
    """One whole portal for all browser tests of a test process; each makes what it changes."""
    base, _, number = own_broker.rpartition("/")
    with running_portal(f"reise_{number}", f"{base}/{int(number) + 8}") as running:
        yield running


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = shutil.which("chromium") or pytest.fail("Es fehlt das Paket chromium.")
    return {**browser_type_launch_args, "executable_path": path, "args": FLAGS}


@pytest.fixture(scope="module")
def content(django_db_setup, django_db_blocker):
    """Start data and demo, loaded once for a module whose tests read or roll back."""
    with django_db_blocker.unblock():
        load_content()
    yield
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


def load_content():
    quiet = io.StringIO()
    call_command("startdaten", stdout=quiet)
    call_command("demodaten", stdout=quiet)


@pytest.fixture
def person(db):
    """`person("redaktion")` → the named account, made once per test; `person(None)` → nobody."""
    made = {}

    def get(name):
        if name is not None and name not in made:
            made[name] = make_person(name)
        return made.get(name)

    return get


@pytest.fixture
def refused(db):
    """`with refused("constraint_name"):` – the database itself says no, by exactly this rule, also at commit."""

    @contextmanager
    def block(constraint):
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            yield caught
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert caught.value.__cause__.diag.constraint_name == constraint, str(caught.value)

    return block


@pytest.fixture
def accepted(db):
    """`with accepted():` – the same path with values that fit: the control of every refusal."""

    @contextmanager
    def block():
        with transaction.atomic():
            yield
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    return block


@pytest.fixture
def own_store(settings, tmp_path):
    """Documents of this test in a folder of its own; static files by their plain names."""
    settings.STORAGES = settings.STORAGES | {
        "default": settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path, "base_url": None}},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
