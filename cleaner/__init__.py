r"""Clean article bodies from raw news and web documents, with an account of every cut.

>>> import cleaner
>>> cleaned = cleaner.clean("Home / World / Europe\n\nThe harbour reopened on Monday.\n")
>>> cleaned.body
'The harbour reopened on Monday.'
>>> [(removal.label, removal.rule) for removal in cleaned.removals]  # doctest: +ELLIPSIS
[(<Label.NAVIGATION: 'navigation'>, 'navigation/...')]
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

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
from cleaner.settle import settle

if TYPE_CHECKING:
    from cleaner.pipeline import clean, stories
    from cleaner.profile import Profile
    from cleaner.render import Cleaned, restore, source_spans
    from cleaner.rulebook import Rulebook, load_rulebook
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
    "source_spans",
    "stories",
]

_LATER = {
    "CHAIN": "stages", "Cleaned": "render", "Packs": "stages", "Profile": "profile", "Rulebook": "rulebook", "Stage": "stages",
    "clean": "pipeline", "load_rulebook": "rulebook", "restore": "render", "source_spans": "render",
    "stories": "pipeline",
}  # fmt: skip  # one list
"""What is imported when it is first asked for, and the module it is in: the command line comes by here before it can do
anything, be it to answer --help or to hear Ctrl-C. `settle` is also the name of its module, and so cannot wait."""


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value = getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATER})
