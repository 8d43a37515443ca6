"""From raw bytes to text: which encoding, and how that is known.

Order: byte order mark, the encoding that the caller gives, ISO-2022 escapes, UTF-16 as the media type or its zeros say, valid
UTF-8, the declared encoding if it decodes strictly, UTF-8 with a few broken bytes, a guess by the words that it makes. UTF-7 is
never used: it only ever serves attacks.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from encodings.aliases import aliases
from itertools import islice
from operator import itemgetter
from typing import NamedTuple
from unicodedata import category

from cleaner.errors import UnreadableInput
from cleaner.reading.codepages import Fit, fit, likeliest_code_page, sample_of, wide_encodings
from cleaner.reading.labels import CODECS
from cleaner.visible import did_you_mean

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF"), (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"), (b"PK\x03\x04", "a ZIP archive or office document"), (b"\x1f\x8b", "gzip data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"), (b"BZh", "bzip2 data"), (b"\xfd7zXZ", "xz data"), (b"MZ\x90\x00", "a program"),
    (b"\xd0\xcf\x11\xe0", "an office document"), (b"SQLite format 3\x00", "a database"),
)  # fmt: skip  # a table
_ISO_2022 = (
    (re.compile(rb"\x1b\$[@B]|\x1b\([JI]"), "iso2022_jp"),
    (re.compile(rb"\x1b\$\)C"), "iso2022_kr"),
)
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_SILENT = re.compile(rb"<!--(?:.*?-->|.*)|<(script|style)\b(?:.*?</\1|.*)|<body\b.*", re.IGNORECASE | re.DOTALL)
"""What declares nothing: comments and scripts, and all behind the head. One that does not end takes the rest, so that
nothing is passed twice."""
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:.-]{2,40})""")
_PARAMETER = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SCAN = 4096
"""Bytes at the start in which a file declares its encoding, or shows that it is in one by its escapes or its zeros."""
_SCAN_FURTHER = 65_536
"""Where bytes are no UTF-8. Browsers look at 1,024 bytes; yet pages declare it behind their scripts, and mean it."""
_MAX_NUL_SHARE = 0.001
"""ripgrep's rule of thumb is "any NUL is binary"; a stray one in a long text is common in crawls and harmless."""
_GUESS_BYTES = 200_000
"""By which an encoding is guessed; so the time for it is bounded."""
_MIN_SCORE = 0.1
_MAX_ODD = 0.05
"""What a code page must reach to be taken without a look at what has more bytes a character."""
_NOISE = 0.5
"""Share of words that are none; where charset-normalizer finds nothing either, this is no text."""
_ALIKE, _FEWEST = 0.9, 16
"""Share of the characters of a guess that may not be one and the same letter, and how few say nothing. In the fixtures no
letter of any language has more than a fifth of a text."""
_BEST = 5
"""Guesses of charset-normalizer that are looked at."""
_WEB = frozenset(CODECS.values())
"""What a document may declare: what the labels of the web stand for. Python has others that are not of text
(``unicode_escape``) or hide markup in plain letters (``utf-7``)."""
_UNSAFE = frozenset({"utf_7", "hz"})
"""What is not guessed either."""
_NO_ENCODINGS = frozenset({
    "charmap", "idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7",
})  # fmt: skip  # a list
"""What Python calls encodings of text, and nobody may give: they are of names, of source code, or of this machine alone."""
_WIDE = ("utf-16-be", "utf-16-le")
_FEWEST_ZEROS = 4
_NO_TEXT, _LINE_SIGNS = frozenset({"Cc", "Cn", "Co", "Cs"}), "\t\n\f\r"
_MOST_BAD, _PLAIN, _OTHER = 0.02, 0.6, 0.05
"""Shares: of what is in no text, among all characters (numbers have a tenth and more); of plain letters among those below
U+0100 (numbers have a third); of plain letters in the other order of the bytes (a table of names has as many in both)."""
_LITTLE = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}
"""What stands for encodings that a mark tells apart, where there is no mark: not this machine's order."""


class Decoded(NamedTuple):
    """Text, the codec that made it, how that was found, whether a byte order mark was dropped, and warnings."""

    text: str
    encoding: str
    found: str
    bom: bool
    warnings: tuple[str, ...]


def codec_of(encoding: str) -> str:
    """The codec, as Python names it, for an encoding that a person names; labels of the web mean what they mean there.

    Raises:
        ValueError: there is no such encoding of text; the message names one that may be meant.
    """
    if label := _labelled(encoding):
        return label
    if name := _text_codec(encoding.strip()):
        return _meant(name)
    names = CODECS.keys() | {name.replace("_", "-") for name in aliases if not name.isdecimal()}
    known = sorted(name for name in names if name in CODECS or _text_codec(name))
    meant = did_you_mean(encoding.strip().lower(), known, "; write e.g. windows-1251 or gb18030")
    raise ValueError(f"{encoding!r} is no known encoding of text{meant}")


def _text_codec(name: str) -> str | None:
    """What Python calls an encoding of text; ``None``: there is none of this name."""
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):  # a name with a NUL in it
        return None
    return codec.name if codec._is_text_encoding and codec.name not in _NO_ENCODINGS else None


def decode(raw: bytes, media_type: str | None = None, encoding: str | None = None) -> Decoded:
    """Turn bytes into text.

    Args:
        raw: the bytes.
        media_type: may declare a charset, which is tried.
        encoding: a codec as `codec_of` gives it, which is used whatever the bytes say of themselves; only a byte order mark
            wins over it, as in browsers.

    Raises:
        UnreadableInput: ``binary`` for data that is no text, ``undecodable`` where no encoding fits, or not the given one.
    """
    for mark, codec in _BOMS:
        if raw.startswith(mark):
            other = f"given as {encoding}, but begins with the mark of {codec}" if encoding not in (None, codec) else None
            return _few_nul(_lenient(raw[len(mark) :], codec, "bom", bom=True, warn=other))
    for magic, what in _MAGIC:
        if raw.startswith(magic):
            raise UnreadableInput("binary", f"this is {what}, not text; convert or unpack it first")
    if encoding is not None:
        return _given(raw, encoding)
    escaped = b"\x1b" in raw  # tells in a hundredth of the time of both patterns that a page has none
    for pattern, codec in _ISO_2022:
        if escaped and pattern.search(raw) and not any(byte >= 0x80 for byte in raw[:_SCAN]):
            text = _strict(raw, codec)
            if text is not None:
                return Decoded(text, codec, "escape", False, ())
    if wide := _wide(raw, media_type):
        return _few_nul(wide)
    refuse_nul(raw.count(b"\0"), len(raw))
    declared = _declared(raw, media_type)
    text = _strict(raw, "utf-8")
    if text is not None:
        warnings = (
            (f"declared as {declared}, but is valid UTF-8",) if declared not in (None, "utf-8") and not raw.isascii() else ()
        )
        return Decoded(text, "utf-8", "utf-8", False, warnings)
    declared = declared or _declared(raw, None, _SCAN_FURTHER)
    if declared and declared != "utf-8" and _is_in(raw, declared):
        return _lenient(raw, declared, "declared", bom=False)
    lenient = _lenient(raw, "utf-8", "utf-8", bom=False)
    return lenient if _fits(lenient.text) else _guess(raw, declared)


def codec_by_start(head: bytes, encoding: str | None = None) -> tuple[str, int]:
    """The codec of a text that is too long to be held, by its start, and how many bytes its byte order mark has.

    The order is that of `decode`, without what only a look at the whole would tell.
    """
    for mark, codec in _BOMS:
        if head.startswith(mark):
            return codec, len(mark)
    if known := encoding or _wide_without_mark(head[:_SCAN]):
        return known, 0
    declared = _declared(head, None)
    if declared in (None, "utf-8") or (not head.isascii() and _begins_utf_8(head)):
        return "utf-8", 0
    return declared, 0


def _begins_utf_8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _given(raw: bytes, codec: str) -> Decoded:
    decoded = _few_nul(_lenient(raw, codec, "given", bom=False))
    if not _fits(decoded.text):
        raise UnreadableInput("undecodable", f"these bytes are not {codec}, as they were said to be; leave the encoding out")
    if codec != "utf-8" and not raw.isascii() and _strict(raw, "utf-8") is not None:
        return decoded._replace(warnings=(*decoded.warnings, f"given as {codec}, but is valid UTF-8"))
    return decoded


def refuse_nul(count: int, size: int) -> None:
    """See that so many NULs may stand in a text of this size.

    Raises:
        UnreadableInput: ``binary``: a file system that lost what stood there leaves as many, and so does what is no text.
    """
    if _too_many_nul(count, size):
        raise UnreadableInput("binary", "too many NUL bytes: this is binary data, not text")


def _too_many_nul(count: int, size: int) -> bool:
    return count > max(1, size * _MAX_NUL_SHARE)


def _few_nul(decoded: Decoded) -> Decoded:
    """What was decoded of bytes whose zeros may be parts of letters: only now NULs can be counted."""
    refuse_nul(decoded.text.count("\0"), len(decoded.text))
    return decoded


def _fits(text: str) -> bool:
    """Whether what was decoded with U+FFFD for what is broken is in this encoding: bytes of another hardly ever seem to be."""
    return 2 * _broken(text) <= _non_ascii(text)


def without_surrogates(text: str) -> str:
    """The text with U+FFFD for every lone surrogate, and one character for each pair, so that it can be written anywhere."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", errors="surrogatepass").decode("utf-16-le", errors="replace")


def _strict(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except (UnicodeError, LookupError):
        return None


def _is_in(raw: bytes, codec: str) -> bool:
    """Whether bytes are in this encoding; of double ones the last may be cut in half."""
    return _strict(raw[: len(raw) - len(raw) % 2] if codec in _WIDE else raw, codec) is not None


def _lenient(raw: bytes, codec: str, found: str, *, bom: bool, warn: str | None = None) -> Decoded:
    text = raw.decode(codec, errors="replace")
    warnings = [warn] if warn else []
    # A U+FFFD that was there already decodes strictly and is not our loss.
    if "\ufffd" in text and _strict(raw, codec) is None:
        # The number comes last, so that the account of a run counts one and many as the same warning.
        warnings.append(f"invalid byte sequences in {codec} became U+FFFD: {_broken(text)}")
    return Decoded(text, codec, found, bom, tuple(warnings))


def _broken(text: str) -> int:
    return text.count("\ufffd")


def _non_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore")) - _broken(text)


def _declared(raw: bytes, media_type: str | None, size: int = _SCAN) -> str | None:
    """The encoding that the media type names, or the markup's head, as Python names it, if it is one to trust.

    The head is looked at up to ``size``. What stands in comments and scripts declares nothing.
    """
    if codec := _named(media_type):
        return codec
    head = raw[:size]
    match = _XML.search(head) or _META.search(_SILENT.sub(b" ", head) if b"charset" in head.lower() else b"")
    codec = _known(match.group(1).decode("ascii")) if match else None
    # What says so in single bytes is not written in double ones; the standard of the web reads it as UTF-8.
    return "utf-8" if codec in _WIDE else codec


def _named(media_type: str | None) -> str | None:
    """The encoding that a media type names, if it is one to trust."""
    found = _PARAMETER.search(media_type or "")
    return _known(found.group(1)) if found else None


def _known(name: str) -> str | None:
    """An encoding as Python names it, if it is one to trust."""
    if label := _labelled(name):
        return label
    try:
        codec = _meant(codecs.lookup(name).name)
    except LookupError:
        return None
    return codec if codec in _WEB else None


def _labelled(name: str) -> str | None:
    """The codec that a label of the web stands for."""
    return CODECS.get(name.strip().lower())


def _meant(codec: str) -> str:
    """The codec to read with, for what a name that is given or declared stands for where there is no mark.

    Python knows more names of the same encodings than the web does: all mean what the labels mean.
    """
    codec = _LITTLE.get(codec, codec)
    return CODECS.get(codec.replace("_", "-"), codec)


def _wide(raw: bytes, media_type: str | None) -> Decoded | None:
    """What is in double bytes without a mark, as the media type says or its zeros show.

    Where there are no more zeros than in any text, what is valid UTF-8 is asked first.
    """
    if not _too_many_nul(raw.count(0), len(raw)):
        return None
    seen, told = _wide_without_mark(raw), _named(media_type)
    if told in _WIDE and seen in (None, told) and _is_in(raw, told) and _reads(raw[:_SCAN].decode(told, "ignore")):
        return _lenient(raw, told, "declared", bom=False)
    return _lenient(raw, seen, "guess", bom=False, warn=f"encoding guessed: {seen}") if seen else None


def _wide_without_mark(raw: bytes) -> str | None:
    """UTF-16 without a mark shows as NUL in every byte beside one of ASCII, and reads as text in one order of the bytes alone.

    Text in any language has a few: spaces or line ends, figures, the tags of markup.
    """
    head = raw[: _SCAN - _SCAN % 2]
    zeros = head[0::2].count(0), head[1::2].count(0)
    if max(zeros) < _FEWEST_ZEROS or not _too_many_nul(sum(zeros), len(head)):
        return None
    (other, _), (plain, codec) = sorted((_plain_letters(head, codec), codec) for codec in _WIDE)
    return codec if plain >= _FEWEST_ZEROS and other <= _OTHER * plain else None


def _plain_letters(head: bytes, codec: str) -> int:
    """How many characters of ASCII are in what this codec makes of the bytes; none, where that is no text."""
    text = head[: len(head) - len(head) % 2].decode(codec, errors="replace")
    low = [sign for sign in text if sign < "\u0100"]
    plain = [sign for sign in low if " " <= sign < "\x7f" or sign in _LINE_SIGNS]
    spaced = any(sign.isspace() for sign in plain) or 2 * len(plain) > len(text)
    return len(plain) if spaced and _reads(text) and len(plain) > _PLAIN * len(low) else 0


def _reads(text: str) -> bool:
    """Whether nearly all characters are such as texts have."""
    bad = sum(category(sign) in _NO_TEXT and sign not in _LINE_SIGNS for sign in text)
    return bad + _broken(text) <= _MOST_BAD * len(text)


def _guess(raw: bytes, declared: str | None) -> Decoded:
    codec = _guessed(raw)
    if codec is None:
        raise UnreadableInput("undecodable", "no known encoding fits these bytes; convert the file to UTF-8 first")
    hint = f", although declared as {declared}" if declared else ""
    decoded = _lenient(raw, codec, "guess", bom=False, warn=f"encoding guessed: {codec}{hint}")
    _refuse_filling(decoded.text)
    return decoded


def _refuse_filling(text: str) -> None:
    """See that a guess is not one and the same letter again and again: of a byte that fills a file any code page makes one.

    Raises:
        UnreadableInput: it is.
    """
    visible = "".join(text[:_GUESS_BYTES].split())
    letter, count = max(Counter(visible).items(), key=itemgetter(1), default=("", 0))
    if len(visible) >= _FEWEST and count > _ALIKE * len(visible) and letter.isalpha() and not letter.isascii():
        raise UnreadableInput("binary", "nearly all of it is one and the same byte: this is binary data, not text")


def _guessed(raw: bytes) -> str | None:
    """Of the encodings that the bytes may be in, the one that reads best; ``None`` if they read as nothing in any."""
    sample = raw[:_GUESS_BYTES]
    codec, page = likeliest_code_page(sample)
    if page.score >= _MIN_SCORE and page.odd <= _MAX_ODD:
        return codec
    others = [*wide_encodings(sample), *_others(sample)]
    if not others and page.odd > _NOISE:
        return None
    return max([(codec, page), *others], key=lambda pair: pair[1].score)[0]


def _others(sample: bytes) -> Iterator[tuple[str, Fit]]:
    """What charset-normalizer finds, which knows more encodings."""
    from charset_normalizer import from_bytes  # 60 ms of import that few texts need

    for match in islice(from_bytes(sample), _BEST):
        if match.encoding not in _UNSAFE:
            yield match.encoding, fit(sample_of(str(match)))
