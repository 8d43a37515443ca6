"""Mailboxes: each message is a document, whatever its body quotes; what is damaged or deleted costs itself alone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.batch.containers import Lost, Row
from tests.commands import Result, bundled, cli
from tests.containers import gz, read, zst

__all__ = ["bundled", "cli"]  # fixtures

LETTER = (
    "The ferry came back from the yard on Thursday, after five months in dry dock, and took its first passengers over the sound.\r\n"
    "\r\n"
    "It had been expected in March, but the gearbox turned out to be older than the ship, and nobody had seen one like it.\r\n"
)


def message(number: int, body: str = LETTER, more: str = "") -> bytes:
    head = f"From: Coast News <letter@coast.example>\r\nSubject: Letter {number}\r\nMIME-Version: 1.0\r\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\r\n{more}\r\n{body}".encode()


def mailbox(*messages: bytes, first: str = "From letter@coast.example Mon May 13 09:14:00 2024") -> bytes:
    return b"".join(first.encode() + b"\r\n" + found + b"\r\n" for found in messages)


def found(data: bytes, name: str = "a.mbox", limit: int = 10_000) -> list[Row | Lost]:
    return read(name, data, limit=limit)


@pytest.mark.parametrize(
    "first",
    [
        "From letter@coast.example Mon May 13 09:14:00 2024",
        "From - Mon May 13 09:14:00 2024",
        "From 17@xxx Mon May 13",
        "From ",
    ],
)
@pytest.mark.parametrize("feed", [b"\r\n", b"\n"])
def test_messages_one_after_another(first: str, feed: bytes) -> None:
    data = (b"\r\n\r\n" + mailbox(message(1), message(2), first=first)).replace(b"\r\n", feed)
    assert found(data) == [Row(number, (message(number) + b"\r\n").replace(b"\r\n", feed)) for number in (1, 2)]


def test_packed() -> None:
    data = mailbox(message(1), message(2))
    assert found(gz(data), "a.mbox.gz") == found(zst(data), "a.mbox.zst") == found(data)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("From the start nobody believed it.", "From the start nobody believed it."),
        ("From the start:\r\nnobody believed it.", "From the start:\r\nnobody believed it."),
        (">From the start nobody believed it.", "From the start nobody believed it."),
        (">>From the start", ">From the start"),
        ("> From: Jane", "> From: Jane"),
    ],
)
def test_what_bodies_quote_begins_no_message(line: str, meant: str) -> None:
    body = f"{LETTER}\r\n{line}\r\n\r\n{LETTER}"
    assert found(mailbox(message(1, body), message(2))) == [
        Row(1, message(1, body.replace(line, meant)) + b"\r\n"),
        Row(2, message(2) + b"\r\n"),
    ]


def test_one_that_is_too_long_or_deleted_costs_itself_alone() -> None:
    deleted = message(2, more="X-Mozilla-Status: 0009\r\n")
    kept = message(3, more="X-Mozilla-Status: 0001\r\n")
    data = mailbox(message(1, LETTER * 100), deleted, kept)
    assert found(data) == [
        Lost(1, "failed", "too_large", "message 1: it has more than 10000 bytes; raise --max-bytes, or split it"),
        Lost(2, "skipped", "deleted", "message 2: it was deleted, and is still in the file"),
        Row(3, kept + b"\r\n"),
    ]


def test_what_is_no_mailbox() -> None:
    assert found(message(1)) == [
        Lost(0, "failed", "corrupt", "it does not begin with `From …`, as mailboxes do; call a single message NAME.eml")
    ]
    assert found(b"\r\n") == found(b"") == [Lost(0, "skipped", "no_rows", "there are no documents in it")]


def test_one_that_breaks_off_gives_what_is_whole() -> None:
    data = gz(mailbox(*(message(number, f"{LETTER}{number * 7919}") for number in range(1, 30))))
    rows = found(data[: len(data) // 2], "a.mbox.gz")
    assert all(isinstance(row, Row) for row in rows[:-1])
    assert isinstance(rows[-1], Lost)
    assert rows[-1].kind == "truncated"


def test_a_line_without_end() -> None:
    assert found(mailbox(message(1, "x" * 3_000_000 + "\r\n"), message(2)))[1] == Row(2, message(2) + b"\r\n")


def test_a_mailbox_is_cleaned(cli: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "letters.mbox").write_bytes(mailbox(message(1), message(2)))
    done = cli("clean", str(tmp_path / "in"), "-o", str(tmp_path / "out"))
    assert done.code == 0
    bodies = sorted((tmp_path / "out").rglob("*.txt"))
    assert [path.relative_to(tmp_path / "out").as_posix() for path in bodies] == [
        "letters.mbox/000/000001.txt",
        "letters.mbox/000/000002.txt",
    ]
    assert all("The ferry came back from the yard" in path.read_text(encoding="utf-8") for path in bodies)
