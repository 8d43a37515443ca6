"""Archives of files: what a directory would give, whatever the archive is made of, and as much as is whole."""

from __future__ import annotations

import io
import re
import stat
import struct
import tarfile
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cleaner.batch import Conduct, Destination, Keys, Reading, Settings, find, run
from cleaner.batch.containers import Lost, Row, rows
from cleaner.batch.verify import verify
from cleaner.errors import UsageError
from cleaner.rulebook import Rulebook
from tests.batches import BODY, STORY, digests, do, rulebook
from tests.containers import PAGE, brief, gz, lines, read, tarred, zipped, zst
from tests.listings import kinds, listed, put, standing_in

__all__ = ["rulebook"]  # a fixture

Make = Callable[[dict[str, bytes]], bytes]


class Unseekable(io.BytesIO):
    """What is written to is a pipe; it can be read afterwards."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError

    def seek(self, offset: int, whence: int = 0, /) -> int:
        if offset or whence:
            raise OSError
        return super().seek(0)


def streamed(files: dict[str, bytes]) -> bytes:
    return zipped(files, to=Unseekable())


MAKES: dict[str, Make] = {
    "a.zip": zipped,
    "b.zip": streamed,
    "c.zip": lambda files: zipped(files, zipfile.ZIP_STORED),
    "d.zip": lambda files: b"#!/bin/sh\nunzip $0\n" + zipped(files),
    "e.tar": tarred,
    "f.tar": lambda files: tarred(files, tarfile.GNU_FORMAT),
    "g.tgz": lambda files: gz(tarred(files)),
    "h.tar.gz": tarred,  # whatever its name says
    "i.tar.zst": lambda files: zst(tarred(files)),
    "j.TAR": lambda files: gz(tarred(files)),
}
ZIPS = ["a.zip", "b.zip", "c.zip"]
ALL = pytest.mark.parametrize("name", MAKES)


@ALL
def test_what_a_walk_would_take_is_a_row(name: str) -> None:
    """By its ending; other files and hidden ones are skipped with a word, folders are nothing, and all of them count."""
    files = {
        "a.txt": b"One.", "sub/": b"", "sub/b.HTML": PAGE, "sub/c.txt.gz": gz(b"Two."), "d.jpg": b"\xff", "__MACOSX/sub/._b.HTML": b"?",
        ".git/e.txt": b"?", "f.eml": b"Subject: x\n\nThree.", "g": b"?",
    }  # fmt: skip
    if "zip" not in name:
        folder = tarfile.TarInfo("sub/")
        folder.type = tarfile.DIRTYPE
        files["sub/"] = folder  # type: ignore[assignment]
    found = read(name, MAKES[name](files))
    assert [row for row in found if isinstance(row, Row)] == [
        Row(1, b"One.", None, "a.txt"), Row(3, PAGE, "text/html", "sub/b.HTML"), Row(4, b"Two.", None, "sub/c.txt.gz"),
        Row(8, b"Subject: x\n\nThree.", None, "f.eml"),
    ]  # fmt: skip
    assert [(row.number, row.status, row.kind, row.id) for row in found if isinstance(row, Lost)] == [
        (5, "skipped", "suffix", "d.jpg"),
        (6, "skipped", "hidden", "__MACOSX/sub/._b.HTML"),
        (7, "skipped", "hidden", ".git/e.txt"),
        (9, "skipped", "suffix", "g"),
    ]


@ALL
def test_an_archive_gives_what_its_directory_gives(rulebook: Rulebook, tmp_path: Path, name: str) -> None:
    """The same ids and bodies; with one worker, two, or none the same bytes; and nothing is done again."""
    files = {"a.txt": STORY.encode(), "sub/b.txt": STORY.encode(), "sub/c.html": PAGE}
    put(tmp_path, **{f"tree/{path}": data for path, data in files.items()}, **{name: MAKES[name](files)})
    _, expected = do(rulebook, tmp_path / "expected", tmp_path / "tree")
    said = ("id", "status", "media_type", "raw_sha256", "body_sha256", "outlet")
    trees = []
    for jobs in range(3):
        _, found = do(rulebook, tmp_path / f"out{jobs}", tmp_path / name, jobs=jobs)
        assert [{key: row[key] for key in said} for row in found] == [{key: row[key] for key in said} for row in expected]
        trees.append(digests(tmp_path / f"out{jobs}"))
        assert list(verify(Destination.existing(str(tmp_path / f"out{jobs}")))) == []
    assert trees[0] == trees[1] == trees[2]
    assert (tmp_path / "out0" / name / "000/000002-sub_b.txt.txt").read_text().strip() == BODY
    summary, _ = do(rulebook, tmp_path / "out0", tmp_path / name)
    assert summary.kept == 3


@pytest.mark.parametrize("name", ["a.zip", "g.tgz"])
@pytest.mark.parametrize("format", ["txt", "jsonl", "parquet"])
def test_an_interrupted_run_goes_on(rulebook: Rulebook, tmp_path: Path, name: str, format: str) -> None:
    """What is done is kept, and the bytes are those of one run."""
    put(tmp_path, **{name: MAKES[name]({f"{number}.txt": f"{STORY}{number}\n".encode() for number in range(9)})})
    outs = {part: tmp_path / part / ("rows" if format == "txt" else f"rows.{format}") for part in ("halved", "whole")}
    for out in outs.values():
        out.parent.mkdir()
    do(rulebook, outs["whole"], tmp_path / name, format=format)
    destination = Destination.of(str(outs["halved"]), format)
    settings = Settings(rulebook, format=format, folder=destination.place if format == "txt" else "", fsync=False)
    asked = iter(range(1000))
    with pytest.raises(KeyboardInterrupt):
        run(listed(tmp_path / name), settings, conduct=Conduct(stop=lambda: next(asked) >= 4), destination=destination)
    summary, _ = do(rulebook, outs["halved"], tmp_path / name, format=format)
    assert 0 < summary.kept < 9
    halved, whole = (
        {path: digest for path, digest in digests(tmp_path / part).items() if not path.endswith("run.json")} for part in outs
    )
    assert halved == whole


@pytest.mark.parametrize("name", ["a.zip", "b.zip", "e.tar", "g.tgz"])
def test_archives_on_the_standard_input_and_far_away(tmp_path: Path, name: str) -> None:
    import fsspec

    data = MAKES[name]({"a.txt": b"One.", "b.txt": b"Two."})
    put(tmp_path, **{name: data})
    here = [(item.id, item.row) for item in listed(tmp_path / name)]
    with standing_in(data):
        assert [(item.id, item.row) for item in find(["-"], Reading(stdin=".zip" if "zip" in name else ".tar"))] == here
    store = fsspec.filesystem("memory")
    store.pipe(f"/archives/{name}", data)
    try:
        assert [(item.id, item.row) for item in listed(f"memory://archives/{name}")] == here
    finally:
        store.rm("/archives", recursive=True)


def test_documents_of_one_path(tmp_path: Path) -> None:
    """In one archive or in two: refused, numbered, or named after their files."""
    put(tmp_path, **{"a.zip": zipped({"1.txt": b"One."}), "b.tar": tarred({"1.txt": b"Two."})})
    with pytest.raises(UsageError, match=r"b\.tar, row 1: its id '1\.txt' is that of a\.zip, row 1, too"):
        listed(tmp_path).check()
    plan = listed(tmp_path, suffix_ids=True)
    plan.check()
    assert list(kinds(plan)) == ["1.txt", "1.txt~2"]
    assert list(kinds(listed(tmp_path, keys=Keys(id=())))) == ["a.zip#1", "b.tar#1"]
    assert brief(read("a.zip", zipped({"1.txt": b"One.", "2.txt": b"Two."}).replace(b"2.txt", b"1.txt"))) == [
        (1, "1.txt"),
        (2, "1.txt"),
    ]


def test_documents_of_office_programs_are_no_archives(tmp_path: Path) -> None:
    """They are what they were, named or not; under the name of an archive there are no documents in one."""
    office = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})
    put(tmp_path, **{"a.docx": office, "b.epub": office, "c.zip": office})
    assert kinds(listed(tmp_path)) == {
        "a.docx": "suffix", "b.epub": "suffix", "[Content_Types].xml": "suffix", "word/document.xml": "suffix",
    }  # fmt: skip
    assert kinds(listed(tmp_path / "a.docx")) == {"a.docx": ""}


@pytest.mark.parametrize(("name", "empty"), [("a.zip", zipped({})), ("a.tar", tarred({})), ("a.tgz", gz(tarred({})))])
def test_an_empty_archive(name: str, empty: bytes) -> None:
    assert brief(read(name, empty)) == [(0, "no_rows")]


@pytest.mark.parametrize("name", ["a.zip", "e.tar"])
@pytest.mark.parametrize("inner", ["x.jsonl", "x.zip", "x.tar.gz", "x.parquet", "x.warc.gz"])
@pytest.mark.hostile(73)
def test_what_holds_documents_of_its_own_is_to_be_unpacked(name: str, inner: str) -> None:
    """An archive in an archive, however deep, is never opened."""
    (lost, row) = read(name, MAKES[name]({inner: lines({"text": "x"}), "a.txt": b"One."}))
    assert isinstance(lost, Lost)
    assert (lost.status, lost.kind, lost.id) == ("failed", "nested", inner)
    assert lost.message.endswith("unpack the archive first")
    assert isinstance(row, Row)


# -- names


@ALL
@pytest.mark.parametrize(
    ("path", "id"),
    [
        ("../../etc/a.txt", "etc/a.txt"), ("/abs/a.txt", "abs/a.txt"), ("./sub/./a.txt", "sub/a.txt"), ("C:\\x\\a.txt", "C:\\x\\a.txt"),
        ("a//b/../c.txt", "a/b/c.txt"), ("кафе/日本.txt", "кафе/日本.txt"), ("n\nl\x1b[31m.txt", "n\nl\x1b[31m.txt"), ("d" * 300 + ".txt", "d" * 300 + ".txt"),
    ],
)  # fmt: skip  # a table
@pytest.mark.hostile(36, 74)
def test_no_path_leads_out_of_the_output(rulebook: Rulebook, tmp_path: Path, name: str, path: str, id: str) -> None:
    """The id is what the member would unpack to below a directory; the output is named by a number."""
    put(tmp_path / "in", **{name: MAKES[name]({path: STORY.encode()})})
    _, (row,) = do(rulebook, tmp_path / "deep/er/out", tmp_path / "in" / name)
    assert (row["id"], row["status"]) == (id, "ok")
    assert all(re.match(re.escape(name) + r"/000/000001-?[\w.-]*$", output) for output in row["outputs"])
    written = {item.relative_to(tmp_path).parts[:3] for item in tmp_path.rglob("*") if item.is_file()}
    assert written == {("in", name), *(parts for parts in written if parts == ("deep", "er", "out"))}


def test_nul_in_a_path() -> None:
    data = zipped({"aXb.txt": b"One."}).replace(b"aXb.txt", b"a\0b.txt")
    assert brief(read("a.zip", data)) == [(1, "a\0b.txt")]


@pytest.mark.parametrize(
    ("raw", "flag", "id"),
    [
        ("ü.txt".encode(), True, "ü.txt"),
        ("ü.txt".encode(), False, "ü.txt"),
        ("ü.txt".encode("cp437"), False, "ü.txt"),
        (b"\x81.txt", True, "%81.txt"),
    ],
)
@pytest.mark.hostile(74)
def test_encodings_of_paths(raw: bytes, flag: bool, id: str) -> None:
    """As the flag says; without it UTF-8 if it can be, which some programs do not say, else what DOS had."""
    mark = b"Q" * (len(raw) - 4) + b".txt"
    data = bytearray(zipped({mark.decode(): b"One."}).replace(mark, raw))
    for start, flags in ((data.find(b"PK\3\4"), 6), (data.find(b"PK\1\2"), 8)):
        struct.pack_into("<H", data, start + flags, 1 << 11 if flag else 0)
    assert brief(read("a.zip", bytes(data))) == [(1, id)]
    assert brief(read("a.zip", bytes(data[:-22]))) == [(1, id), (2, "corrupt")]


def test_paths_of_tars_in_other_bytes_and_of_any_length() -> None:
    long = "d/" * 200 + "a.txt"
    for kind in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        assert brief(read("a.tar", tarred({long: b"One.", "b.txt": b"Two."}, kind))) == [(1, long), (2, "b.txt")]
    assert brief(read("a.tar", tarred({"d/" * 80 + "a.txt": b"One."}, tarfile.USTAR_FORMAT))) == [(1, "d/" * 80 + "a.txt")]
    odd = tarred({"\udcff.txt": b"One."}, tarfile.GNU_FORMAT)
    assert brief(read("a.tar", odd)) == [(1, "%FF.txt")]
    ((number, kind),) = brief(read("a.tar", tarred({"d/" * 600 + "a.txt": b"One."})))
    assert (number, kind) == (1, "bad_row")


# -- members that are no files


@pytest.mark.hostile(30, 31, 32)
def test_links_and_devices_are_never_followed() -> None:
    types = {
        "link.txt": (tarfile.SYMTYPE, "file_link"), "hard.txt": (tarfile.LNKTYPE, "same_file"), "fifo.txt": (tarfile.FIFOTYPE, "special"),
        "disk.txt": (tarfile.BLKTYPE, "special"), "tty.txt": (tarfile.CHRTYPE, "special"),
    }  # fmt: skip
    members: dict[str, Any] = {}
    for name, (letter, _) in types.items():
        members[name] = tarfile.TarInfo(name)
        members[name].type, members[name].linkname = letter, "/etc/passwd"
    found = read("a.tar", tarred({**members, "z.txt": b"One."}))
    assert brief(found) == [*enumerate((kind for _, kind in types.values()), 1), (6, "z.txt")]
    assert {row.status for row in found if isinstance(row, Lost)} == {"skipped"}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, mode in (
            ("link.txt", stat.S_IFLNK),
            ("fifo.txt", stat.S_IFIFO),
            ("z.txt", stat.S_IFREG),
            ("d.txt", stat.S_IFDIR),
        ):
            info = zipfile.ZipInfo(name)
            info.external_attr = (mode | 0o644) << 16
            archive.writestr(info, b"/etc/passwd")
    assert brief(read("a.zip", file.getvalue())) == [(1, "file_link"), (2, "special"), (3, "z.txt")]


@pytest.mark.hostile(75)
def test_sparse_files_are_left_out() -> None:
    """GNU's own and those of pax: whatever size they claim, and the member behind them is found."""
    gnu = bytearray(tarred({"a.txt": b"x" * 600, "b.txt": b"Two."}, tarfile.GNU_FORMAT))
    gnu[156:157], gnu[482:483] = tarfile.GNUTYPE_SPARSE, b"\1"
    gnu[512:512] = bytes(504) + b"\1" + bytes(7) + bytes(512)  # two headers with holes more
    _sign(gnu)
    assert brief(read("a.tar", bytes(gnu))) == [(1, "unsupported"), (2, "b.txt")]
    pax = tarfile.TarInfo("a.txt")
    pax.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.realsize": "9" * 12}
    assert brief(read("a.tar", tarred({"a.txt": pax, "b.txt": b"Two."}))) == [(1, "unsupported"), (2, "b.txt")]


def _sign(data: bytearray, at: int = 0) -> None:
    """Make the checksum of a header right."""
    data[at + 148 : at + 156] = b" " * 8
    data[at + 148 : at + 156] = f"{sum(data[at : at + 512]):06o}\0 ".encode()


# -- what is damaged


@ALL
@pytest.mark.hostile(27, 76)
def test_an_archive_that_breaks_off_gives_every_whole_document(name: str) -> None:
    """Cut at every byte: the documents are always the first ones, whole, and the last word says that there is no more."""
    files = {f"{number}.txt": bytes(range(97, 97 + number)) * 9 for number in range(1, 6)}
    data = MAKES[name](files)
    for cut in range(1, len(data), 1 if len(data) < 1500 else 37):
        found = read(name, data[:cut])
        kept = [row for row in found if isinstance(row, Row)]
        assert [(row.id, row.data) for row in kept] == list(files.items())[: len(kept)]
        if len(kept) < len(found):
            assert [(lost.status, lost.kind) for lost in found[len(kept) :] if isinstance(lost, Lost)] in (
                [("failed", "truncated")], [("failed", "corrupt")],
            )  # fmt: skip
        else:  # only the end of the comment, or of the blocks that fill up a tape, is gone
            assert len(kept) == len(files)
    if name.endswith(".tar"):
        assert brief(read(name, data[:2560]))[0] == (1, "1.txt")


@pytest.mark.parametrize("name", ZIPS)
@pytest.mark.hostile(76)
def test_a_damaged_directory_costs_nothing_but_trust(name: str) -> None:
    """Its beginning, its middle or its end: each member is given once, in order, and the last word tells of the damage."""
    files = {f"{number}.txt": b"The harbour reopened. " * number for number in range(1, 6)}
    data = MAKES[name](files)
    whole = [*enumerate(files, 1)]
    entries = [found.start() for found in re.finditer(b"PK\1\2", data)]
    for at in (entries[0], entries[2], data.rindex(b"PK\5\6")):
        damaged = data[:at] + b"XXXX" + data[at + 4 :]
        assert brief(read(name, damaged)) == [*whole, (6, "corrupt")]
    offset = data.rindex(b"PK\5\6") + 16
    assert brief(read(name, data[:offset] + b"\xff\xff\xff\x7f" + data[offset + 4 :])) == [*whole, (6, "corrupt")]
    assert brief(read(name, data + b"rubbish" * 50)) == whole


@pytest.mark.parametrize("name", ["a.zip", "b.zip"])
@pytest.mark.hostile(76)
def test_a_damaged_member_costs_itself_alone(name: str) -> None:
    files = {f"{number}.txt": bytes(range(65, 90)) for number in range(1, 4)}
    data = bytearray(MAKES[name](files))
    second = data.index(b"2.txt")
    data[second + 10] ^= 0x55
    assert brief(read(name, bytes(data))) == [(1, "1.txt"), (2, "corrupt"), (3, "3.txt")]
    again = brief(read(name, bytes(data[: data.index(b"PK\1\2")])))
    assert again == [(1, "1.txt"), (2, "corrupt"), (3, "3.txt"), (4, "corrupt")]


@pytest.mark.parametrize(
    ("at", "value", "kind"),
    [
        (8, b"\x01\x00", "encrypted"), (10, b"\x0c\x00", "unsupported"), (10, b"\x63\x00", "unsupported"), (16, b"\0\0\0\0", "corrupt"),
        (20, b"\x05\0\0\0", "corrupt"), (24, b"\x05\0\0\0", "corrupt"), (24, b"\xff\xff\xff\x7f", "too_large"), (42, b"\x07\0\0\0", "corrupt"),
        (42, b"\xff\xff\xff\xff", "corrupt"),
    ],
)  # fmt: skip  # a table
@pytest.mark.hostile(75, 76)
def test_what_the_directory_says_of_one_member(at: int, value: bytes, kind: str) -> None:
    """Flags, methods, checksums, sizes and places that are wrong or strange cost the one member."""
    data = bytearray(zipped({"a.txt": b"The harbour reopened on Monday.", "b.txt": b"Two."}))
    entry = data.index(b"PK\1\2")
    data[entry + at : entry + at + len(value)] = value
    assert brief(read("a.zip", bytes(data))) == [(1, kind), (2, "b.txt")]


@pytest.mark.parametrize("where", [0, 100, 124, 148, 156])
@pytest.mark.hostile(76)
def test_a_damaged_header_of_a_tar_costs_its_member(where: int) -> None:
    files = {f"{number}.txt": b"x" * 700 for number in range(1, 4)}
    for at, expected in (
        (0, [(1, "corrupt"), (2, "2.txt"), (3, "3.txt")]),
        (1536, [(1, "1.txt"), (2, "corrupt"), (3, "3.txt")]),
    ):
        data = bytearray(tarred(files))
        data[at + where] ^= 0x55
        assert brief(read("a.tar", bytes(data))) == expected
    data[3072 + where] ^= 0x55
    assert brief(read("a.tar", bytes(data))) == [(1, "1.txt"), (2, "corrupt")]
    assert brief(read("a.tar", tarred(files) + tarred({"4.txt": b"x"}) + b"rubbish" * 400))[-1] == (4, "4.txt")


@pytest.mark.hostile(76)
def test_what_is_no_archive() -> None:
    for name in ("a.zip", "a.tar"):
        for data in (b"Just a text.", b"\x89PNG" * 999, b"Rar!\x1a\x07" * 99):
            assert brief(read(name, data)) == [(0, "corrupt")]
    assert brief(read("a.zip", b"")) == [(0, "corrupt")]
    assert brief(read("a.tar", b"")) == [(0, "truncated")]
    assert brief(read("a.zip", tarred({"a.txt": b"x"}))) == [(0, "corrupt")]
    assert brief(read("a.tar", zipped({"a.txt": b"x"}))) == [(0, "corrupt")]


# -- what is to fill memories, or to take for ever


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
@pytest.mark.hostile(73)
def test_a_member_that_is_too_large(method: int) -> None:
    """Also where the directory makes it smaller than it is: no more is unpacked than it says."""
    big = zipped({"a.txt": b" " * 3_000_000, "b.txt": b"Two."}, method)
    assert brief(read("a.zip", big, limit=1_000_000)) == [(1, "too_large"), (2, "b.txt")]
    lying = bytearray(big)
    struct.pack_into("<I", lying, big.index(b"PK\1\2") + 24, 100)
    assert brief(read("a.zip", bytes(lying), limit=1_000_000)) == [(1, "corrupt"), (2, "b.txt")]
    open_ended = zipped({"a.txt": b" " * 3_000_000}, to=Unseekable())
    assert brief(read("a.zip", open_ended[: open_ended.index(b"PK\1\2")], limit=1_000_000))[0] == (1, "too_large")
    assert brief(read("a.tar", tarred({"a.txt": b" " * 3_000_000, "b.txt": b"Two."}), limit=1_000_000)) == [
        (1, "too_large"),
        (2, "b.txt"),
    ]


@pytest.mark.hostile(73)
def test_a_bomb_of_members_that_share_their_bytes() -> None:
    """Each entry of the directory leads to the same data, all of which together is more than the archive could hold."""
    data = zipped({"a.txt": b" " * 900_000})
    entry = data[data.index(b"PK\1\2") : data.index(b"PK\5\6")]
    at = data.index(b"PK\1\2")
    end = struct.pack("<4s4xHHIIH", b"PK\5\6", 5000, 5000, 5000 * len(entry), at, 0)
    *found, last = read("a.zip", data[:at] + entry * 5000 + end, limit=1_000_000)
    assert brief([last])[0][1] == "bomb"
    assert len(found) < 100


@pytest.mark.hostile(73)
def test_a_bomb_that_gives_nothing() -> None:
    """Data of empty blocks, read again and again: reading counts as well."""
    empty = b"\0\0\0\xff\xff" * 60_000
    name = b"a.txt"
    local = struct.pack("<4s5HIIIHH", b"PK\3\4", 20, 0, 8, 0, 0, 0, len(empty), 0, len(name), 0) + name + empty
    entry = struct.pack("<4s6HIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, 0, 0, len(empty), 0, len(name), 0, 0, 0, 0, 0, 0) + name
    end = struct.pack("<4s4xHHIIH", b"PK\5\6", 9000, 9000, 9000 * len(entry), len(local), 0)
    *found, last = read("a.zip", local + entry * 9000 + end, limit=1_000_000)
    assert {kind for _, kind in brief(found)} == {"corrupt"}
    assert brief([last])[0][1] == "bomb"
    assert len(found) < 1000


@pytest.mark.parametrize("make", [tarred, zipped], ids=["tar", "zip"])
@pytest.mark.hostile(26, 73)
def test_a_bomb_of_packed_members(make: Make) -> None:
    name = "a.tar" if make is tarred else "a.zip"
    bomb = make({f"{number}.txt.gz": gz(b" " * 900_000) for number in range(900)})
    found = read(name, gz(bomb) if make is tarred else bomb, limit=1_000_000)
    assert brief(found[-1:])[0][1] == "bomb"
    twice = make({"a.txt.gz": gz(gz(b"x")), "b.txt.gz": b"", "c.txt.gz": gz(b" " * 3_000_000), "d.txt": b"Two."})
    assert brief(read(name, twice, limit=1_000_000)) == [(1, "bomb"), (2, "truncated"), (3, "bomb"), (4, "d.txt")]


@pytest.mark.hostile(76)
def test_headers_of_any_size_are_not_held() -> None:
    """One that says what a member is called, or something of all members: the first costs its member, the second nothing."""
    plain = tarred({"a.txt": b"One.", "b.txt": b"Two."}, tarfile.USTAR_FORMAT)
    for letter, expected in ((b"x", (1, "corrupt")), (b"L", (1, "corrupt")), (b"g", (1, "a.txt")), (b"K", (1, "a.txt"))):
        head = bytearray(plain[:512])
        head[156:157] = letter
        head[124:136] = f"{20_000_000:011o}\0".encode()
        _sign(head)
        packed = gz(bytes(head) + b"0" * (20_000_000 + -20_000_000 % 512) + plain)
        tracemalloc.start()
        found = list(rows("a.tgz", io.BytesIO(packed), Reading(max_bytes=500_000_000)))
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
        tracemalloc.stop()
        assert brief(found) == [expected, (2, "b.txt")]


@pytest.mark.parametrize("record", [b"10 path=\n", b"99 path=x\n", b"x", b"12 size=-99\n", b"0 path=x\n", b"11 path=x\n"])
def test_pax_headers_that_are_damaged(record: bytes) -> None:
    plain = tarred({"a.txt": b"One.", "b.txt": b"Two."}, tarfile.USTAR_FORMAT)
    head = bytearray(plain[:512])
    head[156:157] = b"x"
    head[124:136] = f"{len(record):011o}\0".encode()
    _sign(head)
    assert brief(read("a.tar", bytes(head) + record.ljust(512, b"\0") + plain)) == [(1, "corrupt"), (2, "b.txt")]


@pytest.mark.parametrize("make", [zipped, tarred], ids=["zip", "tar"])
@pytest.mark.hostile(41)
def test_very_many_members_are_held_one_at_a_time(make: Make) -> None:
    name = "a.tar" if make is tarred else "a.zip"
    data = make({f"{number}.txt": b"x" for number in range(20_000)})
    tracemalloc.start()
    count = sum(1 for _ in rows(name, io.BytesIO(data), Reading()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20_000
    assert peak < 1_000_000


def test_archives_of_more_than_65_535_members_and_with_large_fields() -> None:
    """Those that no longer fit the numbers of the first zip archives."""
    data = zipped(dict.fromkeys((f"{number}.txt" for number in range(66_000)), b"x"), zipfile.ZIP_STORED)
    assert sum(isinstance(row, Row) for row in read("a.zip", data)) == 66_000
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.txt", "w", force_zip64=True) as member:
        member.write(b"One.")
    data = file.getvalue()
    assert brief(read("a.zip", data)) == [(1, "a.txt")]
    assert brief(read("a.zip", data[: data.index(b"PK\1\2")])) == [(1, "a.txt"), (2, "corrupt")]
    bare = zlib.crc32(b"One.")
    name, field = b"b.txt", struct.pack("<HHQQQ", 1, 24, 4, 4, 0)
    local = struct.pack("<4s5HIIIHH", b"PK\3\4", 45, 0, 0, 0, 0, bare, 4, 4, len(name), 0) + name + b"One."
    entry = struct.pack("<4s6H", b"PK\1\2", 45, 45, 0, 0, 0, 0) + struct.pack(
        "<IIIHHHHHII", bare, *[0xFFFFFFFF] * 2, 5, 28, 0, 0, 0, 0, 0xFFFFFFFF
    )
    end = struct.pack("<4s4xHHIIH", b"PK\5\6", 1, 1, len(entry) + 33, len(local), 0)
    assert brief(read("a.zip", local + entry + name + field + end)) == [(1, "b.txt")]
