"""Reads the files in `daten/`."""

import csv
from pathlib import Path

import yaml
from django.utils.text import slugify

FOLDER = Path(__file__).parent / "daten"
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def read_yaml(name):
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def read_csv(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def slug_of(name):
    """`Kreis Höxter` → `kreis-hoexter`: umlauts as Germans spell them in addresses."""
    return slugify(name.translate(UMLAUTS))
