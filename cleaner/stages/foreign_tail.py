"""A blurb in another language than the article, before or behind it: an author's self-portrait, a site's slogan.

Speech in another language *inside* an article stays; so does a quotation that the article leads up to at its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from cleaner.language import DETECTED, FUNCTION_WORDS, detected, function_word_shares, identify_text, words, words_counted
from cleaner.lines import ends_sentence
from cleaner.model import Claim, Document, Label, Line
from cleaner.stages.reading_aids import Occupied, filled_lines, guess, kept_lines, taken

RULE = "stage/foreign_tail"
_EDGE = 3
"""Open lines at either end that are looked at: blurbs are one to three paragraphs long."""
_CHARS = (40, 700)
"""Below, no method can tell the language; above, it is an article in its own right."""
_MIN_ARTICLE = 4
"""Lines that stay besides the blurb: with fewer, no language is *the* article's."""
_OWN_WORDS = 0.10
"""Share of the article's function words above which the line is taken for the article's language without asking further."""
_CONFIDENT = 0.60
"""Confidence from which a line is in the language that was found, whatever found it."""
_SURE = 0.95
"""langdetect's own confidence that it is not the article's language, where it decided."""
_SISTERS = (
    {"da", "no", "sv"},
    {"es", "pt", "gl", "ca"},
    {"cs", "sk", "sl"},
    {"hr", "sl"},
    {"ru", "uk", "bg", "mk", "sr"},
    {"et", "fi"},
    {"nl", "af"},
    {"id", "ms"},
)
"""Languages that detectors take for each other on one sentence: between these nothing is called foreign."""
_UNSURE = 0.5
"""Confidence of what is only tagged."""
_FEW_WORDS, _MUCH = 4, 0.25
"""Words, and the share of little ones among them, from which a short line is in a language; in prose four in ten are such."""
_PHRASE = 6
"""Words. Blurbs are made of phrases of two to five, spoken sentences have eight and more on average."""
_PHRASE_END = regex.compile(r"[.!?…。！？](?:\s|[\p{Pf}\p{Pe}\"']*$)|[\p{Pf}\"'](?<![.!?…。！？].)$")
"""Any stop, that of an abbreviation, too, which ends no sentence (`cleaner.lines`): "Dr. phil., geb. 1970" is telegraphic."""
_LETTERS = regex.compile(r"\p{L}")
_QUOTE_OPENS = regex.compile(r"[“\"«„‚「『‹]")
_LEADS_UP = regex.compile(
    r"[:：,][\p{Pe}\p{Pf}\"']*$|\b(?:said|says|wrote|writes|reads?|sang|added|asked|replied)\b[^.]{0,60}[.:]?$"
)


def foreign_tail(document: Document, claims: tuple[Claim, ...]) -> Iterator[Claim]:
    """Claim foreign lines at the end and at the start as author blurbs.

    A line counts as foreign if its script or its words are decisively another language's. It is cut with confidence 0.85-0.95;
    where the article leads up to it, it is speech in quotation marks, or lines inside the text are in that language, too, it is
    only tagged (0.5).
    """
    own = document.language.code
    if own is None:
        return
    lines = filled_lines(document)
    occupied = taken(lines, claims)
    kept = list(kept_lines(lines, occupied))
    yield from _edge(lines, kept[::-1], occupied, own, lines_before=True)
    yield from _edge(lines, kept, occupied, own, lines_before=False)


def _edge(
    lines: Sequence[Line], inwards: Sequence[int], occupied: Occupied, own: str, *, lines_before: bool
) -> Iterator[Claim]:
    """Walk from one end as long as the lines are foreign; claim them if a line of the article ends the run.

    That is one in its language, or one that a rule protects.
    """
    run: list[tuple[int, str, float, str]] = []
    for index in inwards[: _EDGE + 1]:
        found = _foreign(lines[index].text.strip(), own) if occupied.open(index) else None
        if found is None:
            break
        run.append((index, *found))
    if not run or len(run) > _EDGE or len(inwards) - len(run) < _MIN_ARTICLE:
        return
    neighbour = lines[run[-1][0] - 1].text.strip() if lines_before and run[-1][0] else ""
    led_up_to = _LEADS_UP.search(neighbour) is not None
    inside = [lines[index].text.strip() for index in inwards[len(run) :]]
    for index, code, confidence, evidence in run:
        line = lines[index]
        where = "closes" if lines_before else "opens"
        reason = f"this line {where} the text in {code} ({evidence}), the article is in {own}"
        sure = min(0.95, 0.85 + confidence / 10)
        if led_up_to:
            sure, reason = _UNSURE, f"{reason}; but the line above leads up to it"
        elif _QUOTE_OPENS.match(line.text.strip()) and not _telegraphic(line.text):
            sure, reason = _UNSURE, f"{reason}; but it stands in quotation marks and may be speech"
        elif any(_is_told_in(text, code) for text in inside):
            sure, reason = _UNSURE, f"{reason}; but so are others inside the text"
        yield guess(line, Label.AUTHOR_BIO, RULE, sure, reason)


def _is_told_in(text: str, code: str) -> bool:
    """Whether a line that is no quotation is in a language, by its little words."""
    times = words_counted(text)
    if times.total() < _FEW_WORDS or _QUOTE_OPENS.match(text):
        return False
    best, share = function_word_shares(times)[0]
    return best == code and share >= _MUCH


def _telegraphic(text: str) -> bool:
    """Whether a text strings together short phrases, as self-portraits do and speech does not."""
    return len(words(text)) <= _PHRASE * max(len(_PHRASE_END.findall(text.strip())), 1)


def _foreign(text: str, own: str) -> tuple[str, float, str] | None:
    """The other language of a line with confidence and evidence, or ``None`` if it is the article's or cannot be told."""
    if not _CHARS[0] <= len(text) <= _CHARS[1] or len(_LETTERS.findall(text)) < _CHARS[0] * 0.6:
        return None
    found = words_counted(text)
    shares = dict(function_word_shares(found))
    # Short words belong to several languages ("a" is English, Spanish and Polish): the article's own must hold its ground.
    if shares.get(own, 0.0) >= max(_OWN_WORDS, 0.6 * max(shares.values())):
        return None
    # Only a line that looks odd is worth a langdetect call, and only a sentence: lists of names are in no language.
    language = identify_text(text, ask_langdetect=ends_sentence(text) or _QUOTE_OPENS.match(text) is not None)
    if language.code is None or _alike(language.code, own):
        return None
    confidence = language.confidence
    if language.evidence == DETECTED:
        # Which of several it is does not matter, only that it is not the article's.
        confidence = min(1.0, sum(share for code, share in detected(text) if not _alike(code, own)))
        # It is over-confident on odd lines (lists of names, addresses): the language's own small words must speak up too.
        known = FUNCTION_WORDS.get(language.code)
        if confidence < _SURE or (known and known.isdisjoint(found)):
            return None
    return (language.code, confidence, language.evidence) if confidence >= _CONFIDENT else None


def _alike(code: str, own: str) -> bool:
    """Whether a language is the article's, or one that detectors take for it."""
    return code == own or any(own in sisters and code in sisters for sisters in _SISTERS)
