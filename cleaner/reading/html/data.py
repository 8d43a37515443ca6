"""The JSON-LD of a page as values: what cannot be read is left out, whatever is wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

_LONGEST = 2_000_000
"""Characters of one script. The longest on 810 pages has 41,000."""
_WRAPPING = re.compile(r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[)|(?:(?://\s*)?(?:-->|\]\]>)|;)\s*$")
_EXTRA_COMMA = re.compile(r",(?=\s*[}\]])")


def parse_data(scripts: Iterable[str]) -> tuple[Any, ...]:
    """The value of each script that holds JSON, in order; comment marks around it and commas too many are forgiven.

    Every number is ``None``: nothing here counts with them, no field is one, and a number may have thousands of digits.
    """
    found = []
    for script in scripts:
        if not script or len(script) > _LONGEST:
            continue
        try:
            found.append(_parse(script))
        except RecursionError:
            continue
        except ValueError:
            try:
                found.append(_parse(_EXTRA_COMMA.sub("", _WRAPPING.sub("", script))))
            except (ValueError, RecursionError):
                continue
    return tuple(found)


def _parse(script: str) -> Any:
    return json.loads(script, strict=False, parse_int=_nothing, parse_float=_nothing, parse_constant=_nothing)


def _nothing(_number: str) -> None:
    return None
