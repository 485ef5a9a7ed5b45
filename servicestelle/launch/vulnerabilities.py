"""Asks the OSV service for known holes in every locked package; a service out of reach is said, never taken for a yes."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from .lock_file import read_lock
from .place import ROOT

NOT_CHECKED = 75  # the code of "try again later"
LOCK = "requirements-dev.txt"  # holds the delivered packages and the developers' ones
SCRIPT = "# /// script\n# requires-python = '>=3.11'\n# dependencies = [\n{pins}# ]\n# ///\n"


def main() -> int:
    """Return how many holes are known, 0 for none, NOT_CHECKED when nobody could be asked."""
    pins = [f"{pin.name}=={pin.version}" + (f" ; {pin.marker}" if pin.marker else "") for pin in read_lock(ROOT / LOCK)]
    code, said, holes = audit(pins)
    if code not in (0, 1):
        print(f"  Nicht erreichbar, darum nicht geprüft: {said}")
        return NOT_CHECKED
    for hole in holes:
        package = hole["dependency"]
        print(f"  {package['name']} {package['version']}: {hole['id']} {hole.get('summary') or ''}")
    print(f"  {len(pins)} Pakete gefragt, {len(holes)} bekannte Schwachstellen")
    return min(len(holes), 50)


def audit(pins: list[str]) -> tuple[int, str, list]:
    """Run uv's audit on exactly these pins; return its code, its last words and the holes. OSV_URL names a mirror."""
    words = ["audit", "--preview-features", "audit-command,json-output", "--output-format", "json"]
    if service := os.environ.get("OSV_URL"):
        words += ["--service-url", service]
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "pakete.py")
        script.write_text(SCRIPT.format(pins="".join(f"#   {json.dumps(pin)},\n" for pin in pins)))
        uv = Path(sys.executable).with_name("uv")
        patience = {"UV_HTTP_RETRIES": "1", "UV_HTTP_TIMEOUT": "15"}
        done = subprocess.run(
            [uv, *words, "--script", script], capture_output=True, text=True, env=patience | os.environ
        )
    if done.returncode in (0, 1) and done.stdout.strip():
        return done.returncode, "", json.loads(done.stdout)["vulnerabilities"]
    return 2, (done.stderr.strip().splitlines() or ["keine Antwort"])[-1].strip(), []


if __name__ == "__main__":
    sys.exit(main())
