"""Which language a text is in: by script and function words where these are decisive, by langdetect where they are not.

One langdetect call costs more than all the rest of cleaning a text (5.8 ms on 60 characters), and it is over-confident on short
strings; function words cost microseconds and know when they do not know. The only file that imports langdetect.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from threading import Lock
from typing import Any

import regex

from cleaner.letters import lower
from cleaner.lines import has_ideographs
from cleaner.locales import of_each
from cleaner.model import Language, Line


def _languages_of(function_words: dict[str, frozenset[str]]) -> dict[str, tuple[str, ...]]:
    languages: dict[str, tuple[str, ...]] = {}
    for code, known in function_words.items():
        for word in known:
            languages[word] = (*languages.get(word, ()), code)
    return languages


FUNCTION_WORDS = {code: frozenset(known) for code, known in of_each("function_words").items()}
"""The commonest words that carry grammar and no topic, by ISO 639-1 code."""
_LANGUAGES_OF = _languages_of(FUNCTION_WORDS)
_SCRIPTS = (
    ("Hiragana", "ja"), ("Katakana", "ja"), ("Hangul", "ko"), ("Han", "zh"), ("Arabic", "ar"), ("Greek", "el"),
    ("Hebrew", "he"), ("Thai", "th"), ("Devanagari", "hi"), ("Georgian", "ka"), ("Armenian", "hy"), ("Bengali", "bn"),
    ("Tamil", "ta"), ("Cyrillic", "ru"), ("Latin", "en"),
)  # fmt: skip  # a table: Unicode script, the language it points to if nothing finer decides
_SCRIPT = {name: regex.compile(rf"\p{{Script={name}}}") for name, _ in _SCRIPTS}
_IDEOGRAPHIC = frozenset({"Han", "Hiragana", "Katakana"})
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")  # the standard library's engine: three times as fast on this one
"""No possessive repeats: before Python 3.11.5 the engine loses matches of possessive groups (CPython's gh-106052)."""
_APART = bytes(byte if byte > 127 or chr(byte).isalpha() or chr(byte) in "'-" else ord(" ") for byte in range(256))
"""For bytes of UTF-8: a space for every ASCII character that stands in no word."""
_NO_LETTERS = bytes(byte for byte in range(128) if not chr(byte).isalpha())
_ARABIC = {"ur": regex.compile("[ٹڈڑںے]"), "fa": regex.compile("[پچگژکی]")}
"""Letters that only some languages of the Arabic script have; Urdu has those of Persian, too."""
_ARABIC_SHARE = 0.02
"""Share of such letters: names in Arabic text have some; Urdu has 6 %, Persian 10 %."""
_KAZAKH = regex.compile("[әғқңөұү]")
_KAZAKH_ALONE = "ұ"
"""A letter that Kazakh alone has; Tatar, Kirghiz, Uzbek and Tajik share some of the others, each."""
_KAZAKH_SHARE = 0.04
"""Share of such letters: Kazakh names in Russian text have some; Kazakh has 8 %."""

SAMPLE = 4000
"""Characters of prose that are looked at: more does not change the verdict on any page of the measured set."""
_LONG_LINE = 60
_IDEOGRAPH = 2
"""Letters that say as much as one ideograph or kana."""
DETECTED = "langdetect"
"""The evidence of a language that langdetect told."""
MIN_WORDS = 12
MIN_SHARE = 0.14
"""Share of function words. Running prose has 25-50 % in these languages, lists of names in any language under 10 %."""
MIN_LEAD = 1.4
"""Best share against the second best. Sister languages share words: Danish and Norwegian prose differs by less."""
_UNDETECTED = frozenset({"be", "ms"})
"""Languages that langdetect does not know and takes for a sister. Between the two, words that both have tell nothing: what
only the one or the other has must decide, and where it does not, the sister is told as before."""
_MIN_LETTERS = 40
"""langdetect is right on 85 % of strings of 20-40 characters, on 95 % from 40 on."""


def words(text: str) -> list[str]:
    """The words of a text in lower case; letters of any script, apostrophes and hyphens inside."""
    return _WORD.findall(lower(text).replace("’", "'"))


def words_used(text: str) -> set[str]:
    """The same, each once, in half the time: bytes part most words, the pattern only those that are more than letters."""
    found = set(_parted(text))
    mixed = [word for word in found if not word.isalpha()]
    found.difference_update(mixed)
    found.update(_WORD.findall(" ".join(mixed)))
    return found


def words_counted(text: str) -> Counter[str]:
    """The same, with how often each is used."""
    times = Counter(_parted(text))
    for mixed in [word for word in times if not word.isalpha()]:
        often = times.pop(mixed)
        for word in _WORD.findall(mixed):
            times[word] += often
    return times


def _parted(text: str) -> list[str]:
    """What stands between ASCII characters of no word: mostly words in lower case, some with other signs around them."""
    raw = lower(text).replace("’", "'").encode("utf-8", "surrogatepass")
    return raw.translate(_APART).decode("utf-8", "surrogatepass").split()


def identify(lines: Iterable[Line]) -> Language:
    """The main language of a document, judged on its longest-winded lines (menus are in no language)."""
    return identify_text(_sample(lines))


def identify_text(text: str, *, ask_langdetect: bool = True) -> Language:
    """The language of a stretch of text; ``Language(None, …)`` if it is too short or in no language to tell."""
    script, share = _main_script(text)
    if script is None and not any(map(str.isalpha, text)):
        return Language(None, 0.0, "no letters")
    if script not in ("Latin", "Cyrillic", None):
        code = dict(_SCRIPTS)[script]
        if script == "Arabic":
            shares = {code: len(letters.findall(text)) / len(text) for code, letters in _ARABIC.items()}
            code = next((code for code, share in shares.items() if share > _ARABIC_SHARE), "ar")
        return Language(code, round(share, 2), f"script {script}")
    if script == "Cyrillic" and _KAZAKH_ALONE in text and len(_KAZAKH.findall(text)) > _KAZAKH_SHARE * len(text):
        return Language("kk", round(share, 2), "letters of Kazakh")
    times = words_counted(text)
    total = times.total()
    (best, first), *others = function_word_shares(times)
    rivals = [other for other, share in others if first < MIN_LEAD * share]
    if total >= MIN_WORDS and first >= MIN_SHARE and all(_leads_without_common(best, rival, times) for rival in rivals):
        return Language(best, round(min(1.0, 0.5 + first), 2), f"function words: {first:.0%} of {total} words")
    if ask_langdetect and sum(len(word) * often for word, often in times.items()) >= _MIN_LETTERS:
        return _detect(text)
    return Language(None, 0.0, "too short to tell")


def _leads_without_common(best: str, rival: str, times: Mapping[str, int]) -> bool:
    """Whether a language is far enough ahead of another by the words that only one of them has (`_UNDETECTED`)."""
    if _UNDETECTED.isdisjoint((best, rival)):
        return False
    apart = (FUNCTION_WORDS[best] - FUNCTION_WORDS[rival], FUNCTION_WORDS[rival] - FUNCTION_WORDS[best])
    first, second = (sum(times.get(word, 0) for word in words) for words in apart)
    return first > 0 and first >= MIN_LEAD * second


def function_word_shares(found: Iterable[str] | Mapping[str, int]) -> list[tuple[str, float]]:
    """Languages by the share of their function words among words, best first; ties by code.

    Args:
        found: the words, or how often each is used.
    """
    times = Counter(found)
    counts = dict.fromkeys(FUNCTION_WORDS, 0)
    for word in times.keys() & _LANGUAGES_OF.keys():
        for code in _LANGUAGES_OF[word]:
            counts[code] += times[word]
    total = times.total() or 1
    return sorted(((code, count / total) for code, count in counts.items()), key=lambda pair: (-pair[1], pair[0]))


def _sample(lines: Iterable[Line]) -> str:
    long: list[str] = []
    short: list[str] = []
    size = 0
    for line in lines:
        if len(line.text) >= _LONG_LINE or (_IDEOGRAPH * len(line.text) >= _LONG_LINE and has_ideographs(line.text)):
            long.append(line.text[:SAMPLE])
            size += len(line.text)
            if size >= SAMPLE:
                break
        elif len(short) < 100:
            short.append(line.text)
    return "\n".join(long if size >= _LONG_LINE * 3 else long + short)[:SAMPLE]


def _main_script(text: str) -> tuple[str | None, float]:
    """The script of most letters and its share; ``None`` where none is of a script in the table.

    Kana decides for Japanese even where Han characters are in the majority.
    """
    plain = len(text.encode("ascii", "ignore").translate(None, _NO_LETTERS))
    if plain > len(text) / 2 and not has_ideographs(text):
        return "Latin", 1.0
    if text.isascii():
        return ("Latin", 1.0) if plain else (None, 0.0)
    counts = {
        name: len(pattern.findall(text)) * (_IDEOGRAPH if name in _IDEOGRAPHIC else 1) for name, pattern in _SCRIPT.items()
    }
    total = sum(counts.values())
    if not total:
        return None, 0.0
    kana = counts["Hiragana"] + counts["Katakana"]
    if kana and kana + counts["Han"] > total / 2 and kana > 0.05 * total:
        return "Hiragana", (kana + counts["Han"]) / total
    name = max(counts, key=lambda script: (counts[script], script))
    return name, counts[name] / total


_loading = Lock()


def _detector() -> Any:
    """The library with all its languages; whoever asked it while another thread loads them would be answered by some."""
    import langdetect

    with _loading:
        langdetect.DetectorFactory.seed = 0  # it draws at random otherwise, and the same text changes its language
        langdetect.detector_factory.init_factory()
    return langdetect


@lru_cache(maxsize=256)
def detected(text: str) -> tuple[tuple[str, float], ...]:
    """What langdetect takes a text for: languages by ISO 639-1 code with its confidence, surest first; none if it cannot tell.

    It shares its confidence out between languages that are alike: of a sentence that is Portuguese or Spanish it may be quite
    sure that it is no English.
    """
    try:
        found = _detector().detect_langs(text[:600])
    except Exception:  # its own error class is known only once it is imported, and any error means: cannot tell
        return ()
    return tuple((str(one.lang)[:2], float(one.prob)) for one in found)


def _detect(text: str) -> Language:
    found = detected(text)
    if not found:
        return Language(None, 0.0, f"{DETECTED}: it cannot tell")
    code, confidence = found[0]
    return Language(code, round(confidence, 2), DETECTED)
