"""All packs that apply, and which of them apply to a document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cached_property
from time import perf_counter
from types import MappingProxyType

from cleaner.errors import RuleTimeout
from cleaner.letters import plain_spaces
from cleaner.model import Outlet
from cleaner.rulebook.costs import note
from cleaner.rulebook.finding import Automaton
from cleaner.rulebook.folding import fold
from cleaner.rulebook.matching import Matcher
from cleaner.rulebook.pack import Pack, Rule
from cleaner.rulebook.patterns import TIMEOUT, compile_pattern, known_of, remember
from cleaner.sites import OWN_ADDRESS, host_named, host_of

_NOTHING: Mapping[str, str] = MappingProxyType({})
_RECOGNISE_CHARS = 200_000
"""Characters from the start and from the end of the text in which `recognise` patterns are looked for."""


class Rulebook:
    """An immutable set of packs. Picklable and cheap to send to a worker; matchers are built when first needed.

    Attributes:
        packs: sorted: shared packs by name, then outlets by host. Names are unique; of two files with one name the later won.
        digest: sha256 over the packs' content: the same digest means the same rules.
    """

    def __init__(self, packs: Iterable[Pack]) -> None:
        self.packs = tuple(sorted(packs, key=lambda pack: (pack.outlet, pack.name)))
        self.digest = _digest(self.packs)
        for pack in self.packs:
            remember(pack.data.get("signs", {}))

    def __reduce__(self) -> tuple[type[Rulebook], tuple[tuple[Pack, ...]]]:
        return type(self), (self.packs,)

    def __repr__(self) -> str:
        return f"<Rulebook of {len(self.packs)} packs, {sum(len(pack.rules) for pack in self.packs)} rules, {self.digest[:12]}>"

    def shared(self, language: str | None = None) -> Matcher:
        """The rules of the shared packs that apply to a document in ``language`` (ISO 639-1).

        Rules in English and in any language apply to every document: menus, tweets and licences are English everywhere.
        """
        code = language if language in self._languages else None
        if code not in self._shared:
            self._shared[code] = Matcher([rule for pack in self._shared_packs(code) for rule in pack.rules])
        return self._shared[code]

    def _shared_packs(self, language: str | None) -> list[Pack]:
        wanted = {"any", "en", language}
        return [pack for pack in self.packs if not pack.outlet and pack.language in wanted]

    @cached_property
    def _shared(self) -> dict[str | None, Matcher]:
        return {}

    @cached_property
    def _languages(self) -> frozenset[str]:
        return frozenset(pack.language for pack in self.packs if not pack.outlet)

    def digest_for(self, language: str | None, host: str | None) -> str:
        """sha256 over all packs that can touch a document in this language, of this outlet or of none.

        As long as `recognition` is the same, too, changes in other packs cannot change what the rules say of the document.
        """
        outlet = self.pack_of(host) if host else None
        key = language if language in self._languages else None, outlet.name if outlet else None
        if key not in self._digests:
            # By name: rules of an outlet and of a shared pack of its name have the same ids.
            names = {pack.name for pack in (*self._shared_packs(key[0]), *([outlet] if outlet else []))}
            self._digests[key] = _digest(pack for pack in self.packs if pack.name in names)
        return self._digests[key]

    @cached_property
    def _digests(self) -> dict[tuple[str | None, str | None], str]:
        return {}

    @cached_property
    def recognition(self) -> str:
        """sha256 over all that `outlet_of` depends on: hosts, names and ``recognise`` patterns of the outlets."""
        told = [
            (pack.name, pack.hosts, pack.title, () if pack.status == "retired" else pack.recognise)
            for pack in self.packs
            if pack.outlet
        ]
        return hashlib.sha256(repr(told).encode()).hexdigest()

    @cached_property
    def outlets(self) -> dict[str, Pack]:
        """Outlet packs by host, other hosts of an outlet included."""
        known: dict[str, Pack] = {}
        for pack in self.packs:
            if pack.outlet:
                for host in (pack.name, *pack.hosts):
                    known.setdefault(host, pack)
        return known

    def rules(self) -> tuple[Rule, ...]:
        """Every rule of every pack."""
        return tuple(rule for pack in self.packs for rule in pack.rules)

    @cached_property
    def dated(self) -> dict[str, tuple[str, str]]:
        """First and last day of the rules that are for the page layout of some time, by rule id; empty means open."""
        rules = (rule for pack in self.packs if pack.dated for rule in pack.rules)
        return {rule.id: (rule.first_day, rule.last_day) for rule in rules if rule.first_day or rule.last_day}

    def for_outlet(self, host: str) -> Matcher | None:
        """The rules of one outlet, or ``None`` if no pack serves it."""
        pack = self.pack_of(host)
        if pack is None:
            return None
        if pack.name not in self._matchers:
            self._matchers[pack.name] = Matcher(pack.rules)
        return self._matchers[pack.name]

    @cached_property
    def _matchers(self) -> dict[str, Matcher]:
        return {}

    def pack_of(self, host: str) -> Pack | None:
        """The pack that serves a host: the host's own, or that of the nearest domain above it."""
        labels = host.lower().rstrip(".").split(".")
        for at in range(len(labels) - 1):
            pack = self.outlets.get(".".join(labels[at:]))
            if pack is not None:
                return pack
        return self.outlets.get(host.lower())

    def outlet_of(
        self, text: str, *, outlet: str | None = None, url: str | None = None, meta: Mapping[str, str] = _NOTHING
    ) -> Outlet | None:
        """Whose page this is: as given, by the address, by what the page says of itself, or by a ``recognise`` pattern.

        ``meta`` is `Document.meta`: its addresses count, or where it has none ``og:site_name`` (the name of a pack). A page
        that gives an address of its own, as one whose address is given, is not searched for patterns either: papers share
        names. What names no host (`host_named`), as rows and saved files have it in the place of an address, is none.

        Raises:
            RuleTimeout: a ``recognise`` pattern ran longer than the limit.
        """
        if outlet is not None:
            pack = self.pack_of(outlet)
            return Outlet(pack.name if pack else outlet.lower(), "given")
        if named := host_named(url):
            pack = self.pack_of(named)
            return Outlet(pack.name, f"url {named}") if pack else None
        hosts = [(words, host) for name, words in OWN_ADDRESS if name in meta and (host := host_of(meta[name]))]
        if hosts:
            found = ((words, host, self.pack_of(host)) for words, host in hosts)
            return next((Outlet(pack.name, f"{words} {host}") for words, host, pack in found if pack), None)
        pack = self._titles.get(meta.get("og:site_name", "").strip().casefold())
        return Outlet(pack.name, f"og:site_name {pack.title!r}") if pack else self._recognise(text)

    @cached_property
    def _titles(self) -> dict[str, Pack]:
        """Outlet packs by the name of the outlet, in small letters; a name that several have is nobody's."""
        known: dict[str, Pack] = {}
        shared: set[str] = set()
        for pack in self.packs:
            name = pack.title.casefold()
            if pack.outlet and known.setdefault(name, pack) is not pack:
                shared.add(name)
        return {name: pack for name, pack in known.items() if name not in shared}

    def _recognise(self, text: str) -> Outlet | None:
        if not self._signatures:
            return None
        if len(text) > 2 * _RECOGNISE_CHARS:
            text = f"{text[:_RECOGNISE_CHARS]}\n{text[-_RECOGNISE_CHARS:]}"
        text = plain_spaces(text.replace("\r\n", "\n").replace("\r", "\n"))  # `^` and `\n` of a pattern know no other line end
        for host, pattern in self._signed(fold(text)):
            compiled, began = compile_pattern(pattern), perf_counter()
            try:
                found = compiled.search(text, timeout=TIMEOUT)
            except TimeoutError:
                raise RuleTimeout(f"{host}/recognise", TIMEOUT) from None
            finally:
                note(f"{host}/recognise", began)
            if found:
                return Outlet(host, f"text {' '.join(found.group()[:80].split())!r}")
        return None

    def _signed(self, folded: str) -> list[tuple[str, str]]:
        """The signatures that a folded text can have, in order."""
        always, automaton = self._found_by
        return [self._signatures[number] for number in sorted(always | automaton.owners(automaton.find(folded)))]

    @cached_property
    def _signatures(self) -> list[tuple[str, str]]:
        return [
            (pack.name, pattern)
            for pack in self.packs
            if pack.outlet and pack.status != "retired"
            for pattern in pack.recognise
        ]

    @cached_property
    def _found_by(self) -> tuple[frozenset[int], Automaton]:
        """The numbers of the signatures that every text is searched for, and the literals that call for the others."""
        always: set[int] = set()
        owners: dict[str, list[int]] = {}
        for number, (_, pattern) in enumerate(self._signatures):
            literals = known_of(pattern).literals
            if literals is None:
                always.add(number)
            for literal in sorted(literals or ()):
                owners.setdefault(literal, []).append(number)
        return frozenset(always), Automaton(owners)


def _digest(packs: Iterable[Pack]) -> str:
    content = "\n".join(f"{'outlets' if pack.outlet else 'shared'}/{pack.name} {pack.digest}" for pack in packs)
    return hashlib.sha256(content.encode()).hexdigest()
