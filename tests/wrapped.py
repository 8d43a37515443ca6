"""An article of three paragraphs, and any paragraphs wrapped at a column."""

import textwrap

FIRST = (
    "The ferry came back from the yard on Thursday, after five months in dry dock, and took its first passengers over the sound"
    " before the morning fog had lifted; some of them had waited on the quay since five with a flask of tea."
)
SECOND = (
    "It had been expected in March, but the gearbox turned out to be older than the ship, and nobody in the yard had seen one"
    " like it. A retired engineer from the mainland was sent for, who had, and who stayed until it turned."
)
THIRD = (
    "The repair cost twice as much as planned, and the council is to vote on the bill in June. Nobody on the quay thought that"
    " the vote would be close: there is no bridge, and the gulls do not carry parcels."
)
ARTICLE = (FIRST, SECOND, THIRD)


def filled(*paragraphs: str, width: int = 72, **how: str) -> str:
    return "\n\n".join(textwrap.fill(paragraph, width, **how) for paragraph in paragraphs)
