"""Building the wheel: the rule files go into it validated, as JSON, so that the first run on a machine need not read YAML."""

from __future__ import annotations

import shutil
import sys
import tempfile
import types
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class RulesHook(BuildHookInterface):  # type: ignore[type-arg]  # its configuration is not looked at
    """Puts ``cleaner/_rules.packs`` into a wheel. A mistake in a rule file ends the build, and names itself."""

    folder = ""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Validate every rule file, unless the checkout itself is installed: there files change."""
        if version == "editable":
            return
        root = Path(self.root)
        # The package's own __init__ would import every library that cleaning needs; the rule files need four.
        package = types.ModuleType("cleaner")
        package.__path__ = [str(root / "cleaner")]
        sys.modules["cleaner"] = package
        from cleaner.rulebook import cache, loader  # noqa: PLC0415  # it needs the line above

        packs: dict[str, Any] = {}
        for file in loader.rule_files(root / "rules"):
            data, mistakes = loader.validated(file)
            if mistakes:
                raise SystemExit("\n".join(str(mistake) for mistake in mistakes))
            packs[file.key] = data
        self.folder = tempfile.mkdtemp(prefix="cleaner-rules-")
        built = Path(self.folder) / "_rules.packs"
        built.write_bytes(cache.bundle(packs))
        build_data["force_include"][str(built)] = "cleaner/_rules.packs"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take the temporary file away."""
        if self.folder:
            shutil.rmtree(self.folder)
