"""One run at a time in one output."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from cleaner.batch.destination import Destination
from cleaner.batch.outputs import remove
from cleaner.errors import UsageError


@contextmanager
def locked(destination: Destination) -> Iterator[None]:
    """Make the output's directory and hold its lock; the lock goes with the process, however that ends.

    Where the system knows no such locks (Windows), nothing is locked.

    Raises:
        UsageError: another run holds it, or it cannot be made.
    """
    place, walked = destination.lock, destination.lock == destination.place
    try:
        os.makedirs(place if walked else os.path.dirname(place) or ".", exist_ok=True)
        handle = _locked(place, walked)
    except BlockingIOError:
        raise UsageError(f"{destination.place}: another run is writing here; wait for it, or choose another output") from None
    except OSError as error:
        raise UsageError(f"{destination.place}: cannot be written: {error.strerror}; choose another output") from error
    try:
        yield
    finally:
        if handle is not None:
            if not walked:
                remove([place])
            os.close(handle)


def _locked(place: str, walked: bool) -> int | None:
    try:
        import fcntl
    except ImportError:
        return None
    while True:
        # The directory itself is locked, so that nothing of ours lies in it; a file of rows needs a file beside it.
        handle = os.open(place, os.O_RDONLY if walked else os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with suppress(FileNotFoundError):  # the run before removed the file between our opening and our locking it
                if os.path.samestat(os.fstat(handle), os.stat(place)):
                    return handle
        except OSError:
            os.close(handle)
            raise
        os.close(handle)
