"""Master data to be edited, processes to be read, one noun per module. Awards, payments and publishing happen elsewhere."""

from . import aufrufe, bescheide, foerderungen, geld, standorte, zeitraeume

__all__ = ["aufrufe", "bescheide", "foerderungen", "geld", "standorte", "zeitraeume"]
