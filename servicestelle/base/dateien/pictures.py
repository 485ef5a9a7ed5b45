"""Pictures: decoded as a whole with a limit, and nothing behind their end."""

import io
import struct
import warnings

from .containers import refuse_archive, refuse_code
from .faults import MORE_INSIDE, UNREADABLE, Fault

PIXELS, SIDE = 50_000_000, 20_000
TOO_LARGE = "hat zu viele Bildpunkte (höchstens 50 Millionen, und 20.000 je Seite). Verkleinern Sie das Bild."
MOVING = "ist ein bewegtes Bild. Schicken Sie ein einzelnes Bild."


def check_picture(content, *, form):
    """Raise Fault unless `content` is one whole picture of `form` ("png", "jpeg", "webp") and nothing else."""
    from PIL import Image, ImageFile, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint, should it be loaded too, says otherwise
    try:
        end = ENDS[form](content)
        if end != len(content):
            raise Fault(MORE_INSIDE if end < len(content) else UNREADABLE)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            _decode(Image, content, form)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Fault(TOO_LARGE) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error, IndexError, Warning, EOFError):
        raise Fault(UNREADABLE) from None
    refuse_code(content)
    refuse_archive(content)


def _decode(image, content, form):
    with image.open(io.BytesIO(content), formats=[form.upper()]) as picture:
        width, height = picture.size
        if width * height > PIXELS or max(width, height) > SIDE:
            raise Fault(TOO_LARGE)
        if getattr(picture, "n_frames", 1) > 1:
            raise Fault(MOVING)
        picture.verify()
    with image.open(io.BytesIO(content), formats=[form.upper()]) as picture:
        picture.load()


def end_of_png(content):
    """Where the picture ends, after its IEND chunk."""
    place = 8
    while True:
        size, name = struct.unpack(">I4s", content[place : place + 8])
        place += 12 + size
        if name == b"IEND":
            return place


def end_of_jpeg(content):
    """Where the picture ends; cameras may fill up with zeros."""
    place = 2
    while True:
        if content[place] != 0xFF:
            raise ValueError("marker")
        mark = content[place + 1]
        if mark == 0xD9:
            place += 2
            return len(content) if not content[place:].strip(b"\0") else place
        if mark == 0xFF:
            place += 1
            continue
        place += 2
        if mark == 0x01 or 0xD0 <= mark <= 0xD7:
            continue
        place += struct.unpack(">H", content[place : place + 2])[0]
        if mark == 0xDA:
            place = _after_scan(content, place)


def _after_scan(content, place):
    """The first marker after the coded lines: not a stuffed zero, not a restart."""
    while (place := content.index(b"\xff", place)) + 1 < len(content):
        mark = content[place + 1]
        if mark and mark != 0xFF and not 0xD0 <= mark <= 0xD7:
            return place
        place += 1 if mark == 0xFF else 2
    raise ValueError("end")


def end_of_webp(content):
    size = struct.unpack("<I", content[4:8])[0] + 8
    return size + size % 2


ENDS = {"png": end_of_png, "jpeg": end_of_jpeg, "webp": end_of_webp}
