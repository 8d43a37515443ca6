"""Two runs compared: what only one of them takes, and what both take otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.reviewing.difference import Change, _minus, _renamed, compared
from cleaner.reviewing.difference_page import difference_page
from cleaner.reviewing.runs import Cut, Run
from cleaner.rulebook import Rulebook, load_rulebook
from tests.packs import write_pack
from tests.reviewing import EVIL, EVIL_NAME, PACK, STORY, assert_inert, cleaned_run, edit, evil_run, rulebook, rules

__all__ = ["cleaned_run", "evil_run", "rulebook", "rules"]  # fixtures

TEXT = "".join(map(chr, range(0x4E00, 0x4E00 + 40)))
"""Forty letters, each of which stands for its place."""
rule_runs = st.lists(st.sampled_from(["", "p/a", "p/b"]), min_size=len(TEXT), max_size=len(TEXT))
"""For each letter the rule that takes it, if any."""


def cuts_of(taken: list[str]) -> tuple[Cut, ...]:
    cuts, at = [], 0
    for rule, letters in groupby(taken):
        end = at + len(list(letters))
        if rule:
            cuts.append(Cut(at, end, 1, 1, "promo", rule, 1.0, "Because.", (), TEXT[at:end]))
        at = end
    return tuple(cuts)


def letters_of(parts: Iterable[Cut]) -> set[int]:
    for part in parts:
        assert part.text == TEXT[part.start : part.end]
    return {place for part in parts for place in range(part.start, part.end)}


@given(rule_runs, rule_runs)
def test_a_difference_accounts_for_every_character(before: list[str], after: list[str]) -> None:
    """What only one run takes, and what both take for other reasons: letter by letter, and nothing else."""
    one, other = cuts_of(before), cuts_of(after)
    pairs = list(enumerate(zip(before, after, strict=True)))
    assert letters_of(list(_minus(other, one))) == {at for at, (was, now) in pairs if now and not was}
    assert letters_of(list(_minus(one, other))) == {at for at, (was, now) in pairs if was and not now}
    assert letters_of([pair.after for pair in _renamed(one, other)]) == {
        at for at, (was, now) in pairs if was and now and was != now
    }


def changes(before: str, after: str) -> list[Change]:
    return compared(Run.open(before), Run.open(after)).changes


def test_the_same_run_does_not_differ(cleaned_run: Callable[..., str]) -> None:
    """Whatever the format; bodies are not asked for."""
    texts = {"a.txt": STORY, "b.html": "<html>", "c.bin": ""}
    before, after = cleaned_run("one", texts), cleaned_run("two", texts, "jsonl")
    (Path(before) / "a.txt").unlink()
    found = compared(Run.open(before), Run.open(after))
    assert (found.same, found.changes, found.rules) == (2, [], {})


@pytest.fixture
def other_rules(tmp_path: Path) -> Callable[..., Rulebook]:
    """The rules of these tests with some texts in them replaced."""

    def changed(**replaced: tuple[str, str]) -> Rulebook:
        pack = PACK
        for old, new in replaced.values():
            assert old in pack
            pack = pack.replace(old, new)
        write_pack(tmp_path / "other", "shared/basics", pack)
        return load_rulebook(tmp_path / "other", bundled=False)

    return changed


def test_what_a_rule_newly_takes_and_leaves(cleaned_run: Callable[..., str], other_rules: Callable[..., Rulebook]) -> None:
    """Parts that only one run takes, each with its rule and line; what did not change is not named."""
    texts = {"a.txt": STORY, "b.txt": "Nothing changes here.\n"}
    rulebook = other_rules(
        inside=("'\\(Photo: \\w+\\)'", "'night\\. \\(Photo:'"), example=("Here (Photo: Reuters)", "A night. (Photo: X)")
    )
    before, after = cleaned_run("one", texts), cleaned_run("two", texts, rulebook=rulebook)
    (change,) = changes(before, after)
    assert (change.id, change.kind, change.note, change.renamed) == ("a.txt", "changed", "", ())
    parts = [
        [(part.first_line, part.last_line, part.rule, part.text) for part in side] for side in (change.removed, change.kept)
    ]
    assert parts == [[(3, 3, "basics/credit", "night.")], [(3, 3, "basics/credit", "Reuters)")]]
    found = compared(Run.open(before), Run.open(after))
    assert found.same == 1
    assert {rule: counts.to_json() for rule, counts in found.rules.items()} == {
        "basics/credit": {
            "removed": 1, "removed_chars": 6, "kept": 1, "kept_chars": 8, "renamed_to": 0, "renamed_from": 0, "documents": 1,
        }
    }  # fmt: skip
    (back,) = changes(after, before)
    assert (back.removed, back.kept) == (change.kept, change.removed)


def test_a_block_that_ends_earlier(cleaned_run: Callable[..., str], other_rules: Callable[..., Rulebook]) -> None:
    """The part of a cut that is left over knows its own lines."""
    texts = {"a.txt": "A story.\n\nMost read\nOne\nTwo\n"}
    rulebook = other_rules(block=("to: end", "to: 'One'"))
    (change,) = changes(cleaned_run("one", texts), cleaned_run("two", texts, rulebook=rulebook))
    assert [(part.first_line, part.last_line, part.text) for part in change.kept] == [(5, 5, "Two")]
    assert change.removed == ()


def test_another_rule_or_label_for_the_same_stretch(
    cleaned_run: Callable[..., str], other_rules: Callable[..., Rulebook]
) -> None:
    texts = {"a.txt": STORY}
    rulebook = other_rules(label=("label: navigation", "label: legal"), id=("id: credit", "id: photo"))
    (change,) = changes(cleaned_run("one", texts), cleaned_run("two", texts, rulebook=rulebook))
    assert (change.removed, change.kept) == ((), ())
    assert [(pair.before.label, pair.before.rule, pair.after.label, pair.after.rule) for pair in change.renamed] == [
        ("navigation", "basics/path", "legal", "basics/path"),
        ("photo_credit", "basics/credit", "photo_credit", "basics/photo"),
    ]


def test_documents_that_cannot_be_compared(cleaned_run: Callable[..., str]) -> None:
    """Only in one run, with another text, without a record, with another status: each is said in words."""
    before = cleaned_run("one", {"a.txt": STORY, "b.txt": STORY, "c.txt": STORY, "d.txt": "Home / World\n"})
    after = cleaned_run("two", {"b.txt": STORY + "More.\n", "c.txt": STORY, "d.txt": "Home / World\n", "e.txt": STORY})
    (Path(after) / "c.json").write_text("{}", encoding="utf-8")
    edit(Path(after) / "manifest.jsonl", '"status": "guarded"', '"status": "ok"')
    assert [(change.id, change.kind, change.note) for change in changes(before, after)] == [
        ("a.txt", "missing", ""),
        ("b.txt", "source", "the source text is another, so the cuts cannot be compared"),
        (
            "c.txt",
            "unknown",
            "its record cannot be read: this is not a record that cleaner wrote: it has no 'v', so the cuts cannot be compared",
        ),
        ("d.txt", "changed", "guarded, now ok"),
        ("e.txt", "new", ""),
    ]


def test_a_field_that_is_lifted_otherwise(cleaned_run: Callable[..., str]) -> None:
    texts = {"a.txt": STORY}
    before, after = cleaned_run("one", texts), cleaned_run("two", texts)
    edit(Path(after) / "a.json", '"title": null', '"title": "The harbour"')
    (change,) = changes(before, after)
    assert [tuple(entry) for entry in change.fields] == [("title", "", "The harbour")]


def test_the_page_of_a_difference(evil_run: str, cleaned_run: Callable[..., str]) -> None:
    """Inert as all pages; documents in which prose newly goes come first; the rest is counted."""
    after = cleaned_run("plain", {EVIL_NAME: EVIL, "b.txt": STORY + "More.\n"})
    found = compared(Run.open(evil_run), Run.open(after))
    elements = assert_inert(difference_page(EVIL_NAME, "plain", found))
    assert ("ins", "l-promo added") in {(tag, attributes.get("class")) for tag, attributes in elements.tags}
    assert 'Buy </style><svg onload=window.hurt=3> "quoted" &lt;b&gt;' in elements.text
    assert "1 more documents differ less and are not on this page." in difference_page("a", "b", found, most=1)
    same = compared(Run.open(after), Run.open(after))
    assert "Nothing differs." in assert_inert(difference_page("a", "a", same)).text
