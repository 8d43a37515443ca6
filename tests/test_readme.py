"""What README.md shows is true: its example is a seed, its commands and calls exist, its numbers and lists are the package's."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import trafilatura
import typer

import cleaner
from cleaner.batch.sealing import sealed
from cleaner.cli import app
from cleaner.model import Label
from tests.conftest import ROOT
from tests.packs import write_pack

PAGE = (ROOT / "README.md").read_text(encoding="utf-8")
SEED = (ROOT / "seeds" / "001_b6155804945819f7.txt").read_bytes()
PAGES = [
    "README.md", "CONTRIBUTING.md", "benchmarks/README.md", "rules/README.md", "tests/README.md", "fixtures/clean/README.md",
]  # fmt: skip  # a list
LEFT_OUT = re.compile(r"[…⋮]")
"""What stands where an example leaves something out."""


def blocks(kind: str, page: str = PAGE) -> list[str]:
    """The fenced blocks of one kind, without what indents them."""
    found = re.findall(rf"^( *)```{kind}\n(.*?)^ *```$", page, re.MULTILINE | re.DOTALL)
    return [re.sub(rf"(?m)^{indent}", "", text) for indent, text in found]


def section(heading: str) -> str:
    return PAGE.partition(f"\n{heading}\n")[2].partition("\n## ")[0]


def flat(text: str) -> str:
    return " ".join(text.split())


def assert_shows(example: str, whole: str) -> None:
    """The example is the whole, wrapped otherwise, with pieces left out."""
    at = 0
    for piece in LEFT_OUT.split(flat(example)):
        found = flat(whole).find(piece.strip(), at)
        assert found == 0 if at == 0 else found > 0, piece
        at = found + len(piece.strip())


@pytest.fixture(scope="module")
def seed() -> cleaner.Cleaned:
    return cleaner.clean(SEED)


# -- the example at the top, and the record


def test_the_example_is_a_seed_and_what_becomes_of_it(seed: cleaner.Cleaned) -> None:
    source, body, *_ = blocks("text")
    assert_shows(source, seed.document.text)
    assert_shows(body, seed.body)
    shown = json.loads(re.sub(r",?\s*…", "", blocks("json")[0]))
    record = seed.record()
    assert shown["fields"] == {key: record["fields"][key] for key in shown["fields"]}
    for cut in shown.pop("removals"):
        assert any(cut == {key: one[key] for key in cut} for one in record["removals"]), cut
    assert set(shown) <= set(record)


def test_the_cut_that_is_shown_is_one_of_the_seed(seed: cleaner.Cleaned) -> None:
    assert json.loads(blocks("json")[1]) in seed.record()["removals"]


def test_every_key_of_a_record_and_of_a_removal_is_explained(seed: cleaner.Cleaned) -> None:
    """In the order in which they stand."""
    record = json.loads(sealed(seed.record(), "0" * 64))
    rows = re.findall(r"(?m)^\| (`.*?) \| .* \|$", section("## What comes out").partition("### The record")[2])
    named = [re.findall(r"`(\w+)`", row) for row in rows]
    keys = [key for row in named for key in row]
    removal, whole = keys[: len(record["removals"][0])], keys[len(record["removals"][0]) :]
    assert sorted(removal) == sorted(record["removals"][0])
    assert sorted(whole) == sorted(record)
    (source,) = (line for line in PAGE.splitlines() if line.startswith("| `source` |"))
    assert {key for key in record["source"] if f"`{key}`" not in source} <= {"encoding_from"}


# -- commands and calls


def commands() -> Iterator[str]:
    for block in blocks("sh"):
        for line in block.splitlines():
            for part in re.split(r" && | \| | > ", line.split("  #")[0]):
                if re.match(r"(\.venv/bin/)?cleaner ", part):
                    yield part.strip()


@pytest.mark.parametrize("line", list(dict.fromkeys(commands())))
def test_every_command_exists_with_its_options(line: str) -> None:
    """It is parsed, not run: no value of an option is looked at."""
    _, *words = shlex.split(line)
    command: Any = typer.main.get_command(app)
    context = typer.Context(command, resilient_parsing=True)
    while words and words[0] in getattr(command, "commands", ()):
        command = command.commands[words.pop(0)]
        context = typer.Context(command, resilient_parsing=True)
    _, left, _ = command.make_parser(context).parse_args(words)
    assert left == [], f"{line}: it takes no {left}"


def test_commands_are_found() -> None:
    found = {line.split()[1] for line in commands()}
    assert {"clean", "explain", "restore", "verify", "review", "diff", "doctor", "unbundle", "rules"} <= found


def test_the_calls_of_python_do_what_they_say(capsys: pytest.CaptureFixture[str], seed: cleaner.Cleaned) -> None:
    """All but those of data sets, for which a large library would have to be there."""
    pyarrow = pytest.importorskip("pyarrow")
    (code,) = (block for block in blocks("python") if block.startswith("import cleaner"))
    code, of_data_sets = code.split("# Hugging Face")
    given = [{"content": SEED.decode(), "doc_id": 7, "label": "a", "date": "2022-02-18"}, {"content": None, "doc_id": 8}]
    names: dict[str, Any] = {
        "raw": SEED,
        "record": seed.record(),
        "frame": SimpleNamespace(to_dict=lambda _: given),
        "pyarrow": pyarrow,
    }
    exec(compile(code, "README.md", "exec"), names)
    assert names["cleaned"].body == seed.body
    assert capsys.readouterr().out.splitlines()[2].startswith("38 59 navigation chinadaily.com.cn/breadcrumbs ")
    assert names["table"].select(["id", "status", "label", "day"]).to_pylist() == [
        {"id": "7", "status": "ok", "label": "a", "day": "2022-02-18"},
        {"id": "8", "status": "failed:bad_row", "label": None, "day": None},
    ]
    compile("#" + of_data_sets, "README.md", "exec")
    assert callable(names["batch"].columns)


def test_what_trafilatura_gives_is_cleaned() -> None:
    sentence = (
        "The harbour reopened on Monday after a long night, the port said, and the ferries went out again to the islands."
    )
    (code,) = (block for block in blocks("python") if block.startswith("text = "))
    paragraphs = "".join(f"<p>{sentence} It was day {day} of the strike.</p>" for day in range(5))
    names: dict[str, Any] = {
        "trafilatura": trafilatura,
        "cleaner": cleaner,
        "html": f"<html><body><article><h1>Harbour open</h1>{paragraphs}</article></body></html>",
        "url": "https://news.example/harbour",
    }
    exec(compile(code, "README.md", "exec"), names)
    assert names["cleaned"].body.count(sentence) == 5


def test_the_outlet_that_is_shown_can_be_copied(tmp_path: Any) -> None:
    (pack,) = blocks("yaml")
    write_pack(tmp_path, "outlets/harbour.example", pack)
    rulebook = cleaner.load_rulebook(tmp_path, bundled=False)
    text = "You have read two of three free stories\n\nThe ferry is back."
    removed = cleaner.clean(text, outlet="harbour.example", rulebook=rulebook).removals
    assert [(cut.label, cut.rule) for cut in removed] == [("promo", "harbour.example/story-meter")]
    assert "`my-rules/outlets/harbour.example.yaml`" in PAGE


def test_the_test_command_is_what_runs_on_every_submission() -> None:
    assert any(block.splitlines()[-1] == "bash tests/run" for block in blocks("sh"))
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == "exec bash tests/run"


# -- lists and numbers


def test_all_labels_are_named() -> None:
    listed = re.findall(r"`(\w+)`", PAGE.partition("Labels: ")[2].partition(";")[0])
    assert listed == [label for label in Label if label != "article"]


def test_rules_and_languages_are_counted() -> None:
    shared = [pack for pack in cleaner.load_rulebook().packs if not pack.outlet]
    rules = sum(len(pack.rules) for pack in shared)
    languages = {pack.language for pack in shared} - {"any"} | {"en"}
    assert re.findall(r"some ([\d,]+) rules", PAGE) == [f"{rules // 100 * 100:,}"]
    assert set(re.findall(r"(\d+) languages;|for (\d+) languages", PAGE)) == {
        (str(len(languages)), ""),
        ("", str(len(languages))),
    }


def slug(heading: str) -> str:
    """The anchor of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    place = (ROOT / name).parent
    text = re.sub(r"(?ms)^ *```.*?^ *```$|`[^`\n]*`", "", (ROOT / name).read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("https://"):
            continue
        file, _, anchor = target.partition("#")
        path = place / file if file else ROOT / name
        assert path.exists(), target
        headings = re.findall(r"(?m)^#+ (.+)$", path.read_text(encoding="utf-8")) if anchor else []
        assert not anchor or anchor in map(slug, headings), target
