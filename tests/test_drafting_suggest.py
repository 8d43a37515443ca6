"""``cleaner rules suggest``: rules that a pack does not have yet, from a corpus of any size."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from weakref import WeakValueDictionary

import pytest

from cleaner.batch import Item, Settings, worker
from cleaner.drafting.pack import Choice, suggestions
from cleaner.model import Document
from cleaner.reading import read
from cleaner.rulebook import load_rulebook
from tests.commands import Result
from tests.drafting import ALL, cli
from tests.pages import HOST, write_pages

__all__ = ["cli"]  # fixture


def test_suggestions_once_accepted_are_not_made_again(tmp_path: Path, cli: Callable[..., Result]) -> None:
    pages = write_pages(tmp_path / "pages")
    result = cli("rules", "suggest", pages, "--outlet", HOST)
    assert result.code == 0
    assert "on 5 of 5 pages" in result.out
    pack = tmp_path / "rules" / "outlets" / f"{HOST}.yaml"
    pack.parent.mkdir(parents=True)
    pack.write_text(result.out, encoding="utf-8")
    assert len(load_rulebook(tmp_path / "rules", bundled=False).rules()) == 5
    again = cli("rules", "suggest", pages, "--outlet", HOST, "--rules", tmp_path / "rules")
    assert (again.code, again.out) == (0, "")
    assert "news.example: nothing to suggest from 5 pages" in again.err


def test_suggestions_keep_clear_of_a_packs_ids(tmp_path: Path) -> None:
    text = (
        f"schema: 1\noutlet: {HOST}\nname: Post\nrules:\n  - id: footer\n    label: legal\n    why: The owner of the paper.\n"
        "    lines: [Harbour Post Group]\n    examples: {matches: [Harbour Post Group], ignores: [Harbour Post]}\n"
    )
    path = tmp_path / "outlets" / f"{HOST}.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    documents = [(name, read(text, id=name, media_type="text/plain")) for name, text in ALL.items()]
    text, notes = suggestions(HOST, documents, load_rulebook(tmp_path))
    assert notes == []
    assert "id: footer\n" not in text
    assert "id: footer-2\n" in text
    assert f"# Add what is right of this to the rules of {path}.\n" in text


def test_documents_of_no_known_outlet_are_counted(tmp_path: Path, cli: Callable[..., Result]) -> None:
    result = cli("rules", "suggest", write_pages(tmp_path))
    assert (result.code, result.out) == (0, "")
    assert "note: 5 documents are of no known outlet; if they are of one, name it with --outlet" in result.err


def test_an_unreadable_page_is_named_and_the_others_are_used(tmp_path: Path, cli: Callable[..., Result]) -> None:
    write_pages(tmp_path)
    (tmp_path / "broken.txt").write_bytes(bytes(range(256)) * 20)
    result = cli("rules", "suggest", tmp_path, "--outlet", HOST)
    assert result.code == 1
    assert "failed: broken.txt: " in result.err
    assert "id: footer\n" in result.out


def test_of_many_documents_always_the_same_are_chosen() -> None:
    """Those with the lowest hash, in any order, and the others are not held."""
    document = read("x", id="x")
    names = [str(number) for number in range(50)]
    few = sorted(sorted(names, key=lambda name: hashlib.sha256(name.encode()).hexdigest())[:10])
    for order in (names, names[::-1]):
        choice, everything = Choice(10), Choice(100)
        for name in order:
            choice.add(name, document)
            everything.add(name, document)
            assert len(choice.documents()) <= 10
        assert choice.documents() == [(name, document) for name in few]
        assert everything.documents() == [(name, document) for name in sorted(names)]


def test_no_more_documents_are_held_than_are_looked_at(
    tmp_path: Path, cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A corpus may be larger than memory; the sample of it is chosen while it is read."""
    held: WeakValueDictionary[str, Document] = WeakValueDictionary()
    most = 0
    read_really = worker.read_input

    class Counted(Document):
        """Without slots, so that it can be watched."""

    def read_input(item: Item, raw: str | bytes, settings: Settings) -> Document:
        nonlocal most
        document = read_really(item, raw, settings)
        made = held[item.id] = Counted(*(getattr(document, field.name) for field in fields(document)))
        most = max(most, len(held))
        return made

    monkeypatch.setattr(worker, "read_input", read_input)
    corpus = tmp_path / "pages.jsonl"
    rows = [{"id": f"{name}{number}", "text": text} for number in range(8) for name, text in ALL.items()]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert cli("rules", "suggest", corpus, "--outlet", HOST, "--limit", "5").code == 0
    assert 5 < most <= 7  # these, the one before and the one at hand


def test_rows_are_of_the_outlet_that_their_address_names(tmp_path: Path, cli: Callable[..., Result]) -> None:
    """As in cleaning."""
    corpus = tmp_path / "pages.jsonl"
    rows = [{"id": name, "text": text, "url": f"https://www.chinadaily.com.cn/{name}"} for name, text in ALL.items()]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    result = cli("rules", "suggest", corpus)
    assert (result.code, result.err) == (0, "")
    assert "outlet: chinadaily.com.cn\n" in result.out
    assert "on 5 of 5 pages" in result.out
