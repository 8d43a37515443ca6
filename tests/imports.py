"""What a file of Python imports."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path


@cache
def imports(path: Path) -> tuple[str, ...]:
    """The modules, as they are named in it; it is read once, for several tests look at every file."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            inside = [f"{node.module}.{name.name}" for name in node.names] if node.module == "cleaner" else []
            yield from inside or [node.module]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "needed":
            assert isinstance(node.args[0], ast.Constant), f"{path}: the library is to be named where it is needed"
            yield str(node.args[0].value)
