"""Search for inputs that break a promise, guided by the code they reach: ``tox -e fuzz``, or ``python -m tests.fuzz``.

With atheris the inputs that reach new code are built upon; without it (``--plain``) inputs are mutated at random, the same
ones for the same seed. Each input that was ever found is kept below tests/findings/<target>, and tests run all of them.
"""

from __future__ import annotations

import argparse
import functools
import gc
import multiprocessing
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from types import FunctionType

import cleaner
from benchmarks.commands import at_least
from cleaner.batch.journal import Earlier, Journal
from cleaner.errors import RulebookError, UnreadableInput
from cleaner.reading.decoding import decode
from cleaner.reading.html import read_html
from cleaner.render import restore
from cleaner.rulebook import load_rulebook
from cleaner.rulebook.pack import Guard
from tests.conftest import ROOT
from tests.packs import one_rule

FINDINGS = ROOT / "tests" / "findings"
LONGEST = 4096
"""Bytes of an input: what is slow beyond that is found by the tests of hostile inputs."""


def decodes(raw: bytes) -> None:
    """Text with no surrogate, or a reason; what is valid UTF-8 without a mark or escapes is what Python makes of it."""
    try:
        decoded = decode(raw)
    except UnreadableInput as error:
        assert error.kind in ("binary", "undecodable")
        return
    decoded.text.encode("utf-8")
    if decoded.found == "utf-8" and not decoded.warnings:
        assert decoded.text == raw.decode("utf-8")


def reads_html(raw: bytes) -> None:
    """Lines and pieces tile the text, and each piece stands in an element that there is."""
    try:
        text, lines, page, _ = read_html(raw.decode("utf-8", "replace"))
    except UnreadableInput as error:
        assert error.kind in ("no_text", "markup_limit")
        return
    assert "".join(text[line.start : line.stop] for line in lines) == text
    assert len(page.owners) == len(lines)
    assert all(0 <= piece.start < piece.end <= len(text) for piece in page.pieces)
    assert all(-1 <= parent < number for number, parent in enumerate(page.parents))
    assert all(0 <= piece.element < len(page.tags) for piece in page.pieces)


def loads_rules(raw: bytes) -> None:
    """A rulebook, or mistakes that name the file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "shared").mkdir()
        (folder / "shared" / "one.yaml").write_bytes(raw)
        try:
            load_rulebook(folder, bundled=False)
        except RulebookError as error:
            assert error.mistakes
            assert all("one.yaml" in str(mistake) for mistake in error.mistakes)


def cleans(raw: bytes) -> None:
    """A body from which the source comes back, or a reason; the same once more; and a text's body is clean."""
    fast = cleaner.Policy(engine="fast")
    try:
        cleaned = cleaner.clean(raw, policy=fast)
    except UnreadableInput as error:
        assert error.kind in ("binary", "undecodable", "no_text", "markup_limit", "structured")
        return
    assert restore(cleaned.body, cleaned.record()) == cleaned.document.text
    assert cleaner.clean(raw, policy=fast).record() == cleaned.record()
    # The body of a page is another document, a text; one that came back whole was never cleaned.
    if cleaned.document.page is None and cleaned.status == "ok":
        assert_clean(cleaned.body, outlet=cleaned.outlet.host if cleaned.outlet else None, policy=fast)


def assert_clean(body: str, *, outlet: str | None, policy: cleaner.Policy) -> None:
    """Cleaned again, a body loses nothing but what is judged by the lines around it, which are others once chrome has gone.

    So judge the guesses, and the rules with a guard or of a block. White space may change: of one line alone, when it is long,
    each sentence is a line.
    """
    again = cleaner.clean(body, media_type="text/plain", outlet=outlet, policy=policy)
    assert [cut.rule for cut in again.removals if not cut.rule.startswith("stage/") and cut.rule not in _looking_around()] == []
    if not again.removals:
        assert "".join(again.body.split()) == "".join(body.split())


@functools.cache
def _looking_around() -> frozenset[str]:
    """The bundled rules that look at more than a line's own text."""
    rules = load_rulebook().rules()
    return frozenset(rule.id for rule in rules if rule.kind == "block" or replace(rule.guard, at_most=None) != Guard())


def reads_journals(raw: bytes) -> None:
    """Whole rows or none, whatever a crash has left; what counts as whole ends where a line does."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(raw)
        file.flush()
        earlier = Earlier(file.name)
        try:
            assert earlier.end in (0, raw.rfind(b"\n") + 1)
            if earlier.row_of("a.txt") is not None:
                assert b'"a.txt"' in raw
                assert earlier.data_of("a.txt") == b"" or b'"data"' in raw
        finally:
            earlier.close()


def _journal() -> bytes:
    """What two runs have written, the second with outputs."""
    with tempfile.NamedTemporaryFile() as file:
        for data in (b"", b'{"id": "b.txt"}\n{"id": "b.txt#2"}\n'):
            journal = Journal(file.name, fsync=False, end=Path(file.name).stat().st_size)
            for name in ("a.txt", "b.txt"):
                journal.add(name, b'{"id": "%s", "status": "ok"}\n' % name.encode(), data)
            journal.close()
        return file.read()


TARGETS: dict[str, Callable[[bytes], None]] = {
    "decode": decodes,
    "read_html": reads_html,
    "load_rules": loads_rules,
    "clean": cleans,
    "read_journal": reads_journals,
}
_PAGE = b"<!doctype html><html><body><nav><a href='/'>Home</a></nav><p hidden>x</p><table><td>1<pre>\na\n</pre></body></html>"
SEEDS: dict[str, tuple[bytes, ...]] = {
    "decode": (b"\xef\xbb\xbfNews", "Zażółć".encode("cp1250"), b"\x1b$B$3$N\x1b(B", "日本".encode("utf-16")),
    "read_html": (_PAGE, b"<svg><title>x</title></svg><template><p>a</template><br>b<!-- c -->"),
    "load_rules": (one_rule("line: 'Sign (?P<authors>up)[ ]?now'").encode(), one_rule("lines: [Sign up now]").encode()),
    "clean": (_PAGE, b"Home / World\r\n\r\nBy A. Writer\rThe harbour reopened.\n\nShare\nCopyright 2020\n"),
    "read_journal": (_journal(), _journal()[:-9]),
}
WORDS: dict[str, tuple[bytes, ...]] = {
    "decode": (b"\xff\xfe", b"\xef\xbb\xbf", b"\x1b$B", b"\x1b(B", b"\0", b"charset=gb2312", b"\x81\x30", b"\xa4\xa2"),
    "read_html": (b"<p>", b"</p>", b"<div hidden>", b"<b>", b"<table>", b"<svg>", b"<template>", b"<select>", b"<plaintext>",
                  b"<!--", b"-->", b"<![CDATA[", b"<br>", b"<pre>", b"&#xD800;", b"&amp;", b"\0", b"<frameset>", b"<x-y>", b"="),
    "load_rules": (b"  - ", b": ", b"line: ", b"block: {from: 'a', to: end, at_most: 3}", b"&a", b"*a", b"!!", b"<<", b"{", b"[",
                   b"(?:", b"+)+", b"(?=", b"\\p{Lu}", b"{2,9}", b"[^", b"\t", b"|", b"'", b"\xef\xbb\xbf", b"(?P<title>"),
    "clean": (b"\n\n", b"\r\n", b"\r", "\u2028".encode(), "\u202e".encode(), b"\0", "👩\u200d🚀".encode(), b"Share", b"<p>", b"By ",
              b"Photo: ", b"Read more", b"2020", "«".encode(), "。".encode(), b"|", b"http://a.b/", b"* "),
    "read_journal": (b"\n", b" ", b'{"id": "a.txt"}', b"\0", b"ffffffffffffffff"),
}  # fmt: skip  # lists


def mutated(raw: bytes, words: tuple[bytes, ...], chance: random.Random) -> bytes:
    """The bytes with a few places changed: dropped, doubled, moved, overwritten, or with a telling word put in."""
    made = bytearray(raw)
    for _ in range(chance.randint(1, 8)):
        at, size = chance.randint(0, len(made)), chance.choice((1, 2, 8, 64))
        what = chance.randrange(5)
        if what == 0:
            del made[at : at + size]
        elif what == 1:
            made[at:at] = made[at : at + size] * chance.choice((1, 3, 50))
        elif what == 2:
            made[at:at] = chance.choice(words) * chance.choice((1, 1, 30))
        elif what == 3:
            made[at : at + 1] = bytes([chance.randrange(256)])
        else:
            part = made[at : at + size]
            del made[at : at + size]
            place = chance.randint(0, len(made))
            made[place:place] = part
    return bytes(made[:LONGEST])


def plain(target: str, seconds: float, seed: int = 0) -> int:
    """Mutate the seeds and the findings until the time is up; the number of inputs that were tried."""
    chance = random.Random(seed)
    pool = [*SEEDS[target], *(path.read_bytes() for path in sorted((FINDINGS / target).glob("*")))]
    until = time.monotonic() + seconds
    tried = 0
    while time.monotonic() < until:
        raw = mutated(chance.choice(pool), WORDS[target], chance)
        try:
            TARGETS[target](raw)
        except BaseException:
            print(f"{target}: kept as {keep(target, raw)}", file=sys.stderr)
            raise
        tried += 1
        if tried % 10 == 0:
            pool.append(raw)
    return tried


def keep(target: str, raw: bytes) -> Path:
    """Write an input down that breaks a promise."""
    import hashlib

    path = FINDINGS / target / hashlib.sha256(raw).hexdigest()[:12]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    return path


def guided(target: str, seconds: float) -> None:
    """Search with atheris; ends its process."""
    import atheris

    check = TARGETS[target]

    def one(raw: bytes) -> None:
        try:
            check(raw)
        except BaseException:
            print(f"{target}: kept as {keep(target, raw)}", file=sys.stderr)
            raise

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, raw in enumerate(SEEDS[target]):
            (folder / str(number)).write_bytes(raw)
        words = folder.with_suffix(".dict")
        words.write_text("".join(f'"{"".join(f"{chr(92)}x{byte:02x}" for byte in word)}"\n' for word in WORDS[target]))
        for raw in SEEDS[target]:
            check(raw)  # rules, weights and languages are loaded before the clock runs and code is counted
        for function in gc.get_objects():
            if isinstance(function, FunctionType) and str(function.__module__).startswith("cleaner."):
                atheris.instrument_func(function)
        atheris.Setup(
            [
                sys.argv[0], name, *([str(FINDINGS / target)] if (FINDINGS / target).is_dir() else []), f"-dict={words}",
                f"-max_total_time={max(int(seconds), 1)}", f"-max_len={LONGEST}", "-timeout=20", "-rss_limit_mb=4096",
                "-print_final_stats=1", f"-artifact_prefix={folder}/",
            ],
            one,
        )  # fmt: skip  # options
        atheris.Fuzz()


def main(arguments: Sequence[str] | None = None) -> int:
    """Give each target its share of the time, in a process of its own; 1 if any broke a promise."""
    options = argparse.ArgumentParser(prog="python -m tests.fuzz", description=re.split(r"\n\n", __doc__ or "")[0])
    options.add_argument("targets", nargs="*", choices=[[], *TARGETS], help="all of them where none is named")
    options.add_argument("--seconds", type=at_least(1), default=60, help="for all targets together")
    options.add_argument("--plain", action="store_true", help="mutate at random, without atheris")
    options.add_argument("--seed", type=int, default=0, help="of the random mutations")
    given = options.parse_args(arguments)
    if not given.plain and find_spec("atheris") is None:
        options.error("atheris is not installed: pip install atheris, or search without it: --plain")
    chosen = given.targets or list(TARGETS)
    share = given.seconds / len(chosen)
    context = multiprocessing.get_context("fork")
    broken = []
    for target in chosen:
        search = (
            functools.partial(_plainly, target, share, given.seed) if given.plain else functools.partial(guided, target, share)
        )
        process = context.Process(target=search)
        process.start()
        process.join()
        if process.exitcode:
            broken.append(target)
    print(f"broken: {', '.join(broken)}" if broken else f"no target broke in {given.seconds} s")
    return 1 if broken else 0


def _plainly(target: str, seconds: float, seed: int) -> None:
    print(f"{target}: {plain(target, seconds, seed)} inputs")


if __name__ == "__main__":
    sys.exit(main())
