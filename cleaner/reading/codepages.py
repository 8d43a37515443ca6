"""Of the encodings with one byte a character, the one in which bytes make words of a language.

Between code pages neither validity nor frequency tells much: each byte is a letter in most of them. But a language has function
words, and letters that it has not: "très" is a French word and "trčs" is none, and no Turkish word is spelt with þ.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from cleaner.language import function_word_shares
from cleaner.locales import of_each

CODE_PAGES = (
    "cp1252", "cp1251", "cp1250", "cp1254", "cp1253", "cp1257", "cp1255", "cp1256", "cp1258", "iso8859-15", "iso8859-2",
    "iso8859-5", "iso8859-7", "iso8859-13", "iso8859-4", "iso8859-3", "iso8859-10", "iso8859-14", "iso8859-6", "iso8859-8",
    "koi8-r", "koi8-u", "cp866", "mac-roman", "mac-latin2", "mac-cyrillic", "mac-greek", "mac-turkish", "cp850", "cp852",
    "cp437", "cp737", "cp775", "cp857", "cp855", "cp862", "cp874",
)  # fmt: skip  # a list
"""Where the same text comes of several, the first is told. ISO 8859-16 is not asked, whose Romanian letters stand where others
have the older forms, which nearly all texts in bytes use."""
_WIDE_ENCODINGS = ("gb18030", "big5", "cp932", "euc_jp", "cp949")
_LONGEST = 4
"""Bytes of a character."""
_CHINESE = frozenset({"gb18030", "big5"})
_KANA = re.compile("[\u3041-\u30fa]")
_MAX_KANA = 0.1
"""Share of all wide characters. Chinese sets have kana, at the places where Japanese EUC has them, and Chinese texts none."""
_SAMPLE = 6000
"""Bytes of lines that hold some beyond ASCII."""
_BEFORE = 200
"""Bytes of a long line before its first one beyond ASCII that are looked at, too."""
_ELSE = re.compile(rb"<[^<>]{0,2000}>|&#?\w{1,31};|(?<![\w.-])[\w.-]{1,64}+@[\w.-]+|https?://\S+")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_APOSTROPHES = "'’‘´`·-\u2010\u2011\u00ad\u200c\u200d"
"""What stands within words and is no letter."""
_SIGNS = frozenset("«»“”„‘’‚‹›–—―…•·°§©®™€£¥¢½¼¾¹²³±×÷µ¿¡ªº№†‡‰´\u00a0\u00ad\u200e\u200f\u200c\u200d\u2010\u2011\u2212")
"""What stands beside words in texts of any language."""
_WIDE = "\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_WIDE_SIGN = re.compile(f"[{_WIDE}]")
_WIDE_WITHIN = re.compile(f"(?<![A-Za-z])[A-Za-z]*[a-z][{_WIDE}]{{1,2}}[a-z]+")
"""In Latin text that was read with two bytes a character: an accented letter and its neighbour became one. It is looked for
from the beginnings of words alone, or a long run of letters would take time by its square."""
_COMMON_WIDE = re.compile(
    "[\u3041-\u30fa的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會也你对對能而子那得下自之年이다는에을를의가은고지하로한기도나사리자라어대시인그서]"
)
"""Kana, and the commonest Chinese and Korean characters: of a text a fifth and more, of wrong bytes one in a hundred."""
_NEVER_WORDS = re.compile(r"[½¼¾][^\W\d_]{2}|(?<!\w)(?:[бвгджзйклмнпрстфхцчшщ]{4,}|[βγδζθκλμνξπρσςτφχψ]{4,})(?!\w)", re.I)
"""A fraction that a word begins with is a letter of another code page; Hebrew read as Cyrillic or Greek has no vowels."""
_OTHER_SCRIPT = re.compile("[\u0370-\u1dff]")
"""Letters that never stand beside Latin ones: from Greek on."""
_OWN_WEIGHT = 4
"""Signs beyond ASCII in a string of them that is no word, which count as one word: Chinese read in Latin has no spaces."""
_AROUND = "".join(_SIGNS) + string.punctuation + string.digits
_CEDILLAS = str.maketrans("şţ", "șț")


class Fit(NamedTuple):
    """How well a text reads. Compared, the better one is greater.

    Attributes:
        score: function words less words that the language does not spell so, as a share of all words; in the best language.
        odd: the share of the latter.
    """

    score: float
    odd: float


def likeliest_code_page(raw: bytes) -> tuple[str, Fit]:
    """The code page in which the bytes read best, and how well."""
    sample = _sample(raw)
    fits = [(codec, fit(sample.decode(codec, errors="replace"))) for codec in CODE_PAGES]
    return max(fits, key=lambda pair: pair[1].score)


def wide_encodings(raw: bytes) -> Iterator[tuple[str, Fit]]:
    """The encodings with two bytes a character and more that the bytes may be in, and how well they read there."""
    for codec in _WIDE_ENCODINGS:
        for fewer in range(_LONGEST):  # what was cut off may end within a character
            try:
                text = raw[: len(raw) - fewer].decode(codec)
            except UnicodeError:
                continue
            sample = sample_of(text)
            if codec not in _CHINESE or len(_KANA.findall(sample)) < _MAX_KANA * len(_WIDE_SIGN.findall(sample)):
                yield codec, fit(sample)
            break


def sample_of(text: str) -> str:
    """As much of a text as of bytes."""
    lines, size = [], 0
    for line in text.splitlines():
        if not line.isascii() and size < _SAMPLE:
            lines.append(line[:_SAMPLE])
            size += len(line)
    return "\n".join(lines)


def fit(text: str) -> Fit:
    """How well a text reads in the language that it reads best in."""
    text = unicodedata.normalize("NFC", text)
    text, never = _WIDE_WITHIN.subn(" ", text)
    common = len(_COMMON_WIDE.findall(text))
    text, wide = _WIDE_SIGN.subn(" ", text)
    total = never + wide
    spelt: Counter[frozenset[str]] = Counter()
    found: list[str] = []
    for token, times in Counter(text.split()).items():
        word = token.strip(_AROUND)
        if not token.isascii() and (_NEVER_WORDS.search(token) or _impossible(token, word)):
            weight = times * max(1, sum(sign > "\x7f" for sign in token) // _OWN_WEIGHT)
            never += weight
            total += weight
            continue
        total += times
        small = word.lower().replace("’", "'")
        found += [small.translate(_CEDILLAS)] * times
        if not small.isascii():
            spelt[frozenset(sign for sign in small if sign > "\x7f" and sign not in _APOSTROPHES)] += times
    total = total or 1
    shares = dict(function_word_shares(found))
    best = Fit(-1.0, 1.0)
    for code, letters in _alphabets().items():
        share = (shares.get(code, 0.0) * len(found) + common) / total
        if share - never / total <= best.score:
            continue
        odd = (never + sum(times for signs, times in spelt.items() if not signs <= letters)) / total
        best = max(best, Fit(share - odd, odd), key=lambda one: one.score)
    return best


def _impossible(token: str, word: str) -> bool:
    """Whether it is a word of no language: with other signs about or within it, with capitals within, or of two scripts."""
    if any(sign > "\x7f" and sign not in _SIGNS and sign not in word for sign in token):
        return True
    before = ""
    for sign in word:
        if sign > "\x7f" and sign not in _APOSTROPHES:
            if not (_LETTER.match(sign) or (_is_mark(sign) and (before.isalpha() or _is_mark(before)))):
                return True
            if sign.isupper() and before.islower():
                return True
        before = sign
    return _OTHER_SCRIPT.search(word) is not None and _LATIN.search(word) is not None


def _is_mark(sign: str) -> bool:
    """Whether a sign stands on another one: an accent, or a vowel of Thai or Hindi, which Unicode does not let combine."""
    return bool(sign) and unicodedata.category(sign).startswith("M")


@cache
def _alphabets() -> dict[str, frozenset[str]]:
    return {code: frozenset("".join(letters)) for code, letters in of_each("letters").items()}


def _sample(raw: bytes) -> bytes:
    """Lines that hold bytes beyond ASCII, each once, without what is in no language."""
    lines: dict[bytes, None] = {}
    size = 0
    for line in _ELSE.sub(b" ", raw).splitlines():
        if line.isascii() or line in lines:
            continue
        if len(line) > _SAMPLE:
            at = next(place for place, byte in enumerate(line) if byte >= 0x80)
            line = line[max(0, at - _BEFORE) :][:_SAMPLE]  # noqa: PLW2901  # what is looked at of it
        lines[line] = None
        size += len(line)
        if size >= _SAMPLE:
            break
    return b"\n".join(lines)
