"""Plain tables, figures that are rounded the same way on paper and in JSON, and the lines behind the figures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.commands import room_for

Cell = str | int | float | None


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table whose text columns stand left and whose figures stand right; ``None`` is printed as ``-``."""
    cells = [[_text(cell) for cell in row] for row in rows]
    widths = [max(len(line[column]) for line in [list(head), *cells]) for column in range(len(head))]
    left = [not any(_is_figure(line[column]) for line in cells) for column in range(len(head))]
    lines = [
        "  ".join(c.ljust(w) if is_left else c.rjust(w) for c, w, is_left in zip(line, widths, left, strict=True)).rstrip()
        for line in [list(head), *cells]
    ]
    return "\n".join([title, *(f"  {line}" for line in lines), ""])


def print_lost(found: Iterable[tuple[str, str, Iterable[str]]]) -> None:
    """Name every line that is lost, with its form and its article: ``found`` holds form, name and lines of each."""
    for form, name, lost in found:
        for line in lost:
            print(f"{form} {name}: {line}")


def write_json(path: Path, figures: dict[str, Any]) -> None:
    """Write figures sorted and rounded, so that two runs can be compared line by line. The directory is made if need be."""
    room_for(path).write_text(
        json.dumps(_rounded(figures), indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def _text(cell: Cell) -> str:
    if cell is None:
        return "-"
    if isinstance(cell, float):
        return f"{cell:.4f}" if abs(cell) < 10 else f"{cell:,.1f}"
    return f"{cell:,}" if isinstance(cell, int) else cell


def _is_figure(text: str) -> bool:
    return text.replace(",", "").replace(".", "", 1).replace("-", "", 1).isdigit()


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, dict):
        return {str(key): _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value
