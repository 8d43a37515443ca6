"""The list of hostile inputs: what each is, what happens to it, and which tests make and judge it.

``python -m tests.hostile`` runs those tests and prints the list with the outcome and the processor time of each row;
``python -m tests.hostile --write`` writes the list in tests/README.md anew.
"""

from __future__ import annotations

import argparse
import ast
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
README = HERE / "README.md"
_HEAD = """\
# Tests

`pytest -n 2` runs all of them. Property tests draw the same examples every time; `HYPOTHESIS_PROFILE=explore pytest
tests/test_promises.py` draws new ones. `tox -e fuzz` searches for a minute, guided by what code an input reaches
(`tests/fuzz.py`), and what it ever found stands below `tests/findings`.

## Hostile inputs
Each row is made by the tests beside it (nothing large is kept) and judged by them. `python -m tests.hostile` runs them and
prints outcome and processor time by row; `python -m tests.hostile --write` writes this table anew.

| # | Input | What happens | Tests |
| --- | --- | --- | --- |
"""


class Row(NamedTuple):
    """One kind of hostile input, and what happens to it."""

    input: str
    happens: str


ROWS: dict[int, Row] = {
    1: Row("100,000 nested elements", "all text is read; levels below 512 are taken as lying there, with a warning"),
    2: Row("a page 300 to 2,000 levels deep", "all text is read, without a warning"),
    3: Row("a page of one paragraph of 51 MB; one of 12 MB", "`too_large` after 20 MB were read; read whole"),
    4: Row("a text of one line of 50 MB", "`too_large` after 20 MB were read; line rules pass over lines of more than 20,000 characters"),
    5: Row("a tag with 20,000 or 200,000 attributes, however they are set apart", "`markup_limit` above 1,000"),
    6: Row("100,000 paragraphs side by side", "read in linear time, and judged by the markup alone; a run ends what is not done in time as `timeout`"),
    7: Row("NUL in a text; in a page", "kept, with a warning, above one in a thousand `binary`; dropped, as browsers do"),
    8: Row("PDF, JPEG, program or archive named `.html`; one byte again and again", "`binary`"),
    9: Row("an empty text, a byte order mark alone, spaces alone; a page without text; a page whose article scripts would show", "empty, with a warning; `no_text`; a warning, where the page's data hold the article"),
    10: Row("lone surrogates in a string, a page, a row", "U+FFFD, with a warning"),
    11: Row("UTF-16 with a mark", "decoded by it"),
    12: Row("UTF-16 without a mark", "decoded, with a warning"),
    13: Row("GB18030, Big5, Shift-JIS, EUC-JP, Windows-1250 to 1258, ISO 8859, KOI8-R", "decoded, with a warning"),
    14: Row("a declared encoding that is not the true one", "valid UTF-8 wins, then what decodes strictly, then a guess; a warning names both"),
    15: Row("UTF-7", "never decoded"),
    16: Row("ISO-2022-JP", "decoded by its escapes"),
    17: Row("broken bytes in UTF-8", "U+FFFD and a warning with their number; a guess is tried where they are more than half as many as the whole characters beyond ASCII"),
    18: Row("one mark, several, one inside", "the first is dropped and noted, the others stay"),
    19: Row("CRLF, CR, mixed", "kept; verdicts do not depend on them"),
    20: Row("NEL, LS, PS, VT, FF", "end no line"),
    21: Row("marks of direction", "kept in bodies, shown as escapes to people"),
    22: Row("emoji of several characters, flags, combining marks", "cuts never lie inside one"),
    23: Row("a word composed and decomposed", "patterns see the text as it is: each form needs its own; nothing is composed"),
    24: Row("letters that grow when their case changes", "spans count in the original"),
    25: Row("look-alike letters and invisible characters in words of boilerplate", "no rule matches; kept"),
    26: Row("bombs of gzip and zstd, packed twice", "`bomb`, in flat memory"),
    27: Row("truncated gzip, zstd, JSON lines", "whole rows are kept, the tail is `truncated`"),
    28: Row("rows that are no objects, without text, with numbers, too large or too deep, ids twice", "each costs its row, with its line; ids twice are refused or numbered"),
    29: Row("web archives with wrong lengths, revisits, other records", "`corrupt` costs the record; what is no page is skipped with a word"),
    30: Row("links in circles, upwards, to themselves, to nothing", "directories are not followed, files when asked and once, to nothing: `vanished`"),
    31: Row("FIFO, socket, device", "skipped as `special`, nothing waits"),
    32: Row("hard links", "each is an input"),
    33: Row("names that are not UTF-8", "cleaned; ids hold their bytes as percent escapes"),
    34: Row("names with line ends, escapes, 255 bytes, a leading hyphen", "escaped in messages, cut with a digest in outputs"),
    35: Row("names that differ in suffix, case or composition alone", "outputs with names of their own, the same in any order"),
    36: Row("ids that are paths", "outputs stay below the output directory"),
    37: Row("output in the input, the same, a file", "refused before anything is written"),
    38: Row("what may not be read or written", "`unreadable`; refused"),
    39: Row("a full disk, any call that fails", "the run stops with a message, nothing is half written, and goes on later"),
    40: Row("files that grow, shrink or vanish", "judged as read, with the digest of what was read; `vanished`"),
    41: Row("very many documents", "listed one by one, in flat memory"),
    42: Row("signals, kills, no more memory", "the same bytes after going on; a message; `memory`"),
    43: Row("aliases that multiply in a rule file", "refused at the first anchor"),
    44: Row("tags of YAML that call Python", "refused"),
    45: Row("keys that stand twice", "refused with both lines"),
    46: Row("`NO`, `012`, dates", "text where text is wanted, else refused with advice"),
    47: Row("a number of 5,000 digits", "refused"),
    48: Row("a rule file nested 100,000 levels deep", "refused above 32"),
    49: Row("aliases to themselves, merge keys", "refused"),
    50: Row("a rule file above 1 MB, with a mark, tabs, two documents, a list, nothing", "refused with line and advice; a mark and CRLF are fine"),
    51: Row("unknown keys, wrong types, other schemas", "refused with what is allowed"),
    52: Row("patterns that do not compile, call themselves or repeat too often", "refused, and shown where"),
    53: Row("patterns that go back for ever", "found by linting; in a run the document fails as `rule_timeout` and keeps its text"),
    54: Row("patterns that match anything", "refused"),
    55: Row("rules that would remove a whole document", "`guarded`: nothing is removed"),
    56: Row("rules that claim the same text", "a fixed order decides; both are recorded"),
    57: Row("families named by paths or addresses, in circles", "refused"),
    58: Row("entities that multiply or name files, in a page", "shown as they stand; nothing is opened"),
    59: Row("refresh, base, scripts, remote images", "nothing is fetched and nothing runs"),
    60: Row("scripts in texts, titles, names and rules", "text in every report"),
    61: Row("control sequences in texts and names", "escaped for terminals, exact in files and pipes"),
    62: Row("cells that spreadsheets compute", "JSON lines: strings on one line; CSV: an apostrophe stands before them"),
    63: Row("orders to a language model", "text like any other"),
    64: Row("a language that the rules do not know, or two", "untouched"),
    65: Row("stories twice, and glued to another", "cut with evidence alone"),
    66: Row("articles that quote boilerplate", "kept whole"),
    67: Row("`cchardet`, `brotli`, `pycurl` installed", "the same record"),
    68: Row("32,000 choices in a form", "left out unseen, in linear time"),
    69: Row("80,000 letters without a space among broken bytes", "decoded by a guess, in linear time"),
    70: Row("thousands of days on one line", "looked through in linear time"),
    71: Row("thousands of paragraphs that an outlet's rule selects, with as many cuts", "claimed in linear time"),
    72: Row("thousands of formatting elements that nobody closes, all unlike", "their tags are left out, with a warning; all text is read, in linear time"),
    73: Row("archives that are bombs: members larger than they say, packed twice, sharing their bytes; archives in archives", "`too_large`, `corrupt` or `bomb`, in flat memory and time in proportion; `nested`: never opened"),
    74: Row("paths in archives that lead upwards or anywhere, in odd encodings, with control characters", "ids below the archive, outputs named by numbers; UTF-8 where the bytes can be, else cp437 (zip) or percent escapes (tar)"),
    75: Row("members of archives that are encrypted, packed in rare ways, or sparse", "`encrypted`, `unsupported`: each costs itself"),
    76: Row("archives that break off, with damaged directories, headers, checksums or data, or headers of any size", "all that is whole is kept, the tail or the damage is one line; what is no archive is `corrupt`"),
    77: Row("feeds with entities that multiply or name files, elements without end or far too deep, items of any size", "`bomb` or `too_large`; nothing is expanded or opened, and an item that is too large costs itself"),
}  # fmt: skip  # a table


def marked_tests() -> Iterator[tuple[int, str]]:
    """The tests of each row, as ``file::name``."""
    for path in sorted(HERE.glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            for call in ast.walk(node) if isinstance(node, ast.FunctionDef) else ():
                if isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.mark.hostile":
                    for number in call.args:
                        assert isinstance(number, ast.Constant), f"{path.name}:{call.lineno}: rows are named by numbers"
                        yield number.value, f"{path.name}::{node.name}"


def tests_by_row() -> dict[int, list[str]]:
    """All marked tests, by row, each once."""
    found: dict[int, list[str]] = defaultdict(list)
    for number, test in marked_tests():
        if test not in found[number]:
            found[number].append(test)
    return found


def readme() -> str:
    """What tests/README.md has to be."""
    tests = tests_by_row()
    return _HEAD + "".join(
        f"| {number} | {row.input} | {row.happens} | {'<br>'.join(f'`{test}`' for test in tests[number])} |\n"
        for number, row in ROWS.items()
    )


class Stopwatch:
    """Notes how each test ended and what processor time it took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.outcomes: dict[str, set[str]] = defaultdict(set)
        self._began = 0.0

    def pytest_runtest_setup(self) -> None:
        self._began = time.process_time()

    def pytest_runtest_logreport(self, report: Any) -> None:
        test = report.nodeid.removeprefix("tests/").split("[")[0]
        if report.when == "call":
            self.seconds[test] += time.process_time() - self._began
        if report.when == "call" or not report.passed:
            self.outcomes[test].add(report.outcome)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the table, or run the tests and print it with how each row did."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.hostile", description="Run the tests of hostile inputs and print how each row of the list did."
    )
    parser.add_argument("--write", action="store_true", help="write the list in tests/README.md anew instead")
    if parser.parse_args(arguments).write:
        README.write_text(readme(), encoding="utf-8")
        return 0
    import pytest

    watch = Stopwatch()
    code = pytest.main(["-q", "-m", "hostile", "-p", "no:cacheprovider", str(HERE)], plugins=[watch])
    tests = tests_by_row()
    for number, row in ROWS.items():
        outcomes = sorted(set().union(*(watch.outcomes[test] for test in tests[number])))
        print(f"{number:3}  {row.input}: {row.happens}")
        print(
            f"     {', '.join(outcomes)} in {sum(watch.seconds[test] for test in tests[number]):.2f} s: {', '.join(tests[number])}"
        )
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
