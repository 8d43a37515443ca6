"""``cleaner rules which``: the packs and rules that apply to the pages of an address, and why these."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from cleaner.cli.options import ColorOption, RulesOption, host_in, outlet_meant, rulebook_of
from cleaner.cli.rules.paths import relative
from cleaner.cli.terminal import Color, Terminal, columns, counted, escape
from cleaner.errors import UsageError

if TYPE_CHECKING:
    from rich.text import Text

    from cleaner.rulebook import Pack, Rule, Rulebook

WHICH_EXAMPLES = """\b
Examples:
  cleaner rules which https://www.example.com/2024/story
  cleaner rules which example.com --language de
  cleaner rules which example.com --rules my-rules --json | jq .outlet
"""
_LANGUAGE = re.compile(r"[a-z]{2}")
_STATUS = {"draft": "draft: only tags", "retired": "retired: does nothing"}


class _Applies(NamedTuple):
    """A pack, and why it applies."""

    pack: Pack
    why: str


def which(
    address: Annotated[str, typer.Argument(metavar="URL|HOST", help="The address of a page, or the host of its outlet.")],
    *,
    language: Annotated[
        str | None, typer.Option("--language", metavar="CODE", help="That of the page, e.g. de; else it is left open.")
    ] = None,
    rules: RulesOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="All rules of all these packs, as JSON.")] = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """Show which packs and rules apply to an address, and why.

    The outlet's pack is found by the host: its own, one of its `hosts`, or one below these. Its rules are listed, with those of
    families. Shared packs apply by language, which cleaning finds out from the text.
    """
    terminal = Terminal(color)
    host = host_in(address)
    if host is None:
        raise UsageError(f"{address!r} is no address and no host; write e.g. https://example.com/story or example.com")
    if language is not None and not _LANGUAGE.fullmatch(language):
        raise UsageError(f"--language: {language!r} is no code of a language; write two letters, e.g. de")
    rulebook = rulebook_of(rules, terminal, quiet=True)
    outlet, shared = _outlet(rulebook, host), list(_shared(rulebook, language))
    if as_json:
        told = {"host": host, "language": language, "outlet": outlet and _json(outlet), "shared": list(map(_json, shared))}
        terminal.data((json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode())
    else:
        terminal.show([*(_of_outlet(outlet) if outlet else _of_nobody(rulebook, host)), *_of_all(shared)])


def _outlet(rulebook: Rulebook, host: str) -> _Applies | None:
    pack = rulebook.pack_of(host)
    if pack is None:
        return None
    if host == pack.name:
        return _Applies(pack, f"{host} is its host")
    if host in pack.hosts:
        return _Applies(pack, f"{host} is one of its `hosts`")
    above = next(known for known in (pack.name, *pack.hosts) if host.endswith(f".{known}"))
    return _Applies(pack, f"{host} is below {above}, {'its host' if above == pack.name else 'one of its `hosts`'}")


def _shared(rulebook: Rulebook, language: str | None) -> Iterator[_Applies]:
    """The packs that are no outlet's, with the languages that they are for; where none is known, all of them."""
    for pack in rulebook.packs:
        if pack.outlet:
            continue
        if pack.language == "any":
            yield _Applies(pack, "for every language")
        elif pack.language == "en":
            yield _Applies(pack, "English, for pages in every language")
        elif language in (None, pack.language):
            yield _Applies(pack, f"for pages in {pack.language}")


def _of_outlet(found: _Applies) -> Iterator[Text]:
    from rich.text import Text

    pack = found.pack
    status = _STATUS.get(pack.status, pack.status)
    replaced = f", replaces {relative(pack.replaces)}" if pack.replaces else ""
    yield Text(escape(f"{relative(pack.origin)} ({status}{replaced})"), "bold")
    yield Text(escape(f"  {pack.title}: {found.why}"))
    rows = [(escape(rule.id), str(rule.label), "; ".join(_remarks(rule, pack))) for rule in pack.rules]
    for line in columns(rows):
        yield Text(f"  {line}")


def _remarks(rule: Rule, pack: Pack) -> Iterator[str]:
    """What a rule does not share with the pack that it stands in."""
    if rule.family:
        yield f"of family {rule.family}"
    if rule.exempts:
        yield "exception"
    if rule.status != pack.status:
        yield _STATUS.get(rule.status, rule.status)
    days = [f"{word} {day}" for word, day in (("from", rule.first_day), ("until", rule.last_day)) if day]
    if days:
        yield f"for pages {' '.join(days)}"


def _of_nobody(rulebook: Rulebook, host: str) -> Iterator[Text]:
    from rich.text import Text

    yield Text(escape(f"no pack of an outlet serves {host}{outlet_meant(host, rulebook)}"), "bold")


def _of_all(shared: Sequence[_Applies]) -> Iterator[Text]:
    from rich.text import Text

    rules = sum(len(found.pack.rules) for found in shared)
    yield Text()
    yield Text(f"shared: {counted(len(shared), 'pack')}, {counted(rules, 'rule')}", "bold")
    rows = [
        (escape(pack.name), f"{len(pack.rules):,}", escape(f"{why}, {_STATUS[pack.status]}" if pack.status in _STATUS else why))
        for pack, why in shared
    ]
    for line in columns(rows, right=frozenset({1})):
        yield Text(f"  {line}")


def _json(found: _Applies) -> dict[str, Any]:
    pack, why = found
    return {
        "pack": pack.name, "name": pack.title, "file": pack.origin, "replaces": pack.replaces or None,
        "language": pack.language, "status": pack.status, "why": why,
        "rules": [
            {
                "id": rule.id, "label": str(rule.label), "status": rule.status, "why": rule.why, "family": rule.family or None,
                "exception": rule.exempts, "since": rule.first_day or None, "until": rule.last_day or None,
            }
            for rule in pack.rules
        ],
    }  # fmt: skip  # as they belong together
