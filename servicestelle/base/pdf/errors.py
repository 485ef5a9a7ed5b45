"""Why a PDF is not made, in words for people."""

from ..choices import Refusal


class PdfUnavailable(Refusal):
    """The machine lacks what setting a PDF needs."""


class PdfRefused(Refusal):
    """The document asks for something the door does not hand out."""
