"""The nouns: what a document, a claim and a removal are. Imports nothing of ours.

Offsets everywhere count Unicode code points of ``Document.text`` (Python ``str`` indices) and are half-open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Self, get_args

SCHEMA_VERSION = 1
"""Version of the record's shape; it rises when a reader of old records would misread new ones."""
GUESSES = "stage"
"""What the rule ids of guesses begin with, where those of rules have the name of their pack: so no pack is called."""


class Label(StrEnum):
    """What a stretch of text is."""

    ARTICLE = "article"
    TITLE = "title"
    SUMMARY = "summary"
    BYLINE = "byline"
    NAVIGATION = "navigation"
    SHARE = "share"
    PROMO = "promo"
    CAPTION = "caption"
    PHOTO_CREDIT = "photo_credit"
    AGENCY_CREDIT = "agency_credit"
    AUTHOR_BIO = "author_bio"
    OTHER_STORY = "other_story"
    EMBED = "embed"
    COMMENTS = "comments"
    LEGAL = "legal"
    DUPLICATE = "duplicate"


class Authority(IntEnum):
    """Who says so. A higher authority wins over any confidence of a lower one.

    ``DRAFT`` claims (rules of a pack whose status is ``draft``) never cut: they only tag.
    """

    DRAFT = 0
    GUESS = 1
    SHARED = 2
    OUTLET = 3


class Line(NamedTuple):
    """A view into a document's text: ``text[start:end]`` without, ``text[start:stop]`` with its terminator.

    Lines tile the text: each starts where the one before stops. ``number`` counts from 1. ``path`` is the tag path of the
    block for markup, empty for plain text. In text without line structure a line is a sentence, or a
    block that was glued to the next, and has no terminator.
    """

    number: int
    start: int
    end: int
    stop: int
    text: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document's text came from.

    Attributes:
        sha256: of the raw bytes (of the UTF-8 form where a ``str`` was given), hexadecimal.
        media_type: ``text/plain`` or ``text/html``.
        encoding: the codec that was used, as Python names it.
        encoding_from: ``bom``, ``given`` (by the caller), ``utf-8`` (the bytes are valid UTF-8), ``declared``, ``escape``
            (ISO-2022 escapes), ``guess`` or ``str`` (no decoding took place).
        reader: name and, for a library, version of what made text of the bytes.
        path: where the bytes were read, as the caller named it; ``None`` in the pure API.
        url: address of the page, where the caller knows it.
        bom: the byte order mark stood before the text (it is not part of ``Document.text``).
    """

    sha256: str
    media_type: str
    encoding: str
    encoding_from: str
    reader: str
    path: str | None = None
    url: str | None = None
    bom: bool = False


@dataclass(frozen=True, slots=True)
class Language:
    """A document's main language: ISO 639-1 code or ``None``, confidence 0-1, and what decided it."""

    code: str | None
    confidence: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Outlet:
    """Whose page this is, and the evidence: ``given``, ``url``, a part of the page's head, or the text a pattern found."""

    host: str
    evidence: str


class Piece(NamedTuple):
    """The part ``text[start:end]`` of a line that stands in one element (its number), below any other element."""

    start: int
    end: int
    element: int


class Fact(NamedTuple):
    """What an element within a page says of something: of the page's article, or of one that the page only names.

    Attributes:
        element: its number.
        scope: the number of the element that holds what it tells of (``itemscope``); -1 where none is said to.
        name: ``author``, ``datepublished``, ``datemodified``, or ``time`` for a time that does not say of what.
        value: as written.
    """

    element: int
    scope: int
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Page:
    """Where the lines of a document stood in its markup. Elements are numbered in the order of their start tags.

    Attributes:
        markup: the decoded markup.
        tags: the name of each element's tag.
        parents: the number of the element each stands in; -1 at the root.
        names: the class, id, role and itemprop of each element, as written, with spaces between.
        owners: for each line, the block element whose text it is.
        pieces: the parts of the lines, in order.
        gaps: the white space that stands before a line, by its number, where that is not what sets paragraphs apart: a single
            line end (``br``, ``pre``, rows of tables), the indentation of a preformatted line, tabs between cells.
        meta: what the page says of itself: ``property``, ``name``, ``itemprop`` or ``http-equiv`` of its meta elements (lower
            case; the first of each counts, of authors and tags all do, with line feeds between), ``title``, ``lang``,
            ``canonical``.
        data: the values of the JSON-LD scripts, without numbers.
        facts: what elements in its body say of authors and times, in order.
    """

    markup: str
    tags: tuple[str, ...]
    parents: tuple[int, ...]
    names: tuple[str, ...]
    owners: tuple[int, ...]
    pieces: tuple[Piece, ...]
    gaps: Mapping[int, str]
    meta: Mapping[str, str]
    data: tuple[Any, ...]
    facts: tuple[Fact, ...]

    def inside(self, tag: str) -> list[bool]:
        """Of each element whether it has this tag or stands in one that has."""
        found: list[bool] = []
        for own, above in zip(self.tags, self.parents, strict=True):
            found.append(own == tag or (above >= 0 and found[above]))
        return found

    def above(self, element: int) -> Iterator[int]:
        """An element and all that it stands in, the innermost first."""
        while element >= 0:
            yield element
            element = self.parents[element]


class Mark(NamedTuple):
    """Signs and what they stand around: of ``text[start:end]`` readers see ``text[first:last]``.

    Of an image, a link without text, front matter, running heads and what a text browser has added they see nothing: ``first``
    is ``last``, and ``kind`` says what it is (`cleaner.shown` has the kinds).
    """

    start: int
    first: int
    last: int
    end: int
    kind: str = "link"

    @classmethod
    def around_nothing(cls, start: int, end: int, kind: str) -> Self:
        """All of a stretch as signs."""
        return cls(start, end, end, end, kind)


def _no_fields() -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Seen:
    """What readers see of a raw text that holds more: front matter, signs, addresses, line ends that only wrap a paragraph.

    Attributes:
        text: the document's, without the signs and with spaces for such line ends.
        lines: the document's lines as readers see them, a wrapped paragraph as one; with numbers and offsets of their own.
        numbers: of the document's line that each begins with.
        marks: the signs, those inside others first.
        linked: numbers of the lines that are nothing but links.
        titled: numbers of the lines that Markdown marks as headings of the first level.
        stretches: of the document's text, start and end of each, that are seen; joined, they are as long as ``text``.
        meta: what front matter says of the text, by field, the values of a list with line feeds between; and ``printed_title``
            and ``printed_url``, which stand at the edges of a printed page's sheets.
    """

    text: str
    lines: tuple[Line, ...]
    numbers: tuple[int, ...]
    marks: tuple[Mark, ...]
    linked: frozenset[int]
    titled: frozenset[int]
    stretches: tuple[tuple[int, int], ...]
    meta: Mapping[str, str] = field(default_factory=_no_fields, hash=False)


@dataclass(frozen=True, slots=True)
class Document:
    """The immutable input of all stages. ``text`` never changes; stages only say what its stretches are.

    ``page`` tells of the markup that ``text`` was read from; plain text has none. ``seen`` tells what readers
    see of raw text where that is not the text itself; stages are given that (`cleaner.shown`). ``mail`` is what the head of a
    message says of its text: ``mail_authors`` and ``mail_published``.
    """

    id: str
    text: str
    lines: tuple[Line, ...]
    source: Source
    language: Language = Language(None, 0.0, "not asked")
    outlet: Outlet | None = None
    warnings: tuple[str, ...] = ()
    page: Page | None = None
    seen: Seen | None = None
    mail: Mapping[str, str] = field(default_factory=_no_fields, hash=False)

    @property
    def meta(self) -> Mapping[str, str]:
        """What stands beside the text and says something of it: `Page.meta`, or of raw text ``mail`` and `Seen.meta`."""
        beside = self.page or self.seen
        return {**self.mail, **beside.meta} if beside else self.mail


@dataclass(frozen=True, slots=True)
class Claim:
    """One voice: "this stretch is that, because".

    Attributes:
        start, end: half-open code point offsets, ``start < end``.
        rule: full id of the rule or stage, e.g. ``chinadaily.com.cn/byline`` or ``stage/foreign_tail``.
        confidence: 0-1. Rules are sure (1.0) unless their pack says otherwise.
        reason: one sentence for the person who reviews the cut.
        fields: named groups of the pattern, to be lifted into ``Fields``.
        heading_of: what stands below the stretch, where a rule says that it is a heading.
    """

    start: int
    end: int
    label: Label
    rule: str
    authority: Authority
    confidence: float
    reason: str
    fields: Mapping[str, str] = field(default_factory=_no_fields, hash=False)
    heading_of: Label | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """A settled claim: the stretch went. Removals are sorted and never overlap.

    ``also`` names the other rules that claimed any of this stretch, sorted.
    """

    start: int
    end: int
    label: Label
    rule: str
    confidence: float
    reason: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fields:
    """What was lifted out of the text, and for web pages what the page says of itself. Empty means: nothing says so.

    ``published`` and ``modified`` are ISO 8601, as precise as the source is. ``language`` is ISO 639-1. ``captions`` are those
    of images above the end of the article.
    """

    title: str | None = None
    summary: str | None = None
    authors: tuple[str, ...] = ()
    place: str | None = None
    published: str | None = None
    modified: str | None = None
    section: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    photo_credits: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    language: str | None = None
    site_name: str | None = None
    canonical_url: str | None = None

    def to_json(self) -> dict[str, Any]:
        """All fields as JSON values; tuples become lists."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


Favour = Literal["balance", "precision", "recall"]
"""Which mistake of a guess is the worse: neither, keeping chrome, or losing prose."""
Engine = Literal["thorough", "fast"]
"""The gears for web pages."""
FAVOURS: tuple[Favour, ...] = get_args(Favour)
ENGINES: tuple[Engine, ...] = get_args(Engine)


def _labels(given: object) -> frozenset[Label]:
    known = ", ".join(Label)
    # A string is a collection, too: of its letters.
    if isinstance(given, str) or not isinstance(given, Collection):
        raise ValueError(f"keep: {given!r} is no set of labels; write frozenset({{Label.CAPTION}}), with any of: {known}")
    for name in given:
        if name not in tuple(Label):
            raise ValueError(f"keep: {name!r} is no label; labels: {known}")
    return frozenset(map(Label, given))


@dataclass(frozen=True, slots=True)
class Policy:
    """What to do with what the claims say.

    Attributes:
        keep: labels that stay in the body; names of labels become labels. ``article`` always stays.
        min_confidence: a guess (never a rule) below this only tags; of what it names no field is lifted but authors and time.
        favour: which mistake of a guess is the worse: keeping chrome (``precision``) or losing prose (``recall``).
        engine: the gear for web pages: ``fast`` goes by the markup and asks rules only about what it leaves; ``thorough`` does
            so where the markup leaves no doubt, and else weighs text, rules and trafilatura's vote, too. Text knows no gears.
        max_share: if more than this share of the visible characters would go, readers' comments aside, nothing goes: the
            document is ``guarded``.
    """

    keep: frozenset[Label] = frozenset({Label.ARTICLE})
    min_confidence: float = 0.75
    favour: Favour = "balance"
    engine: Engine = "thorough"
    max_share: float = 0.98

    if TYPE_CHECKING:  # labels are kept as a frozen set, and given as any, by their names as well

        def __init__(
            self,
            keep: AbstractSet[str] | tuple[str, ...] | list[str] = ...,
            min_confidence: float = ...,
            favour: Favour = ...,
            engine: Engine = ...,
            max_share: float = ...,
        ) -> None: ...

    def __post_init__(self) -> None:
        """See that everything is what it may be; labels may also be given by their names.

        Raises:
            ValueError: it is not; the message names what is allowed.
        """
        object.__setattr__(self, "keep", _labels(self.keep))
        for name, words in (("favour", FAVOURS), ("engine", ENGINES)):
            if getattr(self, name) not in words:
                raise ValueError(f"{name}: {getattr(self, name)!r} is not one of {', '.join(words)}")
        for name in ("min_confidence", "max_share"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
                raise ValueError(f"{name}: {value!r} is no number from 0 to 1")

    def keeps(self, label: Label) -> bool:
        """Whether text with this label stays in the body."""
        return label is Label.ARTICLE or label in self.keep
