"""Rules for the end of the page: blocks that nothing of the article follows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from itertools import pairwise

from cleaner.drafting.drawing import EXAMPLE_CHARS, Drawing, any_of, short, with_slack
from cleaner.model import Label

_BLOCK_LINES = 400
"""Lines of a block at most. Half of the outlets have footers of less than 100."""
_BLOCKS = 3


def footers(drawing: Drawing, is_anchor: Callable[[str], bool]) -> None:
    """Blocks that begin with two lines known to stand together and run to the end, longest first."""
    pairs: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for number, sample in enumerate(drawing.samples):
        for line, below in pairwise(sample.lines):
            pairs[line.key, below.key].append((number, line.at))
    candidates = []
    for (one, two), places in pairs.items():
        if not (is_anchor(one) and drawing.chrome(two) and len(one) <= EXAMPLE_CHARS and len(two) <= EXAMPLE_CHARS):
            continue
        if len(drawing.samples) > 1 and (not drawing.constant(two) or drawing.story(two)):
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
            "why": f"From here to the end nothing belongs to the article, on {len(firsts)} of {drawing.pages}.",
            "block": {"from": any_of(begun), "to": "end", "at_most": with_slack(max(rest.values()))},
            "within": {"before": any_of(followed)},
            "examples": {
                "matches": ["\n".join(short(texts[:4]))],
                "ignores": [f"{texts[0]}\n{drawing.sentence}", f"{texts[0]} {drawing.sentence}\n{texts[1]}"],
            },
        }
        if drawing.add(rule):
            ended.update(firsts)


def anchors_of_one_page(drawing: Drawing) -> Callable[[str], bool]:
    """On a single page only what shared rules know as menu or legal line is sure to return."""
    return lambda key: (
        drawing.chrome(key)
        and all(seen.line.known and seen.line.label in (Label.NAVIGATION, Label.LEGAL) for seen in drawing.seen[key])
    )


def _block_label(drawing: Drawing, firsts: Mapping[int, int]) -> str:
    """What most of a block's characters are taken for."""
    weight: Counter[str] = Counter()
    for number, at in firsts.items():
        for line in drawing.samples[number].lines[at:]:
            weight[str(line.label)] += len(line.text)
    return max(sorted(weight), key=lambda label: weight[label])
