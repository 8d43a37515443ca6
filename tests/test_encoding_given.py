"""Who knows the encoding of their inputs says it, and it is taken for what it is."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import cleaner
from cleaner.batch import Settings, find
from cleaner.batch.fingerprint import fingerprint
from cleaner.errors import UnreadableInput
from cleaner.reading import codec_of
from cleaner.reading.decoding import decode
from cleaner.rulebook import Rulebook
from tests.batches import rulebook
from tests.commands import Result, bundled, cli, write
from tests.containers import lines, table

__all__ = ["bundled", "cli", "rulebook"]  # fixtures
SHORT = "Снег."
"""Too short to tell koi8-r from windows-1251 by."""
PAGE = '<html><head><meta charset="koi8-r"><title>x</title></head><body><p>Снег выпал в горах.</p></body></html>'


@pytest.mark.parametrize(
    ("named", "codec"),
    [
        ("windows-1251", "cp1251"),
        ("CP1251", "cp1251"),
        (" utf8 ", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("UTF-16", "utf-16-le"),
        ("latin1", "cp1252"),  # as browsers and those who write such files mean it
        ("gb2312", "gb18030"),
        ("cp437", "cp437"),
    ],
)
def test_an_encoding_has_many_names(named: str, codec: str) -> None:
    assert codec_of(named) == codec


@pytest.mark.parametrize(
    "named", ["", "windws-1251", "utf-7", "unicode_escape", "idna", "rot13", "base64", "hex", "a\0b", "\ud800", "utf" * 10_000]
)
def test_what_is_no_encoding_of_text_is_refused(named: str) -> None:
    with pytest.raises(ValueError, match="no known encoding of text"):
        codec_of(named)


def test_a_name_that_is_nearly_right_is_put_right() -> None:
    with pytest.raises(ValueError, match="did you mean windows-1251"):
        codec_of("windws-1251")


@pytest.mark.parametrize("named", ["rot13", "base64", "utf-7", "idna"])
def test_what_is_refused_is_not_proposed(named: str) -> None:
    with pytest.raises(ValueError, match="is no known encoding of text") as caught:
        codec_of(named)
    proposed = re.search(r"did you mean (.+)\?", str(caught.value))
    assert proposed is None or codec_of(proposed[1])


def test_what_is_given_wins_over_what_is_guessed_and_declared() -> None:
    for codec in ("cp1251", "koi8-r"):
        cleaned = cleaner.clean(SHORT.encode(codec), encoding=codec)
        assert (cleaned.body, cleaned.document.source.encoding, cleaned.document.source.encoding_from) == (
            SHORT,
            codec,
            "given",
        )
    raw = PAGE.encode("cp1251")
    assert cleaner.clean(raw, encoding="windows-1251").body == "Снег выпал в горах."
    assert cleaner.clean(raw, media_type="text/html; charset=koi8-r", encoding="windows-1251").body == "Снег выпал в горах."
    assert cleaner.clean(PAGE, encoding="windows-1251").body == "Снег выпал в горах."  # text has no encoding


def test_a_mark_wins_and_it_is_said() -> None:
    decoded = decode(codecs.BOM_UTF8 + SHORT.encode(), encoding="cp1251")
    assert (decoded.text, decoded.encoding, decoded.found, decoded.bom) == (SHORT, "utf-8", "bom", True)
    assert decoded.warnings == ("given as cp1251, but begins with the mark of utf-8",)
    assert decode(codecs.BOM_UTF8 + SHORT.encode(), encoding="utf-8").warnings == ()


def test_what_does_not_fit_is_counted_or_refused() -> None:
    few = decode(SHORT.encode("cp1251") + b"\x98", encoding="cp1251")
    assert (few.text, few.warnings) == (f"{SHORT}\ufffd", ("invalid byte sequences in cp1251 became U+FFFD: 1",))
    with pytest.raises(UnreadableInput, match="are not utf-8") as error:
        decode(("Снег выпал в горах. " * 9).encode("cp1251"), encoding="utf-8")
    assert error.value.kind == "undecodable"


def test_text_that_is_all_but_certainly_utf_8_is_read_as_was_said_with_a_word() -> None:
    decoded = decode(SHORT.encode(), encoding="cp1251")
    assert decoded.text == SHORT.encode().decode("cp1251")
    assert decoded.warnings == ("given as cp1251, but is valid UTF-8",)
    assert decode(b"Snow.", encoding="cp1251").warnings == ()


@pytest.mark.parametrize("raw", [b"%PDF-1.7 ", b"a\0\0\0" * 100])
def test_what_is_no_text_stays_none(raw: bytes) -> None:
    with pytest.raises(UnreadableInput) as error:
        decode(raw, encoding="cp1251")
    assert error.value.kind == "binary"


def test_wide_encodings_need_no_mark() -> None:
    assert decode(SHORT.encode("utf-16-le"), encoding=codec_of("utf-16")).text == SHORT


def test_a_command_reads_all_inputs_so(cli: Callable[..., Result]) -> None:
    write("in/a.txt", f"{SHORT}\n".encode("cp1251"))
    write("in/b.html", PAGE.encode("cp1251"))
    write("in/c.jsonl", json.dumps({"id": "c", "text": SHORT}, ensure_ascii=False).encode("cp1251") + b"\n")
    write("in/d.parquet", table([{"id": "d", "text": SHORT}, {"id": "e", "text": None}]))  # a column of text says what it is
    write("in/e.parquet", table([{"id": "raw", "text": SHORT.encode("cp1251")}]))
    write("in/f.jsonl", codecs.BOM_UTF8 + json.dumps({"id": "f", "text": SHORT}, ensure_ascii=False).encode())
    result = cli("clean", "in", "-o", "rows.jsonl", "--encoding", "windows-1251")
    assert "line 1" not in result.err
    texts = {row["id"]: row["text"] for row in map(json.loads, Path("rows.jsonl").read_text().splitlines())}
    assert texts == {"a.txt": SHORT, "b.html": "Снег выпал в горах.", "c": SHORT, "d": SHORT, "raw": SHORT, "f": SHORT}


def test_a_row_in_another_encoding_fails_with_the_way_out(cli: Callable[..., Result]) -> None:
    write("c.jsonl", json.dumps({"id": "c", "text": SHORT}, ensure_ascii=False).encode("cp1251") + b"\n")
    result = cli("clean", "c.jsonl", "-o", "rows.jsonl")
    assert result.code == 1
    assert "write JSON lines in UTF-8, or name their encoding with --encoding" in result.err
    write("c.jsonl", lines({"id": "c", "text": SHORT}) + b"\xff\n")
    assert (
        "it is not SHIFT_JISX0213 from byte 0 on; see --encoding"
        in cli("clean", "c.jsonl", "-o", "rows.jsonl", "--encoding", "shift_jisx0213").err
    )
    assert "JSON lines in utf-16-le are not read" in cli("clean", "c.jsonl", "-o", "rows.jsonl", "--encoding", "utf-16").err


def test_an_archive_is_read_as_was_said_whatever_the_server_said(cli: Callable[..., Result]) -> None:
    body = f"{SHORT}\n".encode("cp1251")
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\n" + body
    head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: {len(answer)}\r\n\r\n"
    write("a.warc", head.encode() + answer + b"\r\n\r\n")
    cli("clean", "a.warc", "-o", "rows.jsonl", "--encoding", "cp1251")
    assert json.loads(Path("rows.jsonl").read_text())["text"] == SHORT


def test_explaining_and_counting_read_as_cleaning_does(cli: Callable[..., Result]) -> None:
    write("in/a.txt", f"{SHORT}\n".encode("cp1251"))
    assert SHORT in cli("explain", "in/a.txt", "--encoding", "cp1251").out
    assert SHORT not in cli("explain", "in/a.txt", "--encoding", "koi8-r").out
    write("same.txt", f"{SHORT}\n")
    cli("profile", "in/a.txt", "-o", "one.profile", "--encoding", "cp1251")
    cli("profile", "same.txt", "-o", "other.profile")
    assert Path("one.profile").read_bytes() == Path("other.profile").read_bytes()


def test_a_name_that_is_none_ends_the_run_before_it_begins(cli: Callable[..., Result]) -> None:
    write("in/a.txt")
    result = cli("clean", "in", "-o", "out", "--encoding", "windws-1251")
    assert (result.code, Path("out").exists()) == (2, False)
    assert "--encoding: 'windws-1251' is no known encoding of text, did you mean windows-1251?" in result.err


def test_another_encoding_does_not_take_up_what_stands_and_another_name_of_it_does(cli: Callable[..., Result]) -> None:
    write("in/a.txt", f"{SHORT}\n".encode("cp1251"))
    for named, kept in (("cp1251", 0), ("windows-1251", 1), ("koi8-r", 0)):
        cli("clean", "in", "-o", "out", "--encoding", named)
        told = json.loads(Path("out/run.json").read_text())
        assert (told["timings"]["kept_from_earlier_runs"], told["options"]["encoding"]) == (kept, codec_of(named))
    assert Path("out/a.txt").read_text().strip() == SHORT.encode("cp1251").decode("koi8-r")


def test_the_encoding_is_part_of_what_names_a_run(rulebook: Rulebook) -> None:
    assert fingerprint(Settings(rulebook)) != fingerprint(Settings(rulebook, encoding="cp1251"))
    assert find(["README.md"]).reading.encoding is None
