"""The gate: what people want to send is judged before anything of it is stored."""

import json
import logging
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from hashlib import sha256

from django.conf import settings

from ..models.datei import LARGEST
from .faults import UNREADABLE, Fault
from .inspecting import SECONDS
from .kinds import OFFICE, OTHER_NAME, TEXT, kind_of, media_type
from .names import check_name, clean_name
from .texts import check_text

log = logging.getLogger(__name__)

AT_MOST = 5  # files of one form
TOGETHER = 20 * 1024 * 1024  # bytes of one form
PATIENCE = SECONDS + 10
EMPTY = "ist leer. Wählen Sie eine Datei mit Inhalt."
TOO_LARGE = "ist größer als 10 MB. Verkleinern Sie sie oder teilen Sie sie auf."
BUSY = "ließ sich gerade nicht prüfen. Versuchen Sie es in ein paar Minuten noch einmal."
_places = threading.BoundedSemaphore(2)  # inspecting processes of one web process at a time


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: its clean name, what it is by content, and the content."""

    name: str
    media_type: str
    content: bytes = field(repr=False)

    @property
    def size(self):
        return len(self.content)

    @property
    def sha256(self):
        return sha256(self.content).hexdigest()


def check_file(name, content):
    """Judge one file by `content`, and whether its `name` agrees; return it as Checked. Raises Fault."""
    extension = check_name(name)
    if not content:
        raise Fault(EMPTY)
    if len(content) > LARGEST:
        raise Fault(TOO_LARGE)
    kind = kind_of(content)
    wanted = media_type(kind, extension)
    if kind is TEXT:
        check_text(content, is_csv=extension == "csv")
    elif (found := _inspect_apart(kind.key, content)) and found != wanted:
        raise Fault(OTHER_NAME.format(named=OFFICE.label if kind is OFFICE else kind.label))
    return Checked(clean_name(name), wanted, content)


def _inspect_apart(key, content):
    """Ask the inspecting process: a crash, a hang or too much memory there is a refusal here. Raises Fault."""
    command = [sys.executable, "-m", "servicestelle.base.dateien.inspecting", key]
    env = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}  # no secret of the portal goes along
    try:
        with _places:
            done = subprocess.run(
                command, input=content, capture_output=True, timeout=PATIENCE, cwd=settings.BASE_DIR, env=env
            )
    except subprocess.TimeoutExpired:
        raise Fault(UNREADABLE) from None
    except OSError:
        log.exception("Der Prüfprozess für Dateien startet nicht")
        raise Fault(BUSY) from None
    try:
        said = json.loads(done.stdout)
    except ValueError:
        log.warning("Der Prüfprozess für Dateien endete mit %s: %s", done.returncode, done.stderr[-500:])
        raise Fault(UNREADABLE) from None
    if said.get("reason"):
        raise Fault(said["reason"])
    return said["type"]
