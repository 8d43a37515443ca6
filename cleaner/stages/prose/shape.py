"""What a line looks like by itself: how it starts and ends, what it is made of, how long it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.stages.arrays import characters as of
from cleaner.stages.arrays.characters import Characters, is_alphanumeric
from cleaner.stages.arrays.columns import Columns, Flags, Floats, Whole
from cleaner.stages.arrays.spelling import Codes
from cleaner.stages.prose.words import Words

_IDEOGRAPHS_A_WORD = 2
_UNSPACED_A_WORD = 5  # Thai, Lao, Burmese, Khmer
_MOSTLY_IDEOGRAPHS = 0.4
_BEHIND_A_STOP = of.among(of.SPACE, of.LINE_FEED, of.QUOTE, of.CLOSE, of.HAN, of.KANA)
_NEVER_FIRST = of.among(of.TERMINAL, of.COMMA, of.COLON, of.CLOSE)
_SIGNS = (
    ("at", of.AT), ("hash", of.HASH), ("copy", of.COPYRIGHT), ("bar", of.BAR), ("arrow", of.ARROW), ("money", of.MONEY),
    ("slash", of.SLASH), ("dash", of.DASH),
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What other evidence builds on. Yes and no are 1 and 0.

    Attributes:
        words: words as a script with spaces would have them; ``spelled`` are those that stand apart.
        letters: letters of any script.
        capitalised: words with a capital letter; ``shouted`` those that go on with one.
        function: share of function words; ``function_all`` that of the whole text.
        end_term: ends as a sentence does, with closing quotes and brackets behind the mark or not.
        end_function: breaks off after a function word.
        end_quote: something closes behind the last character that counts.
        clock: times of day, ``date`` dates in figures; 0 where there is none.
        addresses: signs of web addresses; ``tags`` are those of markup and programs.
    """

    words: Floats
    spelled: Floats
    letters: Floats
    capitalised: Floats
    shouted: Floats
    function: Floats
    function_all: float
    end_term: Floats
    end_colon: Floats
    end_comma: Floats
    end_ellipsis: Floats
    end_quote: Floats
    end_function: Floats
    end_bracket: Floats
    start_lower: Floats
    start_digit: Floats
    start_quote: Floats
    start_punct: Floats
    stops: Floats
    clock: Floats
    date: Floats
    addresses: Floats
    questions: Floats
    exclamations: Floats
    tags: Floats
    counts: Floats
    length: Floats

    @property
    def capital_share(self) -> Floats:
        """Share of capitalised words."""
        return self.capitalised / np.maximum(self.spelled, 1)

    @property
    def total_words(self) -> float:
        """Words of the text, at least 1."""
        return max(float(self.words.sum()), 1.0)


class _Signs(NamedTuple):
    """The characters that are neither letters nor figures nor white space: a few of a hundred, which tell most of a line.

    Attributes:
        at: where they stand; line feeds are among them.
        line: the lines they stand in.
        kind: their classes, and those of the characters before and after them.
        code: their code points, and those of the characters after them.
    """

    at: Whole
    line: Whole
    kind: NDArray[np.uint8]
    before: NDArray[np.uint8]
    after: NDArray[np.uint8]
    code: Codes
    next_code: Codes

    def per_line(self, mask: Flags) -> Floats:
        """How many of the signs of each line are in ``mask``."""
        counted: Floats = np.bincount(self.line, mask).astype(np.float64, copy=False)  # each line has its line feed at least
        return counted


def _signs(characters: Characters) -> _Signs:
    kind, code = characters.kind, characters.code
    at = np.flatnonzero((kind > of.SPACE) | (kind == of.OTHER))
    # A line feed ends the text: so it stands before the first character and behind the last one as well.
    before, after = at - 1, np.minimum(at + 1, len(kind) - 1)
    line = characters.lines_of(at)
    return _Signs(at, line, kind.take(at), kind.take(before), kind.take(after), code.take(at), code.take(after))


def _last(characters: Characters, signs: _Signs) -> Whole:
    """Where the last character of each line stands that closes nothing; -1 in lines of nothing but such signs.

    Quotes, brackets, asterisks and underscores close something.
    """
    closing = (signs.kind == of.QUOTE) | (signs.kind == of.CLOSE) | (signs.kind == of.LINE_FEED) | _is(signs.code, "*_")
    at = signs.at[closing]
    numbers = np.arange(len(at))
    numbers[1:][at[1:] == at[:-1] + 1] = 0  # in a row of such signs only the first one keeps its number
    last = at[np.maximum.accumulate(numbers)][signs.kind[closing] == of.LINE_FEED] - 1
    return np.where(last >= characters.starts, last, -1)


def read_shape(characters: Characters, words: Words) -> Shape:
    """The shapes of all lines at once."""
    kind, code, counts = characters.kind, characters.code, characters.counts
    starts, ends = characters.starts, characters.ends
    signs = _signs(characters)
    letter = is_alphanumeric(kind)
    word_start = letter.copy()
    np.greater(letter[1:], letter[:-1], out=word_start[1:])
    upper = np.flatnonzero(kind == of.UPPER)
    capital = upper[word_start.take(upper)]
    shouted = capital[kind.take(capital + 1) == of.UPPER]
    spelled = characters.per_line(word_start)
    ideographs = counts[of.HAN] + counts[of.KANA]
    # A run of ideographs was counted as one word; no less than that, and half a word for each character beyond.
    beyond = np.maximum(ideographs - spelled, 0) / _IDEOGRAPHS_A_WORD * (ideographs > 0)
    number = spelled + beyond + counts[of.THAI] / _UNSPACED_A_WORD
    letters = counts[of.UPPER] + counts[of.LOWER] + counts[of.LETTER] + ideographs + counts[of.THAI]
    function = words.kind("function") / words.count
    grammar = np.minimum(words.ideographic_function / np.maximum(ideographs, 1) * 2, 1)
    function = np.where(ideographs > letters * _MOSTLY_IDEOGRAPHS, grammar, function)
    total = max(float(number.sum()), 1.0)
    last = _last(characters, signs)
    last_kind = np.where(last >= 0, kind[last], of.LINE_FEED)
    last_code = np.where(last >= 0, code[last], 0)
    dots = (last_code == ord(".")) & (last > 0) & (code[last - 1] == ord("."))
    ellipsis = (last_code == ord("…")) | dots
    first = kind[starts]
    inside_figures = (signs.before == of.DIGIT) & (signs.after == of.DIGIT)
    date_sign = (signs.kind == of.SLASH) | (signs.kind == of.DASH) | (signs.code == ord("."))
    before_slash = signs.next_code == ord("/")
    tag_or_code = _is(signs.code, "{}") | ((signs.code == ord("<")) & before_slash)
    tag_or_code |= (signs.code == ord("=")) & (signs.next_code == ord("="))
    return Shape(
        words=number,
        spelled=spelled,
        letters=letters,
        capitalised=characters.count(capital),
        shouted=characters.count(shouted),
        function=function,
        function_all=float((function * number).sum() / total),
        end_term=_numbers((last_kind == of.TERMINAL) & ~ellipsis),
        end_colon=_numbers(last_kind == of.COLON),
        end_comma=_numbers(last_kind == of.COMMA),
        end_ellipsis=_numbers(ellipsis),
        end_quote=_numbers((ends - 1 > last) & (ends > starts)),
        end_function=words.last_is_function * ((last == ends - 1) & is_alphanumeric(last_kind)),
        end_bracket=_numbers(_is(code[np.maximum(ends - 1, 0)], ")）")),
        start_lower=_numbers(first == of.LOWER),
        start_digit=_numbers(first == of.DIGIT),
        start_quote=_numbers(first == of.QUOTE),
        start_punct=_numbers(_NEVER_FIRST[first]),
        stops=signs.per_line((signs.kind == of.TERMINAL) & _BEHIND_A_STOP.take(signs.after)),
        clock=np.minimum(signs.per_line(inside_figures & (signs.kind == of.COLON)), 3),
        date=np.minimum(signs.per_line(inside_figures & date_sign), 4),
        addresses=signs.per_line((signs.code == ord(":")) & before_slash),
        questions=signs.per_line(_is(signs.code, "?？")),
        exclamations=signs.per_line(_is(signs.code, "!！")),
        tags=signs.per_line(tag_or_code),
        counts=counts,
        length=(ends - starts).astype(np.float64),
    )


def shape_columns(shape: Shape, words: Words) -> Columns:
    """The evidence of single lines."""
    counts = shape.counts
    length, letters = np.maximum(shape.length, 1), np.maximum(shape.letters, 1)
    spelled, number = np.maximum(shape.spelled, 1), np.maximum(shape.words, 1)
    columns: Columns = {
        "words": np.log1p(shape.words),
        "chars": np.log1p(shape.length),
        "word_len": np.minimum(shape.letters / spelled, 30),
        "end_term": shape.end_term,
        "end_colon": shape.end_colon,
        "end_comma": shape.end_comma,
        "end_ellipsis": shape.end_ellipsis,
        "end_quote": shape.end_quote,
        "end_function": shape.end_function,
        "end_paren": shape.end_bracket,
        "stops": np.minimum(shape.stops, 12),
        "stop_rate": shape.stops / number,
        "comma_rate": counts[of.COMMA] / number,
        "function_share": shape.function,
        "function_rel": shape.function - shape.function_all,
        "cap_share": shape.capital_share,
        "allcap_share": shape.shouted / spelled,
        "digit_share": counts[of.DIGIT] / length,
        "upper_share": counts[of.UPPER] / letters,
        "symbol_share": (counts[of.SYMBOL] + counts[of.BAR] + counts[of.ARROW] + counts[of.OTHER]) / length,
        "letter_share": shape.letters / length,
        "start_lower": shape.start_lower,
        "start_digit": shape.start_digit,
        "start_quote": shape.start_quote,
        "start_punct": shape.start_punct,
        "url": np.minimum(shape.addresses, 1),
        "quotes": np.minimum(counts[of.QUOTE], 12),
        "question": np.minimum(shape.questions, 1),
        "exclaim": np.minimum(shape.exclamations, 1),
        "braces": np.minimum(shape.tags, 1),
        "brackets": np.minimum(counts[of.OPEN] + counts[of.CLOSE], 8),
        "clock": shape.clock,
        "numdate": shape.date,
        "repeats": np.minimum(words.again, 6),
        "repeats_shape": np.minimum(words.shape_again, 10),
        "first_words_again": np.minimum(words.start_again, 6),
    }
    for name, sign in _SIGNS:
        columns[name] = np.minimum(counts[sign], 5)
    root = np.sqrt(words.count)
    for number_of_kind, name in enumerate(words.lexicon.kinds[1:], 1):
        columns[f"w_{name}"] = words.kinds[number_of_kind] / root
    return columns


def _is(code: Codes, signs: str) -> Flags:
    """Which characters are one of a few."""
    found: Flags = code == ord(signs[0])
    for sign in signs[1:]:
        found = found | (code == ord(sign))
    return found


def _numbers(flags: Flags) -> Floats:
    return flags.astype(np.float64)
