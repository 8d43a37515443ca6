"""Sentences that stand between the paragraphs of every article, word for word: calls to the reader, notes of the outlet.

Each of them reads like the article it is set into; only that all pages have it tells it from one. Articles have sentences that
return, too: what a spokesman never says, a background, a refrain, the form of a report. So much more is asked than of lines
around the article, and a heading is never taken for one: "What we know so far" returns and is the article's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import ceil

import regex

from cleaner.drafting.samples import Judged, Sample, is_own_paragraph
from cleaner.language import words_used
from cleaner.lines import has_ideographs
from cleaner.model import Label
from cleaner.stages.prose.lexicon import LEXICON
from cleaner.stages.reading_aids import is_legal, is_long_sentence

PAGES = 6
"""Pages with stories of their own. Two pages have a line around the article in common by its nature; here five, as one gives
them, may be one reporter's on one subject."""
_NEARLY_ALL = 0.9
"""Part of the pages on which it must stand: an outlet sets its notes by a template, and an author forgets now and then."""
_LONGEST = 300
"""Characters. What is longer and returns is the background of a running story more often than a note."""
_FORM = 1 / 3
"""Part of the paragraphs that return on nearly all pages; with more the story itself is a form, as a weather report."""
_USUAL = 0.1
"""Part of the articles' paragraphs in which a word stands from which on it tells nothing: recipes say "you" in every other one,
and French "du" is no address."""
_ADDRESS = LEXICON.of_kinds("you", "news", "correct")
"""Words that speak to the reader, of newsletters and subscriptions, or of the making of the text. "We" is the author's, too."""
_SPEECH = LEXICON.of_kinds("say")
_UNSPACED = frozenset(filter(has_ideographs, _ADDRESS))
_QUOTED = regex.compile(r"[\"“”„«»「」『』]")


def standing_keys(samples: Sequence[Sample]) -> frozenset[str]:
    """The keys of such sentences.

    Each stands once on nearly every page and always between paragraphs that no other page has, is at least as long as a
    paragraph, names no number, quotes nobody, and speaks to the reader or of the text in words that the articles hardly use.
    """
    return _standing(samples, _returning(samples))


def _standing(samples: Sequence[Sample], places: Mapping[str, Sequence[tuple[int, Judged]]]) -> frozenset[str]:
    returning = {key for key, found in places.items() if is_long_sentence(found[0][1].text)}
    if not returning:
        return frozenset()
    stories = [[line for line in sample.lines if is_own_paragraph(line) and line.key not in returning] for sample in samples]
    again = sum(line.article for key in returning for _, line in places[key])
    if again > _FORM * (again + sum(map(len, stories))):
        return frozenset()
    shared = Counter(key for story in stories for key in {line.key for line in story})
    own = {number for number, story in enumerate(stories) if story and all(shared[line.key] == 1 for line in story)}
    usual = _usual([line.text for story in stories for line in story])

    def stands(key: str) -> bool:
        found = places[key]
        return (
            len({number for number, _ in found}) == len(found)
            and len(own.intersection(number for number, _ in found)) >= PAGES
            and not any(line.known for _, line in found)
            and all(stories[number] and stories[number][0].at < line.at < stories[number][-1].at for number, line in found)
        )

    return frozenset(key for key in returning if stands(key) and _speaks(places[key][0][1].text, usual))


def left_alone(samples: Sequence[Sample]) -> list[str]:
    """The other lines that return on nearly every page, within articles: a person can tell what they are, no rule does."""
    places = _returning(samples)
    standing = _standing(samples, places)
    return [
        found[0][1].text
        for key, found in places.items()
        if key not in standing
        and "0" not in key
        and len(key) <= _LONGEST
        and all(line.article and samples[number].zone(line) == "inside" for number, line in found)
    ]


def _returning(samples: Sequence[Sample]) -> dict[str, list[tuple[int, Judged]]]:
    """The lines that stand on nearly every page, with the numbers of the pages, by their keys; none of too few pages."""
    places: dict[str, list[tuple[int, Judged]]] = defaultdict(list)
    for number, sample in enumerate(samples if len(samples) >= PAGES else ()):
        for line in sample.lines:
            places[line.key].append((number, line))
    most = ceil(_NEARLY_ALL * len(samples))
    return {key: found for key, found in places.items() if len({number for number, _ in found}) >= most}


def standing_label(text: str) -> Label:
    """What such a sentence is: notes of the outlet and calls to its readers go by one label, unless they are of the law."""
    return Label.LEGAL if is_legal(text) else Label.PROMO


def _speaks(text: str, usual: Iterable[str]) -> bool:
    """Whether a sentence speaks to the reader or of the text, and tells of nobody else's words and of no number."""
    if len(text) > _LONGEST or any(map(str.isdecimal, text)) or _QUOTED.search(text) or words_used(text) & _SPEECH:
        return False
    return bool(_address(text).difference(usual))


def _address(text: str) -> set[str]:
    found = words_used(text) & _ADDRESS
    return found.union(word for word in _UNSPACED if word in text) if has_ideographs(text) else found


def _usual(paragraphs: Sequence[str]) -> set[str]:
    counted = Counter(word for text in paragraphs for word in _address(text))
    return {word for word, count in counted.items() if count > _USUAL * len(paragraphs)}
