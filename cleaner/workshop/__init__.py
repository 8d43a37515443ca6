"""The rule author's workshop: are the rules right (`testing`), well made (`linting`), and can they be mended (`mending`)?"""

from cleaner.workshop.bench import Bench, bench_of
from cleaner.workshop.linting import Finding, lint
from cleaner.workshop.mending import mend
from cleaner.workshop.testing import Report, run_tests

__all__ = ["Bench", "Finding", "Report", "bench_of", "lint", "mend", "run_tests"]
