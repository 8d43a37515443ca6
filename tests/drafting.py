"""Drafting from the made-up pages: what is learned from, and the command line with the rules that are shipped."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cleaner.cli import main
from cleaner.drafting.samples import Sample, judge
from cleaner.reading import read
from cleaner.rulebook import load_rulebook
from tests.commands import Result
from tests.pages import ARTICLES, HOST, page

ALL = {name: page(name) for name in ARTICLES}


@pytest.fixture
def cli(capfd: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    def run(*arguments: object) -> Result:
        code = main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Result(code, out, err)

    return run


def samples(**texts: str) -> list[Sample]:
    rulebook = load_rulebook()
    documents = [(name, read(text, id=name, media_type="text/plain")) for name, text in texts.items()]
    return judge(documents, HOST, rulebook)
