"""`cleaner explain`: every line with what became of it and why."""

from __future__ import annotations

from collections.abc import Callable

from tests.commands import STORY, Result, bundled, cli, write
from tests.containers import lines

__all__ = ["bundled", "cli"]  # fixtures


def test_explain(cli: Callable[..., Result]) -> None:
    """Every line with its number; what goes with its label, rule, confidence and reason; control characters escaped."""
    write(
        "a.txt",
        "Home / World\n\nA boat\x1b[2J sailed (Photo: Reuters) out on Monday.\nThe \u202eend is not the end of the story.\n",
    )
    result = cli("explain", "a.txt", "--outlet", "https://www.example.com/x")
    assert result.code == 0
    lines = [line for line in result.out.splitlines() if not line.startswith("language ")]
    assert lines == [
        "  1 - navigation    │ Home / World",
        "      ╰ navigation · basics/breadcrumb · 1.00 · A menu path.",
        "  2                 │",
        "  3 ± photo_credit  │ A boat\\x1b[2J sailed ⟦(Photo: Reuters)⟧ out on Monday.",
        "      ╰ photo_credit · basics/credit · 1.00 · Who took the picture.",
        "  4                 │ The \\u202eend is not the end of the story.",
        "",
        "status         ok",
        "kept           68 of 102 characters (66.7%)",
        "removed        1 navigation, 1 photo_credit",
        "confidence     1.00",
        "outlet         example.com (given)",
        "read as        text/plain, utf-8 (utf-8)",
        "photo credits  Reuters",
    ]
    assert result.err == ""


def test_brief_leaves_rules_and_reasons_out(cli: Callable[..., Result]) -> None:
    """The marks and the summary are the same; with what shows something else it is refused."""
    path = write(
        "a.txt", "Home / World\n\nA boat sailed (Photo: Reuters) out on Monday.\nThe end is not the end of the story.\n"
    )
    full, brief = (cli("explain", path, *more) for more in ((), ("--brief",)))
    assert brief.code == 0
    assert brief.out.splitlines() == [line for line in full.out.splitlines() if "╰" not in line]
    assert brief.out != full.out
    for other in (("--line", "1"), ("--html", "a.html")):
        refused = cli("explain", path, "--brief", *other)
        assert (refused.code, refused.out) == (2, "")
        assert "--brief is for the list of all lines; it goes with neither --line nor --html" in refused.err


def test_a_block_is_explained_once(cli: Callable[..., Result]) -> None:
    """Its label stands beside every line, its rule under the first."""
    write(
        "mine/shared/tail.yaml",
        """\
schema: 1
pack: tail
status: stable
language: any
rules:
  - id: more
    label: other_story
    why: What else is read.
    block: {from: 'Most read', to: end, at_most: 5}
    examples: {matches: ["Most read\\nOne"], ignores: ['Most readers came.']}
""",
    )
    write("a.txt", "The harbour reopened on Monday after a night of storm.\nMost read\nOne\nTwo\n")
    lines = cli("explain", "a.txt", "--rules", "mine").out.splitlines()
    assert lines[:5] == [
        "  1                 │ The harbour reopened on Monday after a night of storm.",
        "  2 - other_story   │ Most read",
        "      ╰ other_story · tail/more · 1.00 · What else is read.",
        "  3 - other_story   │ One",
        "  4 - other_story   │ Two",
    ]


def test_explain_says_what_was_only_noticed(cli: Callable[..., Result]) -> None:
    """A guarded document shows what would have gone, and the exit status says so."""
    write("a.txt", "Home / World\n" * 3)
    result = cli("explain", "a.txt")
    assert result.code == 1
    assert result.out.startswith("  1 ? navigation    │ Home / World\n")
    assert "\nwarning     nearly everything would go (100%), so nothing went\n" in result.out


def test_explain_of_what_cannot_be_read(cli: Callable[..., Result]) -> None:
    assert cli("explain", write("a.txt", b"GIF89a")) == (
        1, "", "error: this is a GIF image, not text; convert or unpack it first\n",
    )  # fmt: skip


def test_explain_one_row_of_many(cli: Callable[..., Result]) -> None:
    """The same view as of a file of its own; many without a choice are refused."""
    write("a.jsonl", lines({"k": "one", "body": "Something else."}, {"k": "two", "body": STORY}))
    write("a.txt", STORY)
    alone = cli("explain", "a.txt")
    assert cli("explain", "a.jsonl", "--id", "two", "--id-key", "k", "--text-key", "body").out == alone.out.replace(
        "utf-8 (utf-8)", "utf-8 (str)"
    )
    result = cli("explain", "a.jsonl")
    assert (result.code, result.out) == (2, "")
    assert "a.jsonl: this holds many documents" in result.err
    assert cli("explain", "a.jsonl", "--id", "two").code == 2
