"""The rule author's workshop: are the rules right (`testing`)?"""

from cleaner.workshop.fixtures import Fixture, find_fixtures
from cleaner.workshop.testing import Bench, Report, run_tests

__all__ = ["Bench", "Fixture", "Report", "find_fixtures", "run_tests"]
