"""All mistakes of a rule file come together: none hides another."""

from pathlib import Path

import pytest

from cleaner.errors import RulebookError
from cleaner.rulebook import load_rulebook
from tests.packs import write_pack

HEAD = "schema: 1\npack: one\nlanguage: en\nrules:\n"
EXAMPLES = "    examples: {matches: ['Sign up now'], ignores: [They sign.]}\n"


def rule(name: str = "sign-up", **keys: str) -> str:
    values = {"label": "promo", "why": "The plea to sign up.", "line": "'Sign up .{1,40}'"} | keys
    return f"  - id: {name}\n" + "".join(f"    {key}: {value}\n" for key, value in values.items() if value) + EXAMPLES


def mistakes(folder: Path, text: str) -> list[tuple[int, str]]:
    write_pack(folder, "shared/one", text)
    try:
        load_rulebook(folder, bundled=False)
    except RulebookError as error:
        return [(mistake.line, mistake.message) for mistake in error.mistakes]
    return []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (rule() + rule(why=""), [(10, "'why' is missing"), (10, "rule id 'sign-up' stands twice (first in line 5)")]),
        (rule(label="nonsense") + rule(), [(6, "unknown label"), (10, "rule id 'sign-up' stands twice (first in line 5)")]),
        (rule(wihtin="{last: 3}", line="'Sign (up'"), [(9, "unknown key 'wihtin'"), (8, "not a valid pattern")]),
        (rule(wihtin="{last: 3}", line="'Sign off'"), [(9, "unknown key 'wihtin'"), (10, "does not match this example")]),
        (rule(within="{lsat: 3, after: '(x'}"), [(9, "unknown key 'lsat'"), (9, "within.after: not a valid pattern")]),
        (rule(label="", line="'Sign (up'"), [(5, "'label' is missing"), (7, "line: not a valid pattern")]),
        (rule(label="", line="", block="{from: '(x', to: end}"), [(5, "'label' is missing"), (7, "'at_most' is missing"), (7, "block.from: not a valid pattern")]),
        (rule(wihtin="{last: 3}") + rule("more"), [(9, "unknown key 'wihtin'")]),
    ],
)  # fmt: skip  # one file a line
def test_no_mistake_hides_another(tmp_path: Path, text: str, expected: list[tuple[int, str]]) -> None:
    found = mistakes(tmp_path, HEAD + text)
    assert len(found) == len(expected), found
    for line, part in expected:
        assert any(at == line and part in message for at, message in found), (line, part, found)


@pytest.mark.parametrize(
    ("keys", "line", "cut"),
    [
        ({"line": "Sign up .{1,40} # letters"}, 8, "'# letters' is a comment and no part of 'Sign up .{1,40}'"),
        ({"line": "", "inside": "Sign up now #1"}, 8, "'#1' is a comment"),
        ({"line": "", "lines": "\n      - Sign up now #1\n      - Stop"}, 9, "'#1' is a comment"),
    ],
)
def test_a_pattern_that_a_comment_cuts_short_is_a_mistake(tmp_path: Path, keys: dict[str, str], line: int, cut: str) -> None:
    found = mistakes(tmp_path, HEAD + rule(**keys))
    assert [at for at, _ in found] == [line]
    assert found[0][1].startswith(cut)
    assert "single quotes" in found[0][1]


@pytest.mark.parametrize(
    "keys",
    [
        {"line": "'Sign up .{1,40}' # letters"},
        {"line": '"Sign up .{1,40}"   # letters'},
        {"line": "", "lines": "[Sign up now, Stop] # both"},
        {"why": "The plea to sign up. # not a pattern"},
        {"label": "promo # a plea"},
        {"line": "Sign up .{1,40}\n    # a line between"},
        {"within": "{last: 3} # near the end"},
    ],
)
def test_other_comments_are_welcome(tmp_path: Path, keys: dict[str, str]) -> None:
    assert mistakes(tmp_path, HEAD + rule(**keys)) == []


def test_a_hash_without_a_space_is_text(tmp_path: Path) -> None:
    text = rule(line="Sign up .{1,40}#1").replace("'Sign up now'", "'Sign up now#1'")
    assert mistakes(tmp_path, HEAD + text) == []
