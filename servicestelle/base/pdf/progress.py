"""Progress of setting a PDF that is true: which pass, which page, of how many expected."""

import logging
import re
from contextlib import contextmanager
from threading import get_ident

PAGE = re.compile(r"^Step 5 - Creating layout - Page (\d+)")
PASS = re.compile(r"^Step 5 - Creating layout - Repagination #(\d+)")
LAYOUT, LAYOUT_END, DRAW_END = 5, 70, 94  # shares in percent, as measured: layout two thirds, drawing a quarter


class LayoutProgress(logging.Handler):
    """Turns WeasyPrint's own progress lines of this thread into `report(step, share)`.

    What `report` raises (a lost lease, a cancelled job) stops the setting at once.
    """

    def __init__(self, report, expected_pages):
        super().__init__(logging.INFO)
        self.report, self.expected, self.thread, self.number = report, expected_pages, get_ident(), 1

    def emit(self, record):
        if record.thread != self.thread:
            return
        message = record.getMessage()
        if found := PASS.match(message):
            self.number = int(found[1]) + 1
        elif found := PAGE.match(message):
            self._page(int(found[1]))

    def _page(self, page):
        known = f" von voraussichtlich {self.expected}" if self.expected else ""
        step = f"Umbruch, Durchgang {self.number}: Seite {page}{known}"
        self.report(step, LAYOUT + (LAYOUT_END - LAYOUT) * self._share(page))

    def _share(self, page):
        """The first pass costs most; later ones only touch pages with page numbers that changed."""
        expected = max(self.expected or page + 8, page)
        within = page / expected
        return 0.8 * within if self.number == 1 else min(1, 0.8 + 0.1 * (self.number - 2 + within))


@contextmanager
def layout_progress(report, expected_pages):
    logger = logging.getLogger("weasyprint.progress")
    handler = LayoutProgress(report, expected_pages)
    level, spread = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = spread


def watch_drawing(document, report):
    """Make each page of a laid-out document report when it is drawn."""
    total = len(document.pages)
    for number, page in enumerate(document.pages, start=1):
        page.paint = _reporting(page.paint, report, number, total)


def _reporting(paint, report, number, total):
    def paint_and_report(*args, **options):
        report(f"Zeichnen: Seite {number} von {total}", LAYOUT_END + (DRAW_END - LAYOUT_END) * number / total)
        return paint(*args, **options)

    return paint_and_report
