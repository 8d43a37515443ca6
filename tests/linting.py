"""What tests of linting share: rule files of a few rules, and what is found in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cleaner.rulebook import loader
from cleaner.workshop import bench_of, lint

TODAY = date(2026, 5, 1)


def rule(name: str = "sign-up", why: str = "A plea to sign up for letters.", examples: str = "", **keys: str) -> str:
    """One rule as YAML, with a matcher and more from ``keys``."""
    given = {"line": "'Sign up .{1,40}'", **keys} if not {"lines", "inside", "block"} & set(keys) else keys
    label = given.pop("label", "promo")
    body = "".join(f"    {key}: {value}\n" for key, value in given.items())
    shown = examples or "{matches: ['Sign up now'], ignores: ['They sign.']}"
    return f"  - id: {name}\n    label: {label}\n    why: {why}\n{body}    examples: {shown}\n"


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the only rule file stands."""
    monkeypatch.setattr(loader, "bundled_directory", lambda: tmp_path / "bundled")
    (tmp_path / "bundled").mkdir()
    monkeypatch.chdir(tmp_path)
    return Path("mine/shared/one.yaml")


def write(path: Path, *rules: str, head: str = "pack: one\nlanguage: en\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"schema: 1\n{head}rules:\n{''.join(rules)}", encoding="utf-8")


def findings() -> list[tuple[int, str, str, str]]:
    found = lint(bench_of(rules=[Path("mine")]), TODAY)
    return [(one.line, one.level, one.kind, one.rule) for one in found]
