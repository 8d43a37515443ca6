"""Paragraphs in doubt stay where they use the article's words, and nowhere else."""

import itertools
from typing import Any

import numpy as np
import pytest

import cleaner
from cleaner.stages import Prose
from cleaner.stages.prose import judgement
from cleaner.stages.prose.sparing import spared
from tests.dumps import ARTICLE, MENU

OWN = (
    "On Saturday the fishermen and the harbour master will open the gates of the fish market again, the mayor told visitors who had "
    "waited at the northern quay for the boats."
)
FOREIGN = (
    "Three schools have asked their pupils to bring woollen jumpers to class this winter, as heating oil has become too dear for the "
    "education department, a teacher wrote."
)


def saved(
    last: str, language: str | None = "en", article: list[str] = ARTICLE, *, chance: float = 0.4, between: int = 20
) -> bool:
    """Whether a paragraph is spared so many lines below the article."""
    texts = [*article, *["Small ads"] * between, last]
    at = len(texts) - 1
    return spared(texts, {at: chance}, range(len(article)), language) == [at]


@pytest.mark.parametrize("language", ["en", None])
def test_what_uses_the_words_of_the_article_stays(language: str | None) -> None:
    assert saved(OWN, language)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(FOREIGN, id="other words"),
        pytest.param(OWN[:110] + ".", id="a short line"),
        pytest.param(OWN[:-1], id="no sentence"),
        pytest.param("The quay, the quay, the quay! " * 6, id="too few words"),
    ],
)
def test_what_does_not_goes(text: str) -> None:
    assert not saved(text)


SENTENCE = "The gates of the northern quay stay closed until Saturday."  # all but the day in words of the article
assert len(SENTENCE) < 60


@pytest.mark.parametrize(
    ("text", "chance", "between", "stays"),
    [
        pytest.param(f"{SENTENCE[:-1]}, she said.", 0.12, 8, True, id="its words, near it"),
        pytest.param(f"{SENTENCE[:-1]}, she said.", 0.12, 14, True, id="behind a long box"),
        pytest.param(f"{SENTENCE[:-1]}, she said.", 0.12, 15, False, id="too far from it"),
        pytest.param(SENTENCE, 0.12, 8, False, id="too short"),
        pytest.param(f"{SENTENCE[:-1]}, she said", 0.12, 8, False, id="no sentence"),
        pytest.param(FOREIGN, 0.29, 0, False, id="other words"),
    ],
)
def test_a_sentence_near_the_article_in_its_words_stays(text: str, chance: float, between: int, *, stays: bool) -> None:
    assert saved(text, chance=chance, between=between) is stays


def test_what_stands_above_the_article_goes() -> None:
    assert spared([OWN, *ARTICLE], {0: 0.4}, range(1, len(ARTICLE) + 1), "en") == []


def test_two_paragraphs_are_no_article_to_compare_with() -> None:
    assert not saved(OWN, article=ARTICLE[:2])


def test_scripts_without_spaces_are_compared_by_pairs_of_characters() -> None:
    facts = [
        "港口在星期一重新开放，渔民们在日出之前就已经在码头上等待，港务长在六点过后打开了大门。",
        "市长说，这几场风暴使鱼市的损失超过了去年整个冬天，她将向政府请求帮助。",
        "北码头的两台起重机仍在修理之中，预计到五月才能重新使用，大多数船只将在周末之前出海。",
    ]
    article = [(first + second) * 2 for first, second in itertools.combinations(facts, 2)]
    assert saved((facts[2] + facts[1] + facts[0]) * 2, "zh", article)
    assert not saved(
        "三所学校要求学生今年冬天穿羊毛衫上课，因为取暖油对教育部门来说太贵了，一位教师在信中写道。" * 3, "zh", article
    )


@pytest.fixture
def chances(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """What the model thinks of the lines that begin so; of other long ones 0.95, of short ones 0.01."""
    told: dict[str, float] = {}
    judge, describe = judgement.judge, judgement.describe
    seen: list[Any] = []

    def watched(document: cleaner.Document, filled: Any, *rest: Any) -> Any:
        seen[:] = [line.text for line in filled]
        return describe(document, filled, *rest)

    def fixed(*given: Any) -> judgement.Judgement:
        usual = (0.95 if len(text) > 60 else 0.01 for text in seen)
        chance = [
            next((told[start] for start in told if text.startswith(start)), other)
            for text, other in zip(seen, usual, strict=True)
        ]
        return judge(*given)._replace(probability=np.array(chance))

    monkeypatch.setattr(judgement, "describe", watched)
    monkeypatch.setattr(judgement, "judge", fixed)
    return told


@pytest.mark.parametrize(
    ("chance", "text", "stays"),
    [(0.42, OWN, True), (0.31, OWN, True), (0.42, FOREIGN, False), (0.11, OWN, True), (0.09, OWN, False)],
)
def test_the_stage_spares_what_may_be_article(chances: dict[str, float], chance: float, text: str, stays: bool) -> None:
    chances[text[:20]] = chance
    body = cleaner.clean("\n".join([*MENU, *ARTICLE, "Small ads", text]), chain=(Prose(dial=0.5),)).body
    assert (text in body) is stays


@pytest.mark.parametrize(
    ("chance", "lines", "stays"),
    [
        (0.25, [*ARTICLE, "She did not answer."], True),
        (0.25, ["She did not answer.", *ARTICLE], True),
        (0.15, [*ARTICLE, "She did not answer."], False),
        (0.25, [*ARTICLE, "She did not answer"], False),
        (0.25, [*ARTICLE, "Small ads", "She did not answer."], False),
        (0.25, [*ARTICLE, "2 comments", "She did not answer.", "Reply"], False),
    ],
)
def test_a_sentence_beside_the_article_stays(chances: dict[str, float], chance: float, lines: list[str], stays: bool) -> None:
    chances["She did not answer"] = chance
    cleaned = cleaner.clean("\n".join([*MENU, *lines, *MENU]), chain=(marked("2 comments", "Reply"), Prose(dial=0.5)))
    assert ("She did not answer" in cleaned.body) is stays
    assert all(line in cleaned.body for line in ARTICLE)


def marked(*heads: str, label: cleaner.Label = cleaner.Label.COMMENTS) -> cleaner.Stage:
    """A stage that knows some lines, for the comments' if not said otherwise."""

    def known_lines(document: cleaner.Document, claims: tuple[cleaner.Claim, ...]) -> list[cleaner.Claim]:
        return [
            cleaner.Claim(line.start, line.end, label, f"test/{label}", cleaner.Authority.SHARED, 1.0, "Known.")
            for line in document.lines
            if line.text in heads
        ]

    return known_lines


def protecting(*lines: str) -> cleaner.Stage:
    """A rule that knows some lines for the article's."""
    return marked(*lines, label=cleaner.Label.ARTICLE)


def test_readers_comments_speak_of_the_article_and_are_not_spared(chances: dict[str, float]) -> None:
    chances[OWN[:20]] = 0.42
    cleaned = cleaner.clean("\n".join([*MENU, *ARTICLE, "Comments", OWN]), chain=(marked("Comments"), Prose(dial=0.5)))
    assert cleaned.body == "\n\n".join(ARTICLE)


def test_below_two_marks_of_comments_nothing_stays_whatever_it_reads_like(chances: dict[str, float]) -> None:
    assert chances == {}  # the model takes all long lines for article
    text = "\n".join([*MENU, *ARTICLE, "2 comments", OWN, "Reply", FOREIGN])
    cleaned = cleaner.clean(text, chain=(marked("2 comments", "Reply"), Prose(dial=0.5)))
    assert cleaned.body == "\n\n".join(ARTICLE)
    told = [removal for removal in cleaned.removals if removal.rule == "stage/prose" and "behind" in removal.reason]
    assert [str(removal.label) for removal in told] == ["comments", "comments"]
    assert told[0].reason.startswith("behind the head of the readers' comments, but 95% likely to be article: ")


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([*ARTICLE, "2 comments", OWN], id="one mark"),
        pytest.param([*ARTICLE[:2], "2 comments", "Reply", *ARTICLE[2:], OWN], id="two paragraphs above"),
        pytest.param(["2 comments", *ARTICLE, OWN, "Reply"], id="a link to them above, and one below"),
    ],
)
def test_marks_of_comments_elsewhere_end_no_article(chances: dict[str, float], lines: list[str]) -> None:
    cleaned = cleaner.clean("\n".join([*MENU, *lines]), chain=(marked("2 comments", "Reply"), Prose(dial=0.5)))
    assert cleaned.body == "\n\n".join(line for line in lines if line not in ("2 comments", "Reply"))


def test_comments_do_not_begin_above_a_paragraph_that_a_rule_protects(chances: dict[str, float]) -> None:
    chances["Small"] = 0.01
    lines = [*ARTICLE[:4], "2 comments", ARTICLE[4], ARTICLE[5], "Small ads", "Reply", FOREIGN, "Reply"]
    heads = marked("2 comments", "Reply")
    rest = [line for line in lines if line not in ("2 comments", "Reply", "Small ads")]
    for stages, body in (
        ((heads,), ARTICLE[:4]),
        ((heads, protecting(ARTICLE[5])), ARTICLE[:6]),
        ((heads, protecting(FOREIGN)), rest),
    ):
        assert cleaner.clean("\n".join([*MENU, *lines]), chain=(*stages, Prose(dial=0.5))).body == "\n\n".join(body)


@pytest.mark.parametrize(("label", "stays"), [(cleaner.Label.ARTICLE, True), (cleaner.Label.CAPTION, False)])
def test_a_paragraph_is_compared_with_what_a_rule_protects_too(
    chances: dict[str, float], label: cleaner.Label, stays: bool
) -> None:
    chances[OWN[:20]] = chances[FOREIGN[:20]] = 0.42
    text = "\n".join([*MENU, *ARTICLE, "Small ads", OWN, "Small ads", FOREIGN])
    body = cleaner.clean(text, chain=(marked(*ARTICLE[:5], label=label), Prose(dial=0.5))).body
    assert (OWN in body, FOREIGN in body) == (stays, False)


def test_what_stands_above_a_line_that_a_rule_protects_is_not_behind_the_article(chances: dict[str, float]) -> None:
    teaser = "Seven bakers open a shop in Dunmore this winter"
    last = "Two eggs, beaten"
    text = "\n".join([*MENU, *ARTICLE, teaser, last, "Small ads"])
    for stages, label in (((), "other_story"), ((protecting(last),), "navigation")):
        cleaned = cleaner.clean(text, chain=(*stages, Prose(dial=0.5)))
        assert [str(cut.label) for cut in cleaned.removals if teaser in text[cut.start : cut.end]] == [label]
