"""Data that is made of characters is no article: it is refused, or the record says what it looks like."""

import json
import os
from collections.abc import Callable

import pytest

import cleaner
from cleaner.errors import UnreadableInput
from cleaner.reading import read
from tests.commands import BODY, STORY, Result, bundled, cli, write

__all__ = ["bundled", "cli"]  # fixtures

ROWS = [{"id": "a", "text": STORY}, {"id": "b", "text": STORY}]
DATA = {
    "an object": json.dumps(ROWS[0]),
    "an object on many lines": json.dumps(ROWS[0], indent=1),
    "an array": json.dumps(ROWS),
    "an array on many lines": "\n " + json.dumps(ROWS, indent=1) + "\n",
    "an array of texts": json.dumps([STORY, STORY]),
    "lines": "\n".join(map(json.dumps, ROWS)) + "\n",
    "lines, the last one broken off": "\n".join(map(json.dumps, ROWS * 2))[:-30],
    "deep": '{"a":[' * 100_000,
    "deep in a list": "[" * 20 + '{"a":' * 3_000,
    "deep with line ends": '[\n"a",\n' * 3_000,
    "XML": f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{STORY}</title></channel></rss>',
    "XML on many lines": f'<?xml version="1.0"?>\n<!-- a feed -->\n<!DOCTYPE nitf>\n<nitf:nitf>\n<t>{STORY}</t>\n</nitf:nitf>\n',
    "RTF": r"{\rtf1\ansi\deff0 {\fonttbl {\f0 Times;}}\f0 The harbour reopened on Monday.\par}",
}


@pytest.mark.parametrize("text", DATA.values(), ids=DATA)
def test_data_is_refused_with_the_remedy(text: str) -> None:
    for source in (text, text.encode()):
        with pytest.raises(UnreadableInput) as caught:
            cleaner.clean(source)
        assert caught.value.kind == "structured"
        assert any(
            remedy in str(caught.value)
            for remedy in ("convert it", "--from jsonl", "JSON lines", "call the file NAME.rss, or give --from rss with -")
        )


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0"?>\n\nSo begins a file of XML.\n',
        '<?xml version="1.0"?>\n<config>\n</config>\n\nThat is all that the ferry\'s timetable needs.\n',
        "<rss>\nfeeds are out of fashion\n</rss>\n",
        "[1]",
        "[1] Marsh J. Waiting. 2011.\n[2] Olu K. Crossing. 2016.\n",
        "[Music]\n\nThe harbour reopened on Monday.\n",
        '["We are back," the mayor said.]\n',
        "{}",
        "{{Infobox harbour}}\nThe harbour reopened on Monday.\n",
        '{"id": "a"}\n\nThis is an object with one key, as the API gives it.\n',
        '{"id": "a"}\n{"id": "b"}\n\nThese are two of them.\n',
        "[{(<\n",
        "[" * 3_000,
        "[" * 3_000 + '\nThe harbour {re}opened: "at last".\n',
        "[[ \n" * 1_500 + "The harbour reopened: at last.\n",
    ],
)
def test_texts_in_brackets_are_texts(text: str) -> None:
    assert read(text, id="x").text == text


def test_whoever_says_that_it_is_a_text_is_believed() -> None:
    for text in DATA.values():
        document = read(text, id="x", media_type="text/plain")
        assert (document.text, document.warnings) == (text, ())


@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_what_looks_like_a_table_is_said_to(sign: str) -> None:
    rows = [["id", "title", "text"], ["1", "Harbour", '"It is open, at last; all of it"'], ["2", "Ferry", "It is not"]]
    document = read("".join(sign.join(row) + "\n" for row in rows), id="x")
    assert document.warnings == (
        "read as one text, but it looks like a table of 3 columns; to clean it row by row write it as JSON lines or Parquet",
    )


@pytest.mark.parametrize(
    "text",
    [
        "On Monday, the harbour reopened.\nOn Tuesday, it closed again.\nOn Friday, nobody knew.\n",
        "Home, World, Europe\n\nThe harbour reopened on Monday, the mayor said, at noon.\n",
        "Name, Age\nAnn, 7\n",
        "One line, and one comma.",
        "Red, white, and blue.\nGreen, black, and gold, and more.\nNone of these, she said, at all.\n",
        "\n\n\n",
    ],
)
def test_prose_with_commas_is_no_table(text: str) -> None:
    assert not [warning for warning in read(text, id="x").warnings if "table" in warning]


def test_what_the_command_line_says(cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    write("one.txt", DATA["an array"])
    result = cli("clean", "one.txt", "-o", "out", "--no-fsync")
    said = "failed: one.txt: this is JSON, not a text; if it holds rows, call the file NAME.json, or give --from jsonl with -"
    assert (result.code, said in result.err) == (1, True)
    row = '{"id": "a", "text": "The harbour reopened on Monday after a long night."}\n'
    for arguments, code, out in ((("-",), 1, ""), (("-", "--from", "jsonl", "--format", "jsonl"), 0, None)):
        read_end, write_end = os.pipe()
        os.write(write_end, row.encode())
        os.close(write_end)
        monkeypatch.setattr("cleaner.batch.opening._STDIN", read_end)
        result = cli("clean", *arguments)
        os.close(read_end)
        assert result.code == code
        assert out is None or (result.out, "--from jsonl" in result.err) == (out, True)
        assert out is not None or json.loads(result.out)["text"] == BODY.strip()
