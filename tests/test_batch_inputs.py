"""Which inputs there are, and what their outputs are called."""

from __future__ import annotations

import errno
import inspect
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.batch import find
from cleaner.batch.naming import encode, encode_all, fit, place, unique_folders
from cleaner.batch.opening import read_file
from cleaner.batch.roots import Local, roots_of
from cleaner.cli import main
from cleaner.errors import UnreadableInput, UsageError
from tests.batches import STORY, ids, output_stems, stems, tree
from tests.conftest import examples
from tests.interrupted import unlistable

# -- which inputs there are


def test_a_directory_is_walked_in_the_order_of_ids(tmp_path: Path) -> None:
    """Texts and pages are taken at any depth, all else is listed with why it is not."""
    tree(
        tmp_path,
        {"b/z.txt": "", "b.txt": "", "a.HTML": "", "b-c.htm": "", "x.pdf": "", ".git/config.txt": "", "a/deep/er.text": ""},
    )
    found = {item.id: item.verdict.kind if item.verdict else "" for item in find([str(tmp_path)])}
    assert list(found) == sorted(found)
    assert found == {
        ".git": "hidden", "a.HTML": "", "a/deep/er.text": "", "b-c.htm": "", "b.txt": "", "b/z.txt": "", "x.pdf": "suffix",
    }  # fmt: skip


def kinds(*paths: Path) -> dict[str, str]:
    """What is known of each input before it is opened: the kind of its verdict, or nothing."""
    return {item.id: item.verdict.kind if item.verdict else "" for item in find(map(str, paths))}


@pytest.mark.parametrize(
    ("page", "folder"),
    [
        ("a.html", "a_files"), ("a.htm", "a.files"), ("a.HTML", "a-Dateien"), ("a.html", "a_fichiers"), ("a.html", "a_archivos"),
        ("a.html", "a_file"), ("a.html", "a_bestanden"), ("a b.v2.html", "a b.v2_pliki"), ("é.htm", "é_soubory"),
    ],
)  # fmt: skip  # a table
def test_the_parts_of_a_saved_page_are_no_documents(tmp_path: Path, page: str, folder: str) -> None:
    """All that browsers have put into the directory beside it, at any depth, and the reason names the page."""
    tree(
        tmp_path, {f"in/{page}": "", f"in/{folder}/frame.html": "", f"in/{folder}/b_files/ad.htm": "", f"in/{folder}/x.css": ""}
    )
    parts = {
        f"in/{folder}/frame.html": "saved_page",
        f"in/{folder}/b_files/ad.htm": "saved_page",
        f"in/{folder}/x.css": "saved_page",
    }
    assert kinds(tmp_path) == {f"in/{page}": "", **parts}
    told = {item.verdict for item in find([str(tmp_path)]) if item.verdict}
    assert told == {("skipped", "saved_page", f"part of the saved page in/{page}; name it to have it cleaned")}


def test_what_only_looks_like_the_parts_of_a_saved_page(tmp_path: Path) -> None:
    """A directory without the page beside it, a page elsewhere or of another name, a text, and the name of a page alone."""
    names = (
        "alone_files/1.html", "in/a_files/1.html", "a.html", "b_files/1.html", "b.txt", "c_files/1.html", "cc.html",
        "d_fotos/1.html", "d.html", "e/1.html", "e.html", "f_files/1.html", "sub/f.html", "_files/1.html", "g-files/1.html", "g.html",
    )  # fmt: skip  # a list
    tree(tmp_path, dict.fromkeys(names, ""))
    assert kinds(tmp_path) == dict.fromkeys(sorted(names), "")


def test_parts_of_a_saved_page_that_are_named_are_documents(tmp_path: Path) -> None:
    """One by one beside their directory, all as files, or as the directory alone."""
    tree(tmp_path, {"a.html": "", "a_files/1.html": "", "a_files/2.html": ""})
    one, two = tmp_path / "a_files/1.html", tmp_path / "a_files/2.html"
    assert kinds(tmp_path, one) == {"a.html": "", "a_files/1.html": "", "a_files/2.html": "saved_page"}
    assert kinds(tmp_path / "a.html", one, two) == {"a.html": "", "a_files/1.html": "", "a_files/2.html": ""}
    assert kinds(tmp_path / "a_files") == {"1.html": "", "2.html": ""}


def test_the_directory_of_the_parts_that_is_named_beside_the_one_it_lies_in(tmp_path: Path) -> None:
    """Walked as it would be alone: what is part of a page in it is none the less."""
    names = ("x/a.html", "x/a_files/1.html", "x/a_files/sub/2.html", "x/a_files/b.html", "x/a_files/b_files/3.html")
    tree(tmp_path, dict.fromkeys([*names, "x/c.html", "x/c_files/4.html"], ""))
    parts = {"x/a_files/b_files/3.html": "saved_page", "x/c_files/4.html": "saved_page"}
    expected = {**dict.fromkeys(names, ""), "x/c.html": "", **parts}
    for above in (tmp_path, tmp_path / "x"):
        relative = {str((tmp_path / name).relative_to(above)): kind for name, kind in expected.items()}
        assert kinds(above, tmp_path / "x/a_files") == relative
    named = kinds(tmp_path, tmp_path / "x/a_files", tmp_path / "x/a_files/b_files")
    assert named == {**expected, "x/a_files/b_files/3.html": ""}
    below = kinds(tmp_path, tmp_path / "x/a_files/sub")
    assert {name for name, kind in below.items() if not kind} == {"x/a.html", "x/a_files/sub/2.html", "x/c.html"}


@pytest.mark.hostile(30)
def test_directory_links_are_not_followed_and_loops_end(tmp_path: Path) -> None:
    """A link to a directory above is skipped, and so is one to a file; a link to nothing is an input that will fail."""
    tree(tmp_path, {"in/a.txt": STORY})
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "in" / "a.txt")
    (tmp_path / "in" / "broken.txt").symlink_to(tmp_path / "nothing")
    for name in ("itself.txt", "itself"):
        (tmp_path / "in" / name).symlink_to(name)
    assert kinds(tmp_path / "in") == {
        "a.txt": "", "broken.txt": "", "itself": "suffix", "itself.txt": "", "link.txt": "file_link", "loop": "directory_link",
    }  # fmt: skip  # a table
    for name in ("broken.txt", "itself.txt"):
        with pytest.raises(
            UnreadableInput, match="it is gone, or a link to nothing or to itself; list the inputs anew"
        ) as told:
            read_file(str(tmp_path / "in" / name), 1000)
        assert told.value.kind == "vanished"


def test_the_directory_that_was_named_and_cannot_be_listed_any_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has a name in messages, too."""
    plan = find([str(tree(tmp_path, {"a.txt": STORY}))])
    unlistable(monkeypatch, "")
    (item,) = plan
    assert item.verdict
    assert (item.id, item.verdict.kind) == ("./", "unreadable")
    with pytest.raises(UsageError, match=r"the directory cannot be listed: Permission denied; check its permissions$"):
        find([str(tmp_path)])


def test_named_files_keep_the_tree_below_their_common_directory(tmp_path: Path) -> None:
    """Whatever the suffix, the order, or how often they are named."""
    tree(tmp_path, {"x/1.txt": "", "y/1.txt": "", "y/notes.md": ""})
    paths = [tmp_path / "y/notes.md", tmp_path / "x/1.txt", tmp_path / "y/1.txt", tmp_path / "y/../y/1.txt"]
    assert ids(*paths) == ids(*reversed(paths)) == ["x/1.txt", "y/1.txt", "y/notes.md"]
    assert ids(tmp_path / "x/1.txt") == ["1.txt"]


def test_a_file_named_beside_its_directory_is_one_input(tmp_path: Path) -> None:
    """And it is taken although the walk alone would skip it."""
    tree(tmp_path, {"a.txt": "", "sub/b.md": "", "sub/.c.txt": ""})
    assert ids(tmp_path, tmp_path / "a.txt", tmp_path / "sub/b.md", tmp_path / "sub", tmp_path / "sub/.c.txt") == [
        "a.txt", "sub/.c.txt", "sub/b.md",
    ]  # fmt: skip
    assert stems(tmp_path, tmp_path / "sub/b.md") == {"a.txt": "a", "sub/b.md": "sub/b"}


def test_the_output_of_a_run_is_no_input(tmp_path: Path) -> None:
    """Unless it is named, or what is named lies in it; other directories may hold what they like."""
    account = '{"finished": true, "versions": {}}'
    root = tree(
        tmp_path,
        {"in/a.txt": "x", "in/other/run.json": "{}", "in/other/b.txt": "x", "in/out/a.txt": "x", "in/out/run.json": account},
    )
    found = {item.id: item.verdict.kind if item.verdict else "" for item in find([str(root / "in")])}
    assert found == {"a.txt": "", "other/b.txt": "", "other/run.json": "suffix", "out": "output"}
    assert ids(root / "in/out") == ["a.txt", "run.json"]
    assert ids(root / "in", root / "in/out/a.txt") == [*(f"in/{name}" for name in found), "out/a.txt"]


def test_bodies_can_be_cleaned_again_where_they_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The manifest beside them is no input, of bodies as of rows; a file that is only called so is one, and one that is named."""
    monkeypatch.chdir(tree(tmp_path, {"in/a.txt": STORY, "own/manifest.jsonl": '{"id": "x", "text": "A"}\n'}))
    assert [main(["clean", "in", "-o", out, "-q"]) for out in ("bodies", "rows/all.jsonl")] == [0, 0]
    assert kinds(Path("bodies")) == {
        "_SUCCESS": "suffix", "a.json": "suffix", "a.txt": "", "manifest.jsonl": "manifest", "run.json": "suffix",
    }  # fmt: skip
    assert kinds(Path("rows")) == {
        "a.txt": "", "all._SUCCESS": "suffix", "all.manifest.jsonl": "manifest", "all.run.json": "suffix",
    }  # fmt: skip
    assert kinds(Path("own")) == {"x": ""}
    assert kinds(Path("bodies/manifest.jsonl")) == {"a.txt": "no_text"}
    assert main(["clean", "bodies", "--check"]) == 0


def test_a_packed_document_has_the_time_of_what_it_unpacks_to(tmp_path: Path) -> None:
    root = tree(tmp_path, {"a.txt": "x" * 70, "b.txt.gz": "x" * 70, "c.html.zst": "x" * 70})
    assert [item.content_size for item in find([str(root)])] == [70, 700, 700]


def test_directories_in_others_are_taken_once(tmp_path: Path) -> None:
    """Whatever sorts between a directory and what lies in it."""
    tree(tmp_path, {f"{name}/x.txt": "x" for name in ("a", "a/b", "a/b/c", "a-b", "a.b")})
    given = [tmp_path / name for name in ("a/b/c", "a.b", "a-b", "a", "a/b")]
    assert [root.path for root in roots_of(list(map(str, given)))] == [str(tmp_path / name) for name in ("a", "a-b", "a.b")]


def test_directories_in_others_that_the_walk_does_not_enter(tmp_path: Path) -> None:
    """They are taken where they are named, as their hints say, and what lies in them is, too; but once."""
    account = '{"finished": true, "versions": {}}'
    tree(tmp_path, {"a/x.txt": "", "a/.b/y.txt": "", "a/.b/c/z.txt": "", "a/out/run.json": account, "a/out/v.txt": ""})
    given = [tmp_path / name for name in ("a/.b/c", "a/out", "a", "a/.b")]
    assert [root.path for root in roots_of(list(map(str, given)))] == [str(tmp_path / name) for name in ("a", "a/.b", "a/out")]
    assert kinds(tmp_path / "a", tmp_path / "a/.b") == {
        "c/z.txt": "",
        "out": "output",
        "x.txt": "",
        "y.txt": "",
    }
    assert kinds(tmp_path / "a", tmp_path / "a/.b/c") == {".b": "hidden", "out": "output", "x.txt": "", "z.txt": ""}


def test_a_directory_that_is_walked_by_itself_is_not_said_to_be_skipped(tmp_path: Path) -> None:
    """By whatever name it is found in another: a hidden one, the output of a run, what a link leads to; others are."""
    account = '{"finished": true, "versions": {}}'
    tree(
        tmp_path,
        {"a/x.txt": "", "a/.b/y.txt": "", "a/out/run.json": account, "a/out/v.txt": "", "far/w.txt": "", "no/u.txt": ""},
    )
    for name in ("far", "no"):
        (tmp_path / "a" / name).symlink_to(tmp_path / name)
    alone = {".b": "hidden", "far": "directory_link", "no": "directory_link", "out": "output", "x.txt": ""}
    assert kinds(tmp_path / "a") == alone
    assert kinds(*(tmp_path / name for name in ("a", "a/.b", "a/far", "a/out"))) == {
        "no": "directory_link", "run.json": "suffix", "v.txt": "", "w.txt": "", "x.txt": "", "y.txt": "",
    }  # fmt: skip  # a table
    (tmp_path / "far" / "loop").symlink_to(tmp_path / "far")
    assert kinds(tmp_path / "far", tmp_path / "no") == {"loop": "directory_link", "u.txt": "", "w.txt": ""}


def test_of_many_directories_all_know_the_others_by_one_set(tmp_path: Path) -> None:
    tree(tmp_path, {f"{number}/x.txt": "" for number in range(3)})
    sets = {id(root.apart) for root in roots_of([str(path) for path in tmp_path.iterdir()]) if isinstance(root, Local)}
    assert len(sets) == 1


def test_named_directories_are_not_compared_each_with_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.batch.roots.inside", lambda *_: pytest.fail("each was compared with each"))
    tree(tmp_path, {f"{number}/x.txt": "x" for number in range(100)})
    assert len(roots_of([str(path) for path in tmp_path.iterdir()])) == 100


def test_a_quoted_glob_gives_what_the_shell_would(tmp_path: Path) -> None:
    tree(tmp_path, {"p/a.txt": "", "p/q/b.txt": "", "p/c.html": ""})
    assert ids(tmp_path / "p/**/*.txt") == ids(tmp_path / "p/a.txt", tmp_path / "p/q/b.txt") == ["a.txt", "q/b.txt"]
    (tmp_path / "[a].txt").write_text("")
    assert ids(tmp_path / "[a].txt") == ["[a].txt"]


def test_two_directories_are_prefixed_only_where_they_clash(tmp_path: Path) -> None:
    """The order of the arguments does not matter; directories of one name are told apart."""
    tree(tmp_path, {"one/a.txt": "", "two/b.txt": "", "three/A.html": "", "x/one/c.txt": "", "y/one/c.txt": ""})
    assert ids(tmp_path / "one", tmp_path / "two") == ["a.txt", "b.txt"]
    assert (
        ids(tmp_path / "three", tmp_path / "one") == ids(tmp_path / "one", tmp_path / "three") == ["one/a.txt", "three/A.html"]
    )
    assert ids(tmp_path / "x/one", tmp_path / "y/one") == ["one/c.txt", "one~2/c.txt"]


@pytest.mark.parametrize("paths", [["missing.txt"], ["*.nothing"], ["-", "-"]])
def test_what_is_not_there_is_wrong_use(paths: list[str]) -> None:
    with pytest.raises(UsageError):
        find(paths)


@pytest.mark.hostile(30, 38)
def test_what_cannot_be_looked_at_may_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not said that it is not: below a directory that one may not enter, or a link that leads to itself."""
    (tmp_path / "loop").symlink_to("loop")
    real, locked = os.lstat, str(tmp_path / "locked/a.txt")

    def refuse(path: Any, **named: Any) -> os.stat_result:
        if path == locked:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, **named)

    monkeypatch.setattr(os, "lstat", refuse)
    for path, why in ((str(tmp_path / "loop/a.txt"), os.strerror(errno.ELOOP)), (locked, "Permission denied")):
        with pytest.raises(UsageError) as refused:
            find([path])
        assert str(refused.value) == (
            f"{path}: it cannot be looked at: {why}; check the directories above it, and that you may enter them"
        )


def test_a_deep_tree_is_no_problem(tmp_path: Path) -> None:
    """Trees may be deeper than Python can recurse."""
    deepest = tmp_path.joinpath(*"d" * 300)
    deepest.mkdir(parents=True)
    (deepest / "a.txt").write_text("x")
    ids(deepest)  # what is imported on the way takes more levels, and what is half imported would fail all other tests
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 100)
    try:
        found = ids(tmp_path)
    finally:
        sys.setrecursionlimit(limit)
    assert found == ["d/" * 300 + "a.txt"]


# -- names


@pytest.mark.hostile(33)
def test_names_that_are_not_utf8_are_percent_encoded() -> None:
    """All else stays as it is, and two inputs never share an id."""
    assert encode("\udcff\udcfe.txt") == "%FF%FE.txt"
    assert encode("100%.txt") == "100%.txt"
    assert encode_all(["\udcff.txt", "%FF.txt"]) == {"\udcff.txt": "%FF.txt~"}


@pytest.mark.hostile(35)
@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a.txt"], {"a.txt": "a"}),
        (["a.txt", "a.html"], {"a.html": "a.html", "a.txt": "a.txt"}),
        (["a.txt", "a.html", "a.html.txt"], {"a.html": "a.html", "a.txt": "a.txt", "a.html.txt": "a.html.txt"}),
        (["A.txt", "a.txt"], {"A.txt": "A.txt", "a.txt": "a.txt~2"}),
        (["A.txt", "a.txt", "a.txt~2.html"], {"A.txt": "A.txt", "a.txt": "a.txt~3", "a.txt~2.html": "a.txt~2"}),
        (["\xe9.txt", "e\u0301.txt"], {"e\u0301.txt": "e\u0301.txt", "\xe9.txt": "\xe9.txt~2"}),
        (["straße.txt", "STRASSE.txt"], {"STRASSE.txt": "STRASSE.txt", "straße.txt": "straße.txt~2"}),
        (["noext", "noext.txt"], {"noext": "noext", "noext.txt": "noext.txt"}),
    ],
)
def test_stems(names: list[str], expected: dict[str, str]) -> None:
    """The name without its suffix if nobody else could want it, else all of it, else with a number."""
    assert output_stems(names, set()) == output_stems(names[::-1], set()) == expected


def test_folders_and_our_own_files_keep_their_names(tmp_path: Path) -> None:
    """A directory called like an output, and an input called like the account of the run, replace nothing."""
    tree(
        tmp_path, {"a.txt/x.txt": "", "a.html": "", "run.txt": "", "Sub/1.txt": "", "sub/1.txt": "", "manifest.jsonl/1.txt": ""}
    )
    assert stems(tmp_path) == {
        "Sub/1.txt": "Sub/1",
        "a.html": "a.html",
        "a.txt/x.txt": "a.txt/x",
        "manifest.jsonl/1.txt": "manifest.jsonl~2/1",
        "run.txt": "run.txt",
        "sub/1.txt": "sub~2/1",
    }


@pytest.mark.hostile(34)
def test_long_names_are_cut_with_a_digest() -> None:
    long, twin = "é" * 125 + ".html", "é" * 125 + ".htm"
    assert len(f"{fit(long)}.json".encode()) <= 255
    assert len(set(output_stems([long, twin], set()).values())) == 2


NAMES = st.text(st.sampled_from("aAbéÉ\u0301ßsİi.~2%"), min_size=1, max_size=6).filter(lambda name: name not in (".", ".."))


@pytest.mark.hostile(35)
@examples(300)
@given(st.lists(NAMES, unique=True, max_size=8), st.lists(NAMES, unique=True, max_size=4), st.randoms(use_true_random=False))
def test_no_two_outputs_are_ever_one(names: list[str], folders: list[str], random: Any) -> None:
    """For any names: outputs and folders differ even where case and composition do not count, and order does not matter."""
    names = [name for name in names if name not in folders]

    def assigned(files: list[str], directories: list[str]) -> tuple[dict[str, str], dict[str, str]]:
        taken = {place("run.json")}
        return unique_folders(directories, taken), output_stems(files, taken)

    out_folders, out_stems = assigned(names, folders)
    written = [*out_folders.values(), "run.json", *(stem + end for stem in out_stems.values() for end in (".txt", ".json"))]
    assert max(Counter(map(place, written)).values()) == 1
    random.shuffle(names)
    random.shuffle(folders)
    assert assigned(names, folders) == (out_folders, out_stems)
