"""Rules that select elements, drafted from web pages: boxes without a line of the article, and where its paragraphs stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import ceil
from types import MappingProxyType
from typing import Any, NamedTuple

from cleaner.drafting.elements import Found, Tree, example, is_layout, kind_of, selectors_of, shown, tree_of
from cleaner.drafting.samples import Judged, Sample
from cleaner.lines import ends_sentence
from cleaner.model import Label
from cleaner.visible import counted

_LARGEST = 3_000
"""Characters of a box: what holds more may hold an article on the next page, whatever it is called."""
_LEAST = 200
"""Characters that a drafted rule lets a box have in any case, however short those were that were seen."""
_SLACK = 0.5
"""What is left for longer boxes on other pages, as a part of the longest that was seen."""
_TOGETHER = 8
"""Selectors of one rule; more are no longer read."""
_COVERED = 0.6
"""Part of the article's characters on a page that its element must hold."""
_ABOVE = 4
"""How many elements up from the paragraphs one with a name is looked for."""
_TAGS = ("p", "h2", "h3", "h4", "ul", "ol", "blockquote")
"""Elements that paragraphs, subheadings and lists of an article are."""
_SHOWN = 120
"""Characters of a text in an example."""
_TOLD = (str(Label.TITLE), str(Label.BYLINE))
"""What lines are known to be whatever their box is called: a ``story-header`` holds the headline."""


class Box(NamedTuple):
    """A selector that finds boxes without a line of the article: what they are, and the most characters of one."""

    selector: str
    label: str
    size: int
    text: str


class _Home(NamedTuple):
    """An element in which an article stands: its selector, what goes between it and the paragraphs, and their tags."""

    selector: str
    joint: str
    tags: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class _Seen:
    """A web page among the samples."""

    sample: Sample
    tree: Tree
    lifted: Collection[int] = ()

    @property
    def lines(self) -> Sequence[Judged]:
        return self.sample.lines

    def size(self, element: int) -> int:
        return sum(len(self.lines[number].text) for number in self.tree.lines.get(element, ()))


def _pages(samples: Sequence[Sample], lifted: Mapping[int, Collection[int]] = MappingProxyType({})) -> list[_Seen]:
    pages = [(number, sample, sample.document.page) for number, sample in enumerate(samples)]
    return [
        _Seen(sample, tree_of(sample.document, page, [line.start for line in sample.lines]), lifted.get(number, ()))
        for number, sample, page in pages
        if page
    ]


def box_rules(samples: Sequence[Sample], share: float, lifted: Iterable[tuple[int, int]] = ()) -> Iterator[dict[str, Any]]:
    """Rules for boxes that hold nothing of the article, one for each label. Of each only as many selectors as can be read.

    Of a single page only names count that say what they name. What shared rules know entirely is left out.

    Args:
        samples: pages of one outlet; text without markup has no elements.
        share: part of the web pages on which a selector must find something; two at the least, where there are two.
        lifted: lines, by sample and number, from which a rule lifts fields: a box around one would win and say nothing of them.
    """
    own: dict[int, set[int]] = defaultdict(set)
    for number, at in lifted:
        own[number].add(at)
    pages = _pages(samples, own)
    needed = max(min(2, len(pages)), ceil(share * len(pages)))
    found: dict[str, list[Box]] = defaultdict(list)
    for seen in pages:
        for box in {box.selector: box for box in _boxes(seen, speaking=len(pages) == 1)}.values():
            found[box.selector].append(box)
    by_label: dict[str, list[Box]] = defaultdict(list)
    for boxes in found.values():
        if len(boxes) >= needed:
            label = Counter(box.label for box in boxes).most_common(1)[0][0]
            by_label[label].append(max(boxes, key=lambda box: box.size)._replace(label=label))
    for label, boxes in sorted(by_label.items()):
        yield box_rule(label, boxes[:_TOGETHER], len(pages))


def box_rule(label: str, boxes: Sequence[Box], pages: int) -> dict[str, Any]:
    """The values of a rule for some boxes."""
    most = max(box.size for box in boxes)
    return {
        "id": f"page-{label.replace('_', '-')}",
        "label": label,
        "why": f"Boxes of the page that hold nothing of the article, on {counted(pages, 'web page')}.",
        "select": ", ".join(box.selector for box in boxes),
        "within": {"at_most": max(_LEAST, most + ceil(_SLACK * most))},
        "examples": {
            "matches": [example(box.selector, shown(box.text, _SHOWN)) for box in boxes],
            "ignores": [f"<div>{shown(boxes[0].text, _SHOWN)}</div>"],
        },
    }


def alone(rule: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The parts of a rule for boxes, one for each of its selectors."""
    parts = zip(rule["select"].split(", "), rule["examples"]["matches"], strict=True)
    for selector, match in parts:
        yield dict(rule) | {"select": selector, "examples": dict(rule["examples"]) | {"matches": [match]}}


def _boxes(seen: _Seen, *, speaking: bool) -> Iterator[Box]:
    """A selector for each of the largest boxes without a line of the article, or for the boxes in it where it has none."""
    tree, article = seen.tree, {line.at: line.article or line.at in seen.lifted for line in seen.lines}
    waiting = [element for element in tree.outermost(article) if _news(seen, element)]
    while waiting:
        known = selectors_of(tree.page, waiting)
        below: list[int] = []
        for element in waiting:
            box = _box(seen, element, known[element], article, speaking=speaking)
            if box:
                yield box
            else:
                below += [part for part in tree.below.get(element, ()) if _news(seen, part)]
        waiting = below


def _news(seen: _Seen, element: int) -> bool:
    """Whether a box holds anything that no rule knows yet."""
    return any(not seen.lines[number].known for number in seen.tree.lines[element])


def _box(seen: _Seen, element: int, known: Sequence[Found], article: Mapping[int, bool], *, speaking: bool) -> Box | None:
    fitting = [
        found
        for found in known
        if not is_layout(found.selector)
        and (found.kind or not speaking)
        and not any(seen.tree.any(other, article) for other in found.elements)
        and max(map(seen.size, found.elements)) <= _LARGEST
    ]
    if not fitting:
        return None
    found = min(fitting, key=lambda one: (one.kind is None, len(one.selector), one.selector))
    lines = [seen.lines[number] for number in seen.tree.lines[element]]
    votes = Counter(str(line.label) for line in lines)
    told = next(iter(votes)) if len(votes) == 1 else ""
    label = (told if told in _TOLD else None) or kind_of(found.selector) or max(sorted(votes), key=lambda name: votes[name])
    return Box(found.selector, label, max(map(seen.size, found.elements)), lines[0].text)


def paragraph_rules(samples: Sequence[Sample], share: float) -> Iterator[dict[str, Any]]:
    """Rules that keep the paragraphs of an article where its element is known by a name, the best first.

    Which of them is right, and whether any is, the caller must try: each may keep a line too much on some page.

    Args:
        samples: see `box_rules`.
        share: see there.
    """
    pages = _pages(samples)
    needed = max(min(2, len(pages)), ceil(share * len(pages)))
    found: dict[tuple[str, str], list[_Home]] = defaultdict(list)
    for seen in pages:
        for home in _homes(seen):
            found[home.selector, home.joint].append(home)
    for (selector, joint), homes in sorted(found.items(), key=lambda entry: (-len(entry[1]), -len(entry[0][1]), entry[0])):
        if len(homes) < needed:
            continue
        tags = [tag for tag in _TAGS if any(tag in home.tags for home in homes)]
        text, of = shown(homes[0].text, _SHOWN), counted(len(pages), "web page")
        yield {
            "id": "page-paragraphs",
            "label": "article",
            "why": f"Paragraphs of the article stand here, on {len(homes)} of {of}: a guess took some of them.",
            "select": ", ".join(f"{selector}{joint}{tag}" for tag in tags),
            "examples": {"matches": [example(selector, f"<p>{text}</p>")], "ignores": [f"<div><p>{text}</p></div>"]},
        }


def _homes(seen: _Seen) -> Iterator[_Home]:
    """The element that holds most of the article, and those it stands in, by each of its names."""
    tree, page = seen.tree, seen.tree.page
    prose = [line for line in seen.lines if line.article and ends_sentence(line.text)]
    held: Counter[int] = Counter()
    for line in prose:
        paragraph = next((one for one in page.above(tree.owners[line.at]) if page.tags[one] in _TAGS), 0)
        held[page.parents[paragraph]] += len(line.text)
    if not held:
        return
    home = max(sorted(held), key=lambda element: held[element])
    way = [element for element in islice(page.above(home), _ABOVE) if page.tags[element] not in ("body", "html")]
    known = selectors_of(page, way)
    for element in way:
        inside = sum(size for one, size in held.items() if element in page.above(one))
        if inside < _COVERED * sum(held.values()):
            continue
        tags = tuple(tag for tag in _TAGS if _is_kept(seen, tag, element, direct=element == home))
        for found in known[element]:
            if "p" in tags and len(found.elements) == 1:
                yield _Home(found.selector, " > " if element == home else " ", tags, prose[0].text)


def _is_kept(seen: _Seen, tag: str, home: int, *, direct: bool) -> bool:
    """Whether elements of this tag in the article's element are the article's, as far as anybody can tell.

    A guess may have been wrong about a sentence; a rule that took a line, or a guess about what is no sentence, is believed.
    """
    page = seen.tree.page
    found = [
        seen.lines[number]
        for element, numbers in seen.tree.lines.items()
        if page.tags[element] == tag and (page.parents[element] == home if direct else home in page.above(element))
        for number in numbers
    ]
    return any(line.article for line in found) and all(may_be_kept(line) for line in found)


def may_be_kept(line: Judged) -> bool:
    """Whether a rule that keeps text may keep this line: it is judged article, or is a sentence that only a guess takes."""
    return line.article or (not line.known and not line.standing and ends_sentence(line.text))
