"""What must hold for any text and any claims: only deletes, restores, settles the same in any order, cleans once."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.lines import ONE_LINE, split_lines
from cleaner.model import Claim, Document, Fields, Label, Policy
from cleaner.render import Cleaned, layout, marked, restore
from cleaner.settle import settle
from tests.strategies import documents_with_claims, texts

POLICY = Policy()
settings.register_profile("promises", derandomize=True, deadline=None, max_examples=200)
settings.load_profile("promises")


def cleaned_of(document: Document, claims: list[Claim], policy: Policy = POLICY) -> Cleaned:
    settled = settle(document, claims, policy)
    return Cleaned(document, settled.removals, settled.tags, Fields(), layout(document, settled.removals), "")


@given(documents_with_claims())
def test_removals_are_sorted_disjoint_and_inside_the_text(case: tuple[Document, list[Claim]]) -> None:
    document, claims = case
    removals = settle(document, claims, POLICY).removals
    assert all(0 <= removal.start < removal.end <= len(document.text) for removal in removals)
    assert all(one.end <= other.start for one, other in pairwise(removals))


@given(documents_with_claims(), st.randoms(use_true_random=False))
@pytest.mark.hostile(56)
def test_the_order_of_claims_does_not_matter(case: tuple[Document, list[Claim]], random: st.DataObject) -> None:
    document, claims = case
    shuffled = list(claims)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert settle(document, shuffled, POLICY) == settle(document, claims, POLICY)


@given(documents_with_claims())
def test_kept_removed_and_blank_tile_the_source(case: tuple[Document, list[Claim]]) -> None:
    cleaned = cleaned_of(*case)
    spans = sorted(
        [(piece.start, piece.end) for piece in cleaned.layout.kept]
        + [(removal.start, removal.end) for removal in cleaned.removals]
        + list(cleaned.layout.blank)
    )
    assert [0, *(end for _, end in spans)] == [*(start for start, _ in spans), len(cleaned.document.text)]
    blank = "".join(cleaned.document.text[start:end] for start, end in cleaned.layout.blank)
    assert not any(character.isprintable() and not character.isspace() for character in blank)


@given(documents_with_claims())
def test_the_body_only_loses_characters(case: tuple[Document, list[Claim]]) -> None:
    cleaned = cleaned_of(*case)
    kept = "".join(cleaned.document.text[piece.start : piece.end] for piece in cleaned.layout.kept)
    assert "".join(cleaned.body.split()) == "".join(kept.split())
    rest = iter(cleaned.document.text)
    assert all(character in rest for character in kept)


@given(documents_with_claims())
def test_restore_gives_the_source_back(case: tuple[Document, list[Claim]]) -> None:
    cleaned = cleaned_of(*case)
    assert restore(cleaned.body, cleaned.record()) == cleaned.document.text
    assert restore(cleaned.body + "\n", cleaned.record()) == cleaned.document.text


@given(documents_with_claims())
def test_protected_text_is_never_removed(case: tuple[Document, list[Claim]]) -> None:
    document, claims = case
    everything = [Claim(0, len(document.text), Label.ARTICLE, "o/keep", cleaner.Authority.OUTLET, 1.0, "all of it")]
    guesses = [claim for claim in claims if claim.authority is not cleaner.Authority.OUTLET]
    if document.text:
        assert settle(document, guesses + everything, POLICY).removals == ()


@given(documents_with_claims())
def test_kept_labels_stay(case: tuple[Document, list[Claim]]) -> None:
    document, claims = case
    policy = Policy(keep=frozenset(Label))
    assert settle(document, claims, policy).removals == ()


@given(documents_with_claims())
def test_the_marked_view_shows_every_line_in_order(case: tuple[Document, list[Claim]]) -> None:
    cleaned = cleaned_of(*case)
    shown = marked(cleaned)
    assert shown.count("\n") >= len(cleaned.document.lines)


@given(texts)
def test_lines_tile_the_text_and_end_only_at_line_ends(text: str) -> None:
    lines = split_lines(text)
    assert "".join(text[line.start : line.stop] for line in lines) == text
    assert all(line.text == text[line.start : line.end] for line in lines)
    assert all(one.stop == other.start for one, other in pairwise(lines))
    if len(text) < ONE_LINE:
        parts = re.split(r"\r\n|\n|\r", text)
        assert [line.text for line in lines] == (parts if parts[-1] else parts[:-1])


@given(texts)
@settings(max_examples=150)
def test_cleaning_the_body_again_changes_nothing(text: str) -> None:
    body = cleaner.clean(text).body
    assert cleaner.clean(body).body == body


@given(texts)
@settings(max_examples=150)
@pytest.mark.hostile(19)
def test_line_ends_do_not_change_the_verdicts(text: str) -> None:
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    assert cleaner.clean(unix.replace("\n", "\r\n")).body.replace("\r\n", "\n") == cleaner.clean(unix).body


@given(st.binary(max_size=400))
@settings(max_examples=300)
def test_any_bytes_give_a_body_or_a_typed_error(raw: bytes) -> None:
    try:
        cleaned = cleaner.clean(raw)
    except cleaner.UnreadableInput as error:
        kind = error.kind
    else:
        kind = "text"
        assert restore(cleaned.body, cleaned.record()) == cleaned.document.text
    assert kind in ("text", "binary", "undecodable", "no_text")
