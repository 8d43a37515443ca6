"""Libraries that only some formats need: asked for when such a file is met, and named where they are missing."""

from __future__ import annotations

from types import ModuleType

from cleaner.errors import UsageError


def needed(module: str, what: str) -> ModuleType:
    """A module of a library that has the module's first name, for pip, too.

    Raises:
        UsageError: it is not installed; the message says how to get it.
    """
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError as error:
        # The library itself, not cleaner with an extra: another project has that name on PyPI.
        library = module.partition(".")[0]
        raise UsageError(f"{what} needs {library}, which is not installed: pip install {library}") from error
