"""The one pure function: raw input in, `Cleaned` out. No file is touched but the bundled rules, nothing is remembered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from cleaner.bundles import bundle
from cleaner.errors import RuleTimeout
from cleaner.fields import lift
from cleaner.fields.linked import article_body
from cleaner.fields.scripts import unseen_prose
from cleaner.language import identify
from cleaner.layout import Kept, layout
from cleaner.model import GUESSES, Claim, Document, Label, Outlet, Policy
from cleaner.reading import read, without_surrogates
from cleaner.render import Cleaned, marked_lines
from cleaner.rulebook import Rulebook, load_rulebook
from cleaner.settle import Settled, settle
from cleaner.shown import in_source, number_shown, shown, text_shown, unseen
from cleaner.stages import CHAIN, Packs, Stage
from cleaner.stages.bylines import RULE as BYLINES
from cleaner.stages.inputs import Inputs, configured
from cleaner.stages.prose import BLOCKS_RULE as BLOCKS
from cleaner.stages.prose import RULE as PROSE
from cleaner.stages.seams import story_starts
from cleaner.stages.story_shape import is_story, is_whole, says, story_headline

if TYPE_CHECKING:
    from cleaner.profile import Profile

_DEFAULT = Policy()
_READ = frozenset({PROSE, BLOCKS})
"""Stages that cut what does not read like the article, whatever it is."""
_STATED, _SEEN = 500, 0.25
"""Characters of an article in the data of a page that are worth a warning, and the share of them that a body has. Of 60 pages
that state their article all have more than a third in the body."""


def clean(
    source: str | bytes | bytearray,
    *,
    url: str | None = None,
    outlet: str | None = None,
    media_type: str | None = None,
    encoding: str | None = None,
    id: str | None = None,
    path: str | None = None,
    policy: Policy = _DEFAULT,
    rulebook: Rulebook | None = None,
    chain: Sequence[Stage] = CHAIN,
    profile: Profile | None = None,
) -> Cleaned:
    """Clean one document.

    Args:
        source: raw bytes, or text already decoded.
        url: address of the page; it names the outlet whose rules apply. What is no address (``unknown``) counts as none.
        outlet: the outlet's host, where it is known; wins over ``url``.
        media_type: ``text/plain`` or ``text/html``, with a charset or without; recognised where not given.
        encoding: that of the bytes, where it is known; else it is found out. It wins over all that the bytes declare but a
            byte order mark, and does not concern text.
        id: names the document in its record; the start of its sha256 where not given.
        path: where the bytes were read; only noted in the record.
        policy: which labels stay and how sure a guess must be.
        rulebook: the rules; the bundled ones where not given.
        chain: the stages, in order.
        profile: how often lines occur in the corpus that the document comes from.

    Returns:
        The body, the fields and the account of every cut. The same arguments, rules and versions of cleaner and its libraries
        give the same result on any machine. A document of which nearly everything would go, or on which a rule ran out of time,
        comes back whole, and its ``status`` says so.

    Raises:
        UnreadableInput: no text can be made of the source.
        RulebookError: the bundled rules are broken.
        TypeError: the source is neither text nor bytes, an address, a name or a type is no text, or the policy, the rulebook
            or the profile is something else.
        ValueError: there is no such encoding.
    """
    if not isinstance(source, str | bytes | bytearray):
        raise TypeError(
            f"clean() takes a document's content, as bytes or str, not {type(source).__name__}; "
            "of a file that is Path(name).read_bytes()"
        )
    told = {"url": url, "outlet": outlet, "media_type": media_type, "encoding": encoding, "id": id, "path": path}
    for name, value in told.items():
        if value is not None and not isinstance(value, str):
            raise TypeError(f"{name} is text, or None where it is not known, not {type(value).__name__}")
    refuse_misfits(policy, rulebook, profile)
    if isinstance(source, bytearray):
        source = bytes(source)
    document = read(source, id=id or "", media_type=media_type, url=url, path=path, encoding=encoding)
    if not id:
        document = replace(document, id=document.source.sha256[:16])
    rules = rulebook if rulebook is not None else load_rulebook()
    try:
        document = place(document, rules, outlet=without_surrogates(outlet) if outlet else None)
        claims = claim(document, chain, Inputs(rules, profile, policy.favour, policy.engine))
        settled = settle(document, claims, policy)
    except RuleTimeout as error:
        return _whole(document, rules, policy, status="failed", warning=str(error))
    verdicts = tuple(found for found in claims if found.rule == BYLINES)
    cleaned = _cleaned(document, settled, rules, policy, verdicts)
    if _too_much(cleaned, policy):
        warning = f"nearly everything would go ({_share_gone(cleaned):.0%}), so nothing went"
        return _whole(document, rules, policy, status="guarded", warning=warning, settled=settled, verdicts=verdicts)
    return cleaned


def refuse_misfits(policy: object, rulebook: object, profile: object) -> None:
    """See that what a caller's program gives is what is wanted: another object would fail far from here, or on every row.

    Raises:
        TypeError: it is not; the message says how to make it.
    """
    if not isinstance(policy, Policy):
        raise TypeError(f"policy is a cleaner.Policy, such as Policy(keep={{'caption'}}), not {type(policy).__name__}")
    if rulebook is not None and not isinstance(rulebook, Rulebook):
        made = "as cleaner.load_rulebook('my-rules') makes it"
        raise TypeError(f"rulebook is a cleaner.Rulebook, {made}, not {type(rulebook).__name__}")
    if profile is None:
        return
    from cleaner.profile import Profile  # few callers have one

    if not isinstance(profile, Profile):
        made = "as cleaner.Profile.open('lines.profile') makes it"
        raise TypeError(f"profile is a cleaner.Profile, {made}, not {type(profile).__name__}")


def stories(cleaned: Cleaned, *, rulebook: Rulebook | None = None, policy: Policy = _DEFAULT) -> Iterator[Cleaned]:
    """The other stories that were cut from a document, each as a document of its own, so that no story is lost.

    They are named after the document they stood in, ``<id>#2`` and on, and cleaned by the rules alone; their text is the
    stretch that was cut, and a headline above it is the title.
    """
    for number, text in enumerate(_cut_stories(cleaned), 2):
        yield clean(
            text,
            id=f"{cleaned.id}#{number}",
            path=cleaned.document.source.path,
            url=cleaned.document.source.url,
            outlet=cleaned.outlet.host if cleaned.outlet else None,
            media_type="text/plain",
            policy=policy,
            rulebook=rulebook,
            chain=(Packs(), story_headline),
        )


class _CutParagraph(NamedTuple):
    """A paragraph that was cut as another story: one line as it is shown, whose text in the source may be wrapped.

    ``number`` is that of the line shown; ``rules`` are those that took any of it.
    """

    number: int
    start: int
    end: int
    rules: frozenset[str]


def _cut_stories(cleaned: Cleaned) -> Iterator[str]:
    """The text of each story that was cut: runs of cut paragraphs, taken apart where the next story begins.

    Of what a guess cut, only that which has the shape of a story: a headline alone is none, nor is a call to the reader. More
    is asked of what was cut for not reading like the article. Whoever wrote a rule has seen that what it takes is of a story,
    if it says more than a link does.
    """
    seen = text_shown(cleaned.document)
    for run in _cut_runs(cleaned):
        texts = [seen(paragraph.start, paragraph.end).strip() for paragraph in run]
        for first, after in pairwise([*story_starts(texts), len(run)]):
            rules = frozenset[str]().union(*(paragraph.rules for paragraph in run[first:after]))
            is_one = is_whole if rules <= _READ else is_story
            ruled = any(not rule.startswith(f"{GUESSES}/") for rule in rules) and any(map(says, texts[first:after]))
            if ruled or is_one(texts[first:after]):
                yield cleaned.document.text[run[first].start : run[after - 1].end]


def _cut_runs(cleaned: Cleaned) -> list[list[_CutParagraph]]:
    """The paragraphs that were cut as other stories, in runs with nothing but other cuts between."""
    paragraph_of = number_shown(cleaned.document)
    runs: list[list[_CutParagraph]] = []
    goes_on = False
    for line, segments in marked_lines(cleaned):
        if not line.text.strip():
            continue
        cuts = [part.removal for part in segments if part.text.strip()]
        story = all(removal and removal.label is Label.OTHER_STORY for removal in cuts)
        if story:
            rules = frozenset(removal.rule for removal in cuts if removal)
            if not goes_on:
                runs.append([])
            run, number = runs[-1], paragraph_of(line.number)
            if run and run[-1].number == number:
                run[-1] = run[-1]._replace(end=line.end, rules=rules | run[-1].rules)
            else:
                run.append(_CutParagraph(number, line.start, line.end, rules))
        # What another rule took between two paragraphs of a story does not part them; what stayed does.
        goes_on = story or (goes_on and all(cuts))
    return runs


def place(document: Document, rules: Rulebook, *, outlet: str | None = None) -> Document:
    """The document with its language and its outlet.

    Raises:
        RuleTimeout: a ``recognise`` pattern ran too long.
    """
    found = whose(document, rules, outlet=outlet)
    return replace(document, language=identify(shown(document).lines), outlet=found)


def whose(document: Document, rules: Rulebook, *, outlet: str | None = None) -> Outlet | None:
    """The outlet of a document, by what the caller and the page say of it, and by its text; ``None``: unknown.

    Raises:
        RuleTimeout: a ``recognise`` pattern ran too long.
    """
    return rules.outlet_of(document.text, outlet=outlet, url=document.source.url, meta=document.meta)


def claim(document: Document, chain: Sequence[Stage], inputs: Inputs) -> list[Claim]:
    """Run the stages over a document, each seeing the claims of those before it."""
    seen, claims = shown(document), list[Claim]()
    for stage in chain:
        claims.extend(configured(stage, inputs)(seen, tuple(claims)))
    return claims if seen is document else [*in_source(document, claims), *unseen(document)]


def _warnings(document: Document, rules: Rulebook, kept: Sequence[Kept]) -> Iterator[str]:
    """What the reader of a body should know; ``kept`` are the stretches that it is made of."""
    if document.outlet and rules.pack_of(document.outlet.host) is None:
        yield f"no rules for outlet {document.outlet.host}: only shared rules were used"
    if document.page is None:
        if found := bundle(document.text):
            saved = f"{found.saved_by} saved {len(found.articles)} articles in this text"
            yield f"many_articles: {saved}; take it apart with cleaner unbundle first"
        return
    most = max(_STATED, sum(piece.end - piece.start for piece in kept) / _SEEN)
    stated = len(article_body(document.page.data))
    if stated <= most:
        stated = unseen_prose(document, most)
    if stated > most:
        yield (
            f"unseen_article: the page's own data hold an article of {stated} characters, and what is seen of the page does "
            "not; scripts may show it: save the page from a browser"
        )


def _digest_of(document: Document, rules: Rulebook) -> str:
    return rules.digest_for(document.language.code, document.outlet.host if document.outlet else None)


def _cleaned(document: Document, settled: Settled, rules: Rulebook, policy: Policy, verdicts: Sequence[Claim] = ()) -> Cleaned:
    laid_out = layout(document, settled.removals)
    lifted = lift(document, settled.winners, verdicts=verdicts, end=laid_out.kept[-1].end if laid_out.kept else None)
    return Cleaned(
        document=document,
        removals=settled.removals,
        tags=settled.tags,
        fields=lifted.fields,
        origins=lifted.origins,
        layout=laid_out,
        rulebook_digest=_digest_of(document, rules),
        confidence=min((removal.confidence for removal in settled.removals), default=1.0),
        engine=policy.engine if document.page else None,
        warnings=(*document.warnings, *_warnings(document, rules, laid_out.kept)),
    )


def _whole(
    document: Document,
    rules: Rulebook,
    policy: Policy,
    *,
    status: str,
    warning: str,
    settled: Settled | None = None,
    verdicts: Sequence[Claim] = (),
) -> Cleaned:
    """The document with nothing removed; what would have gone is tagged."""
    would_go = settled.removals + settled.tags if settled else ()
    tags = tuple(sorted(would_go, key=lambda removal: (removal.start, removal.end, removal.label, removal.rule)))
    cleaned = _cleaned(document, Settled((), tags, settled.winners if settled else ()), rules, policy, verdicts)
    return replace(cleaned, status=status, confidence=0.0, warnings=(*cleaned.warnings, warning))


def _visible(text: str) -> int:
    return len("".join(text.split()))


def _share_gone(cleaned: Cleaned) -> float:
    """The share of the visible characters that would go. Readers' comments do not count: a page may have a thousand of them."""
    kept = sum(map(_visible, _kept(cleaned)))
    seen = text_shown(cleaned.document)
    comments = sum(_visible(seen(cut.start, cut.end)) for cut in cleaned.removals if cut.label is Label.COMMENTS)
    return 1 - kept / max(_visible(shown(cleaned.document).text) - comments, 1)


def _kept(cleaned: Cleaned) -> Iterator[str]:
    """The stretches that stay, as readers see them."""
    seen = text_shown(cleaned.document)
    return (seen(piece.start, piece.end) for piece in cleaned.layout.kept)


def _too_much(cleaned: Cleaned, policy: Policy) -> bool:
    if not cleaned.removals:
        return False
    # No more of a text is visible than it has characters, and the first paragraphs of most bodies are enough for all of them.
    text = shown(cleaned.document).text
    visible = accumulate(map(_visible, _kept(cleaned)))
    if any(so_far > (1 - policy.max_share) * len(text) for so_far in visible):
        return False
    return _visible(text) > 0 and _share_gone(cleaned) > policy.max_share
