"""The two database accounts as docker-compose.yml makes them, on a server of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
import yaml
from django.conf import settings

from servicestelle.launch.cluster import Cluster, make_base
from servicestelle.launch.environment import Environment
from servicestelle.launch.place import Place
from servicestelle.launch.postgres_programs import find_programs, find_user

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def cluster():
    """An empty server without any of our roles."""
    folder = Path(tempfile.mkdtemp(prefix="rollen-", dir=settings.VAR_DIR))
    base = make_base(folder / "postgres", find_user())
    environment = Environment(Path(sys.executable).parents[1])
    cluster = Cluster(Place(folder, settings.VAR_DIR).make(), find_programs(environment, base), base, for_tests=True)
    try:
        cluster.make()
        cluster.start_server()
        yield cluster
    finally:
        cluster.part.end()
        for left in (base, folder):  # the server's folder may lie elsewhere, behind a closed home
            shutil.rmtree(left, ignore_errors=True)


@pytest.fixture(scope="module")
def roles(cluster, tmp_path_factory):
    """Run compose's own script, with the secrets in a folder of ours."""
    secrets = tmp_path_factory.mktemp("geheim")
    (secrets / "db_owner_password").write_text("eigentum-'\"$0123456789\n")
    (secrets / "db_app_password").write_text("anwendung-0123456789\n")
    script = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["configs"]["rollen"]["content"]
    script = script.replace("$$", "$").replace("/run/secrets", str(secrets))
    path = f"{cluster.programs.folder}:{os.environ['PATH']}"
    env = {"PATH": path, "PGHOST": str(cluster.socket)}
    done = subprocess.run(["sh", "-c", script], env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return cluster


def ask(cluster, role, statement):
    with psycopg.connect(cluster.url(role)) as connection:
        done = connection.execute(statement)
        return done.fetchall() if done.description else None


def test_passwords_come_from_the_files_and_are_stored_hashed(roles):
    query = "SELECT rolname, rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolname LIKE 'portal%' ORDER BY 1"
    assert ask(roles, "postgres", query) == [("portal", True), ("portal_app", True)]


def test_no_account_of_ours_is_mighty(roles):
    query = "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'portal%' AND (rolsuper OR rolcreaterole OR rolreplication OR rolbypassrls)"
    assert ask(roles, "postgres", query) == [(0,)]


def test_the_owner_builds_and_the_application_does_not(roles):
    ask(roles, "portal", "CREATE TABLE probe (id int); CREATE EXTENSION btree_gist; CREATE EXTENSION unaccent")
    for statement in ("CREATE TABLE zweite (id int)", "TRUNCATE probe", "DROP TABLE probe", "SELECT * FROM probe"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(roles, "portal_app", statement)


def test_strangers_do_not_come_in(roles):
    ask(roles, "postgres", "CREATE ROLE fremd LOGIN")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        ask(roles, "fremd", "SELECT 1")
