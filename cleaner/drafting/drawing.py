"""What is known of an outlet's samples while its rules are drawn, and what every drawn rule is made of."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any, NamedTuple

from pydantic import ValidationError

from cleaner.drafting.patterns import literal
from cleaner.drafting.samples import Judged, Sample
from cleaner.drafting.selects import may_be_kept
from cleaner.errors import RuleTimeout
from cleaner.lines import ends_sentence
from cleaner.model import Document, Label
from cleaner.rulebook.checks import claims_example, patterns
from cleaner.rulebook.matching import Matcher
from cleaner.rulebook.pack import Rule, rule_from_json
from cleaner.rulebook.schema import Rule as RuleShape
from cleaner.visible import counted

SEVERAL = 3
"""Pages for what stands between paragraphs of the article: two have a subheading in common more often than one thinks."""
LONGEST = 600
"""Characters of a line that becomes a rule; what is longer is text that lost its line ends."""
_SLACK = 0.2
"""What guards leave for longer menus on other pages, as a part of the longest that was seen; three lines at the least."""
EXAMPLE_CHARS, SHOWN = 220, 3
"""Characters of a line in an example, and examples of what a rule matches."""
_NEAR_HEAD, _NEAR_TAIL = 15, 4
"""Lines before the first and behind the last paragraph among which bylines and times of publication are looked for."""
_BYLINE_CHARS = 160
NEARLY_ALL = 0.9
"""Part of the pages on which a line must stand that could be a story's: an outlet sets its own by a template."""
TITLE_CHARS = 200
"""Characters of a title that is known by what stands around it: there are headlines as long."""
ZONES = ("head", "inside", "tail")
"""Where a line may stand to the article."""
WHERE = {
    "head": "above the article",
    "inside": "between paragraphs of the article",
    "tail": "below the article",
}


class Seen(NamedTuple):
    """One occurrence of a line."""

    sample: int
    line: Judged
    zone: str


@dataclass
class Drawing:
    """What is known of the samples, and the rules drawn so far.

    Attributes:
        seen: where each line stands, by its key.
        needed: samples on which a line must stand to be taken for one that returns.
        sentence: one of an article, for examples of what rules must ignore.
        covered: for each sample the lines that a rule, shared or drawn, accounts for.
        copies: the same articles once more, stored otherwise: nothing is learned from them, but no rule may touch them.
        innocent: other texts of which no rule may take anything.
        signed: keys of the lines that name an author: however often they stand there, the next page names another.
    """

    samples: Sequence[Sample]
    seen: Mapping[str, list[Seen]]
    needed: int
    sentence: str
    covered: list[set[int]]
    copies: Sequence[Sample] = ()
    innocent: Sequence[Document] = ()
    signed: frozenset[str] = frozenset()
    rules: list[dict[str, Any]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    @property
    def pages(self) -> str:
        """How many samples there are, in words."""
        return counted(len(self.samples), "page")

    def constant(self, key: str) -> bool:
        """Whether a line stands on enough pages and is article on none."""
        found = self.seen[key]
        return len({seen.sample for seen in found}) >= self.needed and self.chrome(key)

    def story(self, key: str) -> bool:
        """Whether a line is a story's headline: the title of a page, or a guess's other story that not nearly all pages have.

        A list of stories changes, a menu does not.
        """
        found = self.seen[key]
        if any(seen.line.label is Label.TITLE for seen in found):
            return True
        guessed = any(seen.line.label is Label.OTHER_STORY and not seen.line.known for seen in found)
        return guessed and count_pages(found) < ceil(NEARLY_ALL * len(self.samples))

    def chrome(self, key: str) -> bool:
        """Whether a line is article on no page, a line of text at all, and no one person's."""
        return (
            key not in self.signed
            and all(not seen.line.article for seen in self.seen[key])
            and sum(character.isalpha() for character in key) >= 2
            and len(key) <= LONGEST
        )

    def open(self, seen: Seen) -> bool:
        """Whether nothing accounts for this occurrence yet."""
        return seen.line.at not in self.covered[seen.sample]

    def hits(self, rule: Rule) -> list[set[int]] | None:
        """The lines of each sample that a rule claims; ``None`` where it touches an article, or keeps what is none."""
        matcher = Matcher([rule])
        keeps = rule.label is Label.ARTICLE
        found: list[set[int]] = []
        for sample in (*self.samples, *self.copies):
            lines: set[int] = set()
            for claim in matcher.claims(sample.document):
                inside = [line for line in sample.lines if line.start < claim.end and line.end > claim.start]
                if not all(may_be_kept(line) if keeps else not line.article for line in inside):
                    return None
                lines.update(line.at for line in inside)
            found.append(lines)
        if not keeps and any(True for document in self.innocent for _ in matcher.claims(document)):
            return None
        return found[: len(self.samples)]

    def rescues(self, values: Mapping[str, Any]) -> bool:
        """Whether a rule that keeps text keeps a line between paragraphs of an article that a guess takes."""
        rule = _proven(values)
        hits = self.hits(rule[1]) if rule else None
        return hits is not None and any(
            sample.zone(line) == "inside" and not line.article and line.at in lines
            for sample, lines in zip(self.samples, hits, strict=True)
            for line in sample.lines
        )

    def safe(self, values: Mapping[str, Any]) -> bool:
        """Whether a rule is well formed and touches no line of an article."""
        rule = _proven(values)
        return rule is not None and self.hits(rule[1]) is not None

    def add(self, values: dict[str, Any]) -> bool:
        """Take a rule in, unless it touches the article, adds nothing, or its examples do not show it.

        What elements a rule selects accounts for no line: a page without its markup has the line, too.
        """
        rule = _proven(values)
        hits = self.hits(rule[1]) if rule else None
        if rule is None or hits is None or all(lines <= known for lines, known in zip(hits, self.covered, strict=True)):
            return False
        name, number = values["id"], 1
        while name in self.ids:
            number += 1
            name = f"{values['id']}-{number}"
        self.ids.add(name)
        kept = {key: value for key, value in rule[0].items() if value != {}}
        self.rules.append(kept | {"id": name})
        if "select" not in values:
            for known, lines in zip(self.covered, hits, strict=True):
                known.update(lines)
        return True


def _proven(values: Mapping[str, Any]) -> tuple[dict[str, Any], Rule] | None:
    """A rule with those of its examples that hold, as values and ready to match; ``None`` if it would not load."""
    try:
        shape = RuleShape.model_validate(values)
        rule = rule_from_json(json.loads(shape.model_dump_json(by_alias=True)))
        if any(patterns(("rules", 0), shape, {}, "")):
            return None
        claims = claims_example(rule)
        examples = {
            kind: [text for text in values["examples"][kind] if claims(text) is wanted]
            for kind, wanted in (("matches", True), ("ignores", False))
        }
    except (ValidationError, RuleTimeout):
        return None
    return (dict(values) | {"examples": examples}, rule) if all(examples.values()) else None


def start_drawing(samples: Sequence[Sample], share: float) -> Drawing:
    """What is known of the samples before any rule is drawn; ``share`` is the part of them on which a line returns."""
    seen: dict[str, list[Seen]] = defaultdict(list)
    for number, sample in enumerate(samples):
        for line in sample.lines:
            seen[line.key].append(Seen(number, line, sample.zone(line)))
    return Drawing(
        samples=samples,
        seen=seen,
        needed=max(2, ceil(share * len(samples))),
        sentence=_sentence(samples),
        covered=[{line.at for line in sample.lines if line.known} for sample in samples],
    )


def _sentence(samples: Sequence[Sample]) -> str:
    """A sentence of one article alone, for examples of what rules must ignore: of middling length, the first of its kind."""
    pages = Counter(key for sample in samples for key in {line.key for line in sample.lines})
    lines = [line for sample in samples for line in sample.lines if line.article and pages[line.key] == 1]
    found = [line.text for line in lines if ends_sentence(line.text)]
    fitting = [text for text in found if 40 <= len(text) <= EXAMPLE_CHARS]
    if fitting:
        return fitting[0]
    return min(found, key=len)[:EXAMPLE_CHARS] if found else "The police said on Tuesday that nobody was hurt."


def near_edges(sample: Sample) -> Iterator[Judged]:
    """Short lines shortly before the article's first paragraph or behind its last."""
    body = sample.body
    places = (*range(max(body.start - _NEAR_HEAD, 0), body.start), *range(body.stop, body.stop + _NEAR_TAIL))
    return (sample.lines[at] for at in places if at < len(sample.lines) and len(sample.lines[at].text) <= _BYLINE_CHARS)


def guards(drawing: Drawing, zone: str, places: Iterable[Seen], *, clear: bool = False) -> dict[str, int]:
    """Where such a line may stand: as far from the page's edge as it was seen, and some lines more.

    With ``clear`` not so far as to reach into the shortest page's article: a menu's word may be a link or a heading there.
    """
    if zone == "inside":
        return {}
    samples = drawing.samples
    if zone == "head":
        far = max(seen.line.at for seen in places) + 1
        room = min(sample.body.start for sample in samples)
    else:
        far = max(len(samples[seen.sample].lines) - seen.line.at for seen in places)
        room = min(len(sample.lines) - sample.body.stop for sample in samples)
    reach = min(with_slack(far), max(far, room)) if clear else with_slack(far)
    return {"first" if zone == "head" else "last": reach}


def with_slack(size: int) -> int:
    """A bound with room for a longer menu on another page."""
    return size + max(3, ceil(_SLACK * size))


def label_of(places: Iterable[Seen]) -> str:
    """What such lines are taken for most often."""
    votes = Counter(str(seen.line.label) for seen in places)
    return max(sorted(votes), key=lambda label: votes[label])


def any_of(texts: Sequence[str]) -> str:
    """A pattern for each of these texts, and nothing else."""
    return "|".join(dict.fromkeys(map(literal, texts)))


def texts_of(places: Iterable[Seen]) -> list[str]:
    """The texts of these lines, each once, in their order."""
    return list(dict.fromkeys(seen.line.text for seen in places))


def count_pages(places: Iterable[Seen]) -> int:
    """On how many of the samples these lines stand."""
    return len({seen.sample for seen in places})


def short(texts: Sequence[str]) -> list[str]:
    """Texts of lines, cut short enough for an example."""
    return [text[:EXAMPLE_CHARS] for text in texts]


def example(text: str, drawing: Drawing) -> str:
    """An example of a line; a long one needs company, or it would be taken for a text that lost its line ends."""
    return text if len(text) <= EXAMPLE_CHARS else f"{text}\n{drawing.sentence}"
