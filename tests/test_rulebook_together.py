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
        {"line": "# the whole of it\n      'Sign up .{1,40}'"},
        {"line": "", "lines": "\n      - Stop\n      - 'Sign up now'  # the last of a list"},
        {"line": "", "lines": "  # both\n      - Stop\n      # and\n      - |  # a block\n        Sign up now"},
        {"line": "", "block": "\n      from: 'Sign up .*'\n      to: end   # to the foot\n      at_most: 12  # lines"},
        {"line": "", "block": "\n      at_most: 12  # lines\n      to: end\n      from: 'Sign up .*'  # last"},
    ],
)
def test_other_comments_are_welcome(tmp_path: Path, keys: dict[str, str]) -> None:
    assert mistakes(tmp_path, HEAD + rule(**keys)) == []


def test_the_last_example_may_have_a_comment(tmp_path: Path) -> None:
    shown = "    examples:\n      matches:\n        - 'Sign up now'  # the first\n      ignores:\n        - 'They sign.'  # the last\n"
    assert mistakes(tmp_path, HEAD + rule().replace(EXAMPLES, shown)) == []


@pytest.mark.parametrize(
    ("keys", "line", "comment"),
    [
        ({"line": "#Sign up now"}, 8, "#Sign up now"),
        ({"line": "", "select": "#story .related"}, 8, "#story .related"),
        ({"line": "", "block": "\n      from: # More\n      to: end\n      at_most: 9"}, 9, "# More"),
        ({"line": "", "lines": "\n      - Sign up now\n      - #1 of all"}, 10, "#1 of all"),
        ({"within": "\n      after: #1\n      last: 3"}, 10, "#1"),
    ],
)
def test_a_comment_that_stands_for_a_whole_pattern_is_named_and_nothing_else(
    tmp_path: Path, keys: dict[str, str], line: int, comment: str
) -> None:
    expected = [(line, f"{comment!r} is a comment and no value; put it in single quotes")]
    assert mistakes(tmp_path, HEAD + rule(**keys)) == expected


def test_a_comment_that_stands_for_any_other_value_is_named_too(tmp_path: Path) -> None:
    expected = [(7, "rule 'sign-up': '#1 of all' is a comment and no value; put it in single quotes")]
    assert mistakes(tmp_path, HEAD + rule(why="#1 of all")) == expected
    (unknown,) = mistakes(tmp_path, HEAD + rule(wihtin="#1"))
    assert unknown[1].startswith("rule 'sign-up': unknown key 'wihtin', did you mean 'within'?")


def test_comments_that_stand_for_examples_and_hide_no_other_mistake(tmp_path: Path) -> None:
    shown = "    examples:\n      matches:\n        - #1 of all\n      ignores: [They sign.]\n"
    assert mistakes(tmp_path, HEAD + rule(line="'Sign (up'").replace(EXAMPLES, shown)) == [
        (8, "rule 'sign-up', line: not a valid pattern: missing ) at position 8: Sign (up»HERE»"),
        (11, "'#1 of all' is a comment and no value; put it in single quotes"),
    ]


def test_a_hash_without_a_space_is_text(tmp_path: Path) -> None:
    text = rule(line="Sign up .{1,40}#1").replace("'Sign up now'", "'Sign up now#1'")
    assert mistakes(tmp_path, HEAD + text) == []


@pytest.mark.parametrize(
    ("line", "example", "remedy"),
    [
        ("News | Sport | Shop", "News | Sport | Shop", r"`|` has a meaning in patterns; write `\|`, or the text under `lines`"),
        (
            "Listen (4 min)?",
            "Listen (4 min)?",
            r"`(`, `)`, `?` have a meaning in patterns; write `\(`, or the text under `lines`",
        ),
        ("News now", "News then", "mend the pattern or move the example"),
    ],
)
def test_signs_that_were_meant_as_text_are_named(tmp_path: Path, line: str, example: str, remedy: str) -> None:
    text = HEAD + rule(line=f"'{line}'").replace("'Sign up now'", f"'{example}'")
    ((_, message),) = mistakes(tmp_path, text)
    assert message == f"rule 'sign-up' does not match this example: {example!r}; {remedy}"


@pytest.mark.parametrize(
    ("keys", "example", "place"),
    [
        ({"within": "{after: '(?P<section>News)'}"}, r'"News\nSign up now"', "within.after"),
        ({"within": "{before: '(?P<section>News)'}"}, r'"Sign up now\nNews"', "within.before"),
        ({"line": "", "block": "{from: 'Sign up now', to: '(?P<section>News)', at_most: 2}"}, r'"Sign up now\nNews"', "block.to"),
    ],
)  # fmt: skip  # one place a line
def test_a_group_that_lifts_nothing_is_a_mistake(tmp_path: Path, keys: dict[str, str], example: str, place: str) -> None:
    ((_, message),) = mistakes(tmp_path, HEAD + rule(**keys).replace("'Sign up now'", example))
    assert message.startswith(f"rule 'sign-up', {place}: group 'section' lifts nothing here; only `line`, ")
