"""``cleaner rules``: checking, listing, testing and linting rule files, which of them apply, and their schema for editors."""

from cleaner.cli.rules.linting import LINT_EXAMPLES, lint
from cleaner.cli.rules.overview import CHECK_EXAMPLES, LIST_EXAMPLES, check, list_rules
from cleaner.cli.rules.schema import SCHEMA_EXAMPLES, schema
from cleaner.cli.rules.testing import TEST_EXAMPLES, try_rules
from cleaner.cli.rules.which import WHICH_EXAMPLES, which

__all__ = [
    "CHECK_EXAMPLES", "LINT_EXAMPLES", "LIST_EXAMPLES", "SCHEMA_EXAMPLES", "TEST_EXAMPLES", "WHICH_EXAMPLES",
    "check", "lint", "list_rules", "schema", "try_rules", "which",
]  # fmt: skip  # texts, commands
