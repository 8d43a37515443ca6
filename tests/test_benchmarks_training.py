"""What models are trained on has the columns that they are judged by. The training itself needs packages that tests do not."""

from __future__ import annotations

import textwrap
from dataclasses import replace

import cleaner
from benchmarks.bench import KINDS, Record, Seam
from benchmarks.prose.data import BODY, describe_document, read_data, samples, stage_evidence
from benchmarks.seam_training import of_seam
from cleaner.reading import read
from cleaner.stages.prose.judgement import COLUMN_NAMES, TEXT_NAMES
from tests.pages import markup

BODY_TEXT = (
    "The harbour of the old town reopened on Monday after a week of storms.\n\nFishermen waited at the quay before sunrise."
)
MENU = "Home\nSport\n\n"
RECORD = Record("a", "news", "example.com", None, BODY_TEXT, (), dict.fromkeys(KINDS, MENU + BODY_TEXT))


def test_evidence_on_texts_has_the_columns_of_texts() -> None:
    """A row for each line that is not blank; of dumps the body's lines are article, of bodies all are."""
    learned = read_data(samples([RECORD]), stage_evidence(cleaner.load_rulebook()))
    assert learned.matrix.shape == (len(learned.share), len(TEXT_NAMES))
    assert [sample.kind for sample in learned.samples] == [*KINDS, BODY, BODY, BODY]
    assert learned.share.tolist() == [0, 0, 1, 1] * len(KINDS) + [1] * 6
    assert learned.folds().tolist() == [learned.folds()[0]] * len(learned.samples)


def test_dumps_are_learned_from_as_they_are_seen() -> None:
    """A wrapped paragraph is one line of them."""
    long = "The harbour of the old town reopened on Monday, after a week of storms" + ", of rain, of wind and of fog" * 12 + "."
    wrapped = f"{MENU}{textwrap.fill(long, 72)}"
    record = replace(RECORD, gold=long, dumps={"full": wrapped})
    learned = read_data(samples([record]), stage_evidence(cleaner.load_rulebook()))
    assert learned.lines[0] == ["Home", "Sport", long]
    assert learned.share.tolist()[:3] == [0, 0, 1]


def test_evidence_on_pages_has_all_columns() -> None:
    document = read(markup("ferry"), id="page", media_type="text/html")
    assert describe_document(document, cleaner.load_rulebook()).shape == (len(document.lines), len(COLUMN_NAMES))


def test_seams_are_learned_from_texts_with_glued_lines() -> None:
    """Labels are for the lines of the text, which are fewer than those of the document where a long one is cut."""
    sentence = "The harbour of the old town reopened on Monday after a week of storms and rain."
    article = [
        f"{sentence} It was the gate number {number} that the crews had waited for since the spring." for number in range(12)
    ]
    other = "NEW VACCINE: Trials of an inhaled vaccine against influenza began in three hospitals, while doctors asked for"
    text = f"{''.join(article)}\n{other}"
    seam = Seam("a/teasers", "example.com", "teasers", False, text, ("body", "other_story"))
    document = read(seam.text, id="seam", media_type="text/plain")
    assert len(document.lines) > len(seam.labels)
    found = [right for _, right in of_seam(seam, cleaner.load_rulebook())]
    assert found.count(True) == 1
