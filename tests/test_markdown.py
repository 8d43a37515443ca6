"""Markdown in raw text: readers see the words of a link and not its address, and so do rules and stages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.model import Label, Policy
from cleaner.pipeline import claim, place
from cleaner.reading import read
from cleaner.reviewing.hearing import account
from cleaner.rulebook import load_rulebook
from cleaner.shown import in_source, shown, text_shown, unseen
from cleaner.stages import CHAIN
from cleaner.stages.inputs import Inputs

LINK = "[w](x.y)"
"""Tells that a text is Markdown."""


def seen(text: str) -> str:
    return shown(read(text, id="x", media_type="text/plain")).text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[Home](https://a.example/)", "Home"),
        ("[Home](/)", "Home"),
        ("[Home](#top)", "Home"),
        ("[Home]()", "Home"),
        ('[Home](a.html "The start")', "Home"),
        ("[Home](a.html 'The start')", "Home"),
        ("[Home](<a b.html>)", "Home"),
        ("[Home](https://a.example/Mercury_(planet))", "Home"),
        ("[see [1] there](a.html#1)", "see [1] there"),
        ("[Home](/)[World](/w)", "HomeWorld"),
        ("[\nHome\n](/)", "\nHome\n"),
        ("![The bell](bell.jpg)", ""),
        ("[![Logo](logo.svg) The Post](/)", " The Post"),
        ("* [Home](/)", "* Home"),
        ("[**Home**](/)", "Home"),
        ("**[Home](/)**", "Home"),
        ("[#### Home](/)", "Home"),
        (f"## Heading\n{LINK}", "Heading\nw"),
        (f"> ## Said\n> so\n{LINK}", "Said\nso\nw"),
        (f"{LINK} a *b* **c** ***d*** _e_ ~~f~~ `g`", "w a b c d e f g"),
        (f"{LINK} 1\\. \\[sic\\]", "w 1. [sic]"),
        ("# One\n\n## Two *b*\n\n### **Three**", "One\n\nTwo b\n\nThree"),
        ("[Home](https://p.example/a-\nb)", "Home"),
        ("# The title\n\nSaid *so*.", "The title\n\nSaid so."),
    ],
)  # fmt: skip
def test_signs_are_not_seen(text: str, said: str) -> None:
    assert seen(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "Nothing of Markdown in it.",
        "# a comment\n*** three stars ***\n> said",
        "He wrote [sic](and meant it) so.",
        "It says [1](2) there.",
        "array[i](x) and f[0](y)",
        "[an open bracket (and no address",
        "[words](https://a.example/ no end",
        "](https://a.example/)",
        "# One\n\n# Two\n\n*three*",
        "# not a heading *but* a remark\nx = 1",
        "Said *so*.\n\n# A heading below\n\nSaid *so*.",
        "## Only one\n\n**bold**",
        "##one\n##two",
    ],
)
def test_what_is_no_link_stays_as_it_is(text: str) -> None:
    document = read(text, id="x", media_type="text/plain")
    assert document.seen is None
    assert shown(document) is document


@pytest.mark.parametrize(
    "rest", ["2 * 3 * 4", "snake_case_name", "a ** b", "#hashtag", "* item", "5 > 4", "C:\\dir", "***", "1 ~ 2"]
)
def test_signs_that_mark_nothing_are_seen(rest: str) -> None:
    assert seen(f"{LINK}\n{rest}") == f"w\n{rest}"


def test_lines_are_the_same_lines() -> None:
    document = read("[a](b.c)\r\n\r\n![x](y.z)\r\n## [d](e.f) g", id="x", media_type="text/plain")
    assert [(line.number, line.text) for line in shown(document).lines] == [(1, "a"), (2, ""), (3, ""), (4, "d g")]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_signs_are_the_same_whatever_ends_the_lines(end: str) -> None:
    text = (
        "## The cost\nThe *bell\nrings* twice.\n> Nobody heard it.\n### The sound\n[Home](https://a.ex\\\n/)\n"
        '[News](/n "The\nnews") [Sport](https://a.example/in-\n  door) `a\nb`\n#### The end\n'
    )
    assert seen(text).startswith("The cost\nThe *bell\nrings* twice.\nNobody heard it.\nThe sound\n[Home](https")
    assert seen(text.replace("\n", end)) == seen(text).replace("\n", end)


def test_lines_of_nothing_but_links_are_known() -> None:
    text = "[a](b.c)\n* [a](b.c) | [d](e.f)\n1. [a](b.c)\n[a](b.c) and more\nno link\n![i](j.k)\n\n---"
    document = read(text, id="x", media_type="text/plain")
    assert document.seen is not None
    assert document.seen.linked == {1, 2, 3}


_PIECES = st.sampled_from(
    ["[", "]", "(", ")", "](x.y)", "![", "a", "B c", "\n", "\r\n", " ", "*", "**", "_", "`", "\\", "# ", "> ", "1. ", '"t"', "é", "\x00"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(_PIECES, max_size=40).map("".join))
def test_what_is_seen_is_the_text_less_signs_and_claims_find_back(text: str) -> None:
    document = read(f"{text}\n{LINK}\n{text}", id="x", media_type="text/plain")
    found = shown(document)
    assert document.seen is not None
    firsts = document.seen.numbers  # of the lines, of which some may pass for wrapped
    lasts = [number - 1 for number in firsts[1:]] + [len(document.lines)]
    assert len(firsts) == len(found.lines)
    assert "".join(found.text[line.start : line.stop] for line in found.lines) == found.text
    characters = iter(document.text)
    assert all(character in characters for character in found.text)  # in this order
    back = text_shown(document)
    for line in found.lines:
        if line.start < line.end:
            piece = cleaner.model.Claim(line.start, line.end, Label.SHARE, "r", cleaner.model.Authority.GUESS, 1.0, "")
            (there,) = in_source(document, [piece])
            assert back(there.start, there.end) == line.text
            first, last = (document.lines[number - 1] for number in (firsts[line.number - 1], lasts[line.number - 1]))
            assert first.start <= there.start < there.end <= last.end


@settings(deadline=None)
@given(
    st.lists(st.one_of(_PIECES, st.just("\n\nA sentence that is said here.\n\n"), st.just("\nShare\n")), max_size=40).map(
        "".join
    )
)
def test_markdown_is_only_cut_and_can_be_restored(text: str) -> None:
    cleaned = cleaner.clean(f"{text}\n{LINK}", media_type="text/plain")
    assert cleaner.restore(cleaned.body, cleaned.record()) == cleaned.document.text
    assert not any(one.end > other.start for one, other in zip(cleaned.removals, cleaned.removals[1:], strict=False))


ARTICLE = """The bell of the old lightship, missing since [the storm](https://p.example/1987), was found on Monday.

It rang when the barrel fell over, said **the cooper**, who has worked on the quay since he was twelve.

The bell will hang in the ferry hall from June on, next to the clock that always shows ten to four."""


def test_an_article_keeps_its_links() -> None:
    assert cleaner.clean(ARTICLE).body == ARTICLE


@pytest.mark.parametrize(
    "chrome",
    [
        "[Share on Facebook](https://f.example/sharer?u=1)",
        "### [Share on Facebook](https://f.example/sharer?u=1)",
        "[\n\nShare on Facebook\n\n](https://f.example/sharer?u=1)",
        "[![f](f.svg) Share on Facebook](https://f.example/sharer?u=1)",
        "**Share on Facebook**",
        "![The bell](https://p.example/bell.jpg)",
        "[![The bell](https://p.example/bell.jpg)](https://p.example/)",
        "[](https://p.example/)",
    ],
)
def test_signs_go_with_what_they_stand_around(chrome: str) -> None:
    assert cleaner.clean(f"{ARTICLE}\n\n{chrome}").body == ARTICLE
    assert cleaner.clean(f"{chrome}\n\n{ARTICLE}").body == ARTICLE


def test_a_link_of_which_something_stays_keeps_its_address() -> None:
    text = f"{ARTICLE}\n\n[\nShare on Facebook\nThe clock was wound by the cooper's aunt, who knows why it stops.\n](https://p.example/)"
    body = cleaner.clean(text).body
    assert "Share" not in body
    assert body.endswith("[\n\nThe clock was wound by the cooper's aunt, who knows why it stops.\n\n](https://p.example/)")


def test_images_are_embeds_and_can_be_kept() -> None:
    image = "[![The bell](https://p.example/bell.jpg)](https://p.example/)"
    text = f"{image}\n\n{ARTICLE}"
    (removal,) = cleaner.clean(text).removals
    assert (removal.label, removal.rule, text[removal.start : removal.end]) == (Label.EMBED, "stage/markdown", image)
    assert cleaner.clean(text, policy=Policy(keep=frozenset({Label.EMBED}))).body == text


def test_fields_hold_words_and_no_signs() -> None:
    text = "[Home](/) > [News](/news)\n\n# A *bell* rings\n\nBy [Maren Tidewell](/m)\n\n" + ARTICLE
    fields = cleaner.clean(text).fields
    assert (fields.title, fields.authors, fields.section) == ("A bell rings", ("Maren Tidewell",), ("News",))


def test_a_page_of_links_is_not_taken_for_nearly_all_of_it() -> None:
    menu = "\n".join(f"* [Menu {number}](https://p.example/{'long/' * 60}{number})" for number in range(80))
    cleaned = cleaner.clean(f"{menu}\n\n{ARTICLE}")
    assert (cleaned.status, cleaned.body) == ("ok", ARTICLE)


def test_claims_are_those_on_the_text_that_is_seen() -> None:
    document = place(
        read(f"[Home](/)\n[News](/n)\n\n{ARTICLE}\n\n[Share](#)", id="x", media_type="text/plain"), load_rulebook()
    )
    inputs = Inputs(load_rulebook())
    plain = claim(shown(document), CHAIN, inputs)
    assert claim(document, CHAIN, inputs) == [*in_source(document, plain), *unseen(document)]
    assert {claim.label for claim in plain} == {Label.NAVIGATION, Label.SHARE}


@pytest.mark.parametrize("name", ["page.md", "page.markdown"])
def test_markdown_files_are_taken(name: str) -> None:
    from cleaner.batch.kinds import taken

    assert taken(name)


def test_markdown_is_a_media_type() -> None:
    document = read(f"<p>{LINK}</p>", id="x", media_type="text/markdown; charset=utf-8")
    assert (document.source.media_type, shown(document).text) == ("text/plain", "<p>w</p>")


def test_a_line_of_markdown_gives_account_of_itself() -> None:
    """Claims, rules and the guess are those on what is seen; the line is the source's."""
    text = f"![The bell](/bell.jpg)\n* [Home](/)\n* [Puzzles](/p)\n\n{ARTICLE}"
    rulebook = load_rulebook()
    document = cleaner.clean(text).document
    image, home, *_, last = (account(document, number, rulebook=rulebook, policy=Policy()) for number in (1, 2, 3, 5))
    assert (image.outcome, [voice.claim.rule for voice in image.voices]) == (
        "goes, as embed by stage/markdown",
        ["stage/markdown"],
    )
    assert [(change.what, change.outcome) for change in image.changes[:2]] == [
        ("without stage/markdown", "stays"),
        ("with --keep embed", "stays"),
    ]
    assert (home.line.text, home.outcome) == ("* [Home](/)", "goes, as navigation by navigation/menu-words")
    assert [look.rule.id for look in home.looks if look.matched] == ["navigation/menu-words"]
    assert last.outcome == "stays"


def test_the_rows_of_a_table_stay_below_each_other() -> None:
    """Two tables stay two, and what is no row, or was apart from it, is a paragraph."""
    table = "| Office | 2022 |\n|---|---|\n| Schools | 41 |"
    text = f"The council met.\n{table}\n\n| Other | table |\n|\nThe vote was close, all said.\n"
    body = f"The council met.\n\n{table}\n\n| Other | table |\n\n|\n\nThe vote was close, all said."
    cleaned = cleaner.clean(text, id="x", chain=())
    assert cleaned.body == body
    assert cleaner.restore(body, cleaned.record()) == text
    assert cleaner.clean(body, id="x", chain=()).body == body
