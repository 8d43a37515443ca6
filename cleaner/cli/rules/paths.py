"""Paths as people type them."""

from __future__ import annotations

from pathlib import Path


def relative(path: str) -> str:
    """A path below the working directory without that; others whole. What stands behind the path (``:12``) stays."""
    return path.removeprefix(f"{Path.cwd()}/")
