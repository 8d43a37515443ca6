"""Rule files as they are written: what is put into YAML comes out again, and reads as if by hand."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.rulebook import yamlfile
from tests.pages import HOST


@settings(deadline=None)  # writing and reading YAML is slow on a busy machine
@given(st.lists(st.text(min_size=1), min_size=1), st.text(min_size=1))
def test_what_is_written_is_read_back(texts: list[str], why: str) -> None:
    texts = [text for text in texts if not any("\ud800" <= character <= "\udfff" for character in text)] or ["x"]
    why = "".join(character for character in why if character.isprintable())
    data = {"schema": 1, "outlet": HOST, "rules": [{"id": "a", "why": why or "b", "lines": texts, "within": {"first": 3}}]}
    found = yamlfile.parse(yamlfile.dump(data).encode("utf-8"), "x")
    assert (found.mistakes, found.data) == ([], data)


def test_patterns_stand_in_single_quotes_and_guards_on_one_line() -> None:
    rule = {"id": "a", "line": r"it's \d+: #1", "block": {"from": "x", "at_most": 3}, "examples": {"matches": ["a\nb"]}}
    assert yamlfile.dump({"rules": [rule]}) == (
        "rules:\n  - id: a\n    line: 'it''s \\d+: #1'\n    block: {from: 'x', at_most: 3}\n    examples:\n      matches:\n"
        '        - "a\\nb"\n'
    )
