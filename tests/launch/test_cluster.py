"""The embedded PostgreSQL starts in awkward places, heals after kill -9 and knows two roles."""

import os
import shutil
import signal

import pytest

from servicestelle.launch.cluster import APPLICATION, OWNER, Cluster, make_base
from servicestelle.launch.environment import locate
from servicestelle.launch.place import Place
from servicestelle.launch.postgres_programs import find_programs, find_user
from servicestelle.launch.speech import Refusal


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """In a folder whose path is too long for a socket."""
    var = tmp_path_factory.mktemp("cluster") / ("ein-sehr-langer-pfad-" * 5)
    base = make_base(var / "postgres", find_user())
    made = Cluster(Place(var, var).make(), find_programs(locate(), base), base, for_tests=True)
    made.start()
    yield made
    made.part.end()
    shutil.rmtree(base)
    shutil.rmtree(made.socket, ignore_errors=True)


def ask(cluster, question, role=OWNER):
    done = cluster.psql(f"\\t \\a \n{question}", role=role, database="portal")
    assert done.returncode == 0, done.stdout
    return done.stdout.split()


def test_socket_path_stays_short_and_private(cluster):
    assert len(str(cluster.socket / ".s.PGSQL.5432.lock")) < 107
    assert cluster.socket.stat().st_mode & 0o777 == 0o700
    assert cluster.base.stat().st_mode & 0o777 == 0o700


def test_roles_have_no_more_rights_than_they_need(cluster):
    question = "SELECT rolname, rolsuper, rolcreaterole FROM pg_roles WHERE rolname LIKE 'portal%' ORDER BY 1;"
    assert ask(cluster, question) == ["portal|f|f", "portal_app|f|f"]
    assert ask(cluster, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'portal';") == [OWNER]


def test_application_may_not_create_tables(cluster):
    done = cluster.psql("CREATE TABLE fremd (id int);", role=APPLICATION, database="portal")
    assert "permission denied" in done.stdout


def test_sorting_and_time_do_not_depend_on_the_machine(cluster):
    assert ask(cluster, "SHOW timezone;") == ["UTC"]
    assert ask(cluster, "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'portal';") == ["UTF8"]


def test_killed_server_heals_and_keeps_what_was_written(cluster):
    ask(cluster, "CREATE TABLE probe (id int);")
    ask(cluster, "INSERT INTO probe VALUES (7);")
    os.kill(cluster.part.process.pid, signal.SIGKILL)
    cluster.part.process.wait()
    cluster.start()
    assert ask(cluster, "SELECT id FROM probe;") == ["7"]


def test_server_that_hangs_in_its_fast_shutdown_is_ended_at_once_and_heals(cluster):
    ask(cluster, "INSERT INTO probe VALUES (8);")
    [checkpointer] = ask(
        cluster, "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer';", role="postgres"
    )
    os.kill(int(checkpointer), signal.SIGSTOP)  # the last step of a fast shutdown waits for it
    process, cluster.part.patience = cluster.part.process, 1
    cluster.part.end()
    cluster.part.patience = 20
    log = cluster.part.log.read_text()
    assert "received immediate shutdown request" in log[log.rindex("received fast shutdown request") :]
    assert process.returncode != -signal.SIGKILL
    cluster.start()
    assert ask(cluster, "SELECT id FROM probe ORDER BY id;") == ["7", "8"]


def test_next_launcher_ends_the_server_of_a_killed_one_even_without_record(cluster):
    cluster.part.record.unlink()
    old = cluster.part.process
    heir = Cluster(cluster.place, cluster.programs, cluster.base, for_tests=True)
    heir.start()
    assert old.wait(5) is not None
    assert heir.is_ready()
    cluster.part.process = heir.part.process


def test_cluster_of_another_version_is_refused_with_the_way_out(cluster, tmp_path):
    stranger = Cluster(cluster.place, cluster.programs, tmp_path, for_tests=True)
    stranger.data.mkdir()
    (stranger.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(Refusal, match=r"stammt von PostgreSQL 9(?s:.*)make reset"):
        stranger.make()
