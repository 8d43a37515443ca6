"""Files that are not complete yet, and what tells them from all others, whoever writes them."""

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

TEMPORARY = ".cleaner.tmp-"
"""What the name of whatever is still being written begins with. It is hidden, so that no walk takes it for an input; what a
process that was killed has left behind is nobody's work."""


def rewrite(path: Path, data: bytes) -> None:
    """Write a file that a person keeps, whole or not at all; where there was one, its mode and the links to it stay.

    Raises:
        OSError: it cannot be written; what was there is as it was.
    """
    whole = path.resolve()
    temporary = whole.with_name(f"{TEMPORARY}{os.getpid()}-{secrets.token_hex(4)}")
    try:
        temporary.write_bytes(data)
        with suppress(FileNotFoundError):
            shutil.copymode(whole, temporary)
        temporary.replace(whole)
    finally:
        temporary.unlink(missing_ok=True)
