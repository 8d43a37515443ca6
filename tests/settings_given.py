"""What tests of settings share: each begins where no setting is given."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cleaner.cli.settings_file import KEYS
from cleaner.cli.settings_names import variable_of
from tests.commands import BODY, Result

WITH_CAPTION = BODY + "\nCaption: a boat\n"
NO_FILE = "no file of settings holds here: neither cleaner.toml nor [tool.cleaner] in pyproject.toml, here or above\n"


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in (*KEYS, "config"):
        monkeypatch.delenv(variable_of(key), raising=False)


def shown(cli: Callable[..., Result], *arguments: str) -> dict[str, str]:
    """Each setting with its origin."""
    lines = cli(*arguments, "config", "show", "--origin").out.splitlines()
    pairs = [line.removeprefix("# ").split("  # ") for line in lines]
    return {line.partition(" =")[0]: origin for line, origin in pairs}
