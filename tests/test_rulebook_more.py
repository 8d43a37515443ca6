"""Rules that are inherited, dated or keep text; the schema for editors; packs that come validated with the package."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import cleaner
from cleaner.rulebook import Rulebook, cache, load_rulebook, loader
from cleaner.rulebook.schema import json_schema
from tests.conftest import ROOT
from tests.packs import mistakes_in, one_rule, write_pack


def removed(rulebook: Rulebook, text: str, **options: str) -> list[tuple[str, str]]:
    cleaned = cleaner.clean(text, rulebook=rulebook, chain=[cleaner.Packs()], **options)  # type: ignore[arg-type]
    return [(removal.rule, text[removal.start : removal.end]) for removal in cleaned.removals]


def pack(kind: str, name: str, *, head: str = "", rules: str = "", exceptions: str = "") -> str:
    """A rule file; each word of ``rules`` is a rule ``word`` that takes the line ``word here``, with a label of its own."""
    text = f"schema: 1\n{kind}: {name}\n{head}"
    for section, words in (("rules", rules), ("exceptions", exceptions)):
        text += f"{section}:\n" if words else ""
        for word in words.split():
            label = "" if section == "exceptions" else "    label: promo\n"
            text += (
                f"  - id: {word}\n{label}    why: Because {name} says so.\n    line: '{word} here.*'\n"
                f"    examples: {{matches: ['{word} here'], ignores: [x]}}\n"
            )
    return text


# -- families


def test_an_outlet_has_the_rules_of_its_families(tmp_path: Path) -> None:
    """They act under the outlet's name; the nearest wins over the farther, the outlet's own over all."""
    write_pack(tmp_path, "families/far", pack("family", "far", rules="one two three four"))
    write_pack(tmp_path, "families/near", pack("family", "near", head="extends: far\n", rules="two three"))
    write_pack(tmp_path, "families/other", pack("family", "other", head="extends: [family/far]\n", rules="four five"))
    write_pack(
        tmp_path, "outlets/a.example",
        pack("outlet", "a.example", head="name: A\nextends: [near, family/other]\n", rules="three"),
    )  # fmt: skip  # one pack
    rulebook = load_rulebook(tmp_path, bundled=False)
    (outlet,) = rulebook.packs
    assert [(rule.id, rule.family) for rule in outlet.rules] == [
        ("a.example/three", ""), ("a.example/two", "near"), ("a.example/one", "far"), ("a.example/four", "far"),
        ("a.example/five", "other"),
    ]  # fmt: skip  # rows
    assert removed(rulebook, "five here\nText.\n", outlet="a.example") == [("a.example/five", "five here")]
    assert removed(rulebook, "five here\nText.\n") == []


def test_an_outlet_may_be_nothing_but_its_family(tmp_path: Path) -> None:
    write_pack(tmp_path, "families/engine", pack("family", "engine", rules="one", exceptions="two"))
    write_pack(tmp_path, "outlets/a.example", pack("outlet", "a.example", head="name: A\nextends: engine\n"))
    assert [rule.id for rule in load_rulebook(tmp_path, bundled=False).rules()] == ["a.example/one", "a.example/two"]


def test_a_draft_family_gives_draft_rules(tmp_path: Path) -> None:
    write_pack(tmp_path, "families/engine", pack("family", "engine", head="status: draft\n", rules="one"))
    write_pack(tmp_path, "outlets/a.example", pack("outlet", "a.example", head="name: A\nextends: engine\n", rules="two"))
    rules = load_rulebook(tmp_path, bundled=False).rules()
    assert [(rule.id, rule.status) for rule in rules] == [("a.example/two", "stable"), ("a.example/one", "draft")]


def test_a_family_of_ones_own_wins_and_changes_the_digest(tmp_path: Path) -> None:
    write_pack(tmp_path / "a", "families/engine", pack("family", "engine", rules="one"))
    write_pack(tmp_path / "a", "outlets/a.example", pack("outlet", "a.example", head="name: A\nextends: engine\n"))
    before = load_rulebook(tmp_path / "a", bundled=False)
    write_pack(tmp_path / "b", "families/engine", pack("family", "engine", rules="two"))
    after = load_rulebook(tmp_path / "a", tmp_path / "b", bundled=False)
    assert [rule.id for rule in after.rules()] == ["a.example/two"]
    assert before.digest != after.digest


@pytest.mark.parametrize(
    ("extends", "says"),
    [
        ("wordpres", "extends: there is no family 'wordpres', did you mean 'wordpress'?; families: wordpress"),
        ("'../secrets'", "extends '../secrets' is not well formed; use small letters, digits, hyphens (in hosts: dots)"),
        ("/etc/passwd", "extends '/etc/passwd' is not well formed; use small letters, digits, hyphens (in hosts: dots)"),
        (
            "'https://a.example/x'",
            "extends 'https://a.example/x' is not well formed; use small letters, digits, hyphens (in hosts: dots)",
        ),
        (
            "family/family/x",
            "extends 'family/family/x' is not well formed; use small letters, digits, hyphens (in hosts: dots)",
        ),
    ],
)
@pytest.mark.hostile(57)
def test_families_that_are_none(tmp_path: Path, extends: str, says: str) -> None:
    write_pack(tmp_path, "families/wordpress", pack("family", "wordpress", rules="one"))
    write_pack(tmp_path, "outlets/a.example", pack("outlet", "a.example", head=f"name: A\nextends: {extends}\n", rules="x"))
    assert mistakes_in(tmp_path) == [f"outlets/a.example.yaml:4: {says}"]


@pytest.mark.hostile(57)
def test_circles_are_refused_even_where_nobody_uses_them(tmp_path: Path) -> None:
    for name, parent in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "d"), ("e", "a")):
        write_pack(tmp_path, f"families/{name}", pack("family", name, head=f"extends: {parent}\n", rules="one"))
    assert mistakes_in(tmp_path) == [
        f"families/{name}.yaml:3: extends: family '{name}' extends itself in the end; break the circle" for name in "abcd"
    ]


def test_an_outlet_without_rules_or_family_does_not_load(tmp_path: Path) -> None:
    write_pack(tmp_path, "outlets/a.example", pack("outlet", "a.example", head="name: A\n"))
    assert mistakes_in(tmp_path) == [
        "outlets/a.example.yaml:1: an outlet has rules of its own or those of a family; write `rules:` or `extends:`"
    ]


# -- exceptions


@pytest.mark.hostile(56)
def test_an_exception_keeps_text_whatever_other_rules_of_its_rank_say(tmp_path: Path) -> None:
    """A block is longer than the line it takes along, and loses on it all the same."""
    write_pack(
        tmp_path, "outlets/a.example",
        pack("outlet", "a.example", head="name: A\n", rules="menu", exceptions="keep").replace(
            "    line: 'menu here.*'\n    examples: {matches: ['menu here']",
            "    block: {from: 'menu here', to: 'end', at_most: 9}\n    examples: {matches: [\"menu here\\nx\"]",
        ),
    )  # fmt: skip  # one pack
    rulebook = load_rulebook(tmp_path, bundled=False)
    text = "Text.\nmenu here\nA\nkeep here, and now\nB\n"
    cleaned = cleaner.clean(text, rulebook=rulebook, chain=[cleaner.Packs()], outlet="a.example")
    assert cleaned.body == "Text.\n\nkeep here, and now"
    assert [removal.rule for removal in cleaned.removals] == ["a.example/menu", "a.example/menu"]


def test_a_shared_exception_loses_against_an_outlets_rule_and_wins_over_a_shared_one(tmp_path: Path) -> None:
    write_pack(tmp_path, "shared/one", pack("pack", "one", head="language: any\n", rules="sign", exceptions="sign-here")
               .replace("'sign-here here.*'", "'sign here please'").replace("'sign-here here'", "'sign here please'"))  # fmt: skip
    write_pack(tmp_path, "outlets/a.example", pack("outlet", "a.example", head="name: A\n", rules="sign"))
    rulebook = load_rulebook(tmp_path, bundled=False)
    assert removed(rulebook, "sign here please\nsign here now\nText.") == [("one/sign", "sign here now")]
    assert ("a.example/sign", "sign here please") in removed(rulebook, "sign here please\nText.", outlet="a.example")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  - id: keep\n", "  - id: keep\n    label: promo\n",
         "8: rule 'keep': an exception keeps text, its label is always article; leave `label` out, or move it to `rules`"),
        ("matches: ['keep here'], ", "", "10: rule 'keep': 'matches' is missing; write `matches: …`"),
        ("line: 'keep here.*'", "lin: x", "9: rule 'keep': unknown key 'lin', did you mean 'line'?"),
        ("ignores: [x]", "ignores: [keep here]", "10: rule 'keep' matches this example, which it should ignore"),
        ("id: keep", "id: menu", "7: rule id 'menu' stands twice (first in line 5)"),
    ],
)  # fmt: skip  # a table
def test_mistakes_in_exceptions_are_told_like_those_in_rules(tmp_path: Path, old: str, new: str, says: str) -> None:
    text = pack("pack", "one", head="language: any\n", rules="menu", exceptions="keep")
    head, keep = text.split("exceptions:\n")
    write_pack(tmp_path, "shared/one", f"{head}exceptions:\n{keep.replace(old, new)}")
    # lines are counted from the exceptions on, so that the rule before them does not matter
    offset = head.count("\n") + 1
    told = [line.removeprefix("shared/one.yaml:") for line in mistakes_in(tmp_path)]
    number, _, message = says.partition(": ")
    assert any(message in line and line.startswith(f"{int(number) - 6 + offset}:") for line in told), told


# -- dates


def dated(tmp_path: Path, **days: str) -> Rulebook:
    more = "".join(f"    {key}: {value}\n" for key, value in days.items())
    text = pack("outlet", "a.example", head="name: A\n", rules="menu").replace("    why:", f"{more}    why:")
    text += (
        "  - id: byline\n    label: byline\n    why: The day of publication.\n    line: 'Published (?P<published>[\\d-]{10})'\n"
        "    examples: {matches: [Published 2020-01-01], ignores: [x]}\n"
    )
    write_pack(tmp_path, "outlets/a.example", text)
    return load_rulebook(tmp_path, bundled=False)


@pytest.mark.parametrize(
    ("days", "published", "applies"),
    [
        ({"since": "2021-05-01"}, "2021-05-01", True),
        ({"since": "2021-05-01"}, "2021-04-30", False),
        ({"until": "2021-05-01"}, "2021-05-01", True),
        ({"until": "2021-05-01"}, "2021-05-02", False),
        ({"since": "2020-01-01", "until": "2021-05-01"}, "2020-07-01", True),
        ({"since": "2020-01-01", "until": "2021-05-01"}, "2019-12-31", False),
        ({"until": "2001-01-01"}, "", True),
        ({"since": "2999-01-01"}, "", True),
        ({"since": "2999-01-01"}, "2021-99-99", True),
    ],
)
def test_a_dated_rule_is_for_documents_of_its_time_and_for_those_that_do_not_say(
    tmp_path: Path, days: dict[str, str], published: str, applies: bool
) -> None:
    """The day on which this runs is never asked."""
    text = f"Published {published}\nmenu here\nText.\n" if published else "menu here\nText.\n"
    taken = [rule for rule, _ in removed(dated(tmp_path, **days), text, outlet="a.example")]
    assert ("a.example/menu" in taken) is applies


def test_what_a_dated_rule_says_of_the_day_decides_nothing(tmp_path: Path) -> None:
    """Else two dated rules could each be the reason that the other one does not apply."""
    write_pack(tmp_path, "shared/one", one_rule(
        "line: 'Day (?P<published>[\\d-]{10})'", matches="Day 2020-01-01", more="until: 2019-01-01", label="byline"
    ))  # fmt: skip  # one pack
    assert removed(load_rulebook(tmp_path, bundled=False), "Day 2020-01-01\nText.") == [("one/r", "Day 2020-01-01")]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("since: 2022-01-01\n    until: 2021-01-01", "5: rule 'r': since 2022-01-01 is later than until 2021-01-01; swap them"),
        ("since: soon", "9: rule 'r': since 'soon' is no day; write a day as 2022-03-01"),
        ("until: 2021", "9: rule 'r': until 2021 is no day; write a day as 2022-03-01"),
        ("since: 0", "9: rule 'r': since 0 is no day; write a day as 2022-03-01"),
        ("until: 1728000000", "9: rule 'r': until 1728000000 is no day; write a day as 2022-03-01"),
        ("until: '1728000000'", "9: rule 'r': until '1728000000' is no day; write a day as 2022-03-01"),
        ("since: 2022-13-01", "9: rule 'r': since '2022-13-01' is no day; write a day as 2022-03-01"),
        ("since: 2022-3-1", "9: rule 'r': since '2022-3-1' is no day; write a day as 2022-03-01"),
        ("since: 2022-03-01 10:00:00", "9: rule 'r': since '2022-03-01 10:00:00' is no day; write a day as 2022-03-01"),
        ("since: '2022-W09-2'", "9: rule 'r': since '2022-W09-2' is no day; write a day as 2022-03-01"),
        ("since: true", "9: rule 'r': since True is no day; write a day as 2022-03-01"),
        ("since: [2022-03-01]", "9: rule 'r': since [datetime.date(2022, 3, 1)] is no day; write a day as 2022-03-01"),
    ],
)
def test_days_that_are_none(tmp_path: Path, more: str, says: str) -> None:
    write_pack(tmp_path, "shared/one", one_rule("lines: [Sign up now]", more=more))
    assert mistakes_in(tmp_path) == [f"shared/one.yaml:{says}"]


def test_the_day_of_a_check_is_one(tmp_path: Path) -> None:
    write_pack(tmp_path, "outlets/a.example", pack("outlet", "a.example", head="name: A\nchecked: 86400\n", rules="x"))
    assert mistakes_in(tmp_path) == ["outlets/a.example.yaml:4: checked 86400 is no day; write a day as 2022-03-01"]


def test_days_may_stand_in_quotes_and_what_is_none_may_be_text(tmp_path: Path) -> None:
    text = one_rule("lines: [2022-13-01, 2022-03-01 10:00]", more="since: '2022-03-01'", matches="2022-13-01")
    write_pack(tmp_path, "shared/one", text)
    (rule,) = load_rulebook(tmp_path, bundled=False).rules()
    assert (rule.first_day, rule.literals) == ("2022-03-01", ("2022-13-01", "2022-03-01 10:00"))


# -- the schema for editors

_DRAFT_07 = frozenset(
    [
        "$schema",
        "$ref",
        "title",
        "description",
        "type",
        "definitions",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "enum",
        "const",
        "anyOf",
        "default",
        "not",
        "patternProperties",
        "minProperties",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "pattern",
        "format",
        "if",
        "then",
        "else",
    ]
)


def words(schema: Any) -> Iterator[str]:
    """Every keyword of a schema; names of properties and definitions are none."""
    if isinstance(schema, dict):
        for key, value in schema.items():
            yield key
            named = key in ("properties", "patternProperties", "definitions")
            for part in value.values() if named else [value] if key not in ("default", "enum", "const") else []:
                yield from words(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from words(part)


def test_the_schema_stays_inside_draft_07_and_its_references_hold() -> None:
    schema = json_schema()
    assert set(words(schema)) <= _DRAFT_07
    text = json.dumps(schema)
    references = {part.partition('"')[0] for part in text.split('"$ref": "#/definitions/')[1:]}
    assert references <= set(schema["definitions"])
    assert {"OutletPack", "SharedPack", "FamilyPack", "PartsFile", "Rule", "Exemption", "Within"} <= references
    assert schema["definitions"]["Rule"]["additionalProperties"] is False
    assert "title" in schema["definitions"]["Rule"]["properties"]["label"]["enum"]
    assert schema["definitions"]["OutletPack"]["properties"]["extends"]["anyOf"]
    for model in ("OutletPack", "SharedPack", "FamilyPack", "PartsFile"):
        parts = schema["definitions"][model]["properties"]["parts"]
        assert (list(parts["patternProperties"]), parts["additionalProperties"]) == ([r"^[a-z][a-z0-9_]*$"], False)


# -- packs that come validated with the package


def test_packs_that_came_with_the_package_need_no_yaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are told by their content: a changed file is read anew."""
    path = write_pack(tmp_path, "shared/one", one_rule("lines: [Sign up now]"))
    (file,) = loader.rule_files(tmp_path)
    data, wrong = loader.validated(file)
    assert wrong == []
    (tmp_path / "built.json").write_text(json.dumps({file.key: data}), encoding="utf-8")
    monkeypatch.setattr(cache, "BUILT", tmp_path / "built.json")
    monkeypatch.setenv("CLEANER_CACHE", "off")
    cache.built.cache_clear()
    monkeypatch.setattr(loader, "validated", lambda *_, **__: pytest.fail("the file was read"))
    assert [rule.id for rule in load_rulebook(tmp_path, bundled=False).rules()] == ["one/r"]
    path.write_text(path.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    with pytest.raises(pytest.fail.Exception):
        load_rulebook(tmp_path, bundled=False)
    cache.built.cache_clear()


def test_the_bundled_rules_load_at_once_from_a_cold_start() -> None:
    """In a process of its own, from the cache: neither YAML nor the validator are loaded.

    It takes 60 to 150 ms, by how busy the machine is; without the cache it would be half a minute.
    """
    load_rulebook()
    code = (
        "import sys, time; import cleaner.rulebook as r; began = time.process_time(); r.load_rulebook()\n"
        "print(time.process_time() - began, 'ruamel.yaml' in sys.modules, 'pydantic' in sys.modules)"
    )
    out = [subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True).split() for _ in range(3)]
    assert min(float(seconds) for seconds, *_ in out) < 0.5
    assert {tuple(loaded) for _, *loaded in out} == {("False", "False")}


def test_a_wheel_gets_every_bundled_pack_validated_and_an_editable_install_none() -> None:
    """In a process of its own, for the hook needs few of the libraries and hides the package from those it does not need."""
    pytest.importorskip("hatchling")
    code = (
        "import json, pathlib, hatch_build\n"
        "hook = hatch_build.RulesHook('.', {}, None, None, '', 'wheel')\n"
        "data = {'force_include': {}}\n"
        "hook.initialize('editable', data)\n"
        "assert data == {'force_include': {}}\n"
        "hook.initialize('standard', data)\n"
        "((path, target),) = data['force_include'].items()\n"
        "packs = json.loads(pathlib.Path(path).read_bytes())\n"
        "hook.finalize('standard', data, '')\n"
        "print(json.dumps([target, sorted(packs), pathlib.Path(path).exists()]))\n"
    )
    out = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True)
    keys = sorted(file.key for file in loader.rule_files(ROOT / "rules"))
    assert json.loads(out) == ["cleaner/_rules.json", keys, False]
