"""What must hold for any text and any claims: only deletes, restores, settles the same in any order, cleans once."""

import json
import random
import re
import tempfile
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

import cleaner
from cleaner.batch import Destination, Settings, find, run
from cleaner.layout import layout
from cleaner.lines import INVISIBLE_SIGNS, ONE_LINE, split_lines
from cleaner.model import Authority, Claim, Document, Fields, Label, Policy, Removal
from cleaner.render import Cleaned, marked, restore
from cleaner.rulebook import load_rulebook
from cleaner.settle import only_tags, settle
from cleaner.stages import Packs
from tests.conftest import examples
from tests.fuzz import FINDINGS, SEEDS, TARGETS, WORDS, assert_clean, mutated
from tests.strategies import Generated, changed_articles, document, documents_with_claims, packs, pages, rulebook_of, texts

POLICY = Policy()
FAST = Policy(engine="fast")
ANYTHING = Policy(max_share=1.0)
SHARED = load_rulebook()


def cleaned_of(document: Document, claims: list[Claim], policy: Policy = POLICY) -> Cleaned:
    settled = settle(document, claims, policy)
    return Cleaned(document, settled.removals, settled.tags, Fields(), layout(document, settled.removals), "")


def gone(cleaned: Cleaned) -> set[int]:
    """The places of all removed characters that can be seen."""
    text = cleaned.document.text
    return {at for cut in cleaned.removals for at in range(cut.start, cut.end) if not text[at].isspace()}


@given(documents_with_claims())
def test_removals_are_sorted_disjoint_and_inside_the_text(case: tuple[Document, list[Claim]]) -> None:
    document, claims = case
    removals = settle(document, claims, POLICY).removals
    assert all(0 <= removal.start < removal.end <= len(document.text) for removal in removals)
    assert all(one.end <= other.start for one, other in pairwise(removals))
    assert not any(document.text[removal.start : removal.end].isspace() for removal in removals)


@given(documents_with_claims(), st.integers(-90, 90), st.integers(-90, 90))
def test_a_stretch_of_the_body_is_found_in_the_source(case: tuple[Document, list[Claim]], start: int, end: int) -> None:
    """Its pieces, each with what the layout has put before it, are the stretch; the record finds the same ones."""
    cleaned = cleaned_of(*case, policy=ANYTHING)
    body, text = cleaned.body, cleaned.document.text
    for first, last in ((start, end), (0, len(body))):
        spans = cleaned.source_spans(first, last)
        assert all(one[0] < one[1] for one in spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
        assert spans == cleaner.source_spans(json.loads(json.dumps(cleaned.record())), first, last)
        stretch, at = body[first:last], 0
        for a, b in spans:
            found = stretch.index(text[a:b], at)
            assert not stretch[at:found].strip()
            at = found + b - a
        assert not stretch[at:].strip()
    assert [(piece.start, piece.end) for piece in cleaned.layout.kept] == list(spans)


@given(documents_with_claims(), st.randoms(use_true_random=False))
@pytest.mark.hostile(56)
def test_the_order_of_claims_does_not_matter(case: tuple[Document, list[Claim]], random: st.DataObject) -> None:
    document, claims = case
    shuffled = list(claims)
    random.shuffle(shuffled)
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


def test_what_is_no_body_or_no_record_restores_nothing() -> None:
    cleaned = cleaner.clean("The harbour reopened on Monday.")
    record = cleaned.record()
    for body, changed, says in (
        ("\ud800" + cleaned.body[1:], record, "this body does not belong to the record of"),
        (
            cleaned.body,
            record | {"blank": [[float("inf"), " "]]},
            "this is not a record that cleaner wrote: a value in it is of another kind",
        ),
        (
            cleaned.body,
            record | {"blank": [[float("nan"), " "]]},
            "this is not a record that cleaner wrote: cannot convert float NaN to integer",
        ),
        (
            cleaned.body,
            record | {"kept": [[0, float("inf"), ""]]},
            "this is not a record that cleaner wrote: a value in it is of another kind",
        ),
    ):
        with pytest.raises(cleaner.RecordMismatch, match=says):
            restore(body, changed)


@pytest.mark.parametrize("between", ["XX", "  ", "\n ", "\r\n"])
def test_a_body_whose_paragraphs_are_set_apart_by_something_else_was_changed(between: str) -> None:
    cleaned = cleaner.clean("The harbour reopened on Monday.\n\nIt had been closed for three weeks.\n")
    assert cleaned.body.count("\n\n") == 1
    with pytest.raises(cleaner.RecordMismatch, match="was changed"):
        restore(cleaned.body.replace("\n\n", between), cleaned.record())


@given(documents_with_claims())
def test_protected_text_is_never_removed(case: tuple[Document, list[Claim]]) -> None:
    document, claims = case
    everything = [Claim(0, len(document.text), Label.ARTICLE, "o/keep", cleaner.Authority.OUTLET, 1.0, "all of it")]
    guesses = [claim for claim in claims if claim.authority is not cleaner.Authority.OUTLET]
    if document.text:
        assert settle(document, guesses + everything, POLICY).removals == ()


@given(documents_with_claims())
@example(
    (
        document("Share\n\nRead more\n"),
        [
            Claim(0, 17, Label.PROMO, "stage/x", Authority.GUESS, 0.3, "both lines"),
            Claim(0, 5, Label.SHARE, "a/one", Authority.SHARED, 1.0, "a line"),
            Claim(7, 16, Label.PROMO, "a/two", Authority.SHARED, 1.0, "a line"),
        ],
    )
)
def test_tags_stand_on_text_of_which_something_stays(case: tuple[Document, list[Claim]]) -> None:
    document, claims = case
    settled = settle(document, claims, POLICY)
    gone = {at for cut in settled.removals for at in range(cut.start, cut.end)}
    tagging = {
        (claim.start, claim.end, claim.label, claim.rule, claim.confidence)
        for claim in claims
        if only_tags(claim, POLICY)
        and (
            gone.isdisjoint(range(claim.start, claim.end))
            or any(at not in gone and not document.text[at].isspace() for at in range(claim.start, claim.end))
        )
    }
    assert {(tag.start, tag.end, tag.label, tag.rule, tag.confidence) for tag in settled.tags} == tagging
    assert list(settled.tags) == sorted(settled.tags, key=lambda tag: (tag.start, tag.end, tag.label, tag.rule, tag.confidence))


@given(documents_with_claims())
def test_kept_labels_stay(case: tuple[Document, list[Claim]]) -> None:
    document, claims = case
    policy = Policy(keep=frozenset(Label))
    assert settle(document, claims, policy).removals == ()


ROW = re.compile(r"(?s)([-±? ]) .{13} .{36} \|(?: (.*))?")
BRACKETS = re.compile(r"(?s)⟦(.*?)⟧")


@given(documents_with_claims())
@example((document("\n\n"), [Claim(0, 2, Label.PROMO, "a/one", Authority.DRAFT, 0.3, "a line without characters")]))
def test_the_marked_view_shows_every_line_in_order(case: tuple[Document, list[Claim]]) -> None:
    """Each with the mark that its characters call for, and in brackets what went of a line that stays in part."""
    assume(not {"⟦", "⟧"} & set(case[0].text))
    cleaned = cleaned_of(*case)
    rows = marked(cleaned).split("\n")
    assert rows.pop() == ""
    for line, row in zip(cleaned.document.lines, rows, strict=True):
        found = ROW.fullmatch(row)
        assert found is not None
        mark, shown = found[1], found[2] or ""
        assert BRACKETS.sub(r"\1", shown).rstrip() == line.text.rstrip()
        removed = [any(cut.start <= at < cut.end for cut in cleaned.removals) for at in range(line.start, line.end)]
        stays = any(not gone and not character.isspace() for gone, character in zip(removed, line.text, strict=True))
        tagged = any(tag.start <= at < tag.end for tag in cleaned.tags for at in range(line.start, line.end))
        assert mark == (("±" if stays else "-") if any(removed) else "?" if tagged else " ")
        in_brackets = (
            "".join(character for gone, character in zip(removed, line.text, strict=True) if gone) if mark == "±" else ""
        )
        assert "".join(BRACKETS.findall(shown)) == in_brackets


def test_what_stays_of_a_line_is_never_shown_as_removed() -> None:
    """Two rules cut the head of a line: as many cuts as pieces, and yet most of it stays."""
    story = document("Foo Bar reopened on Monday.")
    cuts = (Removal(0, 3, Label.SHARE, "o/x", 1.0, "because"), Removal(3, 4, Label.SHARE, "s/y", 1.0, "because"))
    cleaned = Cleaned(story, cuts, (), Fields(), layout(story, cuts), "")
    assert marked(cleaned) == f"± share         {'o/x':<36} | ⟦Foo⟧⟦ ⟧Bar reopened on Monday.\n"


def test_a_blank_line_inside_a_removed_block_is_removed() -> None:
    block = document("Share\n \nRead more\nThe harbour reopened.\n")
    claims = [Claim(0, 17, Label.SHARE, "o/x", cleaner.Authority.OUTLET, 1.0, "because")]
    rows = [f"- share         {'o/x':<36} | {text}".rstrip() for text in ("Share", "", "Read more")]
    assert marked(cleaned_of(block, claims)).split("\n")[:3] == rows


def test_the_line_ends_that_stronger_claims_leave_of_a_block_are_nobodys() -> None:
    """They are white space between what went, and the block's fields are not lifted for them."""
    source = document("Share\nRead more\nThe harbour reopened.\n")
    block = Claim(0, 15, Label.PROMO, "s/block", cleaner.Authority.SHARED, 1.0, "because", {"authors": "Read more"})
    lines = [
        Claim(start, end, Label.SHARE, "o/line", cleaner.Authority.OUTLET, 1.0, "because") for start, end in ((0, 5), (6, 15))
    ]
    settled = settle(source, [block, *lines], POLICY)
    assert [(cut.start, cut.end, cut.rule, cut.also) for cut in settled.removals] == [
        (0, 5, "o/line", ("s/block",)),
        (6, 15, "o/line", ("s/block",)),
    ]
    assert settled.winners == tuple(lines)
    assert layout(source, settled.removals).blank == ((5, 6), (15, 16), (37, 38))


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
@examples(150)
def test_cleaning_the_body_again_changes_nothing(text: str) -> None:
    """A byte order mark that has come to stand at its start is none of it."""
    body = cleaner.clean(text).body
    assert cleaner.clean(body).body == body.removeprefix("\ufeff")


@given(changed_articles)
@examples(60)
def test_the_body_of_a_real_text_is_clean(text: str) -> None:
    """Here all stages speak, as hardly one does of a few short pieces."""
    cleaned = cleaner.clean(text)
    assert cleaned.status == "ok"
    assert_clean(cleaned.body, outlet=cleaned.outlet.host if cleaned.outlet else None, policy=POLICY)


@given(texts | changed_articles, st.sampled_from(["\r\n", "\r"]))
@examples(150)
@pytest.mark.hostile(19)
def test_line_ends_do_not_change_the_verdicts(text: str, end: str) -> None:
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    cleaned, expected = cleaner.clean(unix.replace("\n", end)), cleaner.clean(unix)
    assert cleaned.body.replace(end, "\n") == expected.body
    assert cleaned.outlet == expected.outlet


@given(st.binary(max_size=400))
@examples(300)
def test_any_bytes_give_a_body_or_a_typed_error(raw: bytes) -> None:
    try:
        cleaned = cleaner.clean(raw)
    except cleaner.UnreadableInput as error:
        kind = error.kind
    else:
        kind = "text"
        assert restore(cleaned.body, cleaned.record()) == cleaned.document.text
    assert kind in ("text", "binary", "undecodable", "no_text", "structured")


# -- for any rules, pages and changed articles

FEW = examples(25)


@given(packs, texts)
@FEW
def test_generated_rules_only_delete_and_agree_with_themselves(rules: list[Generated], text: str) -> None:
    """Kept and removed tile the text, it comes back whole, and a second time gives the same. A byte order mark is none of it."""
    rulebook = rulebook_of(rules)
    cleaned = cleaner.clean(text, rulebook=rulebook)
    assert restore(cleaned.body, cleaned.record()) == cleaned.document.text == text.removeprefix("\ufeff")
    assert all(0 <= cut.start < cut.end <= len(text) for cut in cleaned.removals)
    assert all(one.end <= other.start for one, other in pairwise(cleaned.removals))
    assert cleaner.clean(text, rulebook=rulebook).record() == cleaned.record()


@given(packs, packs, texts)
@FEW
def test_another_rule_restores_nothing(rules: list[Generated], more: list[Generated], text: str) -> None:
    """Rules that only remove, beside others: every character that went goes still, unless all would go and none does."""
    before = cleaner.clean(text, rulebook=rulebook_of(rules), chain=(Packs(),), policy=ANYTHING)
    after = cleaner.clean(text, rulebook=rulebook_of([*rules, *more]), chain=(Packs(),), policy=ANYTHING)
    assert gone(before) <= gone(after) or after.status == "guarded"


@given(packs, texts)
@FEW
def test_no_body_is_nearly_empty(rules: list[Generated], text: str) -> None:
    """What goes is at most the share that the policy allows, or nothing goes and the status says so."""
    cleaned = cleaner.clean(text, rulebook=rulebook_of(rules), chain=(Packs(),), policy=POLICY)
    visible, left = (len(re.sub(rf"[\s{INVISIBLE_SIGNS}]", "", one)) for one in (cleaned.document.text, cleaned.body))
    assert visible - left <= POLICY.max_share * visible + 1e-9
    assert cleaned.status in ("ok", "guarded")
    assert cleaned.status == "ok" or (cleaned.removals == () and left == visible)


@given(pages)
@FEW
def test_any_page_gives_lines_that_stand_in_it(markup: str) -> None:
    """Or says that there is no text; the lines are a subsequence of what the markup holds, and tile the text."""
    try:
        cleaned = cleaner.clean(markup, media_type="text/html", policy=FAST)
    except cleaner.UnreadableInput as error:
        kind = error.kind
    else:
        kind = "text"
        document = cleaned.document
        assert "".join(document.text[line.start : line.stop] for line in document.lines) == document.text
        assert restore(cleaned.body, cleaned.record()) == document.text
    assert kind in ("text", "no_text")


@given(st.lists(texts | pages, min_size=2, max_size=4))
@FEW
def test_documents_do_not_see_each_other(sources: list[str]) -> None:
    """Whatever was cleaned before, in whatever order."""

    def record(source: str) -> object:
        try:
            return cleaner.clean(source, policy=FAST).record()
        except cleaner.UnreadableInput as error:
            return error.kind

    assert [record(source) for source in sources] == [record(source) for source in reversed(sources)][::-1]


@given(changed_articles)
@FEW
def test_changed_articles_lose_only_what_is_accounted_for(text: str) -> None:
    """Real pages with lines dropped, doubled, moved and glued."""
    cleaned = cleaner.clean(text)
    assert restore(cleaned.body, cleaned.record()) == text
    rest = iter(text)
    assert all(character in rest for character in "".join(cleaned.body.split()))


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c.d", "É", " "]), texts | st.binary(max_size=60)), max_size=5))
@FEW
def test_every_input_of_a_run_has_one_row(files: list[tuple[str, str | bytes]]) -> None:
    """Inputs are what was done, guarded, failed and skipped, and no two rows have one id."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "in"
        root.mkdir()
        for stem, content in files:
            (root / f"{stem}.txt").write_bytes(content if isinstance(content, bytes) else content.encode())
        destination = Destination.of(str(Path(name) / "out"), "txt")
        configured = Settings(SHARED, folder=destination.place, fsync=False)
        summary = run(find([str(root)]), configured, destination=destination)
        rows = [json.loads(line) for line in Path(destination.manifest).read_bytes().splitlines()]
    assert summary.inputs == sum(summary.statuses.values()) == len(rows) == len({stem for stem, _ in files})
    assert len({row["id"] for row in rows}) == len(rows)
    assert Counter(row["status"] for row in rows) == Counter({k: n for k, n in summary.statuses.items() if n})


@pytest.mark.parametrize("target", TARGETS)
def test_what_a_search_once_found_holds(target: str) -> None:
    """Its seeds too, and a few changes of each."""
    chance = random.Random(1)
    known = [*SEEDS[target], *(path.read_bytes() for path in sorted((FINDINGS / target).glob("*")))]
    for raw in [*known, *(mutated(seed, WORDS[target], chance) for seed in known)]:
        TARGETS[target](raw)


@pytest.mark.parametrize("sign", ["\ufeff", "\u200b", "\u202e \u200f"])
def test_a_line_of_signs_that_show_nothing_is_blank_to_rules(sign: str) -> None:
    text = f"World\n{sign}\nHome / World / Europe\nThe harbour reopened on Monday, the mayor said.\n"
    assert (
        cleaner.clean(text).body
        == cleaner.clean(text.replace(sign, "")).body
        == "The harbour reopened on Monday, the mayor said."
    )
