"""How a setting is spelt: as an option, and as a variable of the environment."""

from __future__ import annotations

PREFIX = "CLEANER_"


def variable_of(key: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + key.upper().replace("-", "_")


def as_option(name: str) -> str:
    """A variable, or a key that somebody wrote, as options are spelt."""
    return name.removeprefix(PREFIX).lower().replace("_", "-")
