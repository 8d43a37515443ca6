"""What all bodies of a run depend on beside their sources: options, and versions of everything that reads or judges text.

Rules are not among it, but for those that tell outlets apart: most rules touch some documents only, so each row of the manifest
names those that could touch its document, and after a change of rules the others need not be cleaned again.
"""

from __future__ import annotations

import hashlib
import json
import platform
import unicodedata
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from cleaner._version import __version__
from cleaner.batch.tasks import Settings

LIBRARIES = (
    "ahocorasick_rs", "charset-normalizer", "langdetect", "lxml", "numpy", "python-dateutil", "regex", "ruamel.yaml",
    "selectolax", "trafilatura",
)  # fmt: skip  # a list
_SCHEMA = 5
"""Counts up when rows get other columns, or the same words come to mean something else in one."""


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


@cache
def _package() -> str:
    """The digest of our code, trained weights and word lists: they change in a checkout, and the version does not."""
    package, digest = Path(__file__).parent.parent, hashlib.sha256()
    for path in sorted([*package.rglob("*.py"), *(package / "data").iterdir()]):
        if path.is_file():
            digest.update(path.relative_to(package).as_posix().encode() + b"\n" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def fingerprint(settings: Settings) -> str:
    """The same for two runs that make the same outputs of the same sources by the same rules.

    What only limits a run does not count.
    """
    policy = settings.policy
    told = {
        "schema": _SCHEMA,
        "versions": versions(),
        "package": _package(),
        "recognition": settings.rulebook.recognition,
        # A story that was cut from a document may be in another language, and other rules apply to it then.
        "rulebook": settings.rulebook.digest if settings.split else None,
        "policy": [sorted(policy.keep), policy.min_confidence, policy.favour, policy.engine, policy.max_share],
        "outlet": settings.outlet,
        "url": settings.url,
        "format": settings.format,
        "split": settings.split,
        "passed": settings.passed,
        "max_bytes": settings.max_bytes,
        "encoding": settings.encoding,
        "profile": settings.profile.digest if settings.profile else None,
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]
