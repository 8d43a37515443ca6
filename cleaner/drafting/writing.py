"""Writing what was drafted, and never over what is there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cleaner.errors import UsageError


def write_new(files: Mapping[Path, bytes]) -> None:
    """Write all files, or none; a file that is there already is never replaced.

    Raises:
        UsageError: one of them exists or cannot be written.
    """
    written: list[Path] = []
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                written.append(path)
                file.write(content)
    except BaseException as error:
        for whole in written:
            whole.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        raise UsageError(f"{path}: cannot be written: {error.strerror}; nothing was kept") from error
