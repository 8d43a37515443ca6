"""The public API keeps its shape: frozen, picklable, light to import."""

import dataclasses
import doctest
import json
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import cleaner
from cleaner.adapters import BatchCleaner
from tests.conftest import PACKS, ROOT

TEXT = "Home / World / Europe\n\nThe harbour reopened on Monday, the mayor said.\n\nPhoto: Reuters\n"


def test_a_cleaned_document_answers_everything_the_contract_names() -> None:
    cleaned = cleaner.clean(TEXT, id="a")
    assert cleaned.body == "The harbour reopened on Monday, the mayor said."
    assert [(removal.start, removal.end, removal.label) for removal in cleaned.removals] == [
        (0, 21, "navigation"),
        (72, 86, "photo_credit"),
    ]
    assert cleaned.fields.photo_credits == ("Reuters",)
    assert cleaned.fields.section == ("World", "Europe")
    assert cleaned.document.text == TEXT
    assert cleaned.document.source.sha256 == cleaned.record()["source"]["sha256"]
    assert all(removal.reason and removal.rule and 0 < removal.confidence <= 1 for removal in cleaned.removals)


def test_results_are_frozen_and_picklable() -> None:
    cleaned = cleaner.clean(TEXT, id="a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        cleaned.status = "other"
    assert pickle.loads(pickle.dumps(cleaned)) == cleaned


def test_the_record_is_json_and_restores() -> None:
    cleaned = cleaner.clean(TEXT, id="a")
    record = json.loads(json.dumps(cleaned.record()))
    assert cleaner.restore(cleaned.body, record) == TEXT
    assert record["removals"][0]["lines"] == [1, 1]
    assert record["removals"][0]["text"] == "Home / World / Europe"


def test_a_chunk_of_the_body_is_found_in_the_source() -> None:
    """Piece by piece, as a slice of the body; the white space between paragraphs stands nowhere."""
    text = "Home / World / Europe\n\nThe harbour reopened on Monday.\nBoats came at noon.\n"
    cleaned = cleaner.clean(text)
    first, second = (text.index(words) for words in ("The harbour", "Boats"))
    assert cleaned.body == "The harbour reopened on Monday.\n\nBoats came at noon."
    whole = ((first, first + 31), (second, second + 19))
    for start, end, spans in (
        (0, 52, whole), (0, 9999, whole), (4, 11, ((first + 4, first + 11),)), (31, 33, ()), (5, 5, ()), (9, 5, ()),
        (30, 34, ((first + 30, first + 31), (second, second + 1))), (-5, 9999, ((second + 14, second + 19),)), (60, 70, ()),
    ):  # fmt: skip  # a table
        assert cleaned.source_spans(start, end) == cleaner.source_spans(cleaned.record(), start, end) == spans
    for broken in ({}, {"kept": 5}, {"kept": [[1]]}, {"kept": [["a", 2, ""]]}):
        with pytest.raises(cleaner.RecordMismatch, match="this is not a record that cleaner wrote"):
            cleaner.source_spans(broken, 0, 1)


def test_restore_refuses_a_changed_body_and_a_foreign_record() -> None:
    cleaned = cleaner.clean(TEXT, id="a")
    for body, record in ((cleaned.body + "x", cleaned.record()), (cleaned.body.upper(), cleaned.record()), (cleaned.body, {})):
        with pytest.raises(cleaner.RecordMismatch):
            cleaner.restore(body, record)


@pytest.mark.parametrize("given", [["rules"], ("rules",), None, 7, b"rules"])
def test_directories_of_rules_come_one_by_one(given: Any) -> None:
    with pytest.raises(TypeError) as raised:
        cleaner.load_rulebook(given)
    assert str(raised.value) == (
        "load_rulebook() takes directories one by one, such as load_rulebook('rules', 'more-rules'), "
        f"not {type(given).__name__}; of a list that is load_rulebook(*dirs)"
    )


def test_the_id_defaults_to_the_digest() -> None:
    cleaned = cleaner.clean(TEXT)
    assert cleaned.id == cleaned.document.source.sha256[:16]


def test_a_label_can_be_kept() -> None:
    policy = cleaner.Policy(keep=frozenset({cleaner.Label.PHOTO_CREDIT}))
    cleaned = cleaner.clean(TEXT, policy=policy)
    assert cleaned.body == "The harbour reopened on Monday, the mayor said.\n\nPhoto: Reuters"
    assert cleaned.fields.photo_credits == ("Reuters",)


def test_labels_to_keep_may_be_given_by_their_names() -> None:
    """In a set, a tuple or a list."""
    expected = cleaner.Policy(keep=frozenset({cleaner.Label.CAPTION, cleaner.Label.TITLE}))
    given = [
        cleaner.Policy(keep=frozenset({"caption", cleaner.Label.TITLE})),
        cleaner.Policy(keep={"caption", "title"}),
        cleaner.Policy(("title", "caption")),
        cleaner.Policy(keep=["caption", cleaner.Label.TITLE]),
        cleaner.Policy(keep={cleaner.Label.CAPTION, cleaner.Label.TITLE}),
        dataclasses.replace(cleaner.Policy(favour="balance"), keep=expected.keep),
    ]
    for policy in given:
        assert policy == expected
        assert {type(label) for label in policy.keep} == {cleaner.Label}
    assert cleaner.Policy().keep == {cleaner.Label.ARTICLE}
    kept: frozenset[cleaner.Label] = expected.keep
    assert hash(expected) == hash(cleaner.Policy(keep=kept))


_LABELS = (
    "article, title, summary, byline, navigation, share, promo, caption, photo_credit, agency_credit, author_bio, other_story, "
    "embed, comments, legal, duplicate"
)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"keep": frozenset({"captoin"})}, f"keep: 'captoin' is no label; labels: {_LABELS}"),
        (
            {"keep": "caption"},
            f"keep: 'caption' is no set of labels; write frozenset({{Label.CAPTION}}), with any of: {_LABELS}",
        ),
        ({"keep": None}, f"keep: None is no set of labels; write frozenset({{Label.CAPTION}}), with any of: {_LABELS}"),
        ({"favour": "x"}, "favour: 'x' is not one of balance, precision, recall"),
        ({"engine": ["fast"]}, "engine: ['fast'] is not one of thorough, fast"),
        ({"min_confidence": 7}, "min_confidence: 7 is no number from 0 to 1"),
        ({"min_confidence": float("nan")}, "min_confidence: nan is no number from 0 to 1"),
        ({"max_share": 2}, "max_share: 2 is no number from 0 to 1"),
        ({"max_share": "1"}, "max_share: '1' is no number from 0 to 1"),
        ({"max_share": True}, "max_share: True is no number from 0 to 1"),
    ],
)
def test_a_policy_that_makes_no_sense(options: dict[str, Any], told: str) -> None:
    """It is refused when it is made: a slip of the pen would change nothing, or all, without a word."""
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        cleaner.Policy(**options)


def test_an_empty_outlet_is_none_given() -> None:
    text, url = "The harbour reopened on Monday.", "https://www.chinadaily.com.cn/a"
    assert cleaner.clean(text, id="x", url=url, outlet="").outlet == cleaner.clean(text, id="x", url=url).outlet
    assert cleaner.clean(text, id="x", outlet="").outlet is None


@pytest.mark.hostile(55)
def test_a_document_that_would_vanish_is_kept_whole_and_guarded() -> None:
    cleaned = cleaner.clean("Home / World / Europe\nPhoto: Reuters\n")
    assert (cleaned.status, cleaned.removals) == ("guarded", ())
    assert cleaned.body == "Home / World / Europe\n\nPhoto: Reuters"
    assert [tag.label for tag in cleaned.tags] == ["navigation", "photo_credit"]
    assert cleaned.warnings == ("nearly everything would go (100%), so nothing went",)


@pytest.mark.parametrize(("article", "status"), [(True, "ok"), (False, "guarded")])
def test_a_thousand_comments_are_no_reason_to_keep_them(article: bool, status: str) -> None:
    story = [
        "The ferry crews walked out at dawn on Thursday, leaving some 400 islanders without a crossing.",
        "Talks resume on Monday. Until then the council has chartered two fishing boats for patients, it said.",
    ]
    comments = "<li class=comment><b>Anna</b><p>Pay them properly then! Nobody asked the islanders.</p></li>" * 1000
    above = "".join(f"<p>{text}</p>" for text in story) if article else ""
    markup = f"<html><body><article>{above}</article><section id=comments><ol>{comments}</ol></section></body></html>"
    cleaned = cleaner.clean(markup)
    assert cleaned.status == status
    assert (cleaned.body == "\n\n".join(story)) is article


def test_a_stage_of_ones_own_joins_the_chain() -> None:
    def shout(document: cleaner.Document, claims: tuple[cleaner.Claim, ...]) -> list[cleaner.Claim]:
        return [
            cleaner.Claim(line.start, line.end, cleaner.Label.PROMO, "mine/shout", cleaner.Authority.GUESS, 0.9, "it shouts")
            for line in document.lines
            if line.text.isupper()
        ]

    cleaned = cleaner.clean("HEAR YE ALL\nThe harbour reopened.\n", chain=(*cleaner.CHAIN, shout))
    assert [(removal.rule, removal.reason) for removal in cleaned.removals] == [("mine/shout", "it shouts")]


def test_the_package_s_own_example_is_true() -> None:
    failed, tried = doctest.testmod(cleaner)
    assert (failed, tried) == (0, 4)


def test_documents_do_not_depend_on_those_before_them() -> None:
    texts = [path.read_bytes() for path in sorted((ROOT / "seeds").glob("*.txt"))]
    forwards = [cleaner.clean(text).record() for text in texts]
    backwards = [cleaner.clean(text).record() for text in reversed(texts)]
    assert forwards == backwards[::-1]


def test_hash_seeds_do_not_change_the_record(tmp_path: Path) -> None:
    """Nor what is validated under them: here under one of its own, and in the tests' cache under whichever filled it.

    A program that validates the packs has the same ones, and cleans alike with them, as one that finds them in the cache.
    """
    program = (
        "import cleaner, hashlib, json, pathlib;"
        "assert cleaner.load_rulebook().rules() == cleaner.load_rulebook(try_examples=False).rules();"  # the second from the cache
        "rows = [cleaner.clean(p.read_bytes(), id=p.name).record() for p in sorted(pathlib.Path('seeds').glob('*.txt'))];"
        "print(hashlib.sha256(json.dumps(rows).encode()).hexdigest())"
    )
    own = tmp_path / "packs"
    digests = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed, "LANG": "C", "CLEANER_CACHE": str(packs)},
            cwd=ROOT, check=True, capture_output=True, text=True,
        ).stdout
        for packs, seed in ((own, "1"), (own, "2"), (PACKS, "7"))
    }  # fmt: skip  # one call
    assert len(digests) == 1
    validated = {path.name: path.read_bytes() for path in own.iterdir()}
    assert validated == {name: (PACKS / name).read_bytes() for name in validated}
    assert validated


def test_cleaning_text_imports_nothing_heavy() -> None:
    program = (
        "import sys, cleaner; cleaner.clean('Home / World / Europe\\nThe harbour reopened on Monday, the mayor said, and it will stay open for the week.');"
        "print([name for name in ('trafilatura', 'lxml', 'langdetect', 'charset_normalizer', 'rich', 'typer') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_what_the_command_line_does_not_need_is_imported_when_it_is_asked_for() -> None:
    """And nobody notices: not by what the package holds, nor where a module has the name of what it defines."""
    program = (
        "import sys, cleaner; before = {'cleaner.pipeline', 'cleaner.rulebook', 'cleaner.stages'} & set(sys.modules);"
        "held = set(cleaner.__all__) - set(dir(cleaner)); from cleaner import *; from cleaner.settle import settle as same;"
        "print(before, held, settle is cleaner.settle is same, clean is cleaner.clean, clean('The harbour.').body)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "set() set() True True The harbour."
    with pytest.raises(AttributeError, match=r"^module 'cleaner' has no attribute 'cleen'$"):
        _ = cleaner.cleen


def test_types_ship_with_the_package() -> None:
    assert (ROOT / "cleaner" / "py.typed").is_file()


@pytest.mark.parametrize("source", [None, Path("page.html"), 3, ["<p>Text</p>"]])
def test_what_is_no_document(source: object) -> None:
    """A mistake in the caller's program is named, with the way to the content of a file."""
    what = type(source).__name__
    with pytest.raises(TypeError) as raised:
        cleaner.clean(source)
    assert str(raised.value) == (
        f"clean() takes a document's content, as bytes or str, not {what}; of a file that is Path(name).read_bytes()"
    )


@pytest.mark.parametrize("name", ["id", "url", "outlet", "media_type", "encoding", "path"])
@pytest.mark.parametrize("value", [17, float("nan"), b"x", Path("x")])
def test_what_is_no_text_where_one_is_wanted(name: str, value: Any) -> None:
    """Tables have numbers as ids, and "not a number" where there is nothing."""
    with pytest.raises(TypeError) as raised:
        cleaner.clean(TEXT, **{name: value})
    assert str(raised.value) == f"{name} is text, or None where it is not known, not {type(value).__name__}"
    assert cleaner.clean(TEXT, **{name: None}) == cleaner.clean(TEXT)


_POLICY = "policy is a cleaner.Policy, such as Policy(keep={'caption'}), not "
_RULEBOOK = "rulebook is a cleaner.Rulebook, as cleaner.load_rulebook('my-rules') makes it, not "
_PROFILE = "profile is a cleaner.Profile, as cleaner.Profile.open('lines.profile') makes it, not "


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"policy": {"keep": ["caption"]}}, f"{_POLICY}dict"), ({"policy": None}, f"{_POLICY}NoneType"),
        ({"policy": cleaner.Policy}, f"{_POLICY}type"), ({"rulebook": "rules"}, f"{_RULEBOOK}str"),
        ({"rulebook": Path("rules")}, f"{_RULEBOOK}PosixPath"), ({"rulebook": []}, f"{_RULEBOOK}list"),
        ({"profile": "lines.profile"}, f"{_PROFILE}str"), ({"profile": Path("lines.profile")}, f"{_PROFILE}PosixPath"),
    ],
)  # fmt: skip  # a table
@pytest.mark.parametrize("call", [partial(cleaner.clean, "The harbour reopened."), BatchCleaner])
def test_what_is_no_policy_no_rulebook_and_no_profile(call: Callable[..., object], options: dict[str, Any], told: str) -> None:
    """It is said what is wanted: of one document, and when what cleans many is made, not row by row."""
    with pytest.raises(TypeError) as raised:
        call(**options)
    assert str(raised.value) == told


@pytest.mark.parametrize(
    "options", [{"policy": cleaner.Policy()}, {"rulebook": None}, {"rulebook": cleaner.load_rulebook()}, {"profile": None}]
)
@pytest.mark.parametrize("call", [partial(cleaner.clean, "The harbour reopened."), BatchCleaner])
def test_what_is_one_of_them(call: Callable[..., object], options: dict[str, Any]) -> None:
    assert call(**options)


@pytest.mark.parametrize("source", ["The harbour reopened.", b"The harbour reopened.", bytearray(b"The harbour reopened.")])
def test_what_is_one(source: Any) -> None:
    assert cleaner.clean(source).body == "The harbour reopened."
