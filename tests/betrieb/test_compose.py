"""The production set-up without an engine: every service is fenced, every secret a file, every name declared."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
SERVICES = {"db", "redis", "migrate", "web", "worker", "beat", "tor", "sicherung", "wiederherstellung"}
ONCE = {"migrate", "sicherung", "wiederherstellung"}
OWNER = {"migrate", "wiederherstellung"}
APPLICATION = {"web", "worker", "beat", "sicherung"}
KNOWN = {
    "image", "build", "user", "command", "environment", "secrets", "configs", "volumes", "tmpfs", "networks", "ports",
    "depends_on", "deploy", "healthcheck", "restart", "init", "read_only", "cap_drop", "cap_add", "security_opt",
    "pids_limit", "logging", "stop_grace_period", "stop_signal", "shm_size", "container_name", "profiles",
}  # fmt: skip


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def services(compose):
    assert set(compose["services"]) == SERVICES
    return compose["services"]


def each(names=SERVICES):
    return pytest.mark.parametrize("name", sorted(names))


def environment(service):
    return {key: str(value) for key, value in service.get("environment", {}).items()}


@each()
def test_a_service_knows_only_words_of_compose(name, services):
    assert set(services[name]) <= KNOWN


@each()
def test_a_service_is_fenced(name, services):
    service = services[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["user"].split(":")[0] not in {"", "0", "root"}
    assert "privileged" not in service and service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "tor" else [])
    assert service["pids_limit"] and service["logging"]["options"]["max-size"]


@each()
def test_an_image_has_a_fixed_version(name, services):
    tag = services[name]["image"].partition(":")[2]
    assert re.search(r"\d+\.\d+", tag) and "latest" not in tag


@each()
def test_a_lasting_service_says_how_it_is(name, services):
    check = services[name]["healthcheck"]
    if name in ONCE:
        assert check == {"disable": True} and services[name]["restart"] == "no"
    else:
        assert check["test"][0] in {"CMD", "CMD-SHELL"} and check["retries"] and check["timeout"]
        assert services[name]["restart"] == "unless-stopped"


@each()
def test_what_a_service_needs_is_declared(name, services, compose):
    service = services[name]
    for kind in ("secrets", "networks"):
        assert set(service.get(kind, [])) <= set(compose[kind])
    sources = [volume.split(":")[0] for volume in service.get("volumes", [])]
    assert set(sources) <= set(compose["volumes"])  # nothing of the host is mounted
    assert {config["source"] for config in service.get("configs", [])} <= set(compose["configs"])
    for other, how in service.get("depends_on", {}).items():
        wanted = "service_completed_successfully" if other in ONCE else "service_healthy"
        assert other in SERVICES and how == {"condition": wanted}


def test_nothing_declared_is_left_unused(services, compose):
    used = {kind: {item for s in services.values() for item in s.get(kind, [])} for kind in ("secrets", "networks")}
    assert used["secrets"] == set(compose["secrets"]) and used["networks"] == set(compose["networks"])
    assert {v.split(":")[0] for s in services.values() for v in s.get("volumes", [])} == set(compose["volumes"])


@each()
def test_secrets_are_files(name, services):
    service = services[name]
    given = environment(service)
    read = {value.rpartition("/")[2] for key, value in given.items() if key.endswith("_FILE")}
    assert read <= set(service.get("secrets", []))
    for key, value in given.items():
        open_secret = re.search(r"PASSWORD|SECRET|TOKEN|KEY", key) and not key.endswith("_FILE")
        assert not open_secret, f"{key} steht offen in {name}"
        assert not re.search(r"://[^@/]*:[^@/]+@", value), f"{key} trägt ein Passwort"


def test_every_secret_lies_outside_the_repository(compose):
    for secret in compose["secrets"].values():
        done = subprocess.run(["git", "check-ignore", "-q", secret["file"]], cwd=ROOT)
        assert set(secret) == {"file"} and done.returncode == 0


def test_owner_and_application_are_two_accounts(services):
    for name in OWNER | APPLICATION:
        given, secrets = environment(services[name]), services[name]["secrets"]
        role, password = ("portal", "db_owner_password") if name in OWNER else ("portal_app", "db_app_password")
        assert given["DATABASE_URL"].startswith(f"postgresql://{role}@db:")
        assert given["DATABASE_PASSWORD_FILE"].endswith(password)
        assert not ({"db_owner_password", "db_app_password", "db_admin_password"} - {password}) & set(secrets)


def test_web_and_worker_scale_and_the_schedule_is_one(services):
    for name in ("web", "worker"):
        assert re.fullmatch(rf"\$\{{{name.upper()}:-\d+\}}", services[name]["deploy"]["replicas"])
        assert "container_name" not in services[name] and "ports" not in services[name]
    assert services["beat"]["deploy"]["replicas"] == 1
    assert services["beat"]["container_name"]  # a second one of this name cannot start
    assert [name for name, service in services.items() if "beat" in service.get("command", [])] == ["beat"]


def test_only_the_gate_is_reached_from_outside(services, compose):
    assert [name for name, service in services.items() if "ports" in service] == ["tor"]
    assert compose["networks"]["innen"]["internal"] and compose["networks"]["tor"]["internal"]
    assert {name for name, service in services.items() if "hinaus" in service["networks"]} == {"tor", "worker"}
    assert "innen" not in services["tor"]["networks"]


def test_the_database_sorts_as_everywhere(services):
    db = services["db"]
    words = db["environment"]["POSTGRES_INITDB_ARGS"]
    assert "--locale-provider=builtin" in words and "--builtin-locale=C.UTF-8" in words
    assert db["volumes"] == ["datenbank:/var/lib/postgresql"]  # since 18 the folder above the version's own


def test_production_settings_accept_what_compose_gives(services, tmp_path):
    from tests.test_settings import GOOD_KEY, boot

    values = {"PORTAL_HOST": "portal.example", "MAIL_FROM": "portal@portal.example"}
    values["SMTP_URL"] = "smtp+tls://konto@post.example:587"
    for name in OWNER | APPLICATION:
        given = {}
        for key, value in environment(services[name]).items():
            value = re.sub(r"\$\{(\w+)[^}]*\}", lambda found: values[found.group(1)], value)
            if key.endswith("_FILE"):
                secret = tmp_path / value.rpartition("/")[2]
                secret.write_text(GOOD_KEY)
                value = str(secret)
            given[key] = value
        done = boot(given, "HTTPS", "DEBUG", "DEMO", var=tmp_path)
        assert done.returncode == 0, f"{name}: {done.stderr}"
        assert '"HTTPS": true, "DEBUG": false, "DEMO": false' in done.stdout
