"""Turns WOFF2 cuts into TTF; runs inside the virtual environment (fonttools, brotli)."""

import sys
from pathlib import Path


def convert(source: Path, target: Path) -> None:
    from fontTools.ttLib import TTFont

    target.mkdir(parents=True, exist_ok=True)
    for cut in sorted(source.glob("*.woff2")):
        font = TTFont(cut, recalcTimestamp=False)
        font.flavor = None
        draft = target / f"{cut.stem}.neu"
        font.save(draft)
        draft.replace(target / f"{cut.stem}.ttf")


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
