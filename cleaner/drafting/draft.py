"""A first rule file for an outlet, drafted from its pages.

What repeats across pages, stands at fixed places or runs to the end of the page becomes a rule, each with its guards and with
examples from the pages. No rule is kept that touches a line judged article on any of them.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import ceil
from typing import Any, NamedTuple

from pydantic import ValidationError

from cleaner.drafting.patterns import literal, shape_of
from cleaner.drafting.samples import Judged, Sample
from cleaner.drafting.selects import alone, box_rules, may_be_kept, paragraph_rules
from cleaner.errors import RuleTimeout
from cleaner.lines import ends_sentence
from cleaner.model import Authority, Label
from cleaner.rulebook.checks import claims_example, patterns
from cleaner.rulebook.literals import fold
from cleaner.rulebook.matching import Matcher
from cleaner.rulebook.pack import Rule, rule_from_json
from cleaner.rulebook.schema import Rule as RuleShape

GOOD = 5
"""Pages from which on what repeats is told from what happens to be alike."""
SHARE = 0.4
"""Part of the pages that a line must stand on; two at the least."""
_INSIDE = 3
"""Pages for what stands between paragraphs of the article: two have a subheading in common more often than one thinks."""
_LONGEST = 600
"""Characters of a line that becomes a rule; what is longer is text that lost its line ends."""
_BLOCK_LINES = 400
"""Lines of a block at most. Half of the outlets have footers of less than 100."""
_BLOCKS = 3
_SLACK = 0.2
"""What guards leave for longer menus on other pages, as a part of the longest that was seen; three lines at the least."""
_PATTERN_CHARS = 3_000
"""Characters of a pattern that names many lines; the schema allows some more."""
_MENU_RUN = 4
_MENU_CHARS = 30
_MENU_WORDS = 4
"""On a single page only runs of such lines are taken for a menu that returns."""
_SURE = 0.85
_SHOWN = 3
_EXAMPLE_CHARS = 220
_MOST = 0.6
"""Part of the pages on which a byline must be written alike to be one, whatever it was judged."""
_NEAR_HEAD, _NEAR_TAIL = 15, 4
"""Lines before the first and behind the last paragraph among which bylines and times of publication are looked for."""
_BYLINE_CHARS = 160
_PREFIX_CHARS = (4, 32)
_MARKS = (": ", " | ", " » ", " › ", " – ")

_ZONES = ("head", "inside", "tail")
_WHERE = {
    "head": "above the article",
    "inside": "between paragraphs of the article",
    "tail": "below the article",
}


class _Seen(NamedTuple):
    """One occurrence of a line."""

    sample: int
    line: Judged
    zone: str


@dataclass
class _Drawing:
    """What is known of the samples, and the rules drawn so far.

    Attributes:
        covered: for each sample the lines that a rule, shared or drawn, accounts for.
        copies: the same articles once more, stored otherwise: nothing is learned from them, but no rule may touch them.
    """

    samples: Sequence[Sample]
    seen: Mapping[str, list[_Seen]]
    needed: int
    sentence: str
    covered: list[set[int]]
    copies: Sequence[Sample] = ()
    rules: list[dict[str, Any]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def constant(self, key: str) -> bool:
        """Whether a line stands on enough pages and is article on none."""
        found = self.seen[key]
        return len({seen.sample for seen in found}) >= self.needed and self.chrome(key)

    def chrome(self, key: str) -> bool:
        """Whether a line is article on no page, and a line of text at all."""
        return (
            all(not seen.line.article for seen in self.seen[key])
            and sum(character.isalpha() for character in key) >= 2
            and len(key) <= _LONGEST
        )

    def open(self, seen: _Seen) -> bool:
        """Whether nothing accounts for this occurrence yet."""
        return seen.line.at not in self.covered[seen.sample]

    def hits(self, rule: Rule) -> list[set[int]] | None:
        """The lines of each sample that a rule claims; ``None`` where it touches the article, or keeps what is none."""
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
        examples = {
            kind: [text for text in values["examples"][kind] if claims_example(rule, text) is wanted]
            for kind, wanted in (("matches", True), ("ignores", False))
        }
    except (ValidationError, RuleTimeout):
        return None
    return (dict(values) | {"examples": examples}, rule) if all(examples.values()) else None


def draft_rules(
    samples: Sequence[Sample], *, copies: Sequence[Sample] = (), share: float = SHARE, taken_ids: Iterable[str] = ()
) -> list[dict[str, Any]]:
    """The rules that an outlet's pages suggest, as values of a rule file. The same samples give the same rules.

    No rule takes a line that is judged article on any of the samples, and none keeps what a rule knows to be no article; each
    has examples that hold. Rules for lines come first, then those that select elements of web pages.

    Args:
        samples: pages of one outlet, each with an article.
        copies: the same articles stored otherwise, a page's text beside its markup: they only forbid.
        share: part of the pages that a line must stand on to be taken for one that returns; two at the least.
        taken_ids: ids that rules of the outlet have already.
    """
    drawing = _drawing(_reconsidered(samples), share)
    drawing.copies = copies
    drawing.ids.update(taken_ids)
    _elements(drawing, share)
    if len(samples) > 1:
        _footers(drawing, drawing.constant)
    else:
        _footers(drawing, _anchors_of_one_page(drawing))
    _bylines(drawing)
    if len(samples) > 1:
        _constants(drawing, {key for key in drawing.seen if drawing.constant(key)})
        _beginnings(drawing)
        _followers(drawing)
    else:
        _constants(drawing, _menus(drawing))
    return sorted(drawing.rules, key=lambda rule: "select" in rule)


def _elements(drawing: _Drawing, share: float) -> None:
    """Boxes that hold nothing of the article, and, where a guess cut prose out of one, the element in which articles stand.

    Without such a mistake to mend the element is left alone: on other pages more stands in it than the guesses would leave.
    """
    for rule in box_rules(drawing.samples, share):
        if drawing.safe(rule):
            drawing.add(rule)
            continue
        for part in alone(rule):  # one of its boxes holds article on a copy
            drawing.add(part)
    for rule in paragraph_rules(drawing.samples, share):
        if drawing.rescues(rule) and drawing.add(rule):
            break


def _reconsidered(samples: Sequence[Sample]) -> list[Sample]:
    """The samples, with bylines known for what they are that were judged article.

    A line near the edge of the article that names a time or an author in the same words on most pages is no sentence of it.
    """
    shapes: dict[str, set[int]] = defaultdict(set)
    for number, sample in enumerate(samples):
        for line in _near_edges(sample):
            shape = shape_of(line.text)
            if shape:
                shapes[shape.pattern].add(number)
    often = max(_INSIDE, ceil(_MOST * len(samples)))
    sure = {pattern for pattern, found in shapes.items() if len(found) >= often}
    if not sure:
        return list(samples)
    found = []
    for sample in samples:
        bylines = {
            line.at
            for line in _near_edges(sample)
            if line.article and (shape := shape_of(line.text)) and shape.pattern in sure and not ends_sentence(line.text)
        }
        lines = (
            replace(line, label=Label.BYLINE, authority=Authority.GUESS) if line.at in bylines else line
            for line in sample.lines
        )
        found.append(replace(sample, lines=tuple(lines)))
    return found


def _near_edges(sample: Sample) -> Iterator[Judged]:
    """Short lines shortly before the article's first paragraph or behind its last."""
    body = sample.body
    places = (*range(max(body.start - _NEAR_HEAD, 0), body.start), *range(body.stop, body.stop + _NEAR_TAIL))
    return (sample.lines[at] for at in places if at < len(sample.lines) and len(sample.lines[at].text) <= _BYLINE_CHARS)


def _drawing(samples: Sequence[Sample], share: float) -> _Drawing:
    seen: dict[str, list[_Seen]] = defaultdict(list)
    for number, sample in enumerate(samples):
        for line in sample.lines:
            seen[line.key].append(_Seen(number, line, sample.zone(line)))
    return _Drawing(
        samples=samples,
        seen=seen,
        needed=max(2, ceil(share * len(samples))),
        sentence=_sentence(samples),
        covered=[{line.at for line in sample.lines if line.known} for sample in samples],
    )


def _sentence(samples: Sequence[Sample]) -> str:
    """A sentence of an article, for the examples of what rules must ignore: of middling length, the first of its kind."""
    found = [line.text for sample in samples for line in sample.lines if line.article and ends_sentence(line.text)]
    fitting = [text for text in found if 40 <= len(text) <= _EXAMPLE_CHARS]
    if fitting:
        return fitting[0]
    return min(found, key=len)[:_EXAMPLE_CHARS] if found else "The police said on Tuesday that nobody was hurt."


# --- the end of the page ---


def _footers(drawing: _Drawing, is_anchor: Callable[[str], bool]) -> None:
    """Blocks that begin with two lines known to stand together and run to the end, longest first."""
    pairs: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for number, sample in enumerate(drawing.samples):
        for line, below in pairwise(sample.lines):
            pairs[line.key, below.key].append((number, line.at))
    candidates = []
    for (one, two), places in pairs.items():
        if not (is_anchor(one) and drawing.chrome(two) and len(one) <= _EXAMPLE_CHARS and len(two) <= _EXAMPLE_CHARS):
            continue
        if len(drawing.samples) > 1 and not drawing.constant(two):
            continue
        firsts: dict[int, int] = {}
        for number, at in places:
            firsts.setdefault(number, at)
        # Where the first line stands above or inside an article anywhere, another page may have it there with the second.
        in_tail = all(seen.zone == "tail" for seen in drawing.seen[one])
        if len(firsts) < min(drawing.needed, len(drawing.samples)) or not in_tail:
            continue
        rest = {number: len(drawing.samples[number].lines) - at for number, at in firsts.items()}
        if max(rest.values()) <= _BLOCK_LINES:
            candidates.append((-sum(rest.values()), one, two, firsts, rest))
    ended: set[int] = set()
    for _, _, _, firsts, rest in sorted(candidates, key=lambda candidate: candidate[:3]):
        if ended.issuperset(firsts) or len(drawing.rules) >= _BLOCKS:
            continue
        number, at = next(iter(firsts.items()))
        lines = drawing.samples[number].lines[at:]
        texts = [line.text for line in lines]
        followed = sorted({drawing.samples[n].lines[a + 1].text for n, a in firsts.items()})
        begun = sorted({drawing.samples[n].lines[a].text for n, a in firsts.items()})
        rule = {
            "id": "footer",
            "label": _block_label(drawing, firsts),
            "why": f"From here to the end nothing belongs to the article, on {len(firsts)} of {_pages(drawing)}.",
            "block": {"from": _any_of(begun), "to": "end", "at_most": _with_slack(max(rest.values()))},
            "within": {"before": _any_of(followed)},
            "examples": {
                "matches": ["\n".join(_short(texts[:4]))],
                "ignores": [f"{texts[0]}\n{drawing.sentence}", f"{texts[0]} {drawing.sentence}\n{texts[1]}"],
            },
        }
        if drawing.add(rule):
            ended.update(firsts)


def _anchors_of_one_page(drawing: _Drawing) -> Callable[[str], bool]:
    """On a single page only what shared rules know as menu or legal line is sure to return."""
    return lambda key: (
        drawing.chrome(key)
        and all(seen.line.known and seen.line.label in (Label.NAVIGATION, Label.LEGAL) for seen in drawing.seen[key])
    )


def _block_label(drawing: _Drawing, firsts: Mapping[int, int]) -> str:
    """What most of a block's characters are taken for."""
    weight: Counter[str] = Counter()
    for number, at in firsts.items():
        for line in drawing.samples[number].lines[at:]:
            weight[str(line.label)] += len(line.text)
    return max(sorted(weight), key=lambda label: weight[label])


# --- lines with changing parts ---


def _bylines(drawing: _Drawing) -> None:
    """Lines near the article's edges that name an author or a time, as patterns whose groups become fields."""
    found: dict[tuple[str, str], list[_Seen]] = defaultdict(list)
    for number, sample in enumerate(drawing.samples):
        for line in _near_edges(sample):
            seen = _Seen(number, line, sample.zone(line))
            shape = None if line.article or not drawing.open(seen) else shape_of(line.text)
            if shape:
                found[seen.zone, shape.pattern].append(seen)
    for (zone, pattern), places in sorted(found.items()):
        texts = _texts(places)
        drawing.add(
            {
                "id": "byline",
                "label": "byline",
                "why": f"Author or time of publication, {_WHERE[zone]}, on {_count(places)} of {_pages(drawing)}.",
                "line": pattern,
                "within": _guards(drawing, zone, places) | {"at_most": _with_slack(max(map(len, texts)))},
                "examples": {"matches": texts[:_SHOWN], "ignores": [drawing.sentence, f"{texts[0]} {drawing.sentence}"]},
            }
        )


def _beginnings(drawing: _Drawing) -> None:
    """Lines that begin alike, up to a colon or bar, and go on with something else on every page."""
    found: dict[tuple[str, str], list[_Seen]] = defaultdict(list)
    spoilt: set[str] = set()
    for places in drawing.seen.values():
        for seen in places:
            beginning = _beginning(seen.line.text)
            if beginning is None:
                continue
            if seen.line.article:
                spoilt.add(fold(beginning))
            elif len(seen.line.text) <= _EXAMPLE_CHARS:
                found[seen.zone, beginning].append(seen)
    for (zone, beginning), places in sorted(found.items()):
        needed = max(drawing.needed, _INSIDE if zone == "inside" else 2)
        different = len({seen.line.key for seen in places}) >= 2
        if fold(beginning) in spoilt or _count(places) < needed or not different:
            continue
        texts = _texts(places)
        longest = max(len(text) - len(beginning) for text in texts)
        drawing.add(
            {
                "id": f"{zone}-begins",
                "label": _label(places),
                "why": f"Begins alike and goes on differently, {_WHERE[zone]}, on {_count(places)} of {_pages(drawing)}.",
                "line": f"{literal(beginning)}\\S.{{0,{_with_slack(longest)}}}",
                "within": _guards(drawing, zone, places),
                "examples": {"matches": texts[:_SHOWN], "ignores": [drawing.sentence, f"He {texts[0]}"]},
            }
        )


def _beginning(text: str) -> str | None:
    ends = [text.find(mark) + len(mark) for mark in _MARKS if mark in text]
    low, high = _PREFIX_CHARS
    if not ends:
        return None
    beginning = text[: min(ends)]
    letters = sum(character.isalpha() for character in beginning)
    return beginning if letters >= low and len(beginning) <= high and len(beginning) < len(text) else None


def _followers(drawing: _Drawing) -> None:
    """Lines that change from page to page but always stand under the same heading, and are article on no page."""
    followers: dict[tuple[str, str], list[_Seen]] = defaultdict(list)
    spoilt: set[str] = set()
    for number, sample in enumerate(drawing.samples):
        for one, two in pairwise(sample.lines):
            seen = _Seen(number, two, sample.zone(two))
            if two.article or len(two.text) > _LONGEST:
                spoilt.add(one.key)
            else:
                followers[seen.zone, one.key].append(seen)
    for (zone, key), places in sorted(followers.items()):
        needed = max(drawing.needed, _INSIDE)
        changing = [seen for seen in places if drawing.open(seen) and not drawing.constant(seen.line.key)]
        if key in spoilt or not drawing.constant(key) or not changing:
            continue
        if _count(changing) < needed or len({seen.line.key for seen in changing}) < needed:
            continue
        texts = _texts(changing)
        heads = sorted({seen.line.text for seen in drawing.seen[key]})
        longest = _with_slack(max(len(seen.line.text) for seen in places))
        drawing.add(
            {
                "id": f"{zone}-under",
                "label": _label(changing),
                "why": f"Always stands under {heads[0][:60]!r}, {_WHERE[zone]}, on {_count(places)} of {_pages(drawing)}.",
                "line": f"\\S.{{0,{longest}}}",
                "within": {"after": _any_of(heads)} | _guards(drawing, zone, places) | {"at_most": longest},
                "examples": {"matches": [f"{heads[0]}\n{text}" for text in texts[:_SHOWN]], "ignores": texts[:1]},
            }
        )


# --- lines that return as they are ---


def _constants(drawing: _Drawing, keys: Iterable[str]) -> None:
    """Lines that stand on several pages: one rule a place and label; those with numbers as patterns."""
    found: dict[tuple[str, str, bool], dict[str, list[_Seen]]] = defaultdict(dict)
    for key in sorted(keys):
        for zone in _ZONES:
            places = [seen for seen in drawing.seen[key] if seen.zone == zone]
            if not any(map(drawing.open, places)):
                continue
            if zone == "inside" and _count(drawing.seen[key]) < _INSIDE:
                continue
            found[zone, _label(places), "0" in key].setdefault(key, []).extend(places)
    for (zone, label, numbers), by_key in sorted(found.items()):
        for part in _parts(by_key) if numbers else [by_key]:
            rule = _constant(drawing, zone, label, part, numbers=numbers)
            if not drawing.safe(rule):
                # One that stands elsewhere too touches the article; it is found by trying each alone.
                alone = {
                    k: v for k, v in part.items() if drawing.safe(_constant(drawing, zone, label, {k: v}, numbers=numbers))
                }
                if not alone:
                    continue
                rule = _constant(drawing, zone, label, alone, numbers=numbers)
            drawing.add(rule)


def _parts(by_key: Mapping[str, list[_Seen]]) -> Iterator[dict[str, list[_Seen]]]:
    """Lines in parts of which each fits into one pattern."""
    part: dict[str, list[_Seen]] = {}
    size = 0
    for key, places in by_key.items():
        chars = sum(len(literal(text)) + 1 for text in _texts(places))
        if part and size + chars > _PATTERN_CHARS:
            yield part
            part, size = {}, 0
        part[key] = places
        size += chars
    yield part


def _constant(drawing: _Drawing, zone: str, label: str, by_key: Mapping[str, list[_Seen]], *, numbers: bool) -> dict[str, Any]:
    places = [seen for found in by_key.values() for seen in found]
    firsts = sorted((found[0] for found in by_key.values()), key=lambda seen: (seen.sample, seen.line.at))
    texts = list(dict.fromkeys(seen.line.text for seen in firsts))
    most = max(_count(drawing.seen[key]) for key in by_key)
    often = f"on up to {most} of {_pages(drawing)}" if len(drawing.samples) > 1 else "in a run of short lines"
    matcher = {"line": "|".join(dict.fromkeys(map(literal, texts)))} if numbers else {"lines": texts}
    return {
        "id": f"{zone}-{label.replace('_', '-')}{'-numbered' if numbers else ''}",
        "label": label,
        "why": f"{'The same but for numbers' if numbers else 'Word for word the same'} {_WHERE[zone]}, {often}.",
        **matcher,
        "within": _guards(drawing, zone, places, clear=True),
        "examples": {
            "matches": [_document(text, drawing) for text in texts[:_SHOWN]],
            "ignores": [drawing.sentence, f"{_short(texts[:1])[0]} {drawing.sentence}"],
        },
    }


def _menus(drawing: _Drawing) -> set[str]:
    """On a single page: short lines in runs of short lines, which menus are and headlines are not.

    What the article speaks of too is a topic of this story, not an entry of the outlet's menu.
    """
    keys: set[str] = set()
    (sample,) = drawing.samples
    told = fold(" ".join(line.text for line in sample.lines if line.article))
    run: list[Judged] = []
    for line in (*sample.lines, None):
        if line is not None and not line.article and _menu_like(line):
            run.append(line)
            continue
        if len(run) >= _MENU_RUN:
            keys.update(entry.key for entry in run if drawing.chrome(entry.key) and fold(entry.text) not in told)
        run = []
    return keys


def _menu_like(line: Judged) -> bool:
    short = len(line.text) <= _MENU_CHARS and len(line.text.split()) <= _MENU_WORDS
    certain = line.known or line.confidence >= _SURE
    return short and certain and not ends_sentence(line.text) and "0" not in line.key


# --- what rules are made of ---


def _guards(drawing: _Drawing, zone: str, places: Iterable[_Seen], *, clear: bool = False) -> dict[str, int]:
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
    reach = min(_with_slack(far), max(far, room)) if clear else _with_slack(far)
    return {"first" if zone == "head" else "last": reach}


def _with_slack(size: int) -> int:
    return size + max(3, ceil(_SLACK * size))


def _label(places: Iterable[_Seen]) -> str:
    """What such lines are taken for most often."""
    votes = Counter(str(seen.line.label) for seen in places)
    return max(sorted(votes), key=lambda label: votes[label])


def _any_of(texts: Sequence[str]) -> str:
    return "|".join(dict.fromkeys(map(literal, texts)))


def _texts(places: Iterable[_Seen]) -> list[str]:
    return list(dict.fromkeys(seen.line.text for seen in places))


def _count(places: Iterable[_Seen]) -> int:
    return len({seen.sample for seen in places})


def _pages(drawing: _Drawing) -> str:
    return f"{len(drawing.samples)} pages" if len(drawing.samples) > 1 else "1 page"


def _short(texts: Sequence[str]) -> list[str]:
    return [text[:_EXAMPLE_CHARS] for text in texts]


def _document(text: str, drawing: _Drawing) -> str:
    """An example of a line; a long one needs company, or it would be taken for a text that lost its line ends."""
    return text if len(text) <= _EXAMPLE_CHARS else f"{text}\n{drawing.sentence}"
