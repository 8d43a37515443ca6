"""Profiles: counts are exact however they came about, and a file that is none is refused."""

from __future__ import annotations

import pickle
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.errors import UsageError
from cleaner.profile import MAGIC, MAX_CHARS, Counting, Profile, is_profile, normalised
from tests.profiles import Pages, build


def test_a_line_counts_once_a_document_and_for_its_site_only(tmp_path: Path) -> None:
    pages = [("a.com", ["Share", "Share", "One"]), ("a.com", ["Share"]), ("b.com", ["Share"]), ("", ["One"])]
    profile = build(tmp_path / "p", pages)
    assert dict(profile.sites) == {"": 1, "a.com": 2, "b.com": 1}
    assert [profile.documents(site) for site in ("a.com", "b.com", "", "c.com")] == [2, 1, 1, 0]
    asked = [("a.com", "Share"), ("b.com", "Share"), ("", "Share"), ("a.com", "One"), ("", "One"), ("b.com", "One")]
    assert [profile.count(*pair) for pair in asked] == [2, 1, 0, 1, 1, 0]
    assert len(profile) == 4
    assert list(profile) == sorted(profile)


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("  Most\tViewed  in 24 Hours ", "most viewed in 0 hours"),
        ("* Share", "share"),
        ("– – Read more", "– read more"),
        ("12 Comments", "0 comments"),
        ("Updated 2022-02-18 08:53", "updated 0-0-0 0:0"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("-5 degrees", "-0 degrees"),  # a minus is no list mark
        ("12", None),
        ("18.02.2022 | 08:53", None),
        ("", None),
        ("  \t", None),
        ("***", None),
        ("x" * MAX_CHARS, "x" * MAX_CHARS),
        ("x" * (MAX_CHARS + 1), None),
    ],
)
def test_the_form_in_which_lines_are_compared(line: str, form: str | None) -> None:
    assert normalised(line) == form


lines = st.sampled_from(["Share", "share", "* Share", "One", "Two", "12 comments", "3 comments", "\ud800", "", "7", "Ünï"])
pages = st.lists(st.tuples(st.sampled_from(["", "a.com", "b.com"]), st.lists(lines, max_size=6)), max_size=20)


@settings(deadline=None)  # temporary files are slow on a busy machine
@given(pages, st.integers(1, 4), st.integers(1, 5), st.randoms(use_true_random=False))
def test_the_profile_of_the_whole_is_the_profile_of_its_shards_merged(
    pages: Pages, shards: int, in_memory: int, chance: random.Random
) -> None:
    """Byte for byte, in any order, whether counts went through temporary files or not; and the counts are exact."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        root = Path(folder)
        whole = build(root / "whole", pages)
        parts: list[list[tuple[str, Sequence[str]]]] = [[] for _ in range(shards)]
        for page in chance.sample(list(pages), len(pages)):
            chance.choice(parts).append(page)
        with Counting(root, in_memory=in_memory) as counting:
            for number, part in enumerate(parts[1:]):
                counting.add_profile(build(root / str(number), part, in_memory=in_memory))
            for site, held in parts[0]:
                counting.add(site, held)
            merged = counting.write(root / "merged")
        assert (root / "merged").read_bytes() == (root / "whole").read_bytes()
        assert merged == whole
        assert merged.digest == whole.digest
        exact = Counter((site, form) for site, held in pages for form in {normalised(line) for line in held} - {None})
        assert {(site, form): whole.count(site, form or "") for site, form in exact} == exact
        assert len(whole) == len(exact)
        assert sorted(path.name for path in root.iterdir()) == sorted(["whole", "merged", *map(str, range(shards - 1))])


def test_many_temporary_files_are_merged_on_the_way(tmp_path: Path) -> None:
    pages = [("a.com", [f"line {chr(97 + number % 26)}{chr(97 + number // 26)}"]) for number in range(300)] * 2
    build(tmp_path / "spilled", pages, in_memory=1)
    build(tmp_path / "held", pages)
    assert (tmp_path / "spilled").read_bytes() == (tmp_path / "held").read_bytes()


def test_rare_lines_can_be_dropped_and_such_a_profile_is_not_merged(tmp_path: Path) -> None:
    with Counting(tmp_path) as counting:
        for number in range(3):
            counting.add("a.com", ["Share", f"{'x' * (number + 1)}"])
        profile = counting.write(tmp_path / "p", min_documents=2)
    assert (len(profile), profile.count("a.com", "Share"), profile.count("a.com", "x"), profile.min_documents) == (1, 3, 0, 2)
    with Counting(tmp_path) as counting, pytest.raises(UsageError, match="fewer than 2 documents were dropped"):
        counting.add_profile(profile)


def test_a_profile_travels_to_another_process_by_its_path(tmp_path: Path) -> None:
    profile = build(tmp_path / "p", [("a.com", ["Share"])])
    again = pickle.loads(pickle.dumps(profile))
    assert again == profile
    assert hash(again) == hash(profile)
    assert again.count("a.com", "share") == 1
    held = pickle.dumps(profile)
    build(tmp_path / "p", [("a.com", ["Other"])])
    with pytest.raises(UsageError, match="replaced while it was in use"):
        pickle.loads(held)


def damaged(raw: bytes) -> list[tuple[bytes, str]]:
    header, rest = raw[len(MAGIC) :].split(b"\n", 1)
    newer = header.replace(b'"format": 3', b'"format": 9')
    older = header.replace(b'"format": 3', b'"format": 2')
    again = "build it anew with `cleaner profile`"
    return [
        (b"", "this is no profile; make one with `cleaner profile`"),
        (b"The harbour reopened.", "this is no profile"),
        (MAGIC, "its header cannot be read"),
        (MAGIC + b"[]\n" + rest, "its header cannot be read"),
        (MAGIC + b"[" * 100_000 + b"\n" + rest, f"damaged, its header cannot be read; {again}"),
        (MAGIC + b'{"format": ' + b"9" * 5_000 + b"}\n" + rest, "its header cannot be read"),
        (MAGIC + header.replace(b'"lines": 2', b'"lines": -2') + b"\n" + rest, "its header makes no sense"),
        (MAGIC + newer + b"\n" + rest, f"this profile has format 9, this version of cleaner reads 3; {again}"),
        (MAGIC + older + b"\n" + rest, f"this profile has format 2, this version of cleaner reads 3; {again}"),
        (MAGIC + header.replace(b'"a.com": 1', b'"a.com": 7') + b"\n" + rest, f"damaged, its checksum differs; {again}"),
        (MAGIC + header.replace(b'"min_documents": 1', b'"min_documents": 2') + b"\n" + rest, "its checksum differs"),
        (MAGIC + header.replace(b"a.com", b"b.com") + b"\n" + rest, "its checksum differs"),
        (raw[:-1], "cut off"),
        (raw + b"\0", "cut off or was changed"),
        (raw[:-1] + b"\xff", "its checksum differs"),
    ]


@pytest.mark.parametrize("case", range(15))
def test_a_broken_profile_is_refused_with_its_name_and_what_to_do(tmp_path: Path, case: int) -> None:
    build(tmp_path / "p", [("a.com", ["Share", "One"])])
    broken, message = damaged((tmp_path / "p").read_bytes())[case]
    (tmp_path / "broken").write_bytes(broken)
    with pytest.raises(UsageError, match=message) as error:
        Profile.open(tmp_path / "broken")
    assert str(error.value).startswith(f"{tmp_path / 'broken'}: ")


def test_what_is_not_there_is_no_profile(tmp_path: Path) -> None:
    assert not is_profile(tmp_path / "nothing")
    assert not is_profile(tmp_path)
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        Profile.open(tmp_path / "nothing")
