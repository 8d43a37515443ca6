"""What a body depends on beside its source: rules, options and the versions of everything that reads or judges text."""

from __future__ import annotations

import hashlib
import json
import platform
import unicodedata
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from cleaner._version import __version__
from cleaner.batch.worker import Settings

LIBRARIES = (
    "ahocorasick_rs", "charset-normalizer", "langdetect", "lxml", "numpy", "python-dateutil", "regex", "ruamel.yaml",
    "selectolax", "trafilatura",
)  # fmt: skip  # a list
_SCHEMA = 1
"""Counts up when the same words come to mean something else in a row."""


@cache
def versions() -> dict[str, str | None]:
    """Versions of this program, of Python and of all libraries that a result can depend on; ``None`` where one is missing."""
    found: dict[str, str | None] = {"cleaner": __version__, "python": platform.python_version()}
    for name in LIBRARIES:
        found[name] = version_of(name)
    try:
        from lxml.etree import LIBXML_VERSION

        found["libxml2"] = ".".join(map(str, LIBXML_VERSION))
    except ImportError:
        found["libxml2"] = None
    return {**found, "unicode": unicodedata.unidata_version}


def version_of(package: str) -> str | None:
    """The version of an installed package, or ``None``."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def fingerprint(settings: Settings) -> str:
    """The same for two runs that make the same outputs of the same sources. What only limits a run does not count."""
    policy = settings.policy
    told = {
        "schema": _SCHEMA,
        "versions": versions(),
        "rulebook": settings.rulebook.digest,
        "policy": [sorted(policy.keep), policy.min_confidence, policy.favour, policy.engine, policy.max_share],
        "outlet": settings.outlet,
        "url": settings.url,
        "format": settings.format,
        "split": settings.split,
        "max_bytes": settings.max_bytes,
        "profile": settings.profile.digest if settings.profile else None,
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]
