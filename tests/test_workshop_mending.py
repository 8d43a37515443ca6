"""``rules lint --fix``: what it mends, and that it changes nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.cli import main
from tests.linting import pack, rule, write
from tests.packs import write_pack

__all__ = ["pack"]  # fixture

FIXABLE = """\
schema: 1  # the shape
outlet: news.example
name:   The   News
checked: 2026-01-01
hosts: [en.news.example, mirror.example, m.news.example]
rules:
  # what everybody knows
  - id: sign-up
    label: promo
    why: A plea to sign up for letters.
    line: '(?i)^sign up now$'   # loud
    examples: {matches: ['Sign up now'], ignores: ['They sign.']}
  - id: price
    label: promo
    why: What a letter costs.
    line: "^It's? \\\\$\\\\d{1,3}$"
    examples: {matches: ["It' $5"], ignores: ['They sign.']}
  - id: words
    label: promo
    why: Buttons under the plea.
    lines: [
      Stop, Go,  # both
      STOP, 'It''s', go,
    ]
    examples: {matches: [Stop], ignores: [Stop it]}
  - id: more-words
    label: promo
    why: Buttons over the plea.
    lines:
      - Here
      - 'here'   # again
      - There
    examples: {matches: [Here], ignores: [Here it is]}
"""


PLAIN = (
    "mine/outlets/news.example.yaml:11: note plain: news.example/sign-up: this pattern is a plain text; "
    "write `lines: ['sign up now']`, which is faster and takes an arrow behind it, too\n1 pack: 0 errors, 1 note\n"
)
"""What is not mended: as lines the text would be found with an arrow behind it as well."""


def test_mending_changes_nothing_else(pack: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = write_pack(Path("mine"), "outlets/news.example", FIXABLE)
    path.write_bytes(b"\xef\xbb\xbf" + FIXABLE.encode())
    assert main(["rules", "lint", "--rules", "mine", "--fix", "--today", "2026-05-01"]) == 0
    out, err = capfd.readouterr()
    assert (out, err) == (PLAIN, "mended mine/outlets/news.example.yaml\n")
    mended = path.read_bytes().removeprefix(b"\xef\xbb\xbf").decode()
    changed = [(old, new) for old, new in zip(FIXABLE.splitlines(), mended.splitlines(), strict=False) if old != new]
    assert mended == (
        FIXABLE.replace("hosts: [en.news.example, mirror.example, m.news.example]", "hosts: [mirror.example]")
        .replace("line: '(?i)^sign up now$'   # loud", "line: '(?i)sign up now'   # loud")
        .replace("""line: "^It's? \\\\$\\\\d{1,3}$\"""", """line: 'It''s? \\$\\d{1,3}'""")
        .replace("Stop, Go,  # both\n      STOP, 'It''s', go,", "Stop, Go, 'It''s',")
        .replace("      - 'here'   # again\n", "")
    ), changed
    assert main(["rules", "lint", "--rules", "mine", "--fix", "--today", "2026-05-01"]) == 0
    assert capfd.readouterr().err == ""


def test_a_pack_that_is_given_as_a_file_is_linted_and_mended(pack: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """As if its directory of rules were given, too: an example that fails is a mistake, and what can be mended is."""
    write(pack, rule(line="'^Sign up .{1,40}$'"))
    assert main(["rules", "lint", str(pack), "--fix"]) == 0
    assert capfd.readouterr() == ("1 pack: 0 errors, 0 notes\n", "mended mine/shared/one.yaml\n")
    assert "line: 'Sign up .{1,40}'\n" in pack.read_text(encoding="utf-8")
    write(pack, rule(line="'Log in .{1,40}'"))
    assert main(["rules", "lint", str(pack)]) == 2
    by_file = capfd.readouterr()
    assert main(["rules", "lint", "--rules", "mine"]) == 2
    assert capfd.readouterr() == by_file
    assert "mine/shared/one.yaml:9: " in by_file.err


BLOCKS = """\
schema: 1
outlet: news.example
name: The News
checked: 2026-01-01
hosts:
  - mirror.example
  - >-
    en.news.example
  - other.example
rules:
  - id: sign-up
    label: promo
    why: A plea to sign up for letters.
    line: >-
      (?i)^sign
      up now$
    examples: {matches: ['Sign up now'], ignores: ['They sign.']}
  - id: words
    label: promo
    why: Buttons under the plea.
    lines:
      - 'Read more'
      - >-
        read
        more

      - 'Subscribe today'
      - |
        read more
    examples: {matches: [Read more], ignores: [Read more of it]}
"""


def test_mending_of_text_in_blocks_takes_no_line_behind_them(pack: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = write_pack(Path("mine"), "outlets/news.example", BLOCKS)
    assert main(["rules", "lint", "--rules", "mine", "--fix", "--today", "2026-05-01"]) == 0
    assert capfd.readouterr().err == "mended mine/outlets/news.example.yaml\n"
    assert path.read_text(encoding="utf-8") == (
        BLOCKS.replace("  - >-\n    en.news.example\n", "")
        .replace("line: >-\n      (?i)^sign\n      up now$\n", "line: '(?i)sign up now'\n")
        .replace("      - >-\n        read\n        more\n", "")
        .replace("      - |\n        read more\n", "")
    )


def test_nothing_is_mended_where_files_do_not_load(pack: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = FIXABLE.replace("matches: [Stop]", "matches: [Never]")
    path = write_pack(Path("mine"), "outlets/news.example", text)
    assert main(["rules", "lint", "--rules", "mine", "--fix"]) == 2
    assert "does not match this example: 'Never'" in capfd.readouterr().err
    assert path.read_text(encoding="utf-8") == text
