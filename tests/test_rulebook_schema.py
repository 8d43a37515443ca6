"""The shape of rule files as a schema for editors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from cleaner.rulebook.schema import json_schema

_DRAFT_07 = frozenset(
    [
        "$schema",
        "$ref",
        "title",
        "description",
        "type",
        "definitions",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "enum",
        "const",
        "anyOf",
        "default",
        "not",
        "patternProperties",
        "minProperties",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "pattern",
        "format",
        "if",
        "then",
        "else",
    ]
)


def words(schema: Any) -> Iterator[str]:
    """Every keyword of a schema; names of properties and definitions are none."""
    if isinstance(schema, dict):
        for key, value in schema.items():
            yield key
            named = key in ("properties", "patternProperties", "definitions")
            for part in value.values() if named else [value] if key not in ("default", "enum", "const") else []:
                yield from words(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from words(part)


def test_the_schema_stays_inside_draft_07_and_its_references_hold() -> None:
    schema = json_schema()
    assert set(words(schema)) <= _DRAFT_07
    text = json.dumps(schema)
    references = {part.partition('"')[0] for part in text.split('"$ref": "#/definitions/')[1:]}
    assert references <= set(schema["definitions"])
    assert {"OutletPack", "SharedPack", "FamilyPack", "PartsFile", "Rule", "Exemption", "Within"} <= references
    assert schema["definitions"]["Rule"]["additionalProperties"] is False
    assert "title" in schema["definitions"]["Rule"]["properties"]["label"]["enum"]
    assert schema["definitions"]["OutletPack"]["properties"]["extends"]["anyOf"]
    for model in ("OutletPack", "SharedPack", "FamilyPack", "PartsFile"):
        parts = schema["definitions"][model]["properties"]["parts"]
        assert (list(parts["patternProperties"]), parts["additionalProperties"]) == ([r"^[a-z][a-z0-9_]*$"], False)
