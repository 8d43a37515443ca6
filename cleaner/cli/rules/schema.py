"""``cleaner rules schema``: the shape of rule files, for editors."""

from __future__ import annotations

import json

from cleaner.cli.terminal import Terminal

SCHEMA_EXAMPLES = """\b
Examples:
  cleaner rules schema > rules/rule.schema.json

The first line of a rule file then tells editors: # yaml-language-server: $schema=../rule.schema.json
"""


def schema() -> None:
    """Print the JSON Schema (draft-07) of rule files, for editors.

    With it they complete and check while you type.
    """
    from cleaner.rulebook.schema import json_schema

    Terminal().data((json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n").encode())
