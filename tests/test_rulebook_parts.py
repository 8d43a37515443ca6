"""Named parts of patterns: what a call becomes, who may call what, and what is wrong where it is."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from cleaner.rulebook import Rulebook, cache, load_rulebook, loader
from cleaner.rulebook.parts import calls, write_out
from tests.packs import mistakes_in, removed, write_pack

DAYS = "Monday|Tuesday"


def pack(
    line: str, parts: str = "", *, head: str = "pack: one\nlanguage: en", matches: str = "Post of Monday", more: str = ""
) -> str:
    """A pack with one rule, whose ``line`` stands in line 9 + the lines of ``parts``."""
    given = f"parts:\n{parts}" if parts else ""
    return (
        f"schema: 1\n{head}\n{given}rules:\n  - id: r\n    label: promo\n    why: Because this test says so.\n"
        f"    line: '{line}'\n{more}    examples: {{matches: [{matches}], ignores: ['It was the post of the day.']}}\n"
    )


def load(folder: Path) -> Rulebook:
    return load_rulebook(folder, bundled=False)


def pattern(rulebook: Rulebook) -> str:
    (rule,) = rulebook.rules()
    return rule.pattern


# -- what a call becomes


@pytest.mark.parametrize(
    ("written", "full"),
    [
        ("Post of (?&day)", "Post of (?:Monday|Tuesday)"),
        ("(?i)(?&day){2}(?&day)?", "(?i)(?:Monday|Tuesday){2}(?:Monday|Tuesday)?"),
        ("(?P<published>(?&day))", "(?P<published>(?:Monday|Tuesday))"),
        (r"\\(?&day)", r"\\(?:Monday|Tuesday)"),
        (r"\(?&day\)", r"\(?&day\)"),
        (r"[(?&day)](?&day)", r"[(?&day)](?:Monday|Tuesday)"),
        (r"[]\](?&day)](?&day)", r"[]\](?&day)](?:Monday|Tuesday)"),
        (r"[^](?&day)](?&day)", r"[^](?&day)](?:Monday|Tuesday)"),
        (r"[[:alpha:](?&day)](?&day)", r"[[:alpha:](?&day)](?:Monday|Tuesday)"),
        (r"\[(?&day)]", r"\[(?:Monday|Tuesday)]"),
        ("(?P>day) (?1) (?R) (?& day) (?&day", "(?P>day) (?1) (?R) (?& day) (?&day"),
    ],
)
def test_a_call_gives_way_to_a_plain_group_and_nothing_else_changes(written: str, full: str) -> None:
    """Escaped brackets and those in sets of characters call nothing."""
    assert write_out(written, {"day": DAYS}) == full


@given(st.text(alphabet="a&?()[]\\^|d:{}1", max_size=30))
def test_without_parts_no_pattern_changes(text: str) -> None:
    if not list(calls(text)):
        assert write_out(text, {}) == text


def test_what_a_call_of_the_regex_library_finds_is_found() -> None:
    """A part is what the library calls a group, defined for the whole file: who knows the one can read the other."""
    whole = regex.compile(rf"(?(DEFINE)(?P<day>{DAYS}))Post of (?&day)s?")
    plain = regex.compile(write_out("Post of (?&day)s?", {"day": DAYS}))
    for text in ("Post of Monday", "Post of Tuesdays", "Post of Sunday", "Post of "):
        assert bool(whole.fullmatch(text)) is bool(plain.fullmatch(text))


def test_every_pattern_of_a_pack_may_call(tmp_path: Path) -> None:
    text = """
    schema: 1
    outlet: news.example
    name: News
    parts: {day: 'Monday|Tuesday', post: 'Post|Letter'}
    recognise: ['(?&post) of Example Town']
    rules:
      - id: box
        label: promo
        why: Because this test says so.
        block: {from: '(?&post)s', to: 'Until (?&day)', at_most: 3}
        within: {after: 'Since (?&day)', before: 'No (?&day)'}
        examples: {matches: ["Since Monday\\nPosts\\nNo Tuesday\\nUntil Monday"], ignores: [Posts]}
      - id: part
        label: promo
        why: Because this test says so.
        inside: '\\(?(?&day)\\)'
        examples: {matches: ['Go (Monday)'], ignores: [Monday]}
      - id: page
        label: promo
        why: Because this test says so.
        select: .box
        text: '(?&post).*'
        within: {at_most: 20}
        examples: {matches: ['<p class="box">Post</p>'], ignores: ['<p class="box">Past</p>']}
    exceptions:
      - id: column
        why: Because this test says so.
        line: 'The (?&day) Column'
        examples: {matches: [The Monday Column], ignores: [The Sunday Column]}
    """
    write_pack(tmp_path, "outlets/news.example", text)
    rulebook = load(tmp_path)
    (one,) = rulebook.packs
    box, part, page, column = one.rules
    days, posts = "(?:Monday|Tuesday)", "(?:Post|Letter)"
    assert one.recognise == (f"{posts} of Example Town",)
    assert (box.pattern, box.until) == (f"{posts}s", f"Until {days}")
    assert (box.guard.after, box.guard.before) == (f"Since {days}", f"No {days}")
    assert (part.pattern, page.pattern, column.pattern) == (rf"\(?{days}\)", f"{posts}.*", f"The {days} Column")
    # With what is known of patterns the calls are gone, too.
    assert set(one.data["signs"]) == set(one.recognise)
    assert set(one.data["known"]) == {box.pattern, box.until, box.guard.after, box.guard.before, part.pattern,
                                      page.pattern, column.pattern}  # fmt: skip  # one set


def test_texts_and_selectors_call_nothing(tmp_path: Path) -> None:
    text = pack("Post (?&day)", "  day: Monday\n", matches="Post Monday")
    write_pack(
        tmp_path,
        "shared/one",
        text.replace("line: 'Post (?&day)'", "lines: ['Post (?&day)']").replace(
            "matches: [Post Monday]", "matches: ['Post (?&day)']"
        ),
    )
    assert mistakes_in(tmp_path) == [
        "shared/one.yaml:5: part 'day' is called by no pattern; write (?&day) where it belongs, or delete it"
    ]


def test_parts_call_parts_above_them_and_shared_ones(tmp_path: Path) -> None:
    write_pack(tmp_path, "parts", "schema: 1\nparts:\n  weekday: 'Monday|Tuesday'\n  day: '(?&weekday)|Sunday'\n")
    write_pack(tmp_path, "shared/one", pack("Post of (?&days)", "  short: 'Mon|Tue'\n  days: '(?&short)|(?&day)'\n"))
    assert pattern(load(tmp_path)) == "Post of (?:(?:Mon|Tue)|(?:(?:Monday|Tuesday)|Sunday))"


def test_a_family_brings_its_rules_with_its_parts_written_out(tmp_path: Path) -> None:
    """Parts belong to a file: those of the family and those of the outlet do not meet."""
    write_pack(tmp_path, "families/engine", pack("Post of (?&day)", "  day: Monday\n", head="family: engine"))
    own = pack("Post (?&day)", "  day: 'of Monday'\n", head="outlet: x.example\nname: X\nextends: engine").replace(
        "id: r", "id: own"
    )
    write_pack(tmp_path, "outlets/x.example", own)
    assert {rule.id: rule.pattern for rule in load(tmp_path).rules()} == {
        "x.example/own": "Post (?:of Monday)",
        "x.example/r": "Post of (?:Monday)",
    }


def test_a_directory_has_its_own_shared_parts(tmp_path: Path) -> None:
    """What another directory's parts are called does not matter; a pack that wins over another calls those beside it."""
    for name, days in (("theirs", "Monday"), ("mine", "Monday|Sunday")):
        write_pack(tmp_path / name, "parts", f"schema: 1\nparts: {{day: '{days}'}}\n")
        write_pack(tmp_path / name, "shared/one", pack("Post of (?&day)"))
    assert pattern(load_rulebook(tmp_path / "theirs", tmp_path / "mine", bundled=False)) == "Post of (?:Monday|Sunday)"
    (tmp_path / "mine" / "parts.yaml").unlink()
    with_theirs = load_rulebook(tmp_path / "theirs", bundled=False)
    assert pattern(with_theirs) == "Post of (?:Monday)"
    assert mistakes_in(tmp_path / "mine") == [
        "shared/one.yaml:8: rule 'r', line: there is no part 'day'; define it under `parts`, or write it out"
    ]


def test_no_break_spaces_of_a_part_are_plain_spaces(tmp_path: Path) -> None:
    write_pack(tmp_path, "shared/one", pack("Post (?&day)", "  day: 'of\u00a0Monday'\n"))
    assert removed(load(tmp_path), "It rained.\nPost of\u00a0Monday") == ["Post of\u00a0Monday"]


# -- what is wrong


@pytest.mark.parametrize(
    ("parts", "line", "expected"),
    [
        ("  day: Monday\n", "Post of (?&dya)", [
            "5: part 'day' is called by no pattern; write (?&day) where it belongs, or delete it",
            "L: rule 'r', line: there is no part 'dya', did you mean 'day'?; parts: day",
        ]),
        ("  a: Post\n  b: '(?&a)|(?&aa)'\n", "(?&b) of Monday", [
            "6: part 'b': there is no part 'aa', did you mean 'a'?; parts: a",
        ]),
        ("  day: '(?&day)|Monday'\n", "Post of (?&day)", [
            "5: part 'day' calls itself and would never end; write it out",
        ]),
        ("  a: '(?&b)|x'\n  b: '(?&a)|Monday'\n", "Post of (?&b)", [
            "5: part 'a' calls part 'b', which stands below it; move 'b' above it",
        ]),
        ("  Day: Monday\n  two-days: x\n  2nd: x\n", "Post of (?&Day)", [
            "5: part 'Day': the name is no identifier; use small letters, digits and _, and begin with a letter",
            "6: part 'two-days': the name is no identifier; use small letters, digits and _, and begin with a letter",
            "7: part '2nd': the name is no identifier; use small letters, digits and _, and begin with a letter",
        ]),
        ("  day: 'Mon(day'\n", "Post of (?&day)", [
            "5: part 'day': not a valid pattern: missing ) at position 7: Mon(day»HERE»",
        ]),
        ("  day: 'Monday)(?:'\n", "Post of (?&day)", [
            "5: part 'day': not a valid pattern: unbalanced parenthesis at position 6: Monday»HERE»)(?:",
        ]),
        ("  a: Mon\n  day: '(?&a)day)'\n", "Post of (?&day)", [
            "6: part 'day': not a valid pattern: unbalanced parenthesis at position 8: (?&a)day»HERE»)",
        ]),
        ("  day: '(?P<title>Monday)'\n", "Post of (?&day)", [
            "5: part 'day' has a group of its own, which would be one of each pattern that calls it; write (?:…) here, and "
            "(?P<field>(?&day)) where it is a field",
        ]),
        ("  day: '(Mon|Tues)day'\n", "Post of (?&day)", [
            "5: part 'day' has a group of its own, which would be one of each pattern that calls it; write (?:…) here, and "
            "(?P<field>(?&day)) where it is a field",
        ]),
        ("  day: '(?i)monday'\n", "Post of (?&day)", [
            "5: part 'day' sets flags, which would hold for all of each pattern that calls it; write (?i:…), or set them there",
        ]),
        ("  day: '(?R)x'\n", "Post of (?&day)", [
            "5: part 'day': (?R) calls a group, which may never end; write it out, or make it a part and call that",
        ]),
        (r"  day: 'Monday\1'" + "\n", "Post of (?&day)", [
            r"5: part 'day': not a valid pattern: invalid group reference at position 8: Monday\1»HERE»",
        ]),
        ("  day: 'x{2000}'\n", "Post of (?&day)", [
            "5: part 'day': a repeat beyond 1000 takes too long to compile; use a smaller one, or + or *",
        ]),
        ("  day: [Monday, Tuesday]\n", "Post of (?&day)", ["5: part 'day' is one pattern, no list; write day: '…|…'"]),
        ("  day: 12\n", "Post of (?&day)", ["5: day must be text, not a number; quote it: day: '12'"]),
        ("  day:\n", "Post of (?&day)", ["5: day is empty; write day: '…'"]),
        ("  day: ''\n", "Post of (?&day)", ["5: day is empty; write day: '…'"]),
        (f"  day: {'x' * 4097}\n", "Post of (?&day)", ["5: day has 4,097 characters, more than 4,096; make it shorter"]),
        (f"  a: {'x' * 1500}\n  day: '(?&a)(?&a)(?&a)'\n", "Post of (?&day)", [
            "6: part 'day': 4,512 characters with its parts written out, more than 4,096; make it shorter",
        ]),
        (f"  day: {'x' * 1500}\n", "Post of (?&day)(?&day)(?&day)", [
            "L: rule 'r', line: 4,520 characters with its parts written out, more than 4,096; split the rule",
        ]),
        ("  day: Monday # or later\n", "Post of (?&day)", [
            "5: '# or later' is a comment and no part of 'Monday'; put the value in single quotes, or a line between",
        ]),
        ("  day: Monday\n  day: Tuesday\n", "Post of (?&day)", ["6: key 'day' stands twice (first in line 5); keep one"]),
        ("  day: Monday\n", "Post) of (?&day)", [
            "L: rule 'r', line: not a valid pattern: unbalanced parenthesis at position 4: Post»HERE») of (?&day)",
        ]),
        ("  day: Monday\n", "(?&day)? [(?&day)]", [
            "L: rule 'r', line: (?&day) calls a group, which may never end; write it out, or make it a part and call that",
        ]),
        ("  day: 'Monday|'\n", "(?&day)", [
            "L: rule 'r', line: the pattern matches the empty text, so it would match everywhere; demand something",
        ]),
        ("  any: '.+'\n", "(?&any)", ["L: rule 'r': this pattern matches any line; say what the line holds, or guard it"]),
        ("  day: Sunday\n", "Post of (?&day)", [
            "E: rule 'r' does not match this example: 'Post of Monday'; mend the pattern or move the example",
        ]),
    ],
)  # fmt: skip  # one mistake after the other
def test_mistakes(tmp_path: Path, parts: str, line: str, expected: list[str]) -> None:
    """Each is told once, where it stands (L is the line of the pattern, E that of the examples); what calls a flawed part is not told of."""
    write_pack(tmp_path, "shared/one", pack(line, parts))
    places = {"L": str(9 + parts.count("\n")), "E": str(10 + parts.count("\n"))}
    told = [one.split(":", 1) for one in expected]
    assert mistakes_in(tmp_path) == [f"shared/one.yaml:{places.get(at, at)}:{rest}" for at, rest in told]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ("parts: [Monday]\n", "shared/one.yaml:4: parts are a mapping of names to patterns; write `parts: {month: 'May|June'}`"),
        ("parts: Monday\n", "shared/one.yaml:4: parts are a mapping of names to patterns; write `parts: {month: 'May|June'}`"),
        ("parts:\n", "shared/one.yaml:4: parts are a mapping of names to patterns; write `parts: {month: 'May|June'}`"),
        ("part: {day: Monday}\n", "shared/one.yaml:4: unknown key 'part', did you mean 'parts'?; allowed here: schema, status, parts, "
                                  "rules, exceptions, pack, language"),
    ],
)  # fmt: skip  # one mistake after the other
def test_parts_that_are_no_mapping(tmp_path: Path, parts: str, expected: str) -> None:
    write_pack(tmp_path, "shared/one", pack("Post of Monday").replace("rules:\n", f"{parts}rules:\n"))
    assert mistakes_in(tmp_path) == [expected]


def test_a_flawed_call_hides_nothing_else_of_its_rule_or_file(tmp_path: Path) -> None:
    text = """
    schema: 1
    pack: one
    language: en
    parts: {day: 'Mon(day'}
    rules:
      - id: r
        label: promo
        why: Because this test says so.
        line: 'Post of (?&day)'
        within: {after: 'x)', before: 'Post (?&dya)'}
        examples: {matches: [Post of Monday], ignores: [Post]}
      - id: s
        label: promo
        why: Because this test says so.
        line: 'Post'
        examples: {matches: [Past], ignores: [x]}
    """
    write_pack(tmp_path, "shared/one", text)
    assert mistakes_in(tmp_path) == [
        "shared/one.yaml:5: part 'day': not a valid pattern: missing ) at position 7: Mon(day»HERE»",
        "shared/one.yaml:11: rule 'r', within.after: not a valid pattern: unbalanced parenthesis at position 1: x»HERE»)",
        "shared/one.yaml:11: rule 'r', within.before: there is no part 'dya', did you mean 'day'?; parts: day",
        "shared/one.yaml:17: rule 's' does not match this example: 'Past'; mend the pattern or move the example",
    ]


def test_a_recognise_pattern_with_a_flawed_call_is_told_of_once(tmp_path: Path) -> None:
    head = "outlet: x.example\nname: X\nrecognise: ['News of (?&town)', 'x)']"
    write_pack(tmp_path, "outlets/x.example", pack("Post of Monday", head=head))
    assert mistakes_in(tmp_path) == [
        "outlets/x.example.yaml:4: recognise: 'News of (?&town)': there is no part 'town'; define it under `parts`, or write it out",
        "outlets/x.example.yaml:4: recognise: 'x)': not a valid pattern: unbalanced parenthesis at position 1: x»HERE»)",
    ]


def test_a_billion_laughs_are_refused_early(tmp_path: Path) -> None:
    """Each part calls the one above ten times: the first that would be too long is told of, and those below do not count."""
    parts = "  p0: 'ha ha ha ha'\n" + "".join(f"  p{n}: '{f'(?&p{n - 1})' * 10}'\n" for n in range(1, 30))
    write_pack(tmp_path, "shared/one", pack("(?&p29)", parts))
    assert mistakes_in(tmp_path) == [
        "shared/one.yaml:8: part 'p3': 15,440 characters with its parts written out, more than 4,096; make it shorter"
    ]


def test_a_pattern_that_is_too_long_is_told_of_once_and_soon(tmp_path: Path) -> None:
    """Its calls count, so that a part is not said to be called by nobody; that its sets never close costs no time."""
    write_pack(tmp_path, "shared/one", pack("[" * 400_000 + "(?&day)", "  day: Monday\n"))
    began = time.process_time()
    assert mistakes_in(tmp_path) == [
        "shared/one.yaml:10: rule 'r': line has 400,007 characters, more than 4,096; make it shorter"
    ]
    assert time.process_time() - began < 10


# -- parts.yaml


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("schema: 1\nparts:\n  day: 'Mon(day'\n", [
            "parts.yaml:3: part 'day': not a valid pattern: missing ) at position 7: Mon(day»HERE»"]),
        ("schema: 1\nparts:\n  Day: Monday\n", [
            "parts.yaml:3: part 'Day': the name is no identifier; use small letters, digits and _, and begin with a letter",
            "shared/one.yaml:8: rule 'r', line: there is no part 'day', did you mean 'Day'?; parts: Day"]),
        ("schema: 1\nparts:\n  day: Monday\n  night: Night\n", [
            "parts.yaml:4: part 'night' is called by no pattern; write (?&night) where it belongs, or delete it"]),
        ("schema: 1\nparts:\n  day: Monday\n  week: '(?&day)s'\n", [
            "parts.yaml:4: part 'week' is called by no pattern; write (?&week) where it belongs, or delete it"]),
        ("schema: 1\nparts:\n  week: '(?&day)s'\n  day: Monday\n", [
            "parts.yaml:3: part 'week' calls part 'day', which stands below it; move 'day' above it"]),
        ("schema: 1\nparts: {}\n", [
            "parts.yaml:2: parts are a mapping of names to patterns; write `parts: {month: 'May|June'}`",
            "shared/one.yaml:8: rule 'r', line: there is no part 'day'; define it under `parts`, or write it out"]),
        ("schema: 1\npart: {day: Monday}\n", [
            "parts.yaml:1: 'parts' is missing; write `parts: …` (pieces of patterns by name, called as (?&name) in any pack)",
            "parts.yaml:2: unknown key 'part', did you mean 'parts'?; allowed here: schema, parts"]),
        ("schema: 2\nparts: {day: Monday}\n", ["parts.yaml:1: schema 2 is not supported; this version reads `schema: 1`"]),
        ("schema: 1\nparts: {day: Monday}\nrules: []\n", ["parts.yaml:3: unknown key 'rules'; allowed here: schema, parts"]),
        ("schema: 1\nparts: [\n", ["parts.yaml:3: not valid YAML: expected the node content, but found '<stream end>'; "
                                   "quote patterns and text with single quotes"]),
        ("", ["parts.yaml:1: a rule file is a mapping that begins with `schema: 1`, and this one is empty",
              "shared/one.yaml:8: rule 'r', line: there is no part 'day'; define it under `parts`, or write it out"]),
    ],
)  # fmt: skip  # one mistake after the other
def test_mistakes_in_shared_parts_are_told_once_and_in_their_file(tmp_path: Path, text: str, expected: list[str]) -> None:
    (tmp_path / "parts.yaml").write_text(text, encoding="utf-8")
    for name in ("one", "two"):
        write_pack(tmp_path, f"shared/{name}", pack("Post of (?&day)", head=f"pack: {name}\nlanguage: en"))
    found = mistakes_in(tmp_path)
    assert [one for one in found if "two.yaml" not in one] == expected
    assert [one.replace("two.yaml", "one.yaml") for one in found if "two.yaml" in one] == [
        one for one in expected if "one.yaml" in one
    ]


def test_a_part_of_a_pack_does_not_hide_a_shared_one(tmp_path: Path) -> None:
    write_pack(tmp_path, "parts", "schema: 1\nparts: {day: Monday}\n")
    write_pack(tmp_path, "shared/one", pack("Post of (?&day)", "  day: Sunday\n"))
    assert mistakes_in(tmp_path) == [
        "shared/one.yaml:5: part 'day' stands in parts.yaml, too; call that one, or give this one another name"
    ]


def test_a_file_of_parts_that_nobody_would_read_is_told_of(tmp_path: Path) -> None:
    write_pack(tmp_path, "shared/one", pack("Post of Monday"))
    (tmp_path / "parts.yml").write_text("schema: 1\n", encoding="utf-8")
    assert mistakes_in(tmp_path) == ["parts.yml:1: rule files end in .yaml, others are not read; rename it to parts.yaml"]


def test_a_file_of_parts_that_cannot_be_read(tmp_path: Path) -> None:
    write_pack(tmp_path, "shared/one", pack("Post of Monday"))
    (tmp_path / "parts.yaml").mkdir()
    assert mistakes_in(tmp_path) == ["parts.yaml:1: cannot be read: Is a directory"]


# -- caches and digests


def test_a_changed_shared_part_changes_the_packs_that_call_it_and_no_others(tmp_path: Path) -> None:
    """Through a warm cache, too. A comment changes no rule, and so no digest."""
    write_pack(tmp_path, "shared/one", pack("Post of (?&day)"))
    write_pack(tmp_path, "shared/two", pack("Post of (?&days)", "  days: '(?&day)s?'\n", head="pack: two\nlanguage: de"))
    write_pack(tmp_path, "shared/three", pack("Post of Monday", head="pack: three\nlanguage: fr"))
    write_pack(tmp_path, "shared/four", pack("Post of (?&night)", head="pack: four\nlanguage: el", matches="Post of night"))

    def digests(day: str, comment: str = "") -> dict[str, str]:
        write_pack(tmp_path, "parts", f"schema: 1 {comment}\nparts: {{day: '{day}', night: night}}\n")
        rulebook = load(tmp_path)
        assert [rule.pattern for pack in rulebook.packs if pack.name == "one" for rule in pack.rules] == [f"Post of (?:{day})"]
        return {pack.name: pack.digest for pack in rulebook.packs} | {"": rulebook.digest}

    before = digests("Monday")
    assert digests("Monday") == before == digests("Monday", "# a comment")
    after = digests("Monday|Sunday")
    assert {name for name in before if before[name] != after[name]} == {"", "one", "two"}
    assert digests("Monday") == before


def test_a_changed_shared_part_of_a_family_changes_the_outlets_that_extend_it(tmp_path: Path) -> None:
    write_pack(tmp_path, "families/engine", pack("Post of (?&day)", head="family: engine"))
    write_pack(tmp_path, "outlets/x.example", "schema: 1\noutlet: x.example\nname: X\nextends: engine\n")
    digests = set()
    for day in ("Monday", "Monday|Sunday"):
        write_pack(tmp_path, "parts", f"schema: 1\nparts: {{day: '{day}'}}\n")
        digests.add(load(tmp_path).packs[0].digest)
    assert len(digests) == 2


def test_parts_make_a_pack_no_other_than_their_text_does(tmp_path: Path) -> None:
    """What is kept of a validated file is the same, but for what tells where it came from."""
    found = []
    for name, text in (("a", pack("Post of (?&day)", "  day: 'Monday|Tuesday'\n")), ("b", pack("Post of (?:Monday|Tuesday)"))):
        write_pack(tmp_path / name, "shared/one", text)
        (file,) = loader.rule_files(tmp_path / name)
        data, mistakes = loader.validated(file)
        assert mistakes == []
        found.append(json.dumps(data))
    assert found[0] == found[1]


def test_packs_that_came_with_the_package_have_their_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file is read as YAML, that of the parts neither; with other parts all packs are read anew."""
    write_pack(tmp_path, "parts", "schema: 1\nparts: {day: Monday}\n")
    write_pack(tmp_path, "shared/one", pack("Post of (?&day)"))
    files = list(loader.rule_files(tmp_path))
    assert [(file.folder, file.path.name) for file in files] == [("", "parts.yaml"), ("shared", "one.yaml")]
    packs = {file.key: loader.validated(file)[0] or {} for file in files}
    (tmp_path / "built.packs").write_bytes(cache.bundle(packs))
    with monkeypatch.context() as patch:
        patch.setattr(cache, "BUILT", tmp_path / "built.packs")
        patch.setenv("CLEANER_CACHE", "off")
        patch.setattr(loader, "validated", lambda file, **_: pytest.fail(f"{file.path.name} was read"))
        cache.built.cache_clear()
        assert pattern(load(tmp_path)) == "Post of (?:Monday)"
        write_pack(tmp_path, "parts", "schema: 1\nparts: {day: Monday|Sunday}\n")
        with pytest.raises(pytest.fail.Exception, match=r"parts\.yaml was read"):
            load(tmp_path)
    cache.built.cache_clear()
    assert pattern(load(tmp_path)) == "Post of (?:Monday|Sunday)"
