"""The files of `cleaner/data/locales`: their shape, and that what code looks up in them can be found."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex

from cleaner import locales
from cleaner.stages import author_notes

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "cleaner" / "data" / "locales").glob("*.txt"))
KEYS = ("function_words", "letters", "date_order", "months", "weekdays", "around_time", "am_before", "pm_before", "am_behind", "pm_behind", "by", "by_own", "author", "published", "updated", "comments", "home", "page", "of", "photo", "author_is", "author_roles", "author_does", "role_beginnings", "role_endings", "third_person")  # fmt: skip  # a list
"""Those that a file may have, in their order."""
PATTERNS = KEYS[KEYS.index("by") :]
WORDS = (
    "function_words",
    "months",
    "weekdays",
    "around_time",
    "third_person",
    "am_before",
    "pm_before",
    "am_behind",
    "pm_behind",
)


def test_a_file_is_read() -> None:
    text = "# Somewhere's\nby: von em_durch\nmonths: eins/ein zwei\n  drei\n  vier/fier\nhome:\n"
    assert locales.read(text) == {
        "by": ("von", "em durch"),
        "months": ("eins/ein", "zwei", "drei", "vier/fier"),
        "home": (),
    }


def test_words_by_language_and_of_all() -> None:
    assert locales.of("de")["by_own"] == ("von",)
    assert locales.of("it")["by"] == ("a cura di",)
    assert locales.of("xx") == locales.of(None) == {}
    assert list(locales.of_each("by")) == sorted(locales.of_each("by"))
    assert locales.of_each("by")["fr"] == ("(?:propos recueillis )?par",)
    assert "ja" not in locales.of_each("by")
    assert locales.of_all("by").count("por") == 1
    assert locales.of_each("no such key") == {}
    assert locales.of_all("no such key") == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_has_the_keys_that_there_are_each_once_and_in_order(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    name, *lines = text.splitlines()
    assert regex.fullmatch(r"# \p{Lu}\p{Ll}+(?:, [\p{L} ]+| in \p{Lu}\p{Ll}+)?", name)
    keys = [line.partition(":")[0] for line in lines if not line.startswith(" ")]
    assert keys == [key for key in KEYS if key in keys]
    assert all(locales.read(text).values())
    assert regex.fullmatch("[a-z]{2}", file.stem)
    assert all(len(line) <= 128 for line in lines)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_words_are_small_and_none_stands_twice(file: Path) -> None:
    known = locales.of(file.stem)
    for key in WORDS:
        words = [form for word in known.get(key, ()) for form in word.split("/")]
        assert [word for word in words if word != word.lower()] == []
        assert [word for word in words if words.count(word) > 1] == [], key
    assert len(known.get("months", ())) in {0, 12}
    assert known.get("date_order", ("dmy",)) == ("dmy",)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_letters_are_small_beyond_ascii_and_none_stands_twice(file: Path) -> None:
    letters = "".join(locales.of(file.stem).get("letters", ()))
    assert not any(sign.isascii() or sign.isupper() for sign in letters.replace("i̇", ""))
    assert len(set(letters)) == len(letters)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_patterns_compile_and_begin_in_small_letters(file: Path) -> None:
    for key in PATTERNS:
        for word in locales.of(file.stem).get(key, ()):
            regex.compile(word)
            assert word == word.strip()


@pytest.mark.parametrize("pack", sorted(ROOT.glob("rules/shared/lang-*.yaml")), ids=lambda pack: pack.stem)
def test_a_language_with_a_pack_has_its_months_and_days_here(pack: Path) -> None:
    known = locales.of(pack.stem.removeprefix("lang-"))
    if pack.stem not in {"lang-ja", "lang-zh", "lang-ko", "lang-vi"}:  # their months are numbers
        assert "months" in known
    assert "weekdays" in known


@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_explained_and_used(key: str) -> None:
    assert f"``{key}" in (locales.__doc__ or "")
    code = [file.read_text("utf-8") for file in (ROOT / "cleaner").rglob("*.py") if file.name != "locales.py"]
    assert any(f'"{key}"' in text or f"'{key}'" in text for text in code)


@pytest.mark.parametrize("missing", ["author_is", "author_roles", "author_does"])
def test_a_language_without_a_key_has_no_notes_on_authors(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    known = {key: words for key, words in locales.of("en").items() if key != missing}
    monkeypatch.setattr(author_notes, "of", lambda language: known)
    assert author_notes.noted("Jane Roe is a potter who lives on the island.", "xx") is None


def test_a_role_may_have_one_of_several_beginnings_and_endings(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {**locales.of("en"), "role_beginnings": ("ex-", "vice-"), "role_endings": ("", "-elect")}
    monkeypatch.setattr(author_notes, "of", lambda language: known)
    author_notes._pattern.cache_clear()
    told = {
        "Jane Roe is ex-editor of the Harbour Post in Ostmouth.": "Jane Roe",
        "Jane Roe is ex-directory and cannot be reached by telephone.": None,
    }
    assert {text: author_notes.noted(text, "xy") for text in told} == told
    author_notes._pattern.cache_clear()
