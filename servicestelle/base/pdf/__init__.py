"""The one door to PDF: HTML of our own templates in, a checked PDF/A-3a + PDF/UA-1 out."""

from .check import check_pdf
from .errors import PdfRefused, PdfUnavailable
from .finish import finish_pdf
from .render import render_pdf, warm_up

__all__ = ["PdfRefused", "PdfUnavailable", "check_pdf", "finish_pdf", "render_pdf", "warm_up"]
