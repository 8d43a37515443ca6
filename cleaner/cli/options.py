"""Options that several commands share, and what is made of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cleaner.cli.settings import given, names, setting
from cleaner.cli.terminal import Color, Terminal
from cleaner.errors import UsageError
from cleaner.model import Label, Policy
from cleaner.visible import did_you_mean, likely_meant

if TYPE_CHECKING:
    from cleaner.batch import Limits, Reading
    from cleaner.rulebook import Rulebook


class DupId(StrEnum):
    """What to do with rows that have one id."""

    ERROR = "error"
    SUFFIX = "suffix"


class From(StrEnum):
    """What rows the standard input holds."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    WARC = "warc"
    MBOX = "mbox"
    RSS = "rss"
    ATOM = "atom"
    TAR = "tar"
    ZIP = "zip"


OutletOption = Annotated[
    str | None, setting("--outlet", metavar="HOST", help="Whose pages these are, e.g. example.com; else the text tells.")
]
UrlOption = Annotated[str | None, typer.Option("--url", help="Address of the page; its host names the outlet. One input only.")]
KeepOption = Annotated[
    str, names("--keep", metavar="LABELS", help="What stays in the body beside the article, e.g. caption,summary. Repeatable.")
]
RulesOption = Annotated[
    list[Path] | None,
    setting(
        "--rules", metavar="DIR", help="Your own rules beside the bundled ones: shared/*.yaml, outlets/*.yaml. Repeatable."
    ),
]
PacksArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="PACK", help="Packs: names, files, directories of rules; else all of --rules, or all bundled ones."),
]
FixturesOption = Annotated[
    list[Path] | None,
    setting("--fixtures", metavar="DIR", help="Where the fixtures lie; else in fixtures/ beside the rules. Repeatable."),
]
ColorOption = Annotated[Color, setting("--color", help="When to use colour.")]
BytesOption = Annotated[str, setting("--max-bytes", metavar="SIZE", help="A larger input fails, e.g. 500kB, 20MB.")]

TextKeyOption = Annotated[
    str,
    names("--text-key", metavar="KEYS", help="Where rows keep their text; several are tried in turn, a.b: b in a."),
]
HtmlKeyOption = Annotated[str, names("--html-key", metavar="KEYS", help="Where rows without a text keep their page.")]
IdKeyOption = Annotated[str, names("--id-key", metavar="KEYS", help="Where rows keep their id; '': number them.")]
UrlKeyOption = Annotated[str, names("--url-key", metavar="KEYS", help="Where rows keep their address; it names the outlet.")]
PassOption = Annotated[
    str,
    names(
        "--pass-columns", metavar="KEYS", help="What of each row goes into its row of the output as it is; NAME=KEY renames it."
    ),
]
FromOption = Annotated[
    From | None, typer.Option("--from", help="The standard input holds rows of this kind; else it is one document.")
]
DupOption = Annotated[DupId, setting("--dup-id", help="Rows with one id: refuse them, or number them, ID~2 and on.")]
EncodingOption = Annotated[
    str | None,
    setting(
        "--encoding",
        metavar="NAME",
        help="What all inputs are written in, also JSON lines, whatever they declare, e.g. windows-1251; a byte order mark "
        "wins. Else each is looked at.",
    ),
]
FollowOption = Annotated[bool, setting("--follow", help="Take links to files in directories, too; each file once.")]

TEXT_KEY, HTML_KEY, ID_KEY, URL_KEY = "text", "html", "id", "url,metadata.url"
"""What these options are where they are not given."""

JobsOption = Annotated[str, setting("--jobs", "-j", metavar="N|auto", help="Processes; the results do not depend on it.")]

TimeoutOption = Annotated[
    float,
    setting(
        "--timeout",
        metavar="SECONDS",
        min=1,
        help="A document of up to 2 MB may take so long, a larger one more in proportion; then it fails.",
    ),
]
MemoryOption = Annotated[
    str, setting("--memory", metavar="SIZE", help="A process may hold so much data (where the system can limit it).")
]
QuietOption = Annotated[bool, setting("--quiet", "-q", help="Say nothing but errors.")]
LogOption = Annotated[
    bool,
    typer.Option("--log-json", help="Messages as JSON lines, for programs; documents that are not plain ok each have one."),
]
ProfileOption = Annotated[
    Path | None,
    setting("--profile", metavar="FILE", help="Lines that stand on many pages, as `cleaner profile` counted them."),
]
HtmlOption = Annotated[
    Path | None,
    typer.Option(
        "--html", metavar="FILE.html", help="Write one self-contained page, for a browser; only such a page is replaced."
    ),
]

_HOST = re.compile(r"[\w-]+(\.[\w-]+)*|[0-9a-f.]*(:[0-9a-f.]*)+")
"""Words with dots between, in any script; or an IPv6 address."""
_SIZE = re.compile(r"(\d+)\s*([kMG]?)B?", re.IGNORECASE)
_COUNT = re.compile(r"(\d+(?:\.\d+)?)(%?)", re.ASCII)
_LEAST_MEMORY = 300_000_000
"""With less a worker does not start. It holds 60 MB then, but libraries ask for more than they use."""
_MOST_BYTES = 10**18
"""Larger numbers of bytes do not fit where systems take them, in 63 bits."""
_MOST_INPUTS = 10**18
"""More are more than all there are, whatever their number."""
_MOST_JOBS = 1 << 22
"""Linux has numbers for so many processes at once."""
_MOST_SECONDS = 1_000_000
"""Eleven days, for one document. Some systems cannot wait for more than 49."""
_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9}


def counts(ctx: typer.Context, name: str, *orders: str) -> bool:
    """Whether a setting counts: the command gives it itself, or none of these options, which it does not go with."""
    return given(ctx, name) or not any(given(ctx, order) for order in orders)


def host_given(outlet: str | None) -> str | None:
    """The host that ``--outlet`` names; an address is taken for its host.

    Raises:
        UsageError: there is no host in it.
    """
    if outlet is None:
        return None
    host = host_in(outlet)
    if host is None:
        raise UsageError(f"--outlet: {outlet!r} is no host; write e.g. example.com")
    return host


def address_given(url: str | None) -> str | None:
    """The address that ``--url`` gives, as it is.

    Raises:
        UsageError: it is none: there is no host in it, or, without ``https://``, a single word that may be anything.
    """
    if url is None:
        return None
    host = host_in(url)
    if host is None or ("//" not in url and "." not in host):
        raise UsageError(f"--url: {url!r} is no address of a page; write e.g. https://example.com/story")
    return url


def encoding_given(name: str | None) -> str | None:
    """The codec of the encoding that ``--encoding`` names.

    Raises:
        UsageError: there is no such encoding.
    """
    from cleaner.reading import codec_of

    try:
        return None if name is None else codec_of(name)
    except ValueError as error:
        raise UsageError(f"--encoding: {error}") from error


def host_in(address: str) -> str | None:
    """The host of an address, or that it is, without ``www.`` and a dot at its end; ``None`` if it is neither."""
    from cleaner.sites import host_of

    host = (host_of(address) or "").rstrip(".")
    return host if _HOST.fullmatch(host) else None


def outlet_meant(host: str, rulebook: Rulebook) -> str:
    """Words that name the outlet that may be meant by a host that no pack serves; empty where none is near."""
    near = likely_meant(host, sorted(rulebook.outlets), 0.8)  # most hosts have an ending in common
    return f"; did you mean {near}?" if near else ""


def outlet_given(outlet: str | None, rulebook: Rulebook, terminal: Terminal, *, quiet: bool = False) -> str | None:
    """The host that ``--outlet`` names, as `host_given` has it; says which one may be meant where no pack serves it.

    Raises:
        UsageError: there is no host in it.
    """
    host = host_given(outlet)
    if host and not quiet and rulebook.pack_of(host) is None and (meant := outlet_meant(host, rulebook)):
        terminal.say(f"note: --outlet: there are no rules for {host}{meant}", "yellow")
    return host


class Favour(StrEnum):
    """Which mistake of a guess is the worse."""

    BALANCE = "balance"
    PRECISION = "precision"
    RECALL = "recall"


class Engine(StrEnum):
    """The gear for web pages."""

    THOROUGH = "thorough"
    FAST = "fast"


EngineOption = Annotated[
    Engine,
    setting("--engine", help="For web pages: by the markup alone (fast), or weighing all where it leaves doubt (thorough)."),
]
FavourOption = Annotated[
    Favour, setting("--favour", help="When a guess is in doubt: cut (precision), keep (recall), or weigh both.")
]


def label_of(name: str, option: str) -> Label:
    """The label of this name, in large letters or small.

    Raises:
        UsageError: there is none; the message names the one that may be meant.
    """
    word = name.lower()
    if word in list(Label):
        return Label(word)
    meant = did_you_mean(word, Label, ";")
    raise UsageError(f"{option}: {name!r} is no label{meant} labels: {', '.join(Label)}")


def policy_of(keep: str, favour: Favour = Favour.BALANCE, engine: Engine = Engine.THOROUGH) -> Policy:
    """The policy that keeps the labels of a comma-separated list, favours this, and uses this gear.

    Raises:
        UsageError: one of them is no label.
    """
    named = filter(None, (part.strip() for part in keep.split(",")))
    labels = {Label.ARTICLE, *(label_of(name, "--keep") for name in named)}
    return Policy(keep=frozenset(labels), favour=favour.value, engine=engine.value)


def bytes_of(size: str, option: str = "--max-bytes", *, least: int = 1) -> int:
    """A size such as ``20MB`` in bytes.

    Raises:
        UsageError: it is no size, less than it may be, or larger than anything.
    """
    found = _SIZE.fullmatch(size.strip())
    if not found:
        raise UsageError(f"{option}: {size!r} is no size; write a number with kB, MB or GB, e.g. 20MB")
    number = _number(found[1], _MOST_BYTES) * _UNITS[found[2].lower()]
    if number > _MOST_BYTES:
        raise UsageError(f"{option}: {size!r} is more than any machine holds; write {_MOST_BYTES // 10**9}GB or less")
    if number < least:
        raise UsageError(f"{option}: {size!r} is less than there can be; write {least} or more")
    return number


def _number(digits: str, most: int) -> int:
    """The number that digits are; one above ``most`` for any that is larger.

    Digits are counted first: Python makes no number of some thousand of them.
    """
    digits = digits.lstrip("0") or "0"
    return min(int(digits), most + 1) if len(digits) <= len(str(most)) else most + 1


def limits_of(timeout: float, memory: str) -> Limits:
    """What one document may take.

    Raises:
        UsageError: the time is longer than clocks can be set to, the memory is no size, or it is too little to begin with.
    """
    from cleaner.batch import Limits

    if not timeout <= _MOST_SECONDS:  # so that what is no number does not pass
        raise UsageError(f"--timeout: {timeout} seconds are more than a clock can be set to; write {_MOST_SECONDS} or less")
    most = bytes_of(memory, "--memory", least=0)
    if most < _LEAST_MEMORY:
        raise UsageError(f"--memory: {memory!r} is not enough for the program itself; write {_LEAST_MEMORY // 10**6}MB or more")
    return Limits(timeout, most)


def count_or_share(given: str | None, option: str, *, nothing: bool = True) -> tuple[int | None, float | None]:
    """A number (``20``) or a share (``5%``) as a pair of which one, or, where nothing was given, both are ``None``.

    Raises:
        UsageError: it is neither, or 0 and not to be ``nothing``.
    """
    if given is None:
        return None, None
    found = _COUNT.fullmatch(given.strip())
    share = float(found[1]) / 100 if found and found[2] else None
    if not found or (share is None and not found[1].isdecimal()) or (share is not None and share > 1):
        raise UsageError(f"{option}: {given!r} is no number and no share; write e.g. 20 or 5%")
    if not nothing and float(found[1]) == 0:
        raise UsageError(f"{option}: {given!r} is nothing; write e.g. 20 or 5%")
    return (_number(found[1], _MOST_INPUTS), None) if share is None else (None, share)


def reading_of(
    max_bytes: str, *, text: str, html: str, id: str, url: str, dup_id: DupId = DupId.SUFFIX, follow: bool = False,
    stdin: From | None = None, encoding: str | None = None, passed: tuple[tuple[str, str], ...] = (),
) -> Reading:  # fmt: skip  # one thought a line
    """How inputs are listed and read.

    Raises:
        UsageError: one of these is nothing that it can be.
    """
    from cleaner.batch import Keys, Reading

    keys = Keys(
        keys_of(text, "--text-key"), keys_of(html, "--html-key"), keys_of(id, "--id-key"), keys_of(url, "--url-key"), passed
    )  # fmt: skip  # one thought a line
    size, kind = bytes_of(max_bytes), f".{stdin}" if stdin else ""
    return Reading(keys, size, follow, dup_id is DupId.SUFFIX, kind, encoding)


def keys_of(names: str, option: str) -> tuple[str, ...]:
    """The keys of a comma-separated list.

    Raises:
        UsageError: one of them is empty.
    """
    from cleaner.batch import Keys

    try:
        return Keys.of(names)
    except UsageError as error:
        raise UsageError(f"{option}: {error}") from error


def passed_of(columns: str, format: str) -> tuple[tuple[str, str], ...]:
    """The columns that ``--pass-columns`` names, each as its name in the output and the key in the rows that are read.

    Raises:
        UsageError: one is empty or comes twice, rows of this format have a column of this name, or no rows are written.
    """
    from cleaner.corpus import COLUMNS, passed_columns
    from cleaner.reading import without_surrogates

    try:
        pairs = passed_columns(without_surrogates(columns), COLUMNS.get(format, ()))  # arguments may be no text
    except UsageError as error:
        raise UsageError(f"--pass-columns: {error}") from error
    if pairs and format not in COLUMNS:
        raise UsageError("--pass-columns is for outputs of rows; add --format jsonl, or -o NAME.jsonl, .parquet or .csv")
    return pairs


def processes_of(jobs: str) -> int | None:
    """How many processes ``--jobs`` names; ``None`` for ``auto``.

    Raises:
        UsageError: it is no number of processes, or more than can be.
    """
    if jobs == "auto":
        return None
    number = _number(jobs, _MOST_JOBS) if jobs.isdecimal() else 0
    if number < 1:
        raise UsageError(f"--jobs: {jobs!r} is no number of processes; write a number from 1 on, or auto")
    if number > _MOST_JOBS:
        raise UsageError(f"--jobs: {jobs!r} is more than any machine runs; write {_MOST_JOBS} or less, or auto")
    return number


def check_setting(key: str, value: Any) -> None:
    """Look at the value of a setting as the commands do that take it.

    Raises:
        UsageError: it makes no sense.
    """
    checks: dict[str, Callable[[Any], object]] = {
        "encoding": encoding_given,
        "jobs": processes_of,
        "keep": policy_of,
        "max-bytes": bytes_of,
        "max-failures": lambda value: count_or_share(value, "--max-failures"),
        "memory": lambda value: limits_of(1, value),
        "outlet": host_given,
        "pass-columns": lambda value: passed_of(value, "jsonl"),
        "timeout": lambda value: limits_of(value, f"{_LEAST_MEMORY}"),
    }
    if key in checks:
        checks[key](value)
    elif key.endswith("-key"):
        keys_of(value, f"--{key}")


def rulebook_of(dirs: list[Path] | None, terminal: Terminal, *, quiet: bool = False) -> Rulebook:
    """The bundled rules and the user's; says which bundled packs the user's replace.

    Raises:
        RulebookError: rule files hold mistakes.
        UsageError: a directory holds no rules.
    """
    from cleaner.rulebook import load_rulebook

    rulebook = load_rulebook(*(dirs or ()))
    for pack in rulebook.packs:
        if pack.replaces and not quiet:
            terminal.say(f"note: {pack.origin} replaces {pack.replaces}", "yellow")
    return rulebook
