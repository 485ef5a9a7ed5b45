"""HTML to PDF/A-3a with WeasyPrint, which is imported here, late, and nowhere else."""

from hashlib import sha256

from . import sources
from .errors import PdfRefused, PdfUnavailable
from .progress import layout_progress, watch_drawing

VARIANT = "pdf/a-3a"
WARM_PAGE = (
    '<html lang="de"><head><title>Probe</title><link rel="stylesheet" href="portal:stil/druck.css"></head>'
    "<body><h1>Probe</h1><p><em>Zusammenarbeit</em> der <strong>Jugendämter</strong> in Westfalen-Lippe</p></body></html>"
)


def _silent(step, share):
    """Nobody watches."""


def render_pdf(html, *, base_url=None, report=_silent, expected_pages=None):
    """Return the bytes of `html` set as PDF/A-3a; the same HTML gives the same bytes.

    `report(step, share)` hears every page; links of the text are made absolute with `base_url`.
    Raises PdfUnavailable without Pango, PdfRefused when the HTML asks for a file outside the closed map.
    """
    weasyprint = _weasyprint()
    fetcher = _closed_fetcher(weasyprint)
    try:
        with layout_progress(report, expected_pages):
            document = weasyprint.HTML(string=html, base_url=base_url, url_fetcher=fetcher).render(pdf_variant=VARIANT)
            watch_drawing(document, report)
            identifier = sha256(html.encode()).hexdigest().encode()
            content = document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier)
    except weasyprint.urls.FatalURLFetchingError as error:
        raise error.__cause__ from error
    if fetcher.failures:  # inside pictures WeasyPrint swallows what the fetcher raised
        raise fetcher.failures[0]
    return content


def warm_up():
    """Set one small page, so that fonts and hyphenation are loaded before a worker forks; quiet without Pango."""
    try:
        render_pdf(WARM_PAGE)
    except (PdfUnavailable, PdfRefused):
        return False
    return True


def _weasyprint():
    try:
        import weasyprint
    except OSError as error:  # cffi names the library it did not find
        raise PdfUnavailable(
            "Auf diesem Rechner lässt sich kein PDF setzen, weil Systempakete fehlen. Installieren Sie "
            "libpango-1.0-0, libpangoft2-1.0-0 und libharfbuzz-subset0 und starten Sie das Portal neu."
        ) from error
    return weasyprint


def _closed_fetcher(weasyprint):
    class ClosedFetcher(weasyprint.urls.URLFetcher):
        failures: list = []  # of this class, which is made anew for each document

        def fetch(self, url, headers=None):
            try:
                content, mime = sources.load(url)
            except Exception as error:
                self.failures.append(error)
                raise
            return weasyprint.urls.URLFetcherResponse(url, content, {"Content-Type": mime})

    return ClosedFetcher(fail_on_errors=True)
