"""What may stand in a file of settings: the names of options, and values as TOML has them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, ValidationInfo

from cleaner.cli.settings_names import as_option
from cleaner.errors import SettingsError
from cleaner.model import Engine, Favour
from cleaner.visible import did_you_mean, likely_meant, shortened

_ORDERS = frozenset({
    "attributes", "begins", "brief", "check", "clean", "config", "diff", "dry-run", "ends", "fix", "format", "fresh", "from",
    "full", "html", "id", "json", "label", "language", "limit", "line", "log-json", "min-documents", "no-config", "origin",
    "out", "resume", "sample", "self-profile", "today", "update", "url",
})  # fmt: skip  # one list
"""Options of commands that are no settings: they say what one call is to do."""


def _joined(names: str | list[str]) -> str:
    return names if isinstance(names, str) else ",".join(names)


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _below(path: str, info: ValidationInfo) -> str:
    return str(Path(info.context or "") / path)


_Names = Annotated[str | list[str], AfterValidator(_joined), Field(description='a text such as "a,b", or a list: ["a", "b"]')]
_Count = Annotated[int | str, AfterValidator(str)]
_Size = Annotated[int | str, AfterValidator(str), Field(description='a size, such as "20MB"')]
_Share = Annotated[int | str, AfterValidator(str), Field(description='a number, or a share such as "5%"')]
_Switch = Annotated[bool, Field(description="true or false")]
_Text = Annotated[str, Field(description="a text in quotes")]
_Path = Annotated[str, AfterValidator(_below)]
_Paths = Annotated[list[_Path], BeforeValidator(_listed), Field(description='a path in quotes, or a list of them: ["a", "b"]')]


class Settings(BaseModel):
    """Every setting, under the long name of its option."""

    model_config = ConfigDict(extra="forbid", strict=True, alias_generator=lambda name: name.replace("_", "-"))

    color: Literal["auto", "always", "never"] = "auto"
    dup_id: Literal["error", "suffix"] = "error"
    encoding: _Text = ""
    engine: Engine = "thorough"
    favour: Favour = "balance"
    fixtures: _Paths = []
    follow: _Switch = False
    fsync: _Switch = True
    html_key: _Names = ""
    id_key: _Names = ""
    jobs: Annotated[_Count, Field(description='a number of processes, or "auto"')] = ""
    keep: _Names = ""
    max_bytes: _Size = ""
    max_failures: _Share = ""
    memory: _Size = ""
    outlet: _Text = ""
    pass_columns: _Names = ""
    profile: Annotated[_Path, Field(description="a path in quotes")] = ""
    quiet: _Switch = False
    retry_failed: _Switch = True
    rules: _Paths = []
    split: _Switch = False
    text_key: _Names = ""
    timeout: Annotated[float, Field(description="a number of seconds")] = 0
    url_key: _Names = ""


KEYS = tuple(sorted(field.alias or name for name, field in Settings.model_fields.items()))
"""The names of all settings."""


def values_of(table: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """The settings of a table as the options take them. Paths are relative to the file.

    Raises:
        SettingsError: with every mistake: keys that are no settings, and values of another kind.
    """
    try:
        return Settings.model_validate(table, context=path.parent).model_dump(by_alias=True, exclude_unset=True)
    except ValidationError as error:
        # A union complains once for each of its members.
        wrong = dict.fromkeys(str(detail["loc"][0]) for detail in error.errors(include_url=False))
        raise SettingsError([f"{path}: {_advice(key, table[key])}" for key in wrong]) from None


def _advice(key: str, value: object) -> str:
    fields = {field.alias: field for field in Settings.model_fields.values()}
    if key in fields:
        field = fields[key]
        words = field.description or "one of " + ", ".join(f'"{word}"' for word in field.annotation.__args__)  # type: ignore[union-attr]  # a Literal
        return f"{key} = {_shown(value)} cannot be; write {words}"
    if isinstance(value, dict):
        return f"{key!r} is a table, and settings stand outside of any, for all commands that know them; leave out [{key}]"
    hyphened = as_option(key)
    if hyphened in fields:
        return f"there is no setting {key!r}; write {hyphened}"
    if hyphened in _ORDERS:
        return _of_order(key, hyphened)
    meant = did_you_mean(hyphened, KEYS, ";")
    return f"there is no setting {key!r}{meant} settings: {', '.join(KEYS)}"


def advice_on_variable(variable: str, read: Mapping[str, str]) -> str | None:
    """What is wrong with a variable that nothing reads, and which was meant; ``None`` if it resembles none that is.

    ``read`` are those, by the names of options.
    """
    option = as_option(variable)
    if option in _ORDERS:
        return _of_order(variable, option)
    near = likely_meant(option, read)
    return near and f"nothing reads {variable}, did you mean {read[near]}?"


def _of_order(named: str, option: str) -> str:
    return f"{named!r} is no setting, but for one call alone; give --{option} with the command"


def _shown(value: object) -> str:
    return shortened(json.dumps(value, ensure_ascii=False, default=str), 60)
