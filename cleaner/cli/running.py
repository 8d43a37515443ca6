"""Carrying out ``cleaner clean``: one document under a clock or many under watch, and what a person is told meanwhile."""

from __future__ import annotations

import faulthandler
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import typer

from cleaner.cli.telling import Teller
from cleaner.cli.terminal import Terminal, counted, escape

if TYPE_CHECKING:
    from cleaner.batch import Conduct, Destination, Listing, Outcome, Settings, Summary
    from cleaner.cli.changing import Changes
    from cleaner.profile import Profile


class Order(NamedTuple):
    """What is to be done."""

    plan: Listing
    settings: Settings
    conduct: Conduct
    destination: Destination | None
    options: Mapping[str, object]
    changes: Changes | None = None

    def until(self, stop: Callable[[], bool]) -> Order:
        """The same, ended once ``stop`` says so."""
        return self._replace(conduct=replace(self.conduct, stop=stop))

    def with_profile(self, profile: Profile) -> Order:
        """The same, with the counts of a corpus."""
        return self._replace(settings=replace(self.settings, profile=profile))


def carry_out(terminal: Terminal, order: Order, *, self_profile: bool, dry_run: bool, quiet: bool) -> Summary:
    """Do it: count first (``self_profile``), only look (``dry_run``), or run. An interrupt ends the command.

    Raises:
        typer.Exit: nothing was to be done but to look, or somebody interrupted.
    """
    with ExitStack() as stack:
        if order.conduct.jobs != 0:
            from cleaner.cli.signals import interrupts

            order = order.until(stack.enter_context(interrupts(lambda: _finishing(terminal))))
        try:
            if self_profile:
                from cleaner.cli.profile import first_pass, tell_unlearned

                found = stack.enter_context(first_pass(order.plan, order.settings, order.conduct, order.destination))
                order = order.with_profile(found)
                if not quiet:
                    tell_unlearned(terminal, found)
            if dry_run:
                _preview(terminal, order, quiet=quiet)
                raise typer.Exit(0)
            return _run(terminal, order, quiet=quiet)
        except KeyboardInterrupt:
            terminal.say("interrupted: what is written is whole; run the same command again to go on", "yellow")
            raise typer.Exit(130) from None


def _run(terminal: Terminal, order: Order, *, quiet: bool) -> Summary:
    from cleaner.batch import run

    plan, settings, conduct, destination, options, changes = order
    if settings.profile:
        options = {**options, "profile": settings.profile.digest}
    told = Teller(terminal, destination, quiet=quiet, single=plan.single)
    # The clock first: it starts a process, and what shows progress starts a thread.
    with told, _on_the_clock(terminal, order) as done, terminal.progress(plan, quiet=quiet) as advance:

        def each(outcome: Outcome) -> None:
            done()  # whoever reads what is printed may take any time
            if changes:
                changes.add(outcome)
            elif destination is None and outcome.data:
                terminal.data(outcome.data)
            told.tell(outcome)
            advance(outcome.size)

        return run(plan, settings, conduct=conduct, destination=destination, options=options, each=each)


def _preview(terminal: Terminal, order: Order, *, quiet: bool) -> None:
    """Print what a run would do with each input."""
    from collections import Counter

    from cleaner.batch.preview import preview

    counts: Counter[str] = Counter()
    for step in preview(order.plan, order.settings, order.destination, resume=order.conduct.resume):
        counts[step.does] += 1
        why = f" ({step.why})" if step.why else ""
        terminal.data(f"{step.does}  {escape(step.id)}{why}\n".encode(errors="replace"))
    if not quiet:
        told = ", ".join(f"{count} to {does}" for does, count in sorted(counts.items()))
        terminal.say(f"{counted(counts.total() - counts['go'], 'input')}: {told or 'nothing to do'}; nothing was written")


def close(terminal: Terminal, summary: Summary, order: Order, *, quiet: bool) -> None:
    """The account of the run on the screen, and what nobody would look for after a run that ended well."""
    from cleaner.cli.closing import closing, nothing_taken

    if terminal.log_json:
        changed = {"changed": order.changes.count} if order.changes else {}
        terminal.log("finished", "info", **summary.to_json(), **changed)
    if quiet:
        return
    single, place = order.plan.single, order.destination.place if order.destination else ""
    if order.changes and not terminal.log_json:
        terminal.say(order.changes.told(summary))
    elif not terminal.log_json and (place or (not single and sys.stderr.isatty())):
        for line in closing(summary):
            terminal.say(line)
    if not single and (why := nothing_taken(summary, order.plan)):
        terminal.say(f"warning: {why}", "yellow")
    profile = order.settings.profile
    if profile is not None and summary.unprofiled and not summary.profiled:  # one that holds no line is one, too
        from cleaner.cli.profile import tell_unused

        tell_unused(terminal, profile)
    if summary.removed:
        files = counted(summary.removed, "file")
        terminal.say(f"removed {files} that an earlier run had written to {place}, and this one did not")
    if summary.strays:
        files = counted(summary.strays, "file")
        terminal.say(
            f"warning: {place} also holds {files} that this run did not write: of a run over other inputs, or changed by hand "
            "and kept as NAME.orig, say; `cleaner verify` names them; an output for each corpus keeps them apart",
            "yellow",
        )


def _finishing(terminal: Terminal) -> None:
    terminal.say("finishing what is under way; interrupt again to stop at once", "yellow")


@contextmanager
def _on_the_clock(terminal: Terminal, order: Order) -> Iterator[Callable[[], None]]:
    """End this process when the one document takes too long, unless what this gives is called before.

    A run with processes of its own has a supervisor for that.
    """
    if order.conduct.jobs != 0:
        yield lambda: None
        return
    from cleaner.batch import overtime

    item = next(iter(order.plan))  # the standard input is read by now, however long that took
    seconds = order.conduct.limits.seconds(item.content_size)
    with ExitStack() as stack:
        heard = stack.enter_context(_herald(lambda: terminal.say(f"failed: {item.id}: {overtime(seconds)}", "red")))
        # No thread and no handler of Python's would do: code in C that hangs lets none of them run.
        faulthandler.dump_traceback_later(seconds, exit=True, file=heard)
        stack.callback(faulthandler.cancel_dump_traceback_later)
        yield stack.close


@contextmanager
def _herald(say: Callable[[], None]) -> Iterator[int]:
    """A process that says what there is to say once something is written to this file, and ends with it; where there can be."""
    if not hasattr(os, "fork"):
        yield sys.stderr.fileno()
        return
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(writes)
            if os.read(reads, 1):
                say()
        finally:
            os._exit(0)
    os.close(reads)
    try:
        yield writes
    finally:
        os.close(writes)
        os.waitpid(child, 0)
