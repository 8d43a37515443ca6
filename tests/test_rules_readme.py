"""Everything that rules/README.md shows is run: files are written where they say, commands give the output that stands there.

A block ```` ```yaml PATH ````, ```` ```text PATH ```` or ```` ```html PATH ```` is a file (``+PATH``: goes to the end of it), a ```` ```console ```` block holds commands behind ``$`` and what
they print. All of it happens in one empty directory, from the top of the page to its end.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cleaner.rulebook.yamlfile import parse
from tests.conftest import ROOT

README = ROOT / "rules" / "README.md"
_BLOCK = re.compile(r"^```(\w*)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A fenced block: its kind, the file that it is, its text and where that stands in the page."""

    kind: str
    path: str
    text: str
    start: int


def blocks(page: str) -> Iterator[Block]:
    for found in _BLOCK.finditer(page):
        yield Block(found[1], found[2] or "", found[3], found.start(3))


def run(block: str, folder: Path) -> str:
    """The block as it should be: each command with what it prints, on either stream."""
    (folder / ".bin").mkdir(exist_ok=True)
    program = folder / ".bin" / "cleaner"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cleaner "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    env = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    env["PATH"] = f"{program.parent}:{env['PATH']}"
    shown = []
    for command in (line[2:] for line in block.splitlines() if line.startswith("$ ")):
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env=env,
            check=False,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert "Traceback" not in done.stdout, done.stdout
        shown.append(f"$ {command}\n{done.stdout}")
    return "".join(shown)


def follow(found: list[Block], folder: Path) -> Iterator[tuple[Block, str]]:
    """Write the files and run the commands; each console block with what it should be."""
    for block in found:
        if block.kind == "console":
            yield block, run(block.text, folder)
            continue
        assert block.path, f"a block of {block.kind} needs a path: {block.text[:80]}"
        path = folder / block.path.removeprefix("+")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a" if block.path.startswith("+") else "w", encoding="utf-8") as file:
            file.write(block.text)
        assert path.suffix != ".yaml" or parse(path.read_bytes(), block.path).mistakes == []


def loose(text: str) -> str:
    """What grows with every bundled pack and every clean text is not compared."""
    text = re.sub(r"\d+ packs, [\d,]+ rules", "N packs, N rules", text)
    text = re.sub(r"\d+ clean texts", "N clean texts", text)
    return re.sub(r"^(\S+ +\d+ +)\d+( +\d+ +\d+)$", r"\1N\2", text, flags=re.MULTILINE)


def test_the_page_shows_what_happens(tmp_path: Path, update_goldens: bool) -> None:
    page = README.read_text(encoding="utf-8")
    found = list(blocks(page))
    assert {block.kind for block in found} == {"yaml", "text", "html", "console"}, "a block without a kind cannot be tried"
    followed = list(follow(found, tmp_path))
    if update_goldens:
        for block, text in reversed(followed):
            page = page[: block.start] + text + page[block.start + len(block.text) :]
        README.write_text(page, encoding="utf-8")
        return
    for block, text in followed:
        assert loose(text) == loose(block.text), "if this is wanted: pytest tests/test_rules_readme.py --update-goldens"


def test_every_key_of_a_rule_and_every_label_is_explained() -> None:
    """The page names each key that the schema knows."""
    from cleaner.model import Label
    from cleaner.rulebook.schema import PACKS, Block, Examples, Rule, Within

    page = README.read_text(encoding="utf-8")
    keys = {
        field.alias or name
        for model in (*PACKS.values(), Rule, Within, Block, Examples)
        for name, field in model.model_fields.items()
    }
    assert [key for key in sorted(keys) if not re.search(rf"\b{key}:|`{key}`", page)] == []
    assert [str(label) for label in Label if f"`{label}`" not in page] == []
