"""What cleaner wrote is known as its own, and what a person wrote as theirs, also where no row tells."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import chaos
from cleaner.batch import Destination, Settings, find, run
from cleaner.batch.preview import Step, preview
from cleaner.batch.sealing import as_written, sealed
from cleaner.batch.verify import Finding, verify
from cleaner.model import Policy
from cleaner.render import restore
from cleaner.rulebook import Rulebook
from tests.interrupted import do, pack, rulebook, rulebook_that_says_share, texts, unlistable

__all__ = ["pack", "rulebook"]  # fixtures

NAMES = ("0/0.txt", "0/0.json")


# -- the seal


def test_a_record_ends_in_the_digests_of_both(rulebook: Rulebook, tmp_path: Path) -> None:
    """After all that it had before; what is made of it is made of it still."""
    source, out = texts(tmp_path / "in", 1), tmp_path / "out"
    do(rulebook, source, out)
    record = json.loads((out / "0/0.json").read_bytes())
    row = json.loads((out / "manifest.jsonl").read_bytes())
    assert list(record)[-3:] == ["warnings", "body_sha256", "record_sha256"]
    assert record["body_sha256"] == row["body_sha256"]
    assert restore((out / "0/0.txt").read_text(encoding="utf-8"), record) == (source / "0/0.txt").read_text(encoding="utf-8")


def test_any_byte_of_either_that_changes(rulebook: Rulebook, tmp_path: Path) -> None:
    out = tmp_path / "out"
    do(rulebook, texts(tmp_path / "in", 1), out)
    body, record = (out / name for name in NAMES)
    assert as_written(str(out), "0/0") == set(NAMES)
    for path, stays in ((body, {NAMES[1]}), (record, set[str]())):
        written = path.read_bytes()
        for at in range(len(written)):
            path.write_bytes(written[:at] + bytes([written[at] ^ 1]) + written[at + 1 :])
            assert as_written(str(out), "0/0") == stays
            path.write_bytes(written[:at])
            assert as_written(str(out), "0/0") == stays
        path.write_bytes(written + b"\n")
        assert as_written(str(out), "0/0") == stays
        path.unlink()
        assert as_written(str(out), "0/0") == stays
        path.write_bytes(written)


def test_a_body_of_nothing(tmp_path: Path) -> None:
    nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    (tmp_path / "a.json").write_bytes(sealed({"id": "a"}, nothing))
    (tmp_path / "a.txt").write_bytes(b"")
    assert as_written(str(tmp_path), "a") == {"a.json", "a.txt"}
    (tmp_path / "a.txt").write_bytes(b"Mine.\n")
    assert as_written(str(tmp_path), "a") == {"a.json"}
    assert as_written(str(tmp_path), "b") == as_written(str(tmp_path), "\0") == set()


# -- a run that was killed before its journal could tell, and one under others again


@pytest.fixture
def killed(rulebook: Rulebook, tmp_path: Path) -> tuple[Rulebook, Path, Path]:
    """Other rules, the inputs, and an output with a row under some rules and files under those of a run that was killed."""
    source, out = texts(tmp_path / "in", 2), tmp_path / "out"
    do(rulebook, source, out)
    settings = Settings(rulebook, Policy(keep=frozenset({"navigation"})), folder=str(tmp_path / "kept"), fsync=False)
    run(find([str(source)]), settings, destination=Destination.of(str(tmp_path / "kept"), "txt"))
    for name in NAMES:
        (out / name).write_bytes((tmp_path / "kept" / name).read_bytes())
    return rulebook_that_says_share(tmp_path / "other"), source, out


def edited(out: Path, name: str) -> None:
    text = (out / name).read_text(encoding="utf-8")
    (out / name).write_text(text.replace("harbour", "haven").replace('"ok"', '"good"'), encoding="utf-8")


@pytest.mark.parametrize("resume", [True, False])
def test_what_the_killed_run_wrote_is_written_anew(killed: tuple[Rulebook, Path, Path], tmp_path: Path, resume: bool) -> None:
    rules, source, out = killed
    settings = Settings(rules, folder=str(out), fsync=False)
    steps = list(preview(find([str(source)]), settings, Destination.of(str(out), "txt"), resume=resume))
    assert steps == [Step("clean", "0/0.txt"), Step("clean", "1/1.txt")]
    do(rules, source, out, resume=resume)
    do(rules, source, tmp_path / "reference")
    assert chaos.snapshot(out) == chaos.snapshot(tmp_path / "reference")


def test_the_rules_of_before_again(killed: tuple[Rulebook, Path, Path], rulebook: Rulebook, tmp_path: Path) -> None:
    _, source, out = killed
    assert do(rulebook, source, out).kept == 1
    do(rulebook, source, tmp_path / "reference")
    assert chaos.snapshot(out) == chaos.snapshot(tmp_path / "reference")


@pytest.mark.parametrize(
    ("change", "aside"),
    [
        (lambda out: edited(out, "0/0.txt"), {"0/0.txt.orig"}),
        (lambda out: edited(out, "1/1.txt"), {"1/1.txt.orig"}),
        (lambda out: edited(out, "1/1.json"), {"1/1.json.orig"}),
        # Nobody can tell any more whose the body is.
        (lambda out: edited(out, "0/0.json"), {"0/0.json.orig", "0/0.txt.orig"}),
        (lambda out: (out / "0/0.json").unlink(), {"0/0.txt.orig"}),
        (lambda out: (out / "0/0.txt").unlink(), set()),
    ],
)  # fmt: skip  # a list
def test_what_a_person_changed_since_is_kept(
    killed: tuple[Rulebook, Path, Path], tmp_path: Path, change: Callable[[Path], None], aside: set[str]
) -> None:
    """Also in what the run that was killed wrote; in doubt it is theirs."""
    rules, source, out = killed
    change(out)
    changed = {f"{name}.orig": digest for name, digest in chaos.snapshot(out).items()}
    do(rules, source, out)
    do(rules, source, tmp_path / "reference")
    found = chaos.snapshot(out)
    assert found == chaos.snapshot(tmp_path / "reference") | {name: changed[name] for name in aside}


def test_outputs_of_an_input_that_is_gone_since(killed: tuple[Rulebook, Path, Path]) -> None:
    """They go as those do that a row names; what a person changed of them stays."""
    rules, source, out = killed
    (source / "0/0.txt").unlink()
    edited(out, "0/0.txt")
    assert do(rules, source, out).removed == 1
    assert list(verify(Destination.existing(str(out)))) == [Finding("stray", "0/0.txt")]


def test_outputs_of_an_input_that_fails_since(killed: tuple[Rulebook, Path, Path]) -> None:
    rules, source, out = killed
    (source / "0/0.txt").write_bytes(b"%PDF-1.7")
    do(rules, source, out)
    assert not list((out / "0").iterdir())


# -- no row at all


@pytest.mark.parametrize("edit_first", [True, False])
def test_a_directory_that_cannot_be_listed_in_one_run(
    rulebook: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edit_first: bool
) -> None:
    """Its rows go and its outputs stay; what a person changes of them, before that run or after it, is kept by the next."""
    source, out = texts(tmp_path / "in", 4), tmp_path / "out"
    do(rulebook, source, out)
    if edit_first:
        edited(out, "0/0.txt")
    with monkeypatch.context() as patch:
        unlistable(patch, "0")
        summary = do(rulebook, source, out)
    assert (summary.kinds, summary.removed) == ({"failed:unreadable": 1}, 0)
    if not edit_first:
        edited(out, "0/0.txt")
    changed = chaos.snapshot(out)["0/0.txt"]
    do(rulebook, source, out)
    do(rulebook, source, tmp_path / "reference")
    assert chaos.snapshot(out) == chaos.snapshot(tmp_path / "reference") | {"0/0.txt.orig": changed}


def test_an_input_that_takes_the_outputs_of_another(rulebook: Rulebook, tmp_path: Path) -> None:
    """As a page that is there as text now: what cleaner wrote of the one it writes over, not what a person did."""
    source, out = texts(tmp_path / "in", 4), tmp_path / "out"
    do(rulebook, source, out)
    for name in ("0/0", "0/2"):
        (source / f"{name}.txt").rename(source / f"{name}.md")
    edited(out, "0/0.txt")
    changed = chaos.snapshot(out)["0/0.txt"]
    do(rulebook, source, out)
    do(rulebook, source, tmp_path / "reference")
    assert chaos.snapshot(out) == chaos.snapshot(tmp_path / "reference") | {"0/0.txt.orig": changed}


def test_what_others_put_where_an_output_is_to_be(rulebook: Rulebook, tmp_path: Path) -> None:
    """No run wrote it: it is kept aside, also where the input fails and there is no output."""
    source, out = texts(tmp_path / "in", 2), tmp_path / "out"
    do(rulebook, source, out)
    for name, text in (("new.txt", "It snowed.\n"), ("failing.txt", "%PDF-1.7")):
        (source / name).write_text(text, encoding="utf-8")
        (out / name).write_text("Mine.\n", encoding="utf-8")
    do(rulebook, source, out)
    assert (out / "new.txt").read_text(encoding="utf-8") == "It snowed.\n"
    assert {path.name for path in out.glob("*.orig")} == {"new.txt.orig", "failing.txt.orig"}
    assert {path.read_text(encoding="utf-8") for path in out.glob("*.orig")} == {"Mine.\n"}
