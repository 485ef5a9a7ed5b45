"""What a PDF may load: a closed map of packaged files, drawn motifs and QR codes. No network, no file://, nothing else."""

from functools import lru_cache
from urllib.parse import unquote

from django.conf import settings
from django.template.loader import render_to_string

from ..ui.motif import draw_network
from .errors import PdfRefused

SCHEME = "portal:"
FONTS = ("FiraSans-Regular.ttf", "FiraSans-Italic.ttf", "FiraSans-Medium.ttf", "FiraSans-SemiBold.ttf")
STYLES = (
    "druck.css",
    "steckbrief.css",
    "broschuere.css",
    "bescheinigung.css",
    "antwort.css",
    "bescheid.css",
    "geldbericht.css",
)
MOTIFS = {  # millimetres and number of circles; left and top keep the text free
    "titel": {"width": 210, "height": 278, "count": 20, "top": 126},
    "kapitel": {"width": 210, "height": 60, "count": 9, "left": 138},
    "steckbrief": {"width": 210, "height": 58, "count": 9, "left": 140},
}
QR_MOST = 400  # characters of the address, percent-encoded


def load(url):
    """Return `(bytes, mime type)` of an address of the closed map; raise PdfRefused for any other."""
    name = url.removeprefix(SCHEME) if url.startswith(SCHEME) else ""
    room, _, rest = name.partition("/")
    if room == "schrift" and rest in FONTS:
        return _font(rest), "font/ttf"
    if room == "stil" and rest in STYLES:
        return (settings.BASE_DIR / "static" / "pdf" / rest).read_bytes(), "text/css"
    if room == "motiv" and rest.partition("/")[0] in MOTIFS:
        return _motif(*rest.partition("/")[::2]), "image/svg+xml"
    if room == "qr" and 0 < len(rest) <= QR_MOST:
        return _qr(unquote(rest)), "image/svg+xml"
    raise PdfRefused(
        f"Das Dokument verlangt „{url[:200]}“. Beim Setzen werden nur Dateien des Portals geladen, "
        "nichts aus dem Netz und nichts von der Festplatte. Entfernen Sie den Verweis und setzen Sie neu."
    )


@lru_cache(maxsize=len(FONTS))
def _font(name):
    path = settings.FONT_DIR / name
    if not path.is_file():
        raise PdfRefused(f"Die Schrift {name} fehlt im Ordner {settings.FONT_DIR}. „make run“ legt sie dort an.")
    return path.read_bytes()


def _motif(kind, seed):
    motif = draw_network(f"{kind}:{unquote(seed)}", **MOTIFS[kind])
    return render_to_string("pdf/motiv.svg", {"motiv": motif}).encode()


def _qr(text):
    """A QR code as one SVG path; with error correction M, as print needs it."""
    import qrcode
    from qrcode.image.svg import SvgPathImage

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, image_factory=SvgPathImage)
    code.add_data(text)
    return code.make_image().to_string()
