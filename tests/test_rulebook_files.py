"""Rule files: their mistakes, and how they are loaded, cached and sent to other processes."""

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner.errors import UsageError
from cleaner.rulebook import load_rulebook, loader
from tests.packs import OUTLET, mistakes_in, one_rule, removed, write_pack


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        (f"x{{{'9' * 5000}}}", "a repeat beyond 1000 takes too long to compile; use a smaller one, or + or *"),
        (rf"(x)\g<{'9' * 5000}>", "not a usable pattern: ValueError; make it simpler"),
    ],
)
def test_a_number_of_five_thousand_digits_in_a_pattern(tmp_path: Path, pattern: str, says: str) -> None:
    write_pack(tmp_path, "outlets/x.example", f"schema: 1\noutlet: x.example\nname: X\nrecognise: ['{pattern}']\n")
    assert mistakes_in(tmp_path) == [
        f"outlets/x.example.yaml:4: recognise has {len(pattern):,} characters, more than 4,096; make it shorter",
        f"outlets/x.example.yaml:4: recognise: {pattern!r}: {says}",
    ]


def test_braces_around_what_is_no_plain_number_are_text(tmp_path: Path) -> None:
    write_pack(tmp_path, "shared/one", one_rule("line: 'Sign up{²}'", matches="Sign up{²}"))
    assert removed(load_rulebook(tmp_path, bundled=False), "Sign up\nSign up{²}") == ["Sign up{²}"]


@pytest.mark.hostile(51)
def test_five_mistakes_give_five_messages_with_file_and_line(tmp_path: Path) -> None:
    write_pack(
        tmp_path,
        "shared/five",
        r"""
        schema: 1
        pack: five
        language: en
        rules:
          - id: one
            label: navigaton
            why: A menu that stands on every page.
            line: 'Menu of the day'
            examples: {matches: ['Menu of the day'], ignores: ['The menu of the day was fish.']}
          - id: two
            label: promo
            why: A plea to sign up.
            lines: ['Sign up']
            wihtin: {first: 3}
            examples: {matches: ['Sign up'], ignores: ['They sign up.']}
          - id: three
            label: promo
            why: A plea to sign up.
            line: 'Sign (up'
            examples: {matches: ['Sign up'], ignores: ['They sign up.']}
          - id: four
            label: promo
            why: A plea to sign up.
            line: 'Sign up'
            examples: {matches: ['Sign in'], ignores: ['They sign up.']}
          - id: five
            label: promo
            line: 'Sign up'
            examples: {matches: ['Sign up'], ignores: ['They sign.']}
        """,
    )
    found = mistakes_in(tmp_path)
    assert found == [
        "shared/five.yaml:7: rule 'one': unknown label 'navigaton', did you mean 'navigation'?; labels: article, title, summary, "
        "byline, navigation, share, promo, caption, photo_credit, agency_credit, author_bio, other_story, embed, comments, legal, "
        "duplicate",
        "shared/five.yaml:15: rule 'two': unknown key 'wihtin', did you mean 'within'?; allowed here: id, label, heading_of, why, line, lines, "
        "inside, block, select, text, within, confidence, status, since, until, examples",
        "shared/five.yaml:20: rule 'three', line: not a valid pattern: missing ) at position 8: Sign (up»HERE»",
        "shared/five.yaml:26: rule 'four' does not match this example: 'Sign in'; mend the pattern or move the example",
        "shared/five.yaml:27: rule 'five': 'why' is missing; write `why: …` (one sentence for the person who reviews the cut)",
    ]


@pytest.mark.hostile(52, 54)
def test_mistakes_in_patterns_and_examples_come_with_line_and_advice(tmp_path: Path) -> None:
    write_pack(
        tmp_path,
        "shared/more",
        r"""
        schema: 1
        pack: more
        language: en
        rules:
          - id: one
            label: promo
            why: A plea to sign up.
            line: 'Sign (up'
            examples: {matches: ['Sign up'], ignores: ['They sign up.']}
          - id: one
            label: byline
            why: A plea to sign up.
            line: 'Sign (?P<autors>up)'
            examples: {matches: ['Sign up'], ignores: ['They sign up.']}
          - id: three
            label: promo
            why: A plea to sign up.
            line: '.*'
            examples: {matches: ['Sign up'], ignores: ['They sign up.']}
        """,
    )
    write_pack(tmp_path, "shared/one", one_rule("line: 'Sign up'", matches="Sign in", ignores="Sign up"))
    found = mistakes_in(tmp_path)
    assert found == [
        "shared/more.yaml:9: rule 'one', line: not a valid pattern: missing ) at position 8: Sign (up»HERE»",
        "shared/more.yaml:11: rule id 'one' stands twice (first in line 6); ids are unique in a pack",
        "shared/more.yaml:14: rule 'one', line: group 'autors' is no field, did you mean 'authors'?; fields: agencies, authors, "
        "canonical_url, captions, modified, photo_credits, place, published, section, site_name, summary, tags, title",
        "shared/more.yaml:19: rule 'three', line: the pattern matches the empty text, so it would match everywhere; demand something",
        "shared/one.yaml:10: rule 'r' does not match this example: 'Sign in'; mend the pattern or move the example",
        "shared/one.yaml:10: rule 'r' matches this example, which it should ignore: 'Sign up'; mend the pattern or move the example",
    ]


@pytest.mark.parametrize(("length", "shown"), [(60, "x" * 60), (61, "x" * 59 + "…")])
def test_a_long_example_is_shortened_in_its_message(tmp_path: Path, length: int, shown: str) -> None:
    write_pack(tmp_path, "shared/one", one_rule("line: 'Sign up'", matches="x" * length))
    assert mistakes_in(tmp_path) == [
        f"shared/one.yaml:10: rule 'r' does not match this example: {shown!r}; mend the pattern or move the example"
    ]


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("", 1, "this one is empty"),
        ("- a\n- b\n", 1, "a rule file is a mapping"),
        ("schema: 1\nschema: 1\n", 2, "key 'schema' stands twice (first in line 1)"),
        ("schema: 1\npack: &a one\n", 2, "anchors and aliases"),
        ("schema: 1\npack: !!python/object/apply:os.system ['true']\n", 2, "tags"),
        ("schema: 1\npack: [\n", 3, "not valid YAML"),
        ("schema: 1\n---\nschema: 1\n", 2, "a second YAML document"),
        ("schema: 2\npack: x\nlanguage: en\nrules: []\n", 1, "schema 2 is not supported"),
        ("schema: 1\npack: x\nlanguage: NO\nrules: []\n", 3, "not well formed"),
        ("schema: 1\npack: 012\nlanguage: en\n", 2, "pack must be text, not a number; quote it: pack: '012'"),
        ("schema: 1\npack: x\n\trules: []\n", 3, "not valid YAML"),
        ("a: " + "[" * 5000, 1, "nested deeper than 32 levels"),
        ("schema: " + "9" * 5000, 1, "cannot be used so"),
    ],
)
@pytest.mark.hostile(44, 45, 46, 47, 48, 49, 50, 51)
def test_hostile_yaml_is_refused_with_a_line(tmp_path: Path, text: str, line: int, part: str) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "x.yaml").write_text(text, encoding="utf-8")
    found = mistakes_in(tmp_path)
    assert any(entry.startswith(f"shared/x.yaml:{line}: ") and part in entry for entry in found), found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("schema: 1\npack: x\n\trules: []\n",
         "3: not valid YAML: found character '\\t' that cannot start any token; indent and part with spaces, not with tabs"),
        ("schema:\t1\n",
         "1: not valid YAML: found character '\\t' that cannot start any token; indent and part with spaces, not with tabs"),
        ("schema: 1\nline: the table: x\n",
         "2: not valid YAML: mapping values are not allowed here; quote patterns and text with single quotes"),
        ("schema: 1\nline: @tab\n",
         "2: not valid YAML: found character '@' that cannot start any token; quote patterns and text with single quotes"),
    ],
)  # fmt: skip  # a table
def test_tabs_and_quotes_each_have_their_remedy(tmp_path: Path, text: str, says: str) -> None:
    write_pack(tmp_path, "shared/x", text)
    assert mistakes_in(tmp_path) == [f"shared/x.yaml:{says}"]


@pytest.mark.parametrize("character", ["\a", "\0", "\x96", "\ufffe"])
def test_a_control_character_is_told_of_where_it_stands(tmp_path: Path, character: str) -> None:
    path = write_pack(tmp_path, "shared/x", "schema: 1\n")
    path.write_bytes(f"\ufeffschema: 1\r\npack: x\r\nline: 'é {character}'\r\nmore: x\r\n".encode())
    assert mistakes_in(tmp_path) == [
        f"shared/x.yaml:3: character U+{ord(character):04X} stands for no text; delete it, or write it as an escape in a pattern"
    ]


@pytest.mark.hostile(50)
def test_bom_and_crlf_are_fine(tmp_path: Path) -> None:
    path = write_pack(tmp_path, "shared/one", one_rule("lines: ['Sign up now']"))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert len(load_rulebook(tmp_path, bundled=False).rules()) == 1


@pytest.mark.parametrize("pattern", ["(?:[a-z]+ ?)+", ".+", r"[\s\S]+", r"\P{Cn}*x?"])
@pytest.mark.hostile(54)
def test_patterns_that_match_anything_do_not_load(tmp_path: Path, pattern: str) -> None:
    write_pack(tmp_path, "shared/one", one_rule(f"line: '{pattern}'", ignores="Ümläut — 1"))
    assert mistakes_in(tmp_path)


def test_a_file_name_must_equal_the_pack(tmp_path: Path) -> None:
    write_pack(tmp_path, "shared/two", one_rule("lines: ['Sign up now']"))
    assert mistakes_in(tmp_path) == ["shared/two.yaml:2: pack is 'one', the file is 'two.yaml'; make them equal"]


@pytest.mark.parametrize(
    ("kind", "name", "head"), [("pack", "shared/stage", "language: en\n"), ("outlet", "outlets/stage", "name: The Stage\n")]
)
def test_no_pack_is_called_as_guesses_are(tmp_path: Path, kind: str, name: str, head: str) -> None:
    """Its rules would have the ids of stages: a story that they took would count as a guess, and be lost."""
    rule = one_rule("lines: ['Sign up now']").partition("rules:\n")[2]
    write_pack(tmp_path, name, f"schema: 1\n{kind}: stage\n{head}rules:\n{rule}")
    assert mistakes_in(tmp_path) == [
        f"{name}.yaml:2: 'stage' stands before the names of guesses, as in stage/prose; choose another name"
    ]


def test_names_that_only_begin_like_those_of_guesses_are_fine(tmp_path: Path) -> None:
    write_pack(tmp_path, "shared/stage-left", one_rule("lines: ['Sign up now']").replace("pack: one", "pack: stage-left"))
    assert [rule.id for rule in load_rulebook(tmp_path, bundled=False).rules()] == ["stage-left/r"]


def test_a_file_with_another_ending_is_a_mistake_like_all_others(tmp_path: Path) -> None:
    """It would be passed over without a word, and its author would wonder why no rule of it fires."""
    write_pack(tmp_path, "shared/one", one_rule("lines: [Sign up now]", matches="Sign off"))
    write_pack(tmp_path, "shared/one", one_rule("lines: [Sign up now]")).rename(tmp_path / "shared/two.yml")
    write_pack(tmp_path, "shared/one", one_rule("lines: [Sign up now]", matches="Sign off"))
    (tmp_path / "outlets").mkdir()
    (tmp_path / "outlets/news.example.YAML").write_text("schema: 1\n", encoding="utf-8")
    (tmp_path / "shared/one.yml").write_text("schema: 1\n", encoding="utf-8")
    (tmp_path / "shared/notes.txt").write_text("Read me.\n", encoding="utf-8")
    assert mistakes_in(tmp_path) == [
        "outlets/news.example.YAML:1: rule files end in .yaml, others are not read; rename it to news.example.yaml",
        "shared/one.yaml:10: rule 'r' does not match this example: 'Sign off'; mend the pattern or move the example",
        "shared/one.yml:1: rule files end in .yaml, others are not read; move its rules to one.yaml, which is there too",
        "shared/two.yml:1: rule files end in .yaml, others are not read; rename it to two.yaml",
    ]


def test_a_rule_file_in_a_place_that_is_not_read_is_a_mistake(tmp_path: Path) -> None:
    text = one_rule("lines: [Sign up now]")
    outlet = OUTLET.replace("schema: 1", "# no pack:\nschema: 1")
    for name in ("shared/one", "Shared/two", "shared/sub/three", "shared/a/b/four", "five"):
        write_pack(tmp_path, name, text)
    for name in ("news.example", "outlet/news.example", "outlets/old/news.example"):
        write_pack(tmp_path, name, outlet)
    write_pack(tmp_path, "Families/engine", text).rename(tmp_path / "Families/engine.YML")
    only = "rule files are read from shared, outlets, families alone; move it to"
    assert mistakes_in(tmp_path) == [
        f"Families/engine.YML:1: {only} families/engine.yaml",
        f"Shared/two.yaml:1: {only} shared/two.yaml",
        f"five.yaml:1: {only} shared/five.yaml",
        f"news.example.yaml:1: {only} outlets/news.example.yaml",
        f"outlet/news.example.yaml:1: {only} outlets/news.example.yaml",
        f"outlets/old/news.example.yaml:1: {only} outlets/news.example.yaml",
        f"shared/a/b/four.yaml:1: {only} shared/four.yaml",
        f"shared/sub/three.yaml:1: {only} shared/three.yaml",
    ]


def test_what_else_lies_beside_rules_is_nobodys_business(tmp_path: Path) -> None:
    write_pack(tmp_path, "shared/one", one_rule("lines: [Sign up now]"))
    for name in (".pre-commit-config.yaml", "mkdocs.yml", ".github/workflows/check.yml", "fixtures/a.example/x/notes.yaml",
                 "old/shared/one.yaml", "shared/notes/README.md", "packages.yaml",
                 "shared/.ipynb_checkpoints/one-checkpoint.yaml"):  # fmt: skip  # a list
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("packages: []\n  outlet: x\n", encoding="utf-8")
    assert [pack.name for pack in load_rulebook(tmp_path, bundled=False).packs] == ["one"]


def test_a_reason_that_is_too_short_is_told_with_what_to_write(tmp_path: Path) -> None:
    path = write_pack(tmp_path, "shared/one", one_rule("lines: [Sign up now]"))
    path.write_text(path.read_text(encoding="utf-8").replace("Because this test says so.", "A plea."), encoding="utf-8")
    assert mistakes_in(tmp_path) == [
        "shared/one.yaml:7: rule 'r': why 'A plea.' says too little; write one sentence, of 10 characters or more, "
        "for the person who reviews the cut"
    ]


ONE = """\
schema: 1
outlet: x.example
name: X
rules:
  - id: r
    label: promo
    why: Because this test says so.
    line: 'Sign up'
    examples:
      matches: ['Sign up']
      ignores:
        - 'They sign.'
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("    examples:", "    within: first 3\n    examples:", "9: rule 'r': within is a mapping, not text; write within: {first: 3}"),
        ("    examples:", "    within:\n    examples:", "9: rule 'r': within is empty; write within: {first: 3}"),
        ("    examples:", "    within: {first: '3'}\n    examples:",
         "9: rule 'r': within.first must be a whole number, not '3'; write first: 3"),
        ("    examples:", "    within: {last: 1.50}\n    examples:",
         "9: rule 'r': within.last must be a whole number, not 1.50; write last: 3"),
        ("    examples:", "    within: {first: 0}\n    examples:", "9: rule 'r': within.first must be 1 or more, not 0"),
        ("    examples:", "    confidence: high\n    examples:",
         "9: rule 'r': confidence must be a number, not high; write confidence: 0.9"),
        ("    examples:", "    confidence: 2\n    examples:", "9: rule 'r': confidence must be 1 or less, not 2"),
        ("    examples:", "    confidence: 0.0\n    examples:", "9: rule 'r': confidence must be more than 0, not 0.0"),
        ("    examples:", "    confidence:\n    examples:", "9: rule 'r': confidence is empty; write confidence: 0.9"),
        ("    examples:", "    status:\n    examples:", "9: rule 'r': status is empty; write one of draft, stable, retired"),
        ("line: 'Sign up'", "line: ['Sign up']", "8: rule 'r': line is one text, not a list; write line: 'Sign up'"),
        ("line: 'Sign up'", "line: [Sign, up]", "8: rule 'r': line is one text, not a list; write line: '…'"),
        ("line: 'Sign up'", "line: 007", "8: rule 'r': line must be text, not a number; quote it: line: '007'"),
        ("line: 'Sign up'", "line: ''", "8: rule 'r': line is empty; write line: '…'"),
        ("line: 'Sign up'", "lines: It's up", "8: rule 'r': lines is a list, not text; write lines: ['It''s up']"),
        ("line: 'Sign up'", "lines: 1.50", "8: rule 'r': lines is a list, not a number; write lines: ['1.50']"),
        ("line: 'Sign up'", "lines: []", "8: rule 'r': lines is empty; write lines: ['…']"),
        ("line: 'Sign up'", "block: Sign up",
         "8: rule 'r': block is a mapping, not text; write block: {from: '…', to: '…', at_most: 9}"),
        ("['Sign up']", "'Sign up'", "10: rule 'r': examples.matches is a list, not text; write matches: ['Sign up']"),
        ("'They sign.'", "007", "12: rule 'r': examples.ignores holds texts, not a number; quote it: '007'"),
        ("'They sign.'", "1.50", "12: rule 'r': examples.ignores holds texts, not a number; quote it: '1.50'"),
        ("'They sign.'", "1_000", "12: rule 'r': examples.ignores holds texts, not a number; quote it: '1_000'"),
        ("'They sign.'", "2022-03-01", "12: rule 'r': examples.ignores holds texts, not a date; quote it: '2022-03-01'"),
        ("'They sign.'", "true", "12: rule 'r': examples.ignores holds texts, not true or false; quote it: 'true'"),
        ("'They sign.'", "null", "12: rule 'r': examples.ignores holds texts, not an empty value; quote it: 'null'"),
        ("'They sign.'", "", "12: rule 'r': examples.ignores has an empty item; write one, or delete it"),
        ("'They sign.'", "[1995] H.", "12: not valid YAML: expected <block end>, but found '<scalar>'; quote patterns and text with single quotes"),
        ("'They sign.'", "[1995]", "12: rule 'r': examples.ignores holds texts, not a list; quote it: '[1995]'"),
        ("'They sign.'", "Copyright: 1995 H",
         "12: rule 'r': examples.ignores holds texts, not a mapping; quote it: 'Copyright: 1995 H'"),
        ("'They sign.'", "a: b\n          c: d", "12: rule 'r': examples.ignores holds texts, not a mapping; quote it: '…'"),
        ("name: X", "name: 1995", "3: name must be text, not a number; quote it: name: '1995'"),
        ("name: X", "name:", "3: name is empty; write name: '…'"),
        ("name: X", "name: X\nhosts: a.example", "4: hosts is a list, not text; write hosts: ['a.example']"),
        ("name: X", "name: X\nhosts:", "4: hosts is empty; write hosts: ['…']"),
        ("name: X", "name: X\nexceptions:", "4: exceptions is empty; write a rule below it, which begins with `- id: …`"),
        ("name: X", "name: X\nexceptions: {id: x}", "4: exceptions is a list, not a mapping; begin each rule with `- id: …`"),
        ("name: X", "name: X\nexceptions: [x]", "4: rule number 1: a rule is a mapping, not text; begin it with `id: …`"),
    ],
)  # fmt: skip  # a table
def test_values_of_a_wrong_type_come_back_as_they_are_to_be_written(tmp_path: Path, old: str, new: str, says: str) -> None:
    write_pack(tmp_path, "outlets/x.example", ONE.replace(old, new, 1))
    assert mistakes_in(tmp_path) == [f"outlets/x.example.yaml:{says}"]


def test_rules_that_are_empty_are_told_with_what_to_write(tmp_path: Path) -> None:
    write_pack(tmp_path, "shared/x", "schema: 1\npack: x\nlanguage: en\nrules:\n")
    assert mistakes_in(tmp_path) == ["shared/x.yaml:4: rules is empty; write a rule below it, which begins with `- id: …`"]


def test_a_directory_without_packs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        load_rulebook(tmp_path)


@pytest.mark.parametrize(("name", "why"), [("x" * 300, "File name too long"), ("loop", "Too many levels of symbolic links")])
def test_a_directory_that_cannot_be_listed_is_refused(tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(UsageError) as refused:
        load_rulebook(tmp_path / name)
    told = f"rules cannot be looked for here: {why}; check the name, and that you may list and enter it"
    assert str(refused.value) == f"{tmp_path / name}: {told}"


def test_a_name_that_no_system_takes_is_of_no_directory(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no rules here; a rules directory holds"):
        load_rulebook(tmp_path / "a\0b")


def test_a_folder_that_cannot_be_listed_is_not_taken_for_an_empty_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_pack(tmp_path, "shared/one", one_rule("lines: ['Sign up now']"))
    listed = Path.iterdir

    def iterdir(path: Path) -> Iterator[Path]:
        if path.name == "shared":
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    with pytest.raises(UsageError, match="shared: rules cannot be looked for here: Permission denied; check the name"):
        load_rulebook(tmp_path)


def test_a_users_pack_wins_over_the_bundled_one_and_says_so(tmp_path: Path) -> None:
    name = next(pack.name for pack in load_rulebook().packs if not pack.outlet)
    write_pack(tmp_path, f"shared/{name}", one_rule("lines: ['Sign up now']").replace("pack: one", f"pack: {name}"))
    pack = next(pack for pack in load_rulebook(tmp_path).packs if pack.name == name)
    assert [rule.id for rule in pack.rules] == [f"{name}/r"]
    assert pack.origin == str(tmp_path / "shared" / f"{name}.yaml")
    assert pack.replaces.endswith(f"rules/shared/{name}.yaml")


def test_a_rulebook_survives_pickling() -> None:
    rules = load_rulebook()
    assert pickle.loads(pickle.dumps(rules)).digest == rules.digest


def test_a_rulebook_from_the_cache_equals_the_one_from_yaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here of a few packs; `test_api` compares those that are shipped."""
    write_pack(tmp_path, "parts", "{schema: 1, parts: {plea: 'Sign up (?:now|today)'}}")
    write_pack(tmp_path, "shared/one", one_rule("line: '(?&plea)'"))
    write_pack(tmp_path, "outlets/news.example", OUTLET)
    monkeypatch.setenv("CLEANER_CACHE", str(tmp_path / "cache"))
    fresh = load_rulebook(tmp_path, bundled=False)  # there is no cache yet
    assert len(list((tmp_path / "cache").iterdir())) == len(fresh.packs) + 1  # the shared parts have a place, too
    monkeypatch.setattr(loader, "validated", None)  # nothing is validated again
    again = load_rulebook(tmp_path, bundled=False)
    assert (again.packs, again.rules()) == (fresh.packs, fresh.rules())


@pytest.mark.parametrize("cache", ["/dev/null", "/dev/null/below"])
def test_a_cache_that_cannot_be_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: str) -> None:
    write_pack(tmp_path, "outlets/news.example", OUTLET)
    monkeypatch.setenv("CLEANER_CACHE", cache)
    assert [pack.name for pack in load_rulebook(tmp_path, bundled=False).packs] == ["news.example"]
