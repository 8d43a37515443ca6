"""Of the rules that were drawn, those that do something on the pages they were drawn from.

Rules for lines and rules for elements are drawn side by side, and on a web page both find the same menu. Which of them wins is
settled as in cleaning; a rule that wins nothing anywhere would fail its test once it is in force.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from cleaner.drafting.samples import Sample
from cleaner.model import Claim, Document, Label, Policy
from cleaner.rulebook.matching import Matcher
from cleaner.rulebook.pack import rule_from_json
from cleaner.rulebook.schema import Rule as RuleShape
from cleaner.settle import settle


def sifted(rules: Sequence[dict[str, Any]], samples: Iterable[Sample]) -> list[dict[str, Any]]:
    """Those of the rules that win something on one of the samples, in their order.

    Of a rule for lines and one for elements that finds all of them, too, the second is kept: the words of a box change sooner
    than its name. Titles, and lines from which fields are lifted, are not given up for a box.
    """
    loaded = [
        rule_from_json(json.loads(RuleShape.model_validate(rule).model_dump_json(by_alias=True)), outlet=True) for rule in rules
    ]
    matcher = Matcher(loaded)
    pages = [(sample.document, list(matcher.claims(sample.document))) for sample in samples]
    spared = {rule.id for rule in loaded if rule.kind == "select" or rule.label in (Label.ARTICLE, Label.TITLE)}
    boxes = {rule.id for rule in loaded if rule.kind == "select" and rule.label is not Label.ARTICLE}
    needed = set(spared)
    for document, claims in pages:
        held = sorted((claim.start, claim.end) for claim in claims if claim.rule in boxes)
        needed.update(claim.rule for claim in claims if claim.fields or _left(document, claim, held))
    winning: set[str] = set()
    for document, claims in pages:
        settled = settle(document, [claim for claim in claims if claim.rule in needed], Policy())
        winning.update(claim.rule for claim in settled.winners)
    return [values for values, rule in zip(rules, loaded, strict=True) if rule.id in winning]


def _left(document: Document, claim: Claim, held: Iterable[tuple[int, int]]) -> bool:
    """Whether some stretches, in their order, leave anything of what a claim takes but white space."""
    at = claim.start
    for start, end in held:
        if start >= claim.end:
            break
        if document.text[at : max(at, start)].strip():
            return True
        at = max(at, end)
    return bool(document.text[at : claim.end].strip())
