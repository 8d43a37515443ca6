"""After a change of rules only the documents that it can touch are done again, and the bytes are those of a fresh run."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.chaos import snapshot
from cleaner.batch import Conduct, Destination, Settings, find, run
from cleaner.rulebook import load_rulebook
from cleaner.rulebook.schema import OutletPack
from tests.packs import write_pack

SHARED = """\
    schema: 1
    pack: {name}
    status: stable
    language: {language}
    rules:
      - id: more
        label: {label}
        why: Leads to more.
        line: '{line}'
        examples: {{matches: ['{line}'], ignores: ['Something else.']}}
    """
OUTLET = """\
    schema: 1
    outlet: {host}
    name: The {host}
    status: stable
    {more}
    recognise: ['{mark}']
    rules:
      - id: plea
        label: {label}
        why: A plea for money.
        line: 'Support us'
        examples: {{matches: ['Support us'], ignores: ['They support us.']}}
    """
RULE = """\
  - id: stay
    label: article
    why: What the paper says of its readers.
    line: 'Support us, they said\\.'
    examples: {matches: ['Support us, they said.'], ignores: ['Support us']}
"""
STORIES = {
    "en": "The harbour was opened on Monday, and the ships that had been waiting for days came in with the tide.",
    "de": "Der Hafen wurde am Montag wieder geöffnet, und die Schiffe, die seit Tagen warteten, liefen mit der Flut ein.",
    "pl": "Port został ponownie otwarty w poniedziałek, a statki, które czekały od kilku dni, wpłynęły wraz z przypływem.",
}
DUMPS = ("en/one", "en/two", "en/none", "de/one", "de/none", "pl/none")
PAGE = f"""\
<html><head><title>x</title><meta property="og:site_name" content="The Gazette"></head>
<body><p>{STORIES["en"]}</p><p>Support us</p></body></html>
"""
ALL = {*DUMPS, "en/page"}
"""The page says of itself whose it is."""


def packs(folder: Path, **changed: str) -> Path:
    """Two outlets, and packs for any document, for German and for Polish; each can be changed by its name."""
    for language in ("any", "de", "pl"):
        label = changed.get(language, "share")
        write_pack(folder, f"shared/{language}-more", SHARED.format(
            name=f"{language}-more", language=language, label=label, line=f"More for {language}"
        ))  # fmt: skip
    for host in ("one", "two"):
        write_pack(folder, f"outlets/{host}.example", OUTLET.format(
            host=f"{host}.example", mark=changed.get(f"{host}_mark", f"Edition {host}"), label=changed.get(host, "promo"),
            more=changed.get(f"{host}_more", ""),
        ))  # fmt: skip
    return folder


def documents(folder: Path) -> Path:
    for name in DUMPS:
        language, outlet = name.split("/")
        path = folder / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [
            f"Edition {outlet}",
            *[STORIES[language]] * 3,
            "Support us",
            *(f"More for {other}" for other in ("any", "de", "pl")),
        ]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "en/page.html").write_text(PAGE, encoding="utf-8")
    (folder / "binary.txt").write_bytes(b"%PDF-1.7")
    return folder


def done(source: Path, rules: Path, out: Path, *, resume: bool = True, **options: str) -> set[str]:
    """Run, and tell which documents were cleaned."""
    cleaned: set[str] = set()
    settings = Settings(load_rulebook(rules, bundled=False), folder=str(out), fsync=False, **options)
    run(
        find([str(source)]), settings, conduct=Conduct(resume=resume), destination=Destination.of(str(out), "txt"),
        each=lambda outcome: None if outcome.kept else cleaned.add(outcome.id.rpartition(".")[0]),
    )  # fmt: skip
    return cleaned - {"binary"}


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        ({}, set()),
        ({"one": "legal"}, {"en/one", "de/one"}),
        ({"two": "legal"}, {"en/two"}),
        ({"de": "legal"}, {"de/one", "de/none"}),
        ({"de": "legal", "two": "legal"}, {"de/one", "de/none", "en/two"}),
        ({"any": "legal"}, ALL),
        ({"two_mark": "Edition (two|none)"}, ALL),  # whose page it is may be told otherwise, of any document
        ({"two_more": "hosts: [three.example]"}, ALL),
    ],
)
def test_only_what_a_changed_rule_can_touch(tmp_path: Path, changed: dict[str, str], again: set[str]) -> None:
    source, out = documents(tmp_path / "in"), tmp_path / "out"
    assert done(source, packs(tmp_path / "before"), out) == ALL
    after = packs(tmp_path / "after", **changed)
    assert done(source, after, out) == again
    assert done(source, after, tmp_path / "fresh", resume=False) == ALL
    assert snapshot(out) == snapshot(tmp_path / "fresh")
    assert done(source, after, out) == set()


KEYS = {
    "status": [("status: stable", "status: retired", ALL), ("status: stable", "status: draft", {"en/two"})],
    "parts": [
        ("rules:", f"parts: {{us: us}}\nexceptions:\n{RULE.replace('us, they said', '(?&us), they said', 1)}rules:", {"en/two"})
    ],
    "rules": [("'Support us'\n", "'Support us!?'\n", {"en/two"})],
    "exceptions": [("rules:", f"exceptions:\n{RULE}rules:", {"en/two"})],
    "outlet": [("outlet: two", "outlet: four", ALL)],
    "name": [("name: The two.example", "name: The Gazette", ALL), ("name: The two.example", "name: The one.example", ALL)],
    "checked": [("rules:", "checked: 2024-05-02\nrules:", {"en/two"})],
    "hosts": [("rules:", "hosts: [three.example]\nrules:", ALL)],
    "recognise": [("Edition two", "Edition (two|none)", ALL)],
    "extends": [("rules:", "extends: [press]\nrules:", {"en/two"})],
}
"""For each key of an outlet's pack what is changed in that of two.example, and which documents that may touch: what tells whose
a page is may touch any, all else only those of the outlet."""


def test_every_key_of_an_outlet_is_tried() -> None:
    known = {field.alias or name for name, field in OutletPack.model_fields.items()}
    assert known - {"schema"} == set(KEYS), "say in KEYS whether the key tells whose page it is"


@pytest.mark.parametrize(
    ("old", "new", "again"), [pytest.param(*change, id=f"{key}-{change[1]}") for key in KEYS for change in KEYS[key]]
)
def test_what_a_changed_key_of_an_outlet_can_touch(tmp_path: Path, old: str, new: str, again: set[str]) -> None:
    source, out, rules = documents(tmp_path / "in"), tmp_path / "out", packs(tmp_path / "rules")
    write_pack(rules, "families/press", f"schema: 1\nfamily: press\nrules:\n{RULE}")
    assert done(source, rules, out) == ALL
    pack = rules / "outlets/two.example.yaml"
    text = pack.read_text(encoding="utf-8")
    assert text.count(old) == 1
    pack.unlink()
    write_pack(rules, f"outlets/{'four' if new == 'outlet: four' else 'two'}.example", text.replace(old, new))
    assert done(source, rules, out) == again
    assert done(source, rules, tmp_path / "fresh", resume=False) == ALL
    assert snapshot(out) == snapshot(tmp_path / "fresh")
    assert done(source, rules, out) == set()


def test_a_pack_that_comes_and_goes(tmp_path: Path) -> None:
    """A shared pack in a language that had none, and an outlet that is no more."""
    source, out = documents(tmp_path / "in"), tmp_path / "out"
    rules = packs(tmp_path / "rules")
    (rules / "shared/pl-more.yaml").rename(tmp_path / "away.yaml")
    done(source, rules, out)
    (tmp_path / "away.yaml").rename(rules / "shared/pl-more.yaml")
    assert done(source, rules, out) == {"pl/none"}
    (rules / "outlets/two.example.yaml").unlink()
    assert done(source, rules, out) == ALL
    done(source, rules, tmp_path / "fresh")
    assert snapshot(out) == snapshot(tmp_path / "fresh")


def test_a_given_outlet(tmp_path: Path) -> None:
    """All are pages of the one outlet then; the rules of the other touch none."""
    source, out = documents(tmp_path / "in"), tmp_path / "out"
    done(source, packs(tmp_path / "rules"), out, outlet="two.example")
    assert done(source, packs(tmp_path / "rules", one="legal"), out, outlet="two.example") == set()
    assert done(source, packs(tmp_path / "rules", two="legal"), out, outlet="two.example") == ALL
