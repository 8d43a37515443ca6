"""Write the table of character classes: ``python -m benchmarks.prose.characters -o cleaner/data/character_classes.txt``.

The classes follow Unicode's categories as this Python knows them, but for the signs that say most about a line. A newer Python
knows more characters; a table with other classes asks for new training.
"""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections.abc import Sequence

from benchmarks.commands import output_file, room_for
from cleaner.stages.arrays.characters import CLASSES

_OF_CATEGORY = {
    **dict.fromkeys(("Lu", "Lt"), "upper"),
    **dict.fromkeys(("Lm", "Lo", "Mn", "Mc", "Me"), "letter"),
    **dict.fromkeys(("Zs", "Zl", "Zp", "Cc"), "space"),
    **dict.fromkeys(("Ps", "Pi"), "open"),
    **dict.fromkeys(("Pe", "Pf"), "close"),
    **dict.fromkeys(("So", "Sm", "Sk", "Cs", "Co"), "symbol"),
    "Ll": "lower",
    "Nd": "digit",
    "Pd": "dash",
    "Sc": "money",
}
_SCRIPTS = {
    "han": ((0x3400, 0x9FFF), (0xF900, 0xFAFF)),
    "kana": ((0x3041, 0x30FF), (0xFF66, 0xFF9F)),
    "thai": ((0x0E00, 0x0E59), (0x0E80, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF)),  # and Lao, Burmese, Khmer
}
_SIGNS = {
    "terminal": ".!?…。！？｡؟۔।॥։؛‼⁇⁈⁉．︒",
    "quote": "\"'“”„‟‘’‚‛«»‹›「」『』《》〝〞〟＂＇`´",
    "comma": ",;、，；،",
    "colon": ":：",
    "slash": "/\\",
    "bar": "|·•‧∙■▪●◦¦",
    "at": "@",
    "hash": "#＃",
    "copyright": "©®™",
    "arrow": "→←›»▶►▸>⇒",
    "line_feed": "\n",
}
_HEADER = """\
# The class of every character of the first plane: ranges of code points (hexadecimal), one class a line; the rest is "other".
# Read by cleaner/stages/arrays/characters.py, written by `python -m benchmarks.prose.characters`.
"""


def classes() -> list[str]:
    """The class of each character of the first plane. Signs win over scripts, scripts over categories."""
    found = [_OF_CATEGORY.get(unicodedata.category(chr(code)), "other") for code in range(0x10000)]
    found[-2:] = ["other", "other"]
    for name, ranges in _SCRIPTS.items():
        for first, last in ranges:
            found[first : last + 1] = [name] * (last + 1 - first)
    for name, signs in _SIGNS.items():
        for sign in signs:
            found[ord(sign)] = name
    return found


def table() -> str:
    """The classes as the file has them."""
    ranges: dict[str, list[str]] = {name: [] for name in CLASSES[1:]}
    found = [*classes(), ""]
    start = 0
    for code, name in enumerate(found):
        if name != found[start]:
            if found[start] in ranges:
                ranges[found[start]].append(f"{start:x}" if code == start + 1 else f"{start:x}-{code - 1:x}")
            start = code
    return _HEADER + "".join(f"{name}: {' '.join(bounds)}\n" for name, bounds in ranges.items())


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.prose.characters", description="Write the character classes.")
    parser.add_argument("-o", "--output", type=output_file, required=True, help="the file that the table goes to")
    options = parser.parse_args(arguments)
    room_for(options.output).write_text(table(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
