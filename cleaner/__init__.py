r"""Clean article bodies from raw news and web documents, with an account of every cut.

>>> import cleaner
>>> cleaned = cleaner.clean("Home / World / Europe\n\nThe harbour reopened on Monday.\n")
>>> cleaned.body
'The harbour reopened on Monday.'
>>> [(removal.label, removal.rule) for removal in cleaned.removals]  # doctest: +ELLIPSIS
[(<Label.NAVIGATION: 'navigation'>, 'navigation/...')]
"""

from cleaner._version import __version__
from cleaner.errors import CleanerError, Mistake, RecordMismatch, RulebookError, RuleTimeout, UnreadableInput, UsageError
from cleaner.model import (
    Authority,
    Claim,
    Document,
    Fields,
    Label,
    Language,
    Line,
    Outlet,
    Policy,
    Removal,
    Source,
)
from cleaner.pipeline import clean, stories
from cleaner.profile import Profile
from cleaner.render import Cleaned, restore
from cleaner.rulebook import Rulebook, load_rulebook
from cleaner.settle import settle
from cleaner.stages import CHAIN, Packs, Stage

__all__ = [
    "CHAIN",
    "Authority",
    "Claim",
    "Cleaned",
    "CleanerError",
    "Document",
    "Fields",
    "Label",
    "Language",
    "Line",
    "Mistake",
    "Outlet",
    "Packs",
    "Policy",
    "Profile",
    "RecordMismatch",
    "Removal",
    "RuleTimeout",
    "Rulebook",
    "RulebookError",
    "Source",
    "Stage",
    "UnreadableInput",
    "UsageError",
    "__version__",
    "clean",
    "load_rulebook",
    "restore",
    "settle",
    "stories",
]
