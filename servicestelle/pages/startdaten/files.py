"""Reads the files in `daten/`."""

import csv
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent / "daten"


def read_yaml(name):
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def read_csv(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
