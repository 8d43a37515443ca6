"""Site files of another project: which XPath has an equal in CSS, and the packs and the report that come out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

import cleaner
from cleaner.cli import main
from cleaner.drafting.ftr import Imported, import_ftr
from cleaner.drafting.xpath import NotInCSS, selectors
from cleaner.errors import UsageError
from cleaner.rulebook import load_rulebook, yamlfile

SITE = """\
# a comment
title: //h1[@class='headline']
title: //meta[@property="og:title"]/@content
author: //a[@rel='author']
date://span[@class="day"]
body: //div[@id='story'] | //div[@id='story-2']
strip: //div[contains(@class, 'related-box')]
strip: //div[contains(@class, 'related-box')]
strip: //p[contains(., 'Read on')]
strip_id_or_class: newsletter
strip: //time/parent::div
strip: //blockquote
mystery: yes
prune: no
http_header(user-agent): X
test_url: https://example.com/1
"""

EXPRESSIONS = [
    ("//div", "div"),
    ("//DIV[@ID='x']", "div#x"),
    ("//div[@id='1x']", 'div[id="1x"]'),
    ("//div[@class='a b']", 'div[class="a b"]'),
    ("//*[@class='a']", '[class="a"]'),
    ('//div[contains(@class, "it\'s")]', 'div[class*="it\'s"]'),
    ("//div[contains(concat(' ',normalize-space(@class),' '),' a ')]", "div.a"),
    ("//div[contains(concat(' ', @class, ' '), ' a ') and contains(concat(' ', @class, ' '), ' b ')]", "div.a.b"),
    ("//div[starts-with(@id, 'x-')]", 'div[id^="x-"]'),
    ("//div[@data-x]", "div[data-x]"),
    ("//div[@class='a'][@id='b']", 'div[class="a"]#b'),
    ("//div[@class='a']/p", 'div[class="a"] > p'),
    ("//div[@class='a']//p//b", 'div[class="a"] p b'),
    ("//main/article[1]", "main > article:nth-of-type(1)"),
    ("//ul/li[last()]", "ul > li:last-of-type"),
    ("//div[@a='1' or @b='2']/p", 'div[a="1"] > p, div[b="2"] > p'),
    ("//div[(@a='1' or @a='2') and @b]", 'div[a="1"][b], div[a="2"][b]'),
    ("//div[not(@class)]", "div:not([class])"),
    ("//div[not(@a='1' or @b)]", 'div:not([a="1"]):not([b])'),
    ("//div[@a!='1']", 'div[a]:not([a="1"])'),
    ("//h1 | //h2", "h1, h2"),
    ("//h1|//h1", "h1"),
    ("id('story')/p", "#story > p"),
    ("/html/body/div[@id='x']", "html > body > div#x"),
    (".//footer", "footer"),
    ("//gu-island", "gu-island"),
]


@pytest.mark.parametrize(("xpath", "css"), EXPRESSIONS, ids=[xpath for xpath, _ in EXPRESSIONS])
def test_simple_xpath_is_css_and_its_examples_are_what_xpath_finds(xpath: str, css: str) -> None:
    found = selectors(xpath)
    assert ", ".join(selector.css() for selector in found) == css
    for selector in found:
        expression = xpath.lower() if xpath.startswith("//DIV") else xpath
        page = html.document_fromstring(f"<html><body>{selector.example('Here & there')}</body></html>")
        assert [element.text_content() for element in page.xpath(expression)][-1:] == ["Here & there"]
        other = html.document_fromstring(f"<html><body>{selector.counterexample('Here')}</body></html>")
        if len(found) == 1:
            assert other.xpath(expression) == []


@pytest.mark.parametrize(
    ("xpath", "reason"),
    [
        ("//meta[@name='date']/@content", "its result is an attribute, not text on the page"),
        ("//time/parent::div", "the axis parent:: has no equal in CSS"),
        ("//div/..", "'..' has no equal in CSS"),
        ("(//div)[1]", "a place among all that is found cannot be told in CSS"),
        ("//div[@class='a'][1]", "a place among the elements that pass a test cannot be told in CSS"),
        ("//*[2]", "a place among the elements that pass a test cannot be told in CSS"),
        ("//div[0]", "'0' is no place"),
        ("//p[contains(., 'x')]", "'.': only attributes can be tested in CSS"),
        ("//p[text()='x']", "text() has no equal in CSS"),
        ("//div[p]", "'p': only attributes can be tested in CSS"),
        ("//div/text()", "text() has no equal in CSS"),
        ("substring-after(//p, 'By')", "substring-after() has no equal in CSS"),
        ("//div[not(@a and @b)]", "not() of several tests at once has no equal in CSS"),
        ("//div[contains(concat('-', @class, '-'), '-a-')]", "this concat() has no equal in CSS"),
        ("//div[contains(@class, '')]", "every text holds the empty text"),
        ("//script", "'script' holds no text that stands on the page"),
        ("//body", "it is the whole page, or nearly so"),
        ("//*[not(@id)]", "it is the whole page, or nearly so"),
        ("//div[@class='a'", "']' is missing before ''"),
        ("//div]", "']' is not understood"),
        ("//div[@class=$x]", "'$x]' is not understood"),
        ("//", "'' is no name of an element"),
        ("", "there is no path in it"),
        ("//div[" + " or ".join(f"@a{n}" for n in range(70)) + "]", "too many alternatives"),
        ("//div[not(" + " and ".join(f"(@a{n} or @b{n})" for n in range(7)) + ")]", "too many alternatives"),
        ("//div[" + "(" * 3000 + "@a" + ")" * 3000 + "]", "its brackets are nested too deeply"),
        (f"//div[{'9' * 5000}]", "'99999999999999999999' is no place"),
        ("//div[1000]", "'1000' is no place"),
    ],
)  # fmt: skip
def test_what_has_no_equal_in_css_is_refused_with_a_reason(xpath: str, reason: str) -> None:
    with pytest.raises(NotInCSS) as refused:
        selectors(xpath)
    assert reason in str(refused.value)


def test_a_site_file_becomes_a_draft_of_select_rules(tmp_path: Path) -> None:
    (tmp_path / "example.com.txt").write_text(SITE, encoding="utf-8")
    imported = import_ftr(tmp_path)
    (text,) = imported.packs.values()
    assert text.startswith("# Made from example.com.txt of ftr-site-config, which is in the public domain.\nschema: 1\n")
    parsed = yamlfile.parse(text.encode("utf-8"), "x")
    assert parsed.mistakes == []
    assert {key: parsed.data[key] for key in ("outlet", "status")} == {"outlet": "example.com", "status": "draft"}
    assert [(rule["id"], rule["label"], rule["select"]) for rule in parsed.data["rules"]] == [
        ("title", "title", 'h1[class="headline"]'),
        ("author", "byline", 'a[rel="author"]'),
        ("date", "byline", 'span[class="day"]'),
        ("body", "article", "div#story, div#story-2"),
        ("other-story", "other_story", 'div[class*="related-box"]'),
        ("promo", "promo", '[class*="newsletter"], [id*="newsletter"]'),
    ]
    assert parsed.data["rules"][3]["examples"] == {
        "matches": ['<div id="story">What the page says here.</div>', '<div id="story-2">What the page says here.</div>'],
        "ignores": ["<div>The police said on Tuesday that nobody was hurt.</div>"],
    }
    assert [str(left) for left in imported.left] == [
        "example.com.txt:3: title: its result is an attribute, not text on the page",
        "example.com.txt:9: strip: '.': only attributes can be tested in CSS",
        "example.com.txt:11: strip: the axis parent:: has no equal in CSS",
        "example.com.txt:12: strip: rule 'navigation': this selector finds the prose of any page; name a class, an id or an "
        "attribute",
        "example.com.txt:13: mystery: this directive is not known",
    ]
    assert (imported.fetching, imported.files) == (2, 1)
    assert dict(imported.rules) == {"title": 1, "author": 1, "date": 1, "body": 1, "strip": 1, "strip_id_or_class": 1}


def test_imported_packs_load_and_serve_pages_once_they_are_no_drafts(tmp_path: Path) -> None:
    """What is large is left to the guesses; a draft takes nothing."""
    (tmp_path / "example.com.txt").write_text(SITE, encoding="utf-8")
    import_ftr(tmp_path).write(tmp_path / "rules")
    prose = "The ferry that links the two halves of the town will stay in dock until June, the authority said."
    page = (
        f'<html><body><div id="story"><h1 class="headline">Ferry stays in dock</h1><a rel="author">By Jane Roe</a> '
        f'<span class="day">3 May 2024</span><p>{prose}</p><div class="related-box wide">Lighthouse keeper retires</div>'
        f'<div class="newsletter">{prose * 40}</div></div></body></html>'
    )
    pack = tmp_path / "rules" / "outlets" / "example.com.yaml"
    chain = [cleaner.Packs()]

    def cleaned() -> cleaner.Cleaned:
        rules = load_rulebook(tmp_path / "rules", bundled=False)
        return cleaner.clean(page, url="https://www.example.com/1", rulebook=rules, chain=chain)

    draft = cleaned()
    assert draft.removals == ()
    assert {tag.rule.partition("/")[2] for tag in draft.tags} == {"title", "author", "date", "body", "other-story"}
    pack.write_text(pack.read_text(encoding="utf-8").replace("status: draft", "status: stable"), encoding="utf-8")
    stable = cleaned()
    assert stable.body.split("\n\n") == [prose, prose * 40]
    assert (stable.fields.title, stable.fields.authors, stable.fields.published) == (
        "Ferry stays in dock", ("Jane Roe",), "2024-05-03",
    )  # fmt: skip


def test_files_are_named_after_hosts(tmp_path: Path) -> None:
    for name in ("www.one.example.txt", ".two.example.txt", ".three.example.txt", "three.example.txt", "LICENSE.txt"):
        (tmp_path / name).write_text("body: //article\n", encoding="utf-8")
    (tmp_path / "empty.example.txt").write_text("prune: no\n", encoding="utf-8")
    imported = import_ftr(tmp_path)
    assert sorted(imported.packs) == ["one.example", "three.example", "two.example"]
    assert [str(left) for left in imported.left] == [
        ".three.example.txt:1: file: three.example has a file of its own, and a pack serves all hosts below its own",
        "LICENSE.txt:1: file: its name is no host",
    ]


def test_a_folder_without_site_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no site files here"):
        import_ftr(tmp_path)


def test_import_writes_packs_prints_the_report_and_never_overwrites(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    checkout, out = tmp_path / "ftr", tmp_path / "rules"
    checkout.mkdir()
    (checkout / "example.com.txt").write_text(SITE, encoding="utf-8")
    run: Callable[[], int] = lambda: main(["rules", "import", "ftr", str(checkout), "-o", str(out)])  # noqa: E731  # told twice
    assert run() == 0
    printed = capfd.readouterr()
    assert len(printed.out.splitlines()) == 5
    assert "1 site file: 1 pack with 6 rules (1 author, 1 body, 1 date, 1 strip, 1 strip_id_or_class, 1 title)" in printed.err
    pack = out / "outlets" / "example.com.yaml"
    assert pack.read_text(encoding="utf-8") == import_ftr(checkout).packs["example.com"]
    (checkout / "other.com.txt").write_text("body: //article\n", encoding="utf-8")
    assert run() == 2
    refused = capfd.readouterr()
    assert refused.out == ""
    assert f"{pack}: this pack exists, and is never overwritten" in refused.err
    assert not (out / "outlets" / "other.com.yaml").exists()


def test_packs_that_cannot_all_be_written_are_taken_back(tmp_path: Path) -> None:
    """A link to nothing stands where one of them goes: it is not written through, and the pack before it goes again."""
    link = tmp_path / "outlets" / "b.example.yaml"
    link.parent.mkdir()
    link.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match=r"b\.example\.yaml: cannot be written: File exists; nothing was kept"):
        Imported({"a.example": "x", "b.example": "x"}, Counter(), (), 0, 1).write(tmp_path)
    assert list(tmp_path.rglob("*.*")) == [link]


def test_bytes_that_are_no_utf8_and_controls_do_no_harm(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "example.com.txt").write_bytes(b"body: //div[@id='\x1b[31m\xff']\nstrip: //x\x1b[2J:y\n")
    assert main(["rules", "import", "ftr", str(tmp_path), "-o", str(tmp_path / "rules")]) == 0
    printed = capfd.readouterr()
    written = (tmp_path / "rules" / "outlets" / "example.com.yaml").read_text(encoding="utf-8")
    assert "\x1b" not in printed.out + printed.err + written
