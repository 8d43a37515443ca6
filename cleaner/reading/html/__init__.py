"""Markup to lines and what stands around them. One module a library: ``blocks`` (selectolax), ``extraction`` (trafilatura)."""

from cleaner.reading.html.blocks import read_blocks, select

__all__ = ["read_blocks", "select"]
