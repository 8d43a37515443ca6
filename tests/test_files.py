"""Files that people keep are written whole or not at all."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from cleaner.files import rewrite


def test_what_was_there_keeps_its_mode_and_the_links_to_it(tmp_path: Path) -> None:
    path, link = tmp_path / "pack.yaml", tmp_path / "link.yaml"
    rewrite(path, b"old")
    path.chmod(0o640)
    link.symlink_to(path)
    rewrite(link, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777, link.is_symlink()) == (b"new", 0o640, True)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link.yaml", "pack.yaml"]


@pytest.mark.hostile(39)
def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "pack.yaml"
    path.write_bytes(b"old")

    def half(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[:1])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(OSError, match="No space left"):
        rewrite(path, b"new")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("pack.yaml", b"old")]
