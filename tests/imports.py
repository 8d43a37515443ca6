"""What a file of Python imports, and whether parts of a package import each other."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests.conftest import ROOT


@cache
def imports(path: Path) -> tuple[str, ...]:
    """The modules, as they are named in it; it is read once, for several tests look at every file."""
    return tuple(dict.fromkeys(_imports(path)))


def circle(package: Path, name: str) -> list[str]:
    """Parts of a package (modules, packages in it, itself) of which each imports the next and the last is the first.

    It is empty where no parts import each other. ``name`` is what the package is called in imports.
    """
    uses: dict[str, set[str]] = {}
    for part in package.iterdir():
        if part.suffix == ".py" or (part / "__init__.py").exists():
            files = [part] if part.is_file() else part.rglob("*.py")
            uses[part.stem] = {known for file in files for used in imports(file) if (known := _part(used, name))} - {part.stem}
    try:
        TopologicalSorter(uses).prepare()
    except CycleError as error:
        found: list[str] = error.args[1][:0:-1]
        first = found.index(min(found))
        return [*found[first:], *found[: first + 1]]
    return []


def _part(module: str, package: str) -> str | None:
    """The part of a package that holds a module, ``__init__`` for the package itself; ``None`` if it stands elsewhere."""
    if module == package:
        return "__init__"
    return module.removeprefix(f"{package}.").partition(".")[0] if module.startswith(f"{package}.") else None


def _is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            for name in node.names:
                inside = f"{node.module}.{name.name}"
                yield inside if node.module == "cleaner" or _is_module(inside) else node.module
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "needed":
            assert isinstance(node.args[0], ast.Constant), f"{path}: the library is to be named where it is needed"
            yield str(node.args[0].value)
