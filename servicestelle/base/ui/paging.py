"""Pages of a list; a page that does not exist becomes the nearest one, with a note."""

from django.core.paginator import EmptyPage, Paginator


class _Counted(Paginator):
    """A paginator that was told how many rows there are and counts none itself."""

    def __init__(self, rows, per_page, total):
        super().__init__(rows, per_page)
        self.count = total


def paginate(rows, wanted, *, per_page, total=None):
    """Return the page `wanted` (text of `?seite=`, 1 when empty) and a note in German, or None.

    `total` saves the count query when the caller knows it.
    """
    paginator = Paginator(rows, per_page) if total is None else _Counted(rows, per_page, total)
    if wanted in (None, ""):
        return paginator.page(1), None
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 8 else None
    if number is None:
        return paginator.page(1), "Diese Seitenzahl kennen wir nicht. Sie sehen die erste Seite."
    try:
        return paginator.page(number), None
    except EmptyPage:
        last = paginator.num_pages
        return paginator.page(last), f"Eine Seite {number} gibt es nicht. Sie sehen Seite {last} von {last}."
