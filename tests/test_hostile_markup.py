"""Hostile inputs: markup that a parser would choke on, and texts of any size."""

from __future__ import annotations

import os
import tracemalloc
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

import cleaner
from cleaner.batch.opening import read_file
from cleaner.errors import UnreadableInput
from cleaner.lines import split_lines
from cleaner.model import ENGINES
from cleaner.reading import read
from cleaner.reading.html.blocks import read_blocks
from cleaner.reading.html.bounding import bounded
from cleaner.rulebook import load_rulebook
from cleaner.stages import Packs
from cleaner.stages.prose import MOST_ELEMENTS
from tests.markup import STORY, P, cost, page, read_page
from tests.packs import one_rule, write_pack

DEEP = ("elements nested deeper than 512 levels were taken as lying at that level",)
FORMATTED = ("formatting elements were left out where 64 were open already",)


@pytest.mark.hostile(1)
@pytest.mark.parametrize("tags", ["<div>", "<b>", "<ul><li>", "<p><button>", "<table><tr><td>", "<x-y>", "<a href=x>"])
@pytest.mark.parametrize("closed", [True, False])
def test_a_hundred_thousand_levels(tags: str, closed: bool) -> None:
    """The text at the bottom and behind it is read, in about the time that as much text takes."""
    many = 100_000 // tags.count("<")
    ends = "".join(f"</{name.split()[0]}>" for name in reversed(tags.removesuffix(">").removeprefix("<").split("><")))
    document = read_page(tags * many + P + ends * many * closed + P)
    assert document.text.split().count("harbour") == 2
    assert document.warnings == (FORMATTED if tags == "<b>" else DEEP)


@pytest.mark.hostile(1)
@pytest.mark.parametrize(
    "opens",
    [
        "<div></x>",  # an end tag of what is not open ends nothing
        "<div/>",
        "<x-y/>",
        "<svg>",
        "<svg><style>",
        "<svg></x>",
        "<svg><center/>",  # no tag of a drawing: it stands behind it, where a slash means nothing
        "<div><svg></div>",
    ],
)
def test_levels_that_do_not_look_like_any(opens: str) -> None:
    document = read_page(opens * (100_000 // opens.count("<")) + P)
    assert document.text == f"{STORY}\n"
    assert document.warnings == DEEP


@pytest.mark.hostile(1)
@pytest.mark.parametrize(
    "start",
    [
        "<svg></svg>",
        "<svg><math></svg>",
        "<div><svg></div>",
        "<svg><p>",
        "<svg><foreignObject>",
        "<!-- <svg> -->",
        "<!--><!-- --!>",
        "<!x <svg>",
        "<p title='<svg>'>",
        "<textarea><svg></textarea>",
        "<script><!--<script></script><svg></script>",
    ],
)
def test_what_is_no_drawing_does_not_hide_levels(start: str) -> None:
    _, _, warnings = read_blocks(page(f"{start}{'<span/>' * 100_000}{P}"))
    assert warnings == DEEP


@pytest.mark.hostile(1)
@pytest.mark.parametrize(
    "flat",
    [
        '<svg viewBox="0 0 9 9"><title>Icon</title><path d="x"/><circle r=1 /></svg>',
        "<svg><defs><style>.a{fill:red}</style></defs><use href='#a'/></svg>",
        "<svg><svg><path/></svg><path/></svg>",
        "<svg><![CDATA[<b>]]><path/></svg>",
        "<svg/>",
        "<math><mi>x</mi><mspace/></math>",
        "<svg><path/>",  # ended by what follows
        "<!-- <b> --><!--><!--->",
        "<script>x = '<b>'</script>",
        "<style>/* <b> */</style>",
        "<textarea><b></textarea>",
        "<iframe src=x><b></iframe>",
        "<img alt='<b>'>",
    ],
)
def test_large_pages_are_not_taken_for_deep_ones(flat: str) -> None:
    """What opens nothing, or is closed, counts for nothing, however often it comes."""
    document = read_page(f"{flat}{P}" * 10_000)
    assert (document.text.count(f"{STORY}\n"), document.warnings) == (10_000, ())


@pytest.mark.hostile(2)
@pytest.mark.parametrize("depth", [300, 2000])
def test_deep_pages_are_read_whole(depth: int) -> None:
    document = read_page(f"<div>{STORY}" * depth + "</div>" * depth + P)
    assert (document.text, document.warnings) == (f"{STORY}\n" * (depth + 1), ())


@pytest.mark.hostile(1)
@pytest.mark.parametrize("tags", ["<center>", "<blockquote>", "<dl><dd>", "<span>"])
def test_few_tags_that_lie_deep_are_flattened_too(tags: str) -> None:
    """Each line knows all that it stands in: what these take together grew with the square of the depth."""
    document = read_page(f"{tags}harbour " * 10_000 + P)
    assert document.text.split().count("harbour") == 10_001
    assert document.warnings == DEEP
    assert max(line.path.count(">") for line in document.lines) <= 2 * 512 + 3  # a `dd` in a `dl` counts for nothing


@pytest.mark.hostile(3, 4)
@pytest.mark.parametrize("name", ["a.html", "a.txt"])
def test_files_that_are_too_large_are_not_read_to_their_end(tmp_path: Path, name: str) -> None:
    """Nor held: the file has no blocks on the disk, and its size is not what memory is measured by."""
    path = tmp_path / name
    path.write_bytes(b"<p>" + b"a " * 100)
    os.truncate(path, 51_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableInput) as caught:
            read_file(str(path), 20_000_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert caught.value.kind == "too_large"
    assert peak < 25_000_000


@pytest.mark.hostile(3)
def test_one_paragraph_of_twelve_megabytes_is_read() -> None:
    document = read_page("<p>" + f"{STORY} " * 130_000 + "</p>" + P)
    assert len(document.text) > 12_000_000
    assert document.text.endswith(f"{STORY}\n")


@pytest.mark.hostile(4)
def test_one_line_of_two_megabytes_is_cleaned(tmp_path: Path) -> None:
    """Rules for whole lines pass over it; without the end of a sentence it stays one line."""
    write_pack(tmp_path, "shared/one", one_rule("line: 'Sign.*'"))
    rulebook = load_rulebook(tmp_path, bundled=False)
    text = "Sign " + "word " * 400_000
    assert cleaner.clean(text, rulebook=rulebook, chain=(Packs(),)).body == text.strip()


@pytest.mark.hostile(4)
@pytest.mark.parametrize("marks", [".", "?!", "…", '."', "。」"])
def test_a_row_of_marks_is_cut_into_sentences_in_proportion(marks: str) -> None:
    small, large = (cost(partial(split_lines, f"word {marks * count}x")) for count in (5_000, 20_000))
    assert large < 12 * small + 0.1


@pytest.mark.hostile(4)
@pytest.mark.parametrize(
    "piece",
    ["[1]x ", "(BUTTON) ", "(BUTTON)\n", "a\n", "the bell of the old ship was found on monday\n", "## x\n", "# ", "References\n1. a\n",
     "Link: [1]", "IFRAME: a", "  \n", "a-\nb", "**a", "海"],
)  # fmt: skip  # one row a thought
def test_what_is_seen_of_a_text_is_found_in_proportion(piece: str) -> None:
    texts = ("".join(f"[{number}]y\n" for number in range(1, 20)) + piece * count for count in (5_000, 20_000))
    small, large = (cost(partial(read, text, id="x", media_type="text/plain")) for text in texts)
    assert large < 12 * small + 0.1


CROWDS = {
    "white space": lambda count: " ".join(f"a{number}=x" for number in range(count)),
    "slashes": lambda count: "/".join(f"a{number}" for number in range(count)),
    "nothing": lambda count: "".join(f'a{number}=""' for number in range(count)),
    "brackets inside": lambda count: " ".join(f"a{number}='<p>'" for number in range(count)),
}


@pytest.mark.hostile(5)
@pytest.mark.parametrize("crowd", CROWDS)
def test_tags_with_too_many_attributes_are_refused(crowd: str) -> None:
    """Wherever one attribute ends, and before a parser sees them."""
    for count in (1_001, 200_000):
        with pytest.raises(UnreadableInput, match="more than 1000 attributes") as caught:
            read_page(f"{P}<p {CROWDS[crowd](count)}>{STORY}")
        assert caught.value.kind == "markup_limit"
    assert STORY in read_page(f"<p {CROWDS[crowd](999)}>{STORY}").text


@pytest.mark.hostile(5)
@pytest.mark.parametrize(
    "before", ["<!-->", "<!--->", "<!-- --!>", "<!---->", "<script-x>", "<style.x>", "<script>x</script>", "<b>"]
)
def test_nothing_hides_a_crowded_tag_that_a_parser_sees(before: str) -> None:
    with pytest.raises(UnreadableInput) as caught:
        read_page(f"{before}<p {CROWDS['slashes'](10_000)}>{STORY}")
    assert caught.value.kind == "markup_limit"


@pytest.mark.hostile(5)
@pytest.mark.parametrize(
    "body",
    [
        "<script>if (i<a " + "b / c " * 3000 + ") {}</script>",
        "<!-- <p " + "b / c " * 3000 + " -->",
        "<style>a<b " + "b / c " * 3000 + "</style>",
        "i <3 you " * 3000,
        "<p " + " " * 100_000 + ">",
        "<p " + "a " * 900 + ">" + "<p " + "b " * 900 + ">",
    ],
)
def test_what_only_looks_like_attributes_is_none(body: str) -> None:
    assert STORY in read_page(body + P).text


@pytest.mark.hostile(5)
@pytest.mark.parametrize("piece", ["<a b='", "<a <b", "<a", "<script>", "<!--", '<a b="x" c', "<p b=> ", "<a b=<"])
@pytest.mark.parametrize("tags", [0, 20_000], ids=["few tags", "so many that nesting is measured"])
def test_looking_for_attributes_takes_time_in_proportion(piece: str, tags: int) -> None:
    """Four times the markup takes no sixteen times as long, and nothing need ever end."""

    def attempt(count: int) -> None:
        with suppress(UnreadableInput):
            read(f"<!doctype html>{P}{'<br>' * tags}{piece * count}", id="x", media_type="text/html")

    small, large = cost(lambda: attempt(5_000)), cost(lambda: attempt(20_000))
    assert large < 12 * small + 0.1


@pytest.mark.hostile(1)
def test_long_names_of_tags_are_cut_in_paths() -> None:
    """Each path names all tags above it."""
    name = "x-" + "y" * 1_000
    document = read_page(f"<{name}>" * 300 + P)
    (line,) = [line for line in document.lines if line.text]
    assert line.path == ">".join(["html", "body", *[name[:64]] * 300, "p"])


@pytest.mark.hostile(6)
def test_a_hundred_thousand_paragraphs_are_read() -> None:
    document = read_page("<p>A line.</p>" * 100_000)
    assert len(document.lines) == 100_000


@pytest.mark.hostile(6)
def test_cleaning_paragraphs_takes_time_in_proportion() -> None:
    fast = cleaner.Policy(engine="fast")
    small = cost(lambda: cleaner.clean(page(P * 150), media_type="text/html", policy=fast))
    large = cost(lambda: cleaner.clean(page(P * 600), media_type="text/html", policy=fast))
    assert large < 10 * small + 0.1


@pytest.mark.hostile(6)
def test_of_a_page_with_very_many_elements_nothing_but_its_markup_is_asked() -> None:
    """What else is asked, of smaller pages in doubt, takes time that grows with the square of these."""
    markup = page(P * 5 + "<p>a</p>" * MOST_ELEMENTS)
    thorough, fast = (cleaner.clean(markup, media_type="text/html", policy=cleaner.Policy(engine=gear)) for gear in ENGINES)
    assert thorough.removals == fast.removals


@pytest.mark.hostile(68)
@pytest.mark.parametrize("piece", ["<option>a", "<option>a</option>", "<OPTION value='>'>a\n", "<select><option>a"])
def test_options_take_time_in_proportion_and_are_never_seen(piece: str) -> None:
    """For each option a parser looks through all others of its list."""

    def attempt(count: int) -> None:
        document = read(f"<!doctype html>{P}<select>{piece * count}", id="x", media_type="text/html")
        assert [line.text for line in document.lines] == [STORY]
        assert not document.warnings

    small, large = cost(lambda: attempt(8_000)), cost(lambda: attempt(32_000))
    assert large < 12 * small + 0.1


@pytest.mark.hostile(68)
def test_few_options_are_left_alone() -> None:
    markup = f"<body>{P}<select>{'<option>a</option>' * 4_000}</select>"
    assert bounded(markup) == (markup, ())


@pytest.mark.hostile(72)
@pytest.mark.parametrize("tag", ["<b id={}>", "<FONT color='{}'>", "<i/{}><em>", "<code a='>{}'\n>"])
def test_formatting_that_nobody_closes_takes_time_in_proportion(tag: str) -> None:
    """Each paragraph opens all of them again: 2,400 took 12 s and 1.5 GB."""

    def attempt(count: int) -> None:
        document = read_page("".join(f"{tag.format(number)}<p>harbour</p>" for number in range(count)))
        assert document.text == "harbour\n" * count
        assert document.warnings == FORMATTED

    small, large = cost(lambda: attempt(1_000)), cost(lambda: attempt(4_000))
    assert large < 12 * small + 0.1


@pytest.mark.hostile(72)
@pytest.mark.parametrize(
    "piece", ["<b id={}>harbour</b><p>", "<p><strong>harbour</STRONG ></p>", "<br><p>harbour<tbody><blockquote>"]
)
def test_formatting_that_is_closed_and_other_tags_are_left_alone(piece: str) -> None:
    markup = "".join(piece.format(number) for number in range(1_500)) + "<b>" * 64
    assert bounded(markup) == (markup, ())
