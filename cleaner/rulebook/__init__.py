"""Rule files: reading them (`loader`), what may stand in them (`schema`), and matching them (`matching`)."""

from cleaner.rulebook.loader import bundled_directory, load_rulebook
from cleaner.rulebook.matching import Look, Matcher
from cleaner.rulebook.pack import Pack, Rule
from cleaner.rulebook.rulebook import Rulebook

__all__ = ["Look", "Matcher", "Pack", "Rule", "Rulebook", "bundled_directory", "load_rulebook"]
