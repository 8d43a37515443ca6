"""``cleaner rules new``: a pack and its fixtures from saved pages, and never over anything that is there."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cleaner.drafting.draft import draft_rules
from cleaner.drafting.pack import Drafted
from cleaner.drafting.writing import write_new
from cleaner.errors import UsageError
from cleaner.rulebook import load_rulebook
from cleaner.rulebook.loader import bundled_directory
from tests.commands import Result
from tests.drafting import ALL, cli, samples
from tests.pages import ARTICLES, HOST, markup, page, write_pages

__all__ = ["cli"]  # fixture


def test_new_writes_a_pack_that_loads_and_its_fixtures(tmp_path: Path, cli: Callable[..., Result]) -> None:
    pages = write_pages(tmp_path / "pages")
    first = cli("rules", "new", f"www.{HOST}", "--from", pages, "--rules", tmp_path / "rules")
    assert first.code == 0
    pack = tmp_path / "rules" / "outlets" / f"{HOST}.yaml"
    files = [
        pack,
        *(tmp_path / "fixtures" / HOST / name / kind for name in sorted(ARTICLES) for kind in ("source.txt", "marked.txt")),
    ]
    assert first.out == "".join(f"{file}\n" for file in files)
    assert "drafted 5 rules: 1 byline, 4 navigation" in first.err
    assert "five" not in first.err
    assert (tmp_path / "fixtures" / HOST / "ferry" / "source.txt").read_text(encoding="utf-8") == ALL["ferry"]
    marked = (tmp_path / "fixtures" / HOST / "ferry" / "marked.txt").read_text(encoding="utf-8")
    assert "? navigation    news.example/head-under              | Council / Ferry stays in dock for another month\n" in marked
    (loaded,) = load_rulebook(tmp_path / "rules", bundled=False).packs
    assert (loaded.name, loaded.status, len(loaded.rules)) == (HOST, "draft", 5)
    again = cli("rules", "new", HOST, "--from", pages / "*.txt", "--rules", tmp_path / "other" / "rules")
    assert again.code == 0
    assert (tmp_path / "other" / "rules" / "outlets" / f"{HOST}.yaml").read_bytes() == pack.read_bytes()


def test_pages_may_be_rows_of_a_table(tmp_path: Path, cli: Callable[..., Result]) -> None:
    """With the options of `clean` that say in which columns they are; for suggestions, too."""
    table = tmp_path / "export.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([("Nr", "Body"), *((name, page(name)) for name in sorted(ARTICLES))])
    keys = ("--text-key", "Body", "--id-key", "Nr")
    drafted = cli("rules", "new", HOST, "--from", table, *keys, "--rules", tmp_path / "rules")
    assert (drafted.code, "drafted 5 rules: 1 byline, 4 navigation" in drafted.err) == (0, True)
    assert len(list((tmp_path / "fixtures" / HOST).glob("*/source.txt"))) == len(ARTICLES)
    suggested = cli("rules", "suggest", table, *keys, "--outlet", HOST)
    assert (suggested.code, "on 5 of 5 pages" in suggested.out) == (0, True)


@pytest.mark.parametrize("kinds", [("txt",), ("html",), ("html", "txt")])
def test_a_draft_that_is_made_stable_passes_its_test_and_every_rule_of_it_does_something(
    tmp_path: Path, cli: Callable[..., Result], kinds: tuple[str, ...]
) -> None:
    """On pages of which rules for lines and rules for elements find the same."""
    (tmp_path / "pages").mkdir()
    for name in ARTICLES:
        for kind in kinds:
            text = markup(name) if kind == "html" else page(name)
            (tmp_path / "pages" / f"{name}.{kind}").write_text(text, encoding="utf-8")
    assert cli("rules", "new", HOST, "--from", tmp_path / "pages", "--rules", tmp_path / "rules").code == 0
    pack = tmp_path / "rules" / "outlets" / f"{HOST}.yaml"
    pack.write_text(pack.read_text(encoding="utf-8").replace("status: draft", "status: stable"), encoding="utf-8")
    cli("rules", "test", pack, "--update")
    tested = json.loads(cli("rules", "test", pack, "--json").out)
    assert (tested["failed"], tested["never_fired"]) == (False, [])
    assert tested["fixtures"] == len(ARTICLES) * len(kinds)
    linted = cli("rules", "lint", pack, "-f", "json")
    assert [finding for finding in json.loads(linted.out) if finding["level"] == "error"] == []
    assert linted.code == 0


def test_no_rule_is_drafted_that_takes_anything_of_a_clean_text(tmp_path: Path, cli: Callable[..., Result]) -> None:
    """Of the bundled ones (one has the heading Sport) and one's own: the draft would fail its test as soon as it is in force."""

    def drafted(folder: Path) -> set[str]:
        assert cli("rules", "new", HOST, "--from", tmp_path / "pages", "--rules", folder / "rules").code == 0
        pack = folder / "rules/outlets" / f"{HOST}.yaml"
        text = pack.read_text(encoding="utf-8")
        pack.write_text(text.replace("status: draft", "status: stable"), encoding="utf-8")
        assert cli("rules", "test", HOST, "--rules", folder / "rules", "--update").code == 0
        return {line.strip().removeprefix("- ").strip("'") for line in text.splitlines()}

    pages = {name: text.replace("Puzzles", "Sport") for name, text in ALL.items()}
    (tmp_path / "pages").mkdir()
    for name, text in pages.items():
        (tmp_path / "pages" / f"{name}.txt").write_text(text, encoding="utf-8")
    assert "Sport" in [line for rule in draft_rules(samples(**pages)) for line in rule.get("lines", ())]
    bundled = drafted(tmp_path / "one")
    assert "Sport" not in bundled
    assert {"Weather and Tides", "Also in the paper"} <= bundled
    clean = tmp_path / "two/fixtures/clean"
    clean.mkdir(parents=True)
    (clean / "codes.txt").write_text(
        "Also in the paper\n\nIt says that twelve codes were broken, and one was not.\n", encoding="utf-8"
    )
    own = drafted(tmp_path / "two")
    assert "Also in the paper" not in own
    assert "Weather and Tides" in own


@pytest.mark.parametrize(("place", "rules"), [("", "rules"), ("rules", "."), ("other", "../rules")])
def test_new_puts_fixtures_where_they_are_tested(
    tmp_path: Path, cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, place: str, rules: str
) -> None:
    """Beside the directory of rules, however that is named; they are named from here where they lie below."""
    pages = write_pages(tmp_path / "pages", "ferry")
    (tmp_path / place).mkdir(exist_ok=True)
    monkeypatch.chdir(tmp_path / place)
    result = cli("rules", "new", HOST, "--from", pages, "--rules", rules)
    folder = (tmp_path if place else Path()) / "fixtures" / HOST / "ferry"
    pack = Path(rules, "outlets", f"{HOST}.yaml")
    assert (result.code, result.out) == (0, f"{pack}\n{folder}/source.txt\n{folder}/marked.txt\n")
    assert (tmp_path / "fixtures" / HOST / "ferry" / "source.txt").is_file()


def test_new_takes_what_a_shell_makes_of_a_pattern(tmp_path: Path, cli: Callable[..., Result]) -> None:
    """``--from saved/*.txt`` without quotes names the first page and leaves the others by themselves."""
    files = sorted(write_pages(tmp_path / "pages").iterdir())
    forms = {
        "behind": ("--from", *files),
        "alone": files,
        "mixed": ("--from", files[1], *files[2:], "--from", files[0]),
        "each": [word for file in files for word in ("--from", file)],
    }
    for name, pages in forms.items():
        result = cli("rules", "new", HOST, *pages, "--rules", tmp_path / name / "rules")
        assert result.code == 0, result.err
    packs = {name: (tmp_path / name / "rules" / "outlets" / f"{HOST}.yaml").read_text(encoding="utf-8") for name in forms}
    assert set(packs.values()) == {packs["each"]}
    assert cli("rules", "new", HOST, "--rules", tmp_path / "rules") == (
        2, "", "error: there is no page to learn from; name some, e.g. cleaner rules new news.example --from saved/*.html\n",
    )  # fmt: skip


def test_new_says_that_one_page_is_little(tmp_path: Path, cli: Callable[..., Result]) -> None:
    write_pages(tmp_path, "ferry")
    result = cli(
        "rules", "new", HOST, "--from", tmp_path / "ferry.txt", "--rules", tmp_path / "rules", "--fixtures", tmp_path / "fx"
    )
    assert result.code == 0
    assert "note: drafted from 1 page: what returns on others is a guess; 5 pages work much better\n" in result.err
    assert (tmp_path / "fx" / HOST / "ferry" / "source.txt").is_file()


def test_new_never_overwrites(tmp_path: Path, cli: Callable[..., Result]) -> None:
    pages = write_pages(tmp_path / "pages")
    fixture = tmp_path / "fixtures" / HOST / "ferry"
    fixture.mkdir(parents=True)
    arguments = ("rules", "new", HOST, "--from", pages, "--rules", tmp_path / "rules")
    result = cli(*arguments)
    assert (result.code, result.out) == (2, "")
    assert f"{fixture}: this fixture exists, and is never overwritten" in result.err
    assert not (tmp_path / "rules").exists()
    fixture.rmdir()
    assert cli(*arguments).code == 0
    pack = tmp_path / "rules" / "outlets" / f"{HOST}.yaml"
    pack.write_text(pack.read_text(encoding="utf-8").replace("name: news.example", "name: mine"), encoding="utf-8")
    before = pack.read_bytes()
    result = cli(*arguments)
    assert (result.code, result.out) == (2, "")
    assert f"{pack}: this pack exists, and is never overwritten" in result.err
    assert pack.read_bytes() == before


def test_whatever_ends_the_writing_nothing_is_kept(tmp_path: Path) -> None:
    class Interrupted(dict[Path, bytes]):
        def items(self) -> Any:
            yield tmp_path / "a", b"x"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_new(Interrupted())
    assert list(tmp_path.iterdir()) == []


def test_what_could_not_be_written_is_named_and_the_rest_taken_back(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    second.write_bytes(b"mine")
    with pytest.raises(UsageError) as refused:
        Drafted(HOST, {first: b"x", second: b"x"}, {}, ()).write()
    assert str(refused.value) == f"{second}: cannot be written: File exists; nothing was kept"
    assert (first.exists(), second.read_bytes()) == (False, b"mine")


@pytest.mark.parametrize(
    ("host", "source", "message"),
    [
        ("news_example.com", "ferry.txt", "'news_example.com' is no host; write e.g. news.example.com"),
        (HOST, "missing.txt", "there is no such file or directory"),
        (HOST, "empty", "there is no page in there"),
        (HOST, "-", "save it first"),
        (HOST, "binary.txt", "binary.txt: "),
        (HOST, "menu.txt", "no article was found in any of these pages"),
        (HOST, "plain.txt", "no rule can be drafted from these pages"),
    ],
)
def test_new_refuses_what_it_cannot_learn_from(
    tmp_path: Path, cli: Callable[..., Result], host: str, source: str, message: str
) -> None:
    write_pages(tmp_path, "ferry")
    (tmp_path / "empty").mkdir()
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "menu.txt").write_text("Menu\nShare\nLog in\n", encoding="utf-8")
    (tmp_path / "plain.txt").write_text("\n\n".join(ARTICLES["ferry"][4]), encoding="utf-8")
    result = cli("rules", "new", host, "--from", source if source == "-" else tmp_path / source, "--rules", tmp_path / "rules")
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert "Traceback" not in result.err
    assert not (tmp_path / "rules").exists()


def test_new_reads_html(tmp_path: Path, cli: Callable[..., Result]) -> None:
    for name in ARTICLES:
        paragraphs = "".join(f"<p>{line}</p>" for line in page(name).split("\n") if line)
        (tmp_path / f"{name}.html").write_text(f"<html><body><article>{paragraphs}</article></body></html>", encoding="utf-8")
    result = cli("rules", "new", HOST, "--from", tmp_path / "*.html", "--rules", tmp_path / "rules")
    assert result.code == 0, result.err
    assert (tmp_path / "fixtures" / HOST / "ferry" / "source.html").read_bytes() == (tmp_path / "ferry.html").read_bytes()
    assert load_rulebook(tmp_path / "rules", bundled=False).rules()


def test_what_a_page_smuggles_in_reaches_neither_terminal_nor_yaml(tmp_path: Path, cli: Callable[..., Result]) -> None:
    evil = "Letters\x1b[H"
    for name in ARTICLES:
        (tmp_path / f"{name}.txt").write_text(page(name).replace("Letters", evil), encoding="utf-8")
    result = cli("rules", "new", HOST, "--from", tmp_path / "*.txt", "--rules", tmp_path / "rules")
    assert result.code == 0
    text = (tmp_path / "rules" / "outlets" / f"{HOST}.yaml").read_text(encoding="utf-8")
    assert "\x1b" not in text + result.out + result.err
    literals = [line for rule in load_rulebook(tmp_path / "rules", bundled=False).rules() for line in rule.literals]
    assert evil in literals


def test_a_bundled_pack_of_the_outlet_is_left_aside_and_named(tmp_path: Path, cli: Callable[..., Result]) -> None:
    pages = write_pages(tmp_path / "pages")
    result = cli("rules", "new", "turnednews.com", "--from", pages, "--rules", tmp_path / "rules")
    assert result.code == 0
    assert f"{bundled_directory() / 'outlets' / 'turnednews.com.yaml'} serves turnednews.com already" in result.err
    assert "turnednews.com/neighbours" not in "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("marked.txt"))


def test_no_headline_of_another_page_is_drafted() -> None:
    """A box names two of the other stories on each page: a line that is some page's headline is no furniture.

    What stands where headlines do becomes the title, and no first paragraph does.
    """
    titles = [title for _, title, *_ in ARTICLES.values()]
    pages = {
        name: f"{text}\n\nRead next\n\n{titles[number - 1]}\n\n{titles[number - 2]}\n"
        for number, (name, text) in enumerate(ALL.items())
    }
    rules = draft_rules(samples(**pages))
    listed = {text for rule in rules for text in rule.get("lines", ())}
    assert listed.intersection(titles) == set()
    assert "Letters" in listed
    assert [rule["line"] for rule in rules if rule["label"] == "title"] == [r"(?P<title>\S.{0,200}(?<!\.))"]
