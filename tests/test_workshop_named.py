"""Which packs the tools of the workshop look at: by name, by file, by directory, from anywhere; and what names none."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.errors import UsageError
from cleaner.workshop import bench_of
from tests.packs import write_pack
from tests.workshop import Call, call, damage, own

__all__ = ["call", "own"]  # fixtures


def test_a_pack_can_be_named_by_its_file(own: Path, call: Call) -> None:
    """Its directory of rules counts as given; a file that is not there is named."""
    by_file = call("test", "mine/rules/outlets/news.example.yaml")
    assert by_file == call("test", "news.example", "--rules", "mine/rules")
    assert by_file[0] == 0
    assert by_file == call("test", "mine/rules/outlets/news.example.yaml", "--rules", "mine/rules")
    code, out, err = call("test", "mine/rules/outlets/other.example.yaml", "--rules", "mine/rules")
    assert (code, out) == (2, "")
    assert "mine/rules/outlets/other.example.yaml: there is no such rule file or directory" in err


TOOLS = [("check",), ("test",), ("lint", "--today", "2024-06-01")]


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize(
    "named",
    [
        ("mine/rules",),
        ("mine/rules/",),
        ("./mine/rules", "--rules", "mine/rules"),
        ("mine/rules/outlets/news.example.yaml",),
        ("news.example", "--rules", "mine/rules"),
        ("mine/rules", "mine/rules/outlets/news.example.yaml", "news.example"),
    ],
)
def test_every_tool_takes_a_name_a_file_and_a_directory(
    own: Path, call: Call, tool: tuple[str, ...], named: tuple[str, ...]
) -> None:
    """They look at what was named and at nothing else: the bundled rules apply beside it and are nobody's question."""
    name, *options = tool
    by_option = call(name, "--rules", "mine/rules", *options)
    assert by_option[0] == 0
    assert call(name, *named, *options) == by_option
    assert call(name, *options) != by_option


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize(
    ("named", "says"),
    [
        (("mine/rules/outlets",), "mine/rules/outlets: no rules here, did you mean mine/rules?"),
        (("--rules", "mine/rules/outlets"), "mine/rules/outlets: no rules here, did you mean mine/rules?"),
        (("mine/fixtures",), "mine/fixtures: no rules here; a rules directory holds shared/*.yaml or outlets/*.yaml"),
        (("mine/rules/nowhere",), "mine/rules/nowhere: there is no such rule file or directory; "),
        (
            ("news.exampel", "--rules", "mine/rules"),
            "there is no pack 'news.exampel', did you mean news.example? `cleaner rules list` shows all",
        ),
        (("--rules", "mine/rules/outlets/news.example.yaml"), "news.example.yaml: no rules here, did you mean mine/rules?"),
        (
            ("--rules", "mine/loose.yaml"),
            "mine/loose.yaml: no rules here; a rules directory holds shared/*.yaml or outlets/*.yaml",
        ),
        (("mine/loose.yaml",), "mine/loose.yaml: not in a folder shared/ or outlets/ or families/ of a rules directory"),
        (("mine",), "there is no pack 'mine', and the directory of this name holds no rules; "),
        (("nowhere",), "there is no pack 'nowhere'; "),
        (("x" * 300,), f"there is no pack '{'x' * 300}'; "),
        ((f"{'x' * 300}.yaml",), f"{'x' * 300}.yaml: there is no such rule file or directory; "),
        (("--rules", "x" * 300), f"{'x' * 300}: rules cannot be looked for here: File name too long; check the name"),
    ],
)
def test_every_tool_refuses_what_names_no_rules(
    own: Path, call: Call, tool: tuple[str, ...], named: tuple[str, ...], says: str
) -> None:
    name, *options = tool
    (own / "mine/loose.yaml").write_text("schema: 1\n", encoding="utf-8")
    code, out, err = call(name, *named, *options)
    assert (code, out) == (2, "")
    assert says in err


def test_a_directory_that_is_called_like_a_pack_is_that_pack(own: Path, call: Call) -> None:
    """As in a folder of fixtures, which are called after the hosts."""
    by_name = call("test", "news.example", "--rules", "mine/rules")
    Path("news.example").mkdir()
    assert call("test", "news.example", "--rules", "mine/rules") == by_name


def test_the_check_tells_of_the_rules_that_were_named_alone(own: Path, call: Call) -> None:
    """A rule without a fixed text is told of to whoever looks at it."""
    rule = "id: shouting\n    label: promo\n    why: A plea in capitals.\n    line: '[A-Z]{8}'"
    examples = "examples: {matches: ['JOINHERE'], ignores: ['Join here']}"
    write_pack(Path("more"), "shared/loud", f"schema: 1\npack: loud\nlanguage: en\nrules:\n  - {rule}\n    {examples}\n")
    note = "note: 1 rule holds no text that a match must contain, so it is tried on every line:\n  loud/shouting\n"
    counts = "{}, all examples hold; `cleaner rules lint` tries how long patterns take\n"
    assert call("check", "more")[1] == counts.format("1 pack, 1 rule") + note
    assert call("check", "news.example", "--rules", "more", "--rules", "mine/rules")[1] == counts.format("1 pack, 2 rules")


def test_a_pack_can_be_named_from_within_its_directory(own: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path need not name the directory of rules; messages name the file as somebody who stands there does."""
    by_name = call("test", "news.example", "--rules", "mine/rules")
    (own / "mine/rules/outlets/sub").mkdir()
    for place, file in {"outlets": "", "outlets/sub": "../", "": "outlets/", "shared": "../outlets/"}.items():
        (own / "mine/rules" / place).mkdir(exist_ok=True)
        monkeypatch.chdir(own / "mine/rules" / place)
        assert call("test", f"{file}news.example.yaml") == by_name
    damage(own / "mine/rules/outlets/news.example.yaml", "ignores: ['Home']", "ignores: ['Home | World']")
    monkeypatch.chdir(own / "mine/rules/outlets")
    assert "news.example/menu: ../outlets/news.example.yaml:15" in call("test", "news.example.yaml")[1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["test", "news.exampel", "--rules", "mine/rules"], "there is no pack 'news.exampel', did you mean news.example?"),
        (["test", "--fixtures", "nowhere"], "nowhere: no such directory"),
        (["test", "--fixtures", "x" * 300], f"{'x' * 300}: no such directory"),
        (["test", "--clean", "x" * 300], f"{'x' * 300}: no such directory"),
        (["test", "--fixtures", "bundled"], "nothing to test in bundled"),
        (["test", "--clean", "bundled"], "nothing to test in bundled"),
        (["lint", "--today", "soon"], "'soon' is no day"),
        (["lint", "--rules", "mine"], "mine: no rules here"),
    ],
)
def test_wrong_use_is_told(call: Call, arguments: list[str], says: str) -> None:
    code, out, err = call(*arguments)
    assert (code, out) == (2, "")
    assert says in err


def test_only_retired_rules_are_nothing_to_test(own: Path) -> None:
    damage(own / "mine/rules/outlets/news.example.yaml", "name: The News", "name: The News\nstatus: retired")
    with pytest.raises(UsageError, match="nothing to test"):
        bench_of(rules=[Path("mine/rules")])
