"""The house has eight levels, and imports only ever go down; nor do they go round within a package."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.imports import circle, imports

# Within level 0 the order is the tuple's: lines and language may use model, never the other way round.
LEVELS = (
    (
        "_version",
        "addresses",
        "errors",
        "files",
        "letters",
        "model",
        "locales",
        "sites",
        "glued",
        "lines",
        "shown",
        "language",
        "visible",
        "layout",
    ),
    ("reading",),  # below the rules, whose examples are pages
    ("bundles", "fields", "profile", "render", "rulebook", "settle"),
    ("stages",),
    ("pipeline", "corpus"),
    ("batch", "drafting", "workshop"),
    ("adapters", "reviewing"),
    ("cli",),
)
SOLE_IMPORTERS = {
    "ahocorasick_rs": "rulebook/finding.py",
    "charset_normalizer": "reading/decoding.py",
    "langdetect": "language.py",
    "ruamel": "rulebook/yamlfile.py",
    "selectolax": "reading/html/blocks.py",
    "trafilatura": "stages/pages/vote.py",
    "dateutil": "fields/times.py",
    "fastwarc": "batch/containers/warc.py",
    "fsspec": "batch/remote.py",
    "pyarrow": "batch/containers/parquet.py",
    "zstandard": "batch/containers/streams.py",
}
FILES = sorted((ROOT / "cleaner").rglob("*.py"))
PACKAGES = {".".join(file.parent.relative_to(ROOT).parts): file.parent for file in FILES if file.name == "__init__.py"}


def part_of(path: Path) -> str:
    relative = path.relative_to(ROOT / "cleaner")
    return relative.parts[0].removesuffix(".py").replace("__main__", "cli")


def rank(part: str) -> tuple[int, int]:
    for level, parts in enumerate(LEVELS):
        if part in parts:
            return level, parts.index(part) if level == 0 else 0
    raise AssertionError(f"{part} has no level: give it one in LEVELS")


@pytest.mark.parametrize("path", [file for file in FILES if part_of(file) != "__init__"], ids=lambda path: str(path.name))
def test_a_module_imports_only_from_lower_levels(path: Path) -> None:
    own = part_of(path)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "cleaner" or len(parts) < 2 or parts[1] == own:
            continue
        assert rank(parts[1]) < rank(own), f"{path.name} (level {rank(own)[0]}) imports {name} (level {rank(parts[1])[0]})"


@pytest.mark.parametrize("name", PACKAGES)
def test_no_parts_of_a_package_import_each_other(name: str) -> None:
    assert circle(PACKAGES[name], name) == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, []),
        ({"low.py": "", "high/one.py": "from house.low import x\nfrom house.high.two import y", "high/two.py": "import house.low"}, []),
        ({"low.py": "from house.high.one import x", "high/one.py": "import house.low"}, ["high", "low", "high"]),
        ({"a.py": "import house.b", "b.py": "def late():\n    import house.c.d", "c/d.py": "from house.a import x"}, ["a", "b", "c", "a"]),
        ({"__init__.py": "from house.a import x", "a.py": "if TYPE_CHECKING:\n    from house import y"}, ["__init__", "a", "__init__"]),
        ({"a.py": "import houses.b", "b.py": "import house.a"}, []),
    ],
)  # fmt: skip  # a table
def test_parts_that_import_each_other_are_seen(said: dict[str, str], found: list[str], tmp_path: Path) -> None:
    for file, text in ({"high/__init__.py": "", "c/__init__.py": ""} | said).items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(text)
    assert circle(tmp_path, "house") == found


@pytest.mark.parametrize("path", sorted((ROOT / "tests").glob("*.py")), ids=lambda path: str(path.name))
def test_no_file_of_tests_is_imported(path: Path) -> None:
    """What several share has a module of its own, whose name says what it holds."""
    assert [name for name in imports(path) if name.startswith("tests.test_")] == []


def test_the_guide_names_these_levels() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    told = guide.partition("`tests/test_levels.py` checks it: ")[2].partition(". ")[0]
    levels = tuple(tuple(re.findall(r"`(\w+)`", level)) for level in told.split(" ·"))
    assert levels == (LEVELS[0][1:], *LEVELS[1:])  # what the version is, everybody may ask


def test_modules_that_are_imported_from_the_package_itself_are_seen(tmp_path: Path) -> None:
    file = tmp_path / "some.py"
    file.write_text("from cleaner import pipeline, cli\nfrom cleaner.stages import CHAIN\nimport cleaner.render\n")
    assert list(imports(file)) == ["cleaner.pipeline", "cleaner.cli", "cleaner.stages", "cleaner.render"]


@pytest.mark.parametrize("library", SOLE_IMPORTERS)
def test_a_library_is_imported_in_one_place(library: str) -> None:
    importers = {
        str(path.relative_to(ROOT / "cleaner")) for path in FILES if library in {n.split(".")[0] for n in imports(path)}
    }
    assert importers == {SOLE_IMPORTERS[library]}
