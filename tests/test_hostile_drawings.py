"""What a parser sees in a drawing counts for the bounds of a page, though it would be no markup outside."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from cleaner.errors import UnreadableInput
from cleaner.reading import read
from cleaner.reading.html.bounding import bounded

CROWDED = f"<p {' '.join(f'a{number}=1' for number in range(1200))}>Here.</p>"


def page(before: str) -> str:
    return f"<!doctype html><body><p>It begins.</p>{before}{CROWDED}<p>It ends.</p></body>"


@pytest.mark.hostile(5)
@pytest.mark.parametrize(
    "before",
    [
        "<svg><style>", "<svg><script>", "<math><style>", "<SVG viewBox='>' / ><g><STYLE>", "<svg a=b/><style>", "<svg><style/>",
        "<svg><style></svg>", "<svg><svg></svg><style>", "<svg><svg><svg></svg></svg><script>", "<svg><title>A > b</title><style>",
        "<svg><!--</svg>--><style>", "<svg><a href='</svg>'><style>", "<math><mi>x</mi><style>",
    ],
)  # fmt: skip  # a list
def test_style_and_script_hide_nothing_in_a_drawing(before: str) -> None:
    with pytest.raises(UnreadableInput) as error:
        read(page(before), id="x")
    assert error.value.kind == "markup_limit"


@pytest.mark.hostile(5)
@pytest.mark.parametrize(
    "before",
    ["<style>", "<svg/><style>", "<svg /><style>", "<svg></svg><style>", "<svg><p><style>", "<svg><svg></svg></svg><script>", "<svg><desc><style>"],
)  # fmt: skip  # a list
def test_outside_of_drawings_they_hold_no_markup(before: str) -> None:
    assert read(page(before), id="x").text.startswith("It begins.")


@pytest.mark.hostile(5)
@pytest.mark.parametrize(
    "part", ["<svg>", "<svg><svg></svg>", "<svg><g>", "<svg><title>x</title>", "<svg><p>", "<svg><title>", "<svg a='"]
)
def test_looking_through_drawings_takes_time_in_proportion(part: str) -> None:
    """Whatever comes of it: markup as it was, without the tags that lie too deep, or a refusal."""

    def seconds(count: int) -> float:
        return min(_seconds(part * count) for _ in range(3))

    assert seconds(80_000) < 10 * seconds(20_000) + 0.05


def _seconds(markup: str) -> float:
    began = time.process_time()
    with suppress(UnreadableInput):
        bounded(markup)
    return time.process_time() - began
