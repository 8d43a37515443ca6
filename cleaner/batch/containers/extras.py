"""Libraries that only some formats need: asked for when such a file is met, and named where they are missing."""

from __future__ import annotations

from types import ModuleType

from cleaner.errors import UsageError


def needed(library: str, extra: str, what: str) -> ModuleType:
    """The library.

    Raises:
        UsageError: it is not installed; the message says how to get it.
    """
    from importlib import import_module

    try:
        return import_module(library)
    except ImportError as error:
        # Where cleaner is installed pip asks it for its extras, and fetches no other package of this name.
        how = f"pip install 'cleaner[{extra}]'; in a checkout: pip install '.[{extra}]'"
        raise UsageError(f"{what} needs {library}, which is not installed: {how}") from error
