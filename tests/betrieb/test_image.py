"""Dockerfile and Caddyfile, read by their own tools, and the scripts of docker-compose.yml, run for real."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from servicestelle import lebenszeichen
from servicestelle.launch.run import WEB_WORKERS
from tests.processes import Process, environment, wait_until, worker_command

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = Path(sys.executable).parent


def program(name):
    found = shutil.which(name, path=f"{SCRIPTS}:{os.environ['PATH']}:/usr/sbin")
    assert found, f"{name} fehlt in der Entwicklungsumgebung"
    return found


def run(*command, **how):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, **how)


def stages():
    text = (ROOT / "Dockerfile").read_text()
    return {part.split(" AS ")[1].split()[0]: part for part in re.split(r"(?m)^FROM ", text)[1:]}


def test_hadolint_finds_nothing():
    done = run(program("hadolint"), "--no-color", "Dockerfile")
    assert done.returncode == 0 and not done.stdout.strip(), done.stdout


def test_delivered_stages_do_not_run_as_root_and_hold_no_secret():
    for name in ("portal", "tor"):
        assert re.findall(r"(?m)^USER (\d+):\d+$", stages()[name]), name
    text = (ROOT / "Dockerfile").read_text()
    assert not re.search(r"(?i)^(ARG|ENV) .*(PASSWORD|SECRET|TOKEN)", text, re.MULTILINE)
    assert "latest" not in text and "--require-hashes" in text


def test_users_of_image_and_compose_are_the_same():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    for stage, service in (("portal", "web"), ("tor", "tor")):
        assert services[service]["user"] == re.search(r"(?m)^USER (.+)$", stages()[stage]).group(1)


def test_only_named_folders_reach_the_image():
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    assert lines[0] == "*"
    allowed = {line[1:] for line in lines if line.startswith("!")}
    assert all((ROOT / name).exists() for name in allowed)
    assert not allowed & {"var", "geheimnisse", ".git", ".venv", "tests"}


def test_the_delivered_web_server_is_bounded_as_the_tried_one():
    """Unbounded it would open 512 connections; PostgreSQL takes 100, the service 256 threads."""
    [command] = re.findall(r"(?ms)^CMD (\[.*?\])$", stages()["portal"].replace("\\\n", ""))
    words = json.loads(command)
    assert words[0] == "granian" and words[-1] == "servicestelle.wsgi:application"
    assert " ".join(WEB_WORKERS) in " ".join(words)


@pytest.fixture
def caddy_env(tmp_path):
    names = {"PORTAL_HOST": "portal.example", "MAIL_FROM": "portal@portal.example"}
    return {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)} | names


def test_caddy_accepts_its_file(caddy_env):
    done = run(program("caddy"), "validate", "--adapter", "caddyfile", "--config", "Caddyfile", env=caddy_env)
    assert done.returncode == 0 and "Valid configuration" in done.stdout + done.stderr, done.stderr
    assert run(program("caddy"), "fmt", "--diff", "Caddyfile").returncode == 0


def test_the_image_names_the_folder_of_the_signs():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    folder = re.search(r"LEBENSZEICHEN=(\S+)", stages()["portal"]).group(1)
    assert all(services[name]["tmpfs"][0].startswith(f"{folder}:") for name in ("worker", "beat"))


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def script(service):
    """The shell line of a service and its health check."""
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    return services[service]["command"][-1], services[service]["healthcheck"]["test"]


def test_redis_starts_with_its_password_only(tmp_path):
    (tmp_path / "redis_password").write_text("lang-und-zufaellig-0123456789\n")
    command, (_, check) = script("redis")
    port = free_port()
    command, check = (
        re.sub(r"/run/secrets|/tmp\b", str(tmp_path), text.replace("$$", "$")) for text in (command, check)
    )
    check = check.replace("redis-cli", f"redis-cli -p {port}")
    server = subprocess.Popen(["sh", "-c", command + f" --port {port} --bind 127.0.0.1"], stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 10
        while run("sh", "-c", check).returncode and time.monotonic() < deadline:
            time.sleep(0.1)
        assert run("sh", "-c", check).returncode == 0
        assert "NOAUTH" in run("redis-cli", "-p", str(port), "ping").stdout
        assert Path(f"/proc/{server.pid}/cmdline").read_bytes().find(b"lang-und") == -1
    finally:
        server.terminate()
        server.wait(timeout=10)


def test_signs_of_life_are_judged_by_age(tmp_path, monkeypatch):
    monkeypatch.setenv("LEBENSZEICHEN", str(tmp_path))
    assert not lebenszeichen.is_alive("worker")
    lebenszeichen.touch("worker")
    lebenszeichen.touch("beat")
    now = time.time()
    assert lebenszeichen.is_alive("worker", now + 59) and not lebenszeichen.is_alive("worker", now + 61)
    assert lebenszeichen.is_alive("beat", now + 89) and not lebenszeichen.is_alive("beat", now + 91)


def test_a_silent_web_server_is_not_alive(monkeypatch):
    monkeypatch.setattr(lebenszeichen, "WEB_PORT", free_port())
    done = run(sys.executable, "-m", "servicestelle.lebenszeichen", "worker", env={})
    assert not lebenszeichen.is_alive("web") and done.returncode == 1


@pytest.mark.worker
def test_worker_and_schedule_keep_giving_signs(own_broker, tmp_path):
    env = environment(REDIS_URL=own_broker, LEBENSZEICHEN=str(tmp_path))
    schedule = [sys.executable, "-m", "celery", "-A", "servicestelle", "beat", "--pidfile=", "-l", "INFO"]
    beat = Process("beat", [*schedule, "--schedule", str(tmp_path / "beat")], "beat: Starting", env)
    worker = Process("worker", worker_command(1), "ready.", env)
    signs = [tmp_path / "lebt-worker", tmp_path / "lebt-beat"]
    try:
        assert wait_until(lambda: all(sign.exists() for sign in signs), 20)
        for sign in signs:
            sign.unlink()
        assert wait_until(lambda: all(sign.exists() for sign in signs), 30)
    finally:
        for process in (beat, worker):
            process.stop()
            process.log.unlink()
