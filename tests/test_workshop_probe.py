"""Patterns that blow up are found, in time, whatever becomes of the process that tries them."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from cleaner.workshop.probe import Probe, longest_wanted, run_probes, try_probe
from tests.linting import findings, pack, rule, write

__all__ = ["pack"]  # fixture


@pytest.mark.parametrize(
    ("pattern", "sample"),
    [
        (r"(?:a|aa)+b", "aaab"), (r"(?:\w+ ?)+:", "one two:"), (r"(?:x+x+)+y", "xxxxy"),
        (r"(?:News ?|New|s )+\.", "News News."),
    ],
)  # fmt: skip  # a table
@pytest.mark.hostile(53)
def test_patterns_that_blow_up(pattern: str, sample: str) -> None:
    found = try_probe(Probe("x", pattern, True, longest_wanted(pattern, 20_000, True), (sample,)))
    assert (found or "").startswith("more than 0.5 s for a line of 20000 characters that begins")


@pytest.mark.parametrize("pattern", ["Sign up .{1,40}", r"\w+ .*", r"(?:Photo|Image): .+", "[^|]+ [|] [^|]+"])
def test_patterns_that_do_not(pattern: str) -> None:
    assert longest_wanted(pattern, 20_000, True) == 0 or try_probe(Probe("x", pattern, True, 20_000, ("Photo: a | b",))) is None


def test_a_search_that_blows_up() -> None:
    found = try_probe(Probe("x", r"(?:\s*\|\s*\w+\s*)+$", False, 20_000, ("| a | b",)))
    assert (found or "").startswith("more than 0.5 s for")


def test_white_space_at_the_end_is_slow_only_where_it_is_searched() -> None:
    r"""``\s+$`` from every place of a long line; in lines that are matched as a whole it is harmless."""
    assert longest_wanted(r"x\s+$", 20_000, whole=True) == 0
    assert longest_wanted(r"\s+$", 20_000, whole=False) == 20_000


def test_a_child_that_is_killed_blames_its_pattern_and_the_rest_is_tried(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What ends the process that tries it has blown up as well."""
    fake = tmp_path / "python"
    fake.write_text(
        f"#!{sys.executable}\nimport json, sys, os, signal\nprobes = json.load(sys.stdin)\n"
        "for number, probe in enumerate(probes):\n    print(json.dumps({'start': number}), flush=True)\n"
        "    if probe[0] == 'b':\n        os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    fake.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(fake))
    verdicts = run_probes([Probe(name, "x", True, 10, ()) for name in "abc"])
    assert [tuple(verdict) for verdict in verdicts] == [("b", "it ended the process that tried it")]


def test_probing_ends(pack: Path) -> None:
    began = time.process_time()
    write(
        pack,
        *(
            rule(
                f"r-{name.lower()}",
                line=f"'{name}(?: ?[a-z]{{1,9}}){{1,40}} ?:'",
                examples=f"{{matches: ['{name} up:'], ignores: [x]}}",
            )
            for name in ("Ab", "Cd")
        ),
    )
    findings()
    assert time.process_time() - began < 10
