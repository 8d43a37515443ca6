"""Many inputs at once: finding them, naming their outputs, cleaning them in one process or several, accounting for each.

What comes out depends on the inputs, the rules and the options only: never on the number of processes, the order of the
arguments, the clock or the machine.
"""

from cleaner.batch.chosen import Chosen, Listing
from cleaner.batch.containers import Keys, Reading
from cleaner.batch.destination import Destination
from cleaner.batch.inputs import Plan, find, find_one
from cleaner.batch.items import Item, content
from cleaner.batch.outputs import OutputError
from cleaner.batch.pool import cores
from cleaner.batch.run import Conduct, run
from cleaner.batch.summary import Summary
from cleaner.batch.supervisor import Limits, overtime
from cleaner.batch.tasks import Outcome, Settings
from cleaner.batch.worker import clean_input

__all__ = [
    "Chosen",
    "Conduct",
    "Destination",
    "Item",
    "Keys",
    "Limits",
    "Listing",
    "Outcome",
    "OutputError",
    "Plan",
    "Reading",
    "Settings",
    "Summary",
    "clean_input",
    "content",
    "cores",
    "find",
    "find_one",
    "overtime",
    "run",
]
