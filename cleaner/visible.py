"""What messages are made of: text from documents and file names, harmless to look at; numbers of things; what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

# C0 and C1 controls, direction marks, line and paragraph separators, lone surrogates (bytes of file names).
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def escape(text: str, keep: str = "") -> str:
    r"""Text that can be shown: control characters and direction marks become ``\x1b``, ``\u202e`` and so on."""
    return _CONTROLS.sub(lambda found: found.group() if found.group() in keep else _escaped(ord(found.group())), text)


def shortened(text: str, most: int) -> str:
    """At most so many characters of a text, the last of which tells that there are more."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _escaped(code: int) -> str:
    named = {0x09: "\\t", 0x0A: "\\n", 0x0D: "\\r"}.get(code)
    if named:
        return named
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def counted(count: int, noun: str, many: str = "") -> str:
    """How many of a thing: ``1 input``, ``2 inputs``; ``many`` is the plural that is made in another way."""
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def sized(size: int) -> str:
    """So many bytes as people say it: ``640 bytes``, ``12 kB``, ``3.1 MB``."""
    if size < 1000:
        return counted(size, "byte")
    return f"{size / 1000:.0f} kB" if size < 999_500 else f"{size / 1e6:.1f} MB"


def likely_meant(word: str, known: Iterable[str], alike: float = 0.6) -> str | None:
    """The known word that was meant, most likely; ``None`` if none is ``alike`` (0-1; difflib's usual bar if not given)."""
    from difflib import get_close_matches  # only mistakes need it

    return next(iter(get_close_matches(word, list(known), 1, alike)), None)


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """What goes on behind a word that is not known: the one that was meant, or ``otherwise`` where none is near."""
    near = likely_meant(word, known)
    return f", did you mean {near}?" if near else otherwise
