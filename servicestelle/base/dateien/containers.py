"""What any content may hide: code for a browser, or an archive behind it."""

import io
import re
import zipfile

from .faults import MORE_INSIDE, Fault

CODE = re.compile(rb"<script|<html|<!doctype|<\?php|<iframe|javascript:", re.IGNORECASE)
CODE_INSIDE = "enthält Programmcode. Speichern Sie sie neu, zum Beispiel mit „Exportieren“."


def refuse_code(content):
    """Raise Fault when bytes a browser or a web server would run stand in `content`."""
    if CODE.search(content):
        raise Fault(CODE_INSIDE)


def refuse_archive(content):
    """Raise Fault when `content` opens as a ZIP archive too, whatever it is otherwise."""
    if b"PK\x05\x06" not in content[-66_000:]:
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.namelist():
                raise Fault(MORE_INSIDE)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return
