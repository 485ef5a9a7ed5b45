"""The bill of materials (CycloneDX) of what is installed here, compared with the lock files; runs inside the environment."""

import json
import sys
import uuid
from importlib import metadata

from .lock_file import normal, read_lock
from .place import ROOT, var_dir

VERSION = "1.6"
TOOLS = {"pip", "setuptools", "wheel"}  # come with the virtual environment, not with a lock file
SPACE = uuid.UUID("6f1c1c70-3f0d-4a41-9b5e-2f8a1d6c7e90")


def main() -> int:
    """Write `var/sbom.json`; return how many differences there are between installed and locked."""
    installed = {normal(each.name): each for each in metadata.distributions()}
    served, all_locked = locked("requirements.txt"), locked("requirements-dev.txt")
    faults = differences({name: each.version for name, each in installed.items()}, served, all_locked)
    faults += unlocked_files() + unlocked_modules()
    bill = make_bill([each for name, each in installed.items() if name not in TOOLS], set(served))
    target = var_dir() / "sbom.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(bill, indent=1, ensure_ascii=False) + "\n")
    for fault in faults:
        print(f"  {fault}")
    print(f"  {target}: {len(bill['components'])} Bestandteile, {len(faults)} Abweichungen von den Sperrdateien")
    return min(len(faults), 50)


def locked(name: str) -> dict:
    """`{package: version}` that the lock file wants on this machine."""
    from packaging.markers import Marker

    return {pin.name: pin.version for pin in read_lock(ROOT / name) if not pin.marker or Marker(pin.marker).evaluate()}


def differences(installed: dict, served: dict, all_locked: dict) -> list[str]:
    """What is here but not locked, locked but not here, or here in another version. Dev packages may be absent."""
    present = {name: version for name, version in installed.items() if name not in TOOLS or name in all_locked}
    with_dev = any(name in present for name in all_locked.keys() - served.keys())
    wanted = all_locked if with_dev else served
    strange = [
        f"{name} {present[name]} ist installiert, aber nicht festgeschrieben" for name in present.keys() - wanted.keys()
    ]
    missing = [
        f"{name} {wanted[name]} ist festgeschrieben, aber nicht installiert" for name in wanted.keys() - present.keys()
    ]
    other = [
        f"{name} ist {present[name]}, festgeschrieben ist {wanted[name]}"
        for name in present.keys() & wanted.keys()
        if present[name] != wanted[name]
    ]
    return sorted(strange + missing + other)


def unlocked_files() -> list[str]:
    files = ("requirements.txt", "requirements-dev.txt")
    return [
        f"{file}: {pin.name} hat keine Prüfsumme" for file in files for pin in read_lock(ROOT / file) if not pin.hashes
    ]


def modules() -> dict:
    held = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    return {path.rpartition("node_modules/")[2]: each for path, each in held.items() if path}


def unlocked_modules() -> list[str]:
    return [
        f"package-lock.json: {name} hat keine Prüfsumme" for name, each in modules().items() if "integrity" not in each
    ]


def make_bill(installed: list, served: set) -> dict:
    """The same packages give the same bytes: no clock, no chance."""
    parts = sorted((python_part(each, served) for each in installed), key=lambda part: part["purl"])
    parts += [npm_part(name, each) for name, each in sorted(modules().items())]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": VERSION,
        "serialNumber": f"urn:uuid:{uuid.uuid5(SPACE, json.dumps(parts, sort_keys=True))}",
        "version": 1,
        "metadata": {"component": portal()},
        "components": parts,
        "dependencies": dependencies(installed),
    }


def portal() -> dict:
    import tomllib

    about = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    licence = [{"license": {"id": about["license"]}}]
    return {
        "type": "application",
        "bom-ref": "portal",
        "name": about["name"],
        "version": about["version"],
        "licenses": licence,
    }


def python_part(each: metadata.Distribution, served: set) -> dict:
    name = normal(each.name)
    purl = f"pkg:pypi/{name}@{each.version}"
    scope = "required" if name in served else "excluded"  # excluded: for developers only, never delivered
    part = {"type": "library", "bom-ref": purl, "name": name, "version": each.version, "purl": purl, "scope": scope}
    return part | licences(each)


def licences(each: metadata.Distribution) -> dict:
    """An SPDX expression where the package states one, else its own words, first line only."""
    if expression := each.metadata.get("License-Expression"):
        return {"licenses": [{"expression": expression}]}
    classified = [
        text.rpartition(" :: ")[2]
        for text in each.metadata.get_all("Classifier") or []
        if text.startswith("License ::")
    ]
    stated = (each.metadata.get("License") or "").strip().splitlines()
    words = (classified or stated)[:1]
    return {"licenses": [{"license": {"name": words[0][:120]}}]} if words else {}


def npm_part(name: str, each: dict) -> dict:
    purl = f"pkg:npm/{name.replace('@', '%40')}@{each['version']}"
    scope = "excluded" if each.get("dev") else "required"
    part = {"type": "library", "bom-ref": purl, "name": name, "version": each["version"], "purl": purl, "scope": scope}
    return part | ({"licenses": [{"license": {"name": each["license"]}}]} if each.get("license") else {})


def dependencies(installed: list) -> list[dict]:
    from packaging.requirements import Requirement

    here = {normal(each.name): f"pkg:pypi/{normal(each.name)}@{each.version}" for each in installed}
    graph = []
    for name, ref in sorted(here.items()):
        wanted = [Requirement(text) for text in metadata.requires(name) or []]
        needed = {normal(each.name) for each in wanted if not each.marker or each.marker.evaluate({"extra": ""})}
        graph.append({"ref": ref, "dependsOn": sorted(here[other] for other in needed & here.keys())})
    return graph


if __name__ == "__main__":
    sys.exit(main())
