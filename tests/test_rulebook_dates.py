"""Rules for pages of some time: which documents they are for, and which days are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.rulebook import Rulebook, load_rulebook
from tests.packs import cuts, mistakes_in, one_rule, pack_of, write_pack


def dated(tmp_path: Path, **days: str) -> Rulebook:
    more = "".join(f"    {key}: {value}\n" for key, value in days.items())
    text = pack_of("outlet", "a.example", head="name: A\n", rules="menu").replace("    why:", f"{more}    why:")
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
    taken = [rule for rule, _ in cuts(dated(tmp_path, **days), text, outlet="a.example")]
    assert ("a.example/menu" in taken) is applies


def test_what_a_dated_rule_says_of_the_day_decides_nothing(tmp_path: Path) -> None:
    """Else two dated rules could each be the reason that the other one does not apply."""
    write_pack(tmp_path, "shared/one", one_rule(
        "line: 'Day (?P<published>[\\d-]{10})'", matches="Day 2020-01-01", more="until: 2019-01-01", label="byline"
    ))  # fmt: skip  # one pack
    assert cuts(load_rulebook(tmp_path, bundled=False), "Day 2020-01-01\nText.") == [("one/r", "Day 2020-01-01")]


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
    write_pack(tmp_path, "outlets/a.example", pack_of("outlet", "a.example", head="name: A\nchecked: 86400\n", rules="x"))
    assert mistakes_in(tmp_path) == ["outlets/a.example.yaml:4: checked 86400 is no day; write a day as 2022-03-01"]


def test_days_may_stand_in_quotes_and_what_is_none_may_be_text(tmp_path: Path) -> None:
    text = one_rule("lines: [2022-13-01, 2022-03-01 10:00]", more="since: '2022-03-01'", matches="2022-13-01")
    write_pack(tmp_path, "shared/one", text)
    (rule,) = load_rulebook(tmp_path, bundled=False).rules()
    assert (rule.first_day, rule.literals) == ("2022-03-01", ("2022-13-01", "2022-03-01 10:00"))
