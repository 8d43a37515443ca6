"""Bytes become text by the rules of the house, and the record says by which."""

import codecs
import hashlib
import pickle
import struct
from itertools import product

import pytest

from cleaner.errors import UnreadableInput
from cleaner.reading import codec_of, read
from cleaner.reading.decoding import decode

RUSSIAN = "Министр сказал, что переговоры продолжатся завтра. Журналисты ждали у входа весь день. " * 4
FRENCH = "L’été dernier, à l’île d’Oléron, des élèves ont reçu une leçon de français très particulière. " * 4
POLISH = "Wczoraj w Łodzi odbyła się uroczystość, na którą przyszło wielu gości. Burmistrz powiedział, że będzie następna. " * 4
GERMAN = "Die Bürger müssen für die Straße zahlen, sagte der Bürgermeister. Über die Höhe wird später entschieden. " * 4
JAPANESE = "東京の天気は晴れです。明日は雨が降るでしょう。新聞を読みましたか。" * 6
CHINESE = "北京今天天气晴朗。明天可能会下雨。记者在门口等了一整天。" * 6
RUSSIAN_NEWS = "Во вторник совет порта решил за год отстроить северный мол.\n" * 3
JAPANESE_NEWS = "港の議会は火曜日、北の桟橋を作り直すことを決めた。工事は一年かかる。\n" * 5
CHINESE_PAGE = "<html><head><title>港口</title></head><body><p>议会周二决定一年内重建北码头，一共九百万。</p></body></html>"


@pytest.mark.parametrize(
    ("raw", "encoding", "found"),
    [
        (codecs.BOM_UTF8 + b"News", "utf-8", "bom"),
        (codecs.BOM_UTF16_LE + "News".encode("utf-16-le"), "utf-16-le", "bom"),
        (codecs.BOM_UTF16_BE + "News".encode("utf-16-be"), "utf-16-be", "bom"),
        (codecs.BOM_UTF32_LE + "News".encode("utf-32-le"), "utf-32-le", "bom"),
        ("Plain news.".encode("utf-16-le"), "utf-16-le", "guess"),
        ("Plain news.".encode("utf-16-be"), "utf-16-be", "guess"),
        (b"Plain news.", "utf-8", "utf-8"),
        ("Naïve news.".encode(), "utf-8", "utf-8"),
        (JAPANESE.encode("iso2022_jp"), "iso2022_jp", "escape"),
    ],
)
@pytest.mark.hostile(11, 12, 16, 18)
def test_encodings_that_are_certain(raw: bytes, encoding: str, found: str) -> None:
    decoded = decode(raw)
    assert (decoded.encoding, decoded.found) == (encoding, found)
    assert "\ufffd" not in decoded.text
    assert not decoded.text.startswith("\ufeff")


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
        (CHINESE, "big5"),
        (FRENCH, "cp1252"),
        (POLISH, "cp1250"),
        (GERMAN, "cp1252"),
    ],
)
@pytest.mark.hostile(13)
def test_legacy_encodings_are_guessed_right_and_said_to_be_guessed(text: str, codec: str) -> None:
    text = text.encode(codec, "ignore").decode(codec)
    decoded = decode(text.encode(codec))
    assert decoded.text == text
    assert decoded.found == "guess"
    assert decoded.warnings == (f"encoding guessed: {decoded.encoding}",)


@pytest.mark.hostile(14)
def test_a_declared_encoding_is_used_if_it_fits() -> None:
    decoded = decode(RUSSIAN.encode("cp1251"), "text/plain; charset=windows-1251")
    assert (decoded.text, decoded.encoding, decoded.found, decoded.warnings) == (RUSSIAN, "cp1251", "declared", ())


@pytest.mark.hostile(14)
@pytest.mark.parametrize(
    "markup", ["<meta charset=utf-16>", "<?xml version='1.0' encoding='utf-16'?>", "<meta charset=utf-16le>"]
)
def test_markup_in_single_bytes_is_not_of_double_ones_whatever_it_says(markup: str) -> None:
    text = f"{markup}<p>{FRENCH}".ljust(1000)
    decoded = decode(text.encode("cp1252"))
    assert (decoded.text, decoded.found) == (text, "guess")
    assert decoded.warnings == ("encoding guessed: cp1252, although declared as utf-8",)
    told = decode("Journal".encode("utf-16-be"), "text/plain; charset=utf-16be")
    assert told.text == "Journal"


@pytest.mark.parametrize("charset", ["utf-16", "UTF-16LE"])
def test_declared_utf_16_without_a_mark_is_little_endian_on_any_machine(charset: str) -> None:
    told = decode("日本語の記事です。".encode("utf-16-le"), f"text/plain; charset={charset}")
    assert (told.text, told.encoding, told.found) == ("日本語の記事です。", "utf-16-le", "declared")


@pytest.mark.hostile(12)
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [RUSSIAN_NEWS, JAPANESE_NEWS, CHINESE_PAGE])
def test_utf_16_without_a_mark_is_read_in_any_language(text: str, codec: str) -> None:
    raw = text.encode(codec)
    assert decode(raw) == (text, codec, "guess", False, (f"encoding guessed: {codec}",))
    assert decode(raw, f"text/plain; charset={codec}") == (text, codec, "declared", False, ())
    cut = decode(raw + "を".encode(codec)[:1], f"text/plain; charset={codec}")  # a download that broke off
    assert cut.text == f"{text}\ufffd"
    assert cut.warnings == (f"invalid byte sequences in {codec} became U+FFFD: 1",)


@pytest.mark.hostile(8)
@pytest.mark.parametrize(
    ("raw", "media_type"),
    [
        *product(
            (
                struct.pack("<500H", *[number * 7919 % 997 for number in range(500)]),
                struct.pack(">500h", *[number * 7919 % 509 - 250 for number in range(500)]),
                struct.pack("<200I", *range(200)),
                pickle.dumps({f"key {number}": number for number in range(50)}),
            ),
            (None, "text/plain; charset=utf-16le"),
        ),
        (b"\0getenv\0strcmp\0_init\0exit\0memchr\0fputs_unlocked\0" * 20, None),
    ],
)
def test_numbers_and_tables_of_names_are_no_double_bytes(raw: bytes, media_type: str | None) -> None:
    with pytest.raises(UnreadableInput) as caught:
        decode(raw, media_type)
    assert caught.value.kind == "binary"


@pytest.mark.hostile(14)
@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("windows-874", "cp874", "ข่าววันนี้"),
        ("TIS-620", "cp874", "“ข่าว”"),
        ("iso-8859-8-i", "iso8859-8", "שלום"),
        ("x-sjis", "cp932", "①ニュース"),
        ("windows-31j", "cp932", "①ニュース"),
        ("x-gbk", "gb18030", "新闻"),
        ("windows-949", "cp949", "뉴스"),
        ("koi8-ru", "koi8-u", "Новини"),
        ("x-cp1251", "cp1251", "Новости"),
    ],
)
def test_encodings_are_declared_by_the_labels_of_the_web(label: str, codec: str, text: str) -> None:
    page = f"<!-- <meta charset=koi8-r> --><script>'<meta charset=big5>'</script><meta charset={label}><p>{text}"
    assert decode(page.encode(codec)) == (page, codec, "declared", False, ())
    assert decode(page.encode(codec), f"text/html; charset={label}").encoding == codec
    assert decode(page.encode(codec), "text/html; charset=nobody-knows").encoding == codec
    assert codec_of(label) == codec


@pytest.mark.hostile(14)
def test_a_declaration_behind_a_long_script_is_seen() -> None:
    head = f"<head><script>{'var a = 1;' * 2000}</script>"
    page = f"{head}<meta charset=koi8-r></head><body><p>Новости"
    assert decode(page.encode("koi8-r")) == (page, "koi8-r", "declared", False, ())
    quoted = f"{head}</head><body><p>Новости <meta charset=cp866>"
    assert decode(quoted.encode("koi8-r")).found == "guess"


@pytest.mark.hostile(69)
def test_heads_of_unclosed_comments_and_scripts_take_linear_time() -> None:
    for mark in (b"<!--", b"<script>", b"<style", b"<meta charset"):
        decode(mark * 20_000 + b"\xe9t\xe9 dernier, des \xe9l\xe8ves")


@pytest.mark.parametrize(
    ("text", "declared", "codec"),
    [
        ("①②㈱ 髙島屋", "shift_jis", "cp932"),
        ("똠방각하", "euc-kr", "cp949"),
        ("똠방각하", "ks_c_5601-1987", "cp949"),
    ],
)
@pytest.mark.hostile(14)
def test_declared_encodings_are_read_as_their_supersets(text: str, declared: str, codec: str) -> None:
    decoded = decode(text.encode(codec), f"text/plain; charset={declared}")
    assert (decoded.text, decoded.encoding, decoded.found) == (text, codec, "declared")


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
@pytest.mark.parametrize(("text", "codec"), [(CHINESE, "gb18030"), ("\U00020000" + CHINESE, "gb18030"), (JAPANESE, "euc_jp")])
@pytest.mark.hostile(13)
def test_a_sample_that_ends_within_a_character_is_read_nevertheless(text: str, codec: str, before: str) -> None:
    text = before + text * (250_000 // len(text.encode(codec)))
    decoded = decode(text.encode(codec))
    assert decoded.text == text


@pytest.mark.hostile(14)
def test_valid_utf8_wins_over_what_is_declared() -> None:
    decoded = decode("Журнал".encode(), "text/plain; charset=gb18030")
    assert decoded.text == "Журнал"
    assert decoded.warnings == ("declared as gb18030, but is valid UTF-8",)


@pytest.mark.hostile(15)
def test_utf7_is_never_decoded() -> None:
    assert decode(b"+ADw-script+AD4-", "text/plain; charset=utf-7").text == "+ADw-script+AD4-"


@pytest.mark.hostile(17)
def test_a_few_broken_bytes_in_utf8_are_replaced_and_counted() -> None:
    decoded = decode(("Ü" * 500).encode() + b"\xff" + b" end")
    assert decoded.text == "Ü" * 500 + "\ufffd end"
    assert decoded.warnings == ("invalid byte sequences in utf-8 became U+FFFD: 1",)


@pytest.mark.parametrize(
    "raw",
    [
        b"%PDF-1.7 ...", b"\x89PNG\r\n", b"\x7fELF\x02", b"PK\x03\x04....", b"\x1f\x8b\x08", b"abc" + b"\0" * 50,
        codecs.BOM_UTF8 + b"abc" + b"\0" * 50, codecs.BOM_UTF16_LE + b"\0" * 500, codecs.BOM_UTF32_BE + b"\0" * 500,
        "The harbour reopened.".encode("utf-16-le") + b"\0" * 10,
    ],
)  # fmt: skip  # a list
@pytest.mark.hostile(7, 8)
def test_binary_data_is_refused_with_advice(raw: bytes) -> None:
    with pytest.raises(UnreadableInput) as caught:
        decode(raw)
    assert caught.value.kind == "binary"


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff" * 5000, b"\xe9" * 16, b"\xff " * 3000, (b"\xc4" * 70 + b"\n") * 9, b"\xff" * 950 + b"head" * 12,
        b"\xff" * 300_000 + "Der Hafen öffnete am Montag.".encode("cp1252"),
    ],
)  # fmt: skip  # a list
@pytest.mark.hostile(8)
def test_a_byte_that_fills_a_file_is_no_letter(raw: bytes) -> None:
    """Some code page makes a letter of any byte, and of a letter again and again no text."""
    with pytest.raises(UnreadableInput, match=r"^nearly all of it is one and the same byte: this is binary data") as caught:
        decode(raw)
    assert caught.value.kind == "binary"


@pytest.mark.parametrize(
    ("raw", "encoding", "text"),
    [
        (b"\xe9" * 15, "cp1252", "é" * 15),
        (b"\x97" * 500 + b" \xa7", "cp1252", "—" * 500 + " §"),
        (b"x" * 5000 + b"\xe9 \xe9", "cp1252", "x" * 5000 + "é é"),
        (b"\xc3\xa9" * 5000, "utf-8", "é" * 5000),
        (b"Zu sp\xe4t am Hafen, " * 20 + b"\xe4" * 800, "cp1252", "Zu spät am Hafen, " * 20 + "ä" * 800),
    ],
)
def test_what_repeats_and_may_be_text_is_read(raw: bytes, encoding: str, text: str) -> None:
    """Too little to tell, a ruled line, a letter of ASCII, bytes that are surely UTF-8, a scream behind a text."""
    decoded = decode(raw)
    assert (decoded.encoding, decoded.text) == (encoding, text)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.hostile(7)
def test_a_stray_nul_is_kept_with_a_warning(codec: str) -> None:
    document = read(("The first\0 line.\n" + "More text follows here.\n" * 100).encode(codec), id="x")
    assert "\0" in document.text
    assert document.warnings == ("NUL characters in the text are kept as they are",)


@pytest.mark.parametrize("raw", [b"", b"\xef\xbb\xbf", b" \n\t\n"])
@pytest.mark.parametrize("kind", [None, "text/plain", "text/html", "application/xhtml+xml"])
@pytest.mark.hostile(9)
def test_empty_input_is_no_error(raw: bytes, kind: str | None) -> None:
    """Whatever it is called: nothing is lost where nothing was."""
    document = read(raw, id="x", media_type=kind)
    assert document.warnings == ("empty: there is no text in it",)
    assert document.source.media_type == "text/plain"


@pytest.mark.hostile(10)
def test_lone_surrogates_become_replacement_characters() -> None:
    document = read("a\ud800b", id="x")
    assert document.text == "a\ufffdb"
    assert document.warnings == ("lone surrogates became U+FFFD",)


@pytest.mark.hostile(19, 20)
def test_lines_end_where_line_ends_are_and_nowhere_else() -> None:
    document = read("a\r\nb\rc\nd\u2028e\x0cf\x85g", id="x")
    assert [line.text for line in document.lines] == ["a", "b", "c", "d\u2028e\x0cf\x85g"]
    assert [(line.start, line.end, line.stop) for line in document.lines] == [(0, 1, 3), (3, 4, 5), (5, 6, 7), (7, 14, 14)]


def test_an_article_on_one_line_is_cut_into_sentences() -> None:
    text = "Mr. Smith of St. Ives spoke on Jan. 5. “Never again!” he said. It cost $3.50 a head. Who knew? The U.S. did. " * 8
    lines = read(text.strip() + "\n", id="x").lines
    assert [line.text for line in lines[:5]] == [
        "Mr. Smith of St. Ives spoke on Jan. 5.",
        "“Never again!” he said.",
        "It cost $3.50 a head.",
        "Who knew?",
        "The U.S. did.",
    ]
    assert len(lines) == 40


def test_chinese_on_one_line_is_cut_into_sentences() -> None:
    lines = read(CHINESE * 6, id="x").lines
    assert [line.text for line in lines[:3]] == ["北京今天天气晴朗。", "明天可能会下雨。", "记者在门口等了一整天。"]


def test_markup_is_recognised_and_the_record_says_who_read_it() -> None:
    page = "<!doctype html><html><body><nav><a href='/'>Home</a></nav><article>" + "".join(
        f"<p>The harbour of the town reopened on day {day}, the mayor told reporters at length.</p>" for day in range(9)
    )
    document = read(page.encode(), id="x")
    assert document.source.media_type == "text/html"
    assert document.source.reader.startswith("selectolax ")
    assert "reopened on day 8" in document.text


@pytest.mark.parametrize(
    "text",
    [
        "Use <b> and </b> for bold, <p> for paragraphs, <a> for links, <li> and <ul> for lists.",
        "a < b and c > d",
        "<3 you all. </3",
    ],
)
def test_prose_about_markup_is_no_markup(text: str) -> None:
    assert read(text, id="x").source.media_type == "text/plain"


@pytest.mark.parametrize(
    "markup",
    [
        "<p>plain</p>",
        "<title>Été</title><p>“naïve” 漢字 \U0001f600</p>",
        "<p>a\0b<p>\ufffd",
        f"{'<div>' * 20_001}<p>at the bottom</p>",  # too deep: the parser gets other markup than the bytes that came
    ],
)
@pytest.mark.parametrize("start", [b"", codecs.BOM_UTF8])
def test_a_page_is_the_same_from_its_bytes_and_from_its_text(markup: str, start: bytes) -> None:
    from_text = read(markup, id="x", media_type="text/html")
    from_bytes = read(start + markup.encode(), id="x", media_type="text/html")
    assert from_bytes.page == from_text.page
    assert (from_bytes.lines, from_bytes.warnings) == (from_text.lines, from_text.warnings)


def test_a_page_in_another_encoding_is_read_in_that() -> None:
    """What goes to the parser is UTF-8, whatever came."""
    raw = "<meta charset=windows-1252><p>L’été à Besançon</p>".encode("cp1252")
    assert read(raw, id="x", media_type="text/html").text == "L’été à Besançon\n"
    broken = "<p>Ein Tag im Süden, ein Tag am Fluß, ein Tag in Köln, und ein Tag im Büro.</p>".encode() * 20 + b"<p>a\xffb</p>"
    document = read(broken, id="x", media_type="text/html")
    assert document.lines[-1].text == "a\ufffdb"
    assert document.warnings == ("invalid byte sequences in utf-8 became U+FFFD: 1",)


def test_markup_without_text_is_refused() -> None:
    with pytest.raises(UnreadableInput) as caught:
        read("<!doctype html><html><body></body></html>", id="x")
    assert caught.value.kind == "no_text"


def test_the_digest_is_of_the_raw_bytes() -> None:
    raw = codecs.BOM_UTF8 + b"News"
    assert read(raw, id="x").source.sha256 == hashlib.sha256(raw).hexdigest()


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("display:none", False),
        ("color:red; visibility : hidden", False),
        ("backface-visibility:hidden", True),
        ("-webkit-backface-visibility:hidden", True),
        ("content-visibility:hidden", True),
        ("display:block", True),
    ],
)
def test_a_style_hides_what_browsers_do_not_show(style: str, shown: bool) -> None:
    page = f"<!doctype html><p>The ferry stays in dock.</p><p style='{style}'>So it goes.</p>"
    assert read(page, id="x").text == "The ferry stays in dock.\n" + "So it goes.\n" * shown


def test_an_anchor_without_an_address_is_no_link() -> None:
    document = read("<!doctype html><a name=story><p>One</p></a><a href=/x><p>Two</p></a>", id="x")
    assert document.page is not None
    tags = [document.page.tags[document.page.parents[owner]] for owner in document.page.owners]
    assert tags == ["span", "a"]


@pytest.mark.parametrize("broken", [b"\xe2\x80", b"Gr\xfc\xdfe", b"\xf1"])
@pytest.mark.hostile(17)
def test_a_broken_character_leaves_a_page_in_utf8(broken: bytes) -> None:
    text = "“I never told anyone to do it,” Ames says. “Not once.”\n" * 4
    decoded = decode(text.encode() + broken + b" end")
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith(text)
