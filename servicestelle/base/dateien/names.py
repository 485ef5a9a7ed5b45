"""Names of uploaded files: without path, control letters and tricks of writing direction."""

import re
import unicodedata

from .faults import Fault
from .kinds import EXTENSIONS, NOT_TAKEN

LONGEST = 120
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}  # control, format (bidi too), surrogate, private
RESERVED = re.compile(r'[<>:"|?*]')  # no file system of Windows takes them
# Behind a second extension they would run on somebody's machine as soon as the first is hidden or cut off.
DANGEROUS = {
    "app", "apk", "bat", "cgi", "cmd", "com", "cpl", "dll", "dmg", "docm", "dotm", "exe", "gadget", "hta", "htm", "html", "inf",
    "ins", "iso", "jar", "js", "jse", "lnk", "msc", "msi", "msp", "mst", "phar", "php", "pif", "pl", "potm", "ppsm", "pptm",
    "ps1", "py", "reg", "scf", "scr", "sct", "sh", "shtml", "svg", "swf", "url", "vb", "vbe", "vbs", "wsf", "wsh", "xhtml",
    "xlam", "xll", "xlsm", "xltm", "xml",
}  # fmt: skip
INVISIBLE_NAME = "hat unsichtbare Steuerzeichen im Namen. Benennen Sie sie um und wählen Sie sie noch einmal."
TWO_EXTENSIONS = "hat zwei Endungen im Namen (.{inner}.{outer}). Benennen Sie sie um, mit nur einer Endung."


def clean_name(raw):
    """`raw` as it is shown, stored and handed out: one line, no path, at most LONGEST letters, extension kept."""
    text = unicodedata.normalize("NFC", str(raw)).replace("\\", "/").rpartition("/")[2]
    text = "".join(" " if letter.isspace() else letter for letter in text)
    text = "".join(letter for letter in text if unicodedata.category(letter) not in INVISIBLE)
    text = " ".join(RESERVED.sub("-", text).split()).strip(". ")
    stem, dot, extension = text.rpartition(".")
    if not dot:
        return text[:LONGEST] or "ohne Namen"
    return f"{stem.rstrip('. ')[: LONGEST - 1 - len(extension)]}.{extension}" if len(extension) < 20 else text[:LONGEST]


def check_name(raw):
    """The extension of a decent name, in small letters. Raises Fault: hidden letters, no known or a double extension."""
    text = unicodedata.normalize("NFC", str(raw))
    if any(unicodedata.category(letter) in INVISIBLE for letter in text):
        raise Fault(INVISIBLE_NAME)
    parts = clean_name(text).lower().split(".")
    if len(parts) < 2 or not parts[0] or parts[-1] not in EXTENSIONS:
        raise Fault(NOT_TAKEN)
    for inner in parts[1:-1]:
        if (plain := inner.partition("%")[0].strip()) in DANGEROUS:  # browsers write line breaks as %0D%0A
            raise Fault(TWO_EXTENSIONS.format(inner=plain, outer=parts[-1]))
    return parts[-1]
