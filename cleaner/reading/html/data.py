"""The JSON-LD of a page as values: what cannot be read is left out, whatever is wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from itertools import chain
from typing import Any

_LONGEST = 2_000_000
"""Characters of one script. The longest on 810 pages has 41,000."""
_DEEPEST = 64
"""Levels of objects and lists in one value. The deepest on 810 pages has 9."""
_WRAPPING = re.compile(r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[)|(?:(?://\s*)?(?:-->|\]\]>)|;)\s*$")
_EXTRA_COMMA = re.compile(r",(?=\s*[}\]])")


def parse_data(scripts: Iterable[str]) -> tuple[Any, ...]:
    """The value of each script that holds JSON, in order; comment marks around it and commas too many are forgiven.

    What is nested too deeply is left out: no field lies so deep, and it could not be pickled with the document.
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
    """The value.

    Raises:
        ValueError: this is no JSON.
        RecursionError: it is nested too deeply.
    """
    value = json.loads(script, strict=False, parse_int=_nothing, parse_float=_nothing, parse_constant=_nothing)
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(_DEEPEST):
        inner = chain.from_iterable(held.values() if isinstance(held, dict) else held for held in level)
        level = [held for held in inner if isinstance(held, dict | list)]
        if not level:
            return value
    raise RecursionError


def _nothing(_number: str) -> None:
    return None
