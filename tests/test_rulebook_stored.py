"""Rules lie in the cache as they are, and are made when a document needs them; what is damaged there is read anew."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

import cleaner
from cleaner.rulebook import Rulebook, cache, load_rulebook, loader
from tests.packs import OUTLET, one_rule, write_pack

DATED = """
schema: 1
outlet: {host}
name: The {host}
rules:
  - id: sign
    label: promo
    why: A plea that only this outlet prints.
    {since}lines: [Sign here]
    examples: {{matches: [Sign here], ignores: [They sign here.]}}
"""


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory whose ``cache`` holds nothing but the validated packs of its ``rules``: German, English, an outlet's."""
    monkeypatch.setenv("CLEANER_CACHE", str(tmp_path / "cache"))
    for name, language in (("german", "de"), ("english", "en")):
        text = (
            one_rule("lines: [Sign up now]")
            .replace("pack: one", f"pack: {name}")
            .replace("language: en", f"language: {language}")
        )
        write_pack(tmp_path / "rules", f"shared/{name}", text)
    write_pack(tmp_path / "rules", "outlets/news.example", OUTLET)
    loaded(tmp_path)
    return tmp_path


def loaded(places: Path) -> Rulebook:
    return load_rulebook(places / "rules", bundled=False)


def made(rulebook: Rulebook) -> list[str]:
    """The packs whose rules were made."""
    return [pack.name for pack in rulebook.packs if "rules" in vars(pack)]


@pytest.mark.parametrize("way", ["cached", "sent", "sent after use"])
def test_only_rules_that_a_document_needs_are_made(places: Path, way: str) -> None:
    rulebook = loaded(places)
    if way == "sent after use":
        rulebook.rules()
    if way != "cached":
        rulebook = pickle.loads(pickle.dumps(rulebook))
    assert made(rulebook) == []
    cleaned = cleaner.clean("The ferry stays where it is.\nSign up now\nSign here", rulebook=rulebook, media_type="text/plain")
    assert [removal.rule for removal in cleaned.removals] == ["english/r"]
    assert made(rulebook) == ["english"]
    cleaned = cleaner.clean("The ferry stays where it is.\nSign here", rulebook=rulebook, outlet="mirror.example")
    assert [removal.rule for removal in cleaned.removals] == ["news.example/sign"]
    assert made(rulebook) == ["english", "news.example"]


def test_days_of_layouts_are_known_without_the_rules_of_other_packs(places: Path) -> None:
    write_pack(places / "rules", "outlets/old.example", DATED.format(host="old.example", since="since: 2020-01-01\n    "))
    write_pack(places / "rules", "outlets/new.example", DATED.format(host="new.example", since=""))
    loaded(places)
    rulebook = loaded(places)
    assert rulebook.dated == {"old.example/sign": ("2020-01-01", "")}
    assert made(rulebook) == ["old.example"]


def test_days_of_a_familys_rules_are_known(places: Path) -> None:
    family = DATED.format(host="x", since="until: 2019-12-31\n    ").replace("outlet: x\nname: The x", "family: engine")
    write_pack(places / "rules", "families/engine", family)
    write_pack(places / "rules", "outlets/heir.example", "schema: 1\noutlet: heir.example\nname: The Heir\nextends: [engine]\n")
    for rulebook in (loaded(places), loaded(places)):
        assert rulebook.dated == {"heir.example/sign": ("", "2019-12-31")}


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: b"",
        lambda raw: raw[: len(raw) // 2],
        lambda raw: raw[:-40] + b"\n",
        lambda raw: raw.partition(b"\n")[0],
        lambda raw: raw.replace(b"Sign", b"Sing"),
        lambda raw: b"{}\n" + raw.partition(b"\n")[2],
        lambda raw: raw.replace(b"english", b"anglish").replace(b"german", b"garman").replace(b"The News", b"The Nows"),
        lambda raw: b"\xff" + raw,
    ],
    ids=["empty", "half", "cut short", "one line", "other letters", "no checksum", "other head", "no UTF-8"],
)
def test_what_is_damaged_in_the_cache_is_read_anew(places: Path, damage: Callable[[bytes], bytes]) -> None:
    rules = loaded(places).rules()
    for path in (places / "cache").iterdir():
        path.write_bytes(damage(path.read_bytes()))
    assert loaded(places).rules() == rules


def test_a_damaged_entry_of_the_package_harms_no_other(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries stand by key: of the damaged one the file is read."""
    files = list(loader.rule_files(places / "rules"))
    raw = cache.bundle({file.key: loader.validated(file)[0] or {} for file in files})
    (places / "built.packs").write_bytes(raw.replace(b"Sign here", b"Sing here", 1))
    read: list[str] = []
    validated = loader.validated
    monkeypatch.setattr(cache, "BUILT", places / "built.packs")
    monkeypatch.setattr(loader, "validated", lambda file, **options: read.append(file.path.stem) or validated(file, **options))
    monkeypatch.setenv("CLEANER_CACHE", "off")
    cache.built.cache_clear()
    try:
        assert [rule.id for rule in loaded(places).rules()] == ["english/r", "german/r", "news.example/sign"]
    finally:
        cache.built.cache_clear()
    assert read == ["news.example"]
