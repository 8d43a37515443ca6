"""Packs come validated with the package: they load at once, and a changed file is read anew."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.rulebook import cache, load_rulebook, loader
from tests.conftest import ROOT
from tests.packs import one_rule, write_pack


def test_packs_that_came_with_the_package_need_no_yaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are told by their content: a changed file is read anew."""
    path = write_pack(tmp_path, "shared/one", one_rule("lines: [Sign up now]"))
    (file,) = loader.rule_files(tmp_path)
    data, wrong = loader.validated(file)
    assert wrong == []
    (tmp_path / "built.packs").write_bytes(cache.bundle({file.key: data}))
    monkeypatch.setattr(cache, "BUILT", tmp_path / "built.packs")
    monkeypatch.setenv("CLEANER_CACHE", "off")
    cache.built.cache_clear()
    monkeypatch.setattr(loader, "validated", lambda *_, **__: pytest.fail("the file was read"))
    assert [rule.id for rule in load_rulebook(tmp_path, bundled=False).rules()] == ["one/r"]
    path.write_text(path.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    with pytest.raises(pytest.fail.Exception):
        load_rulebook(tmp_path, bundled=False)
    cache.built.cache_clear()


def test_the_bundled_rules_load_at_once_from_a_cold_start() -> None:
    """In a process of its own, from the cache: neither YAML nor the validator are loaded.

    It takes 60 to 150 ms, by how busy the machine is; without the cache it would be half a minute.
    """
    load_rulebook()
    code = (
        "import sys, time; import cleaner.rulebook as r; began = time.process_time(); r.load_rulebook()\n"
        "print(time.process_time() - began, 'ruamel.yaml' in sys.modules, 'pydantic' in sys.modules)"
    )
    out = [subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True).split() for _ in range(3)]
    assert min(float(seconds) for seconds, *_ in out) < 0.5
    assert {tuple(loaded) for _, *loaded in out} == {("False", "False")}


def test_a_wheel_gets_every_bundled_pack_validated_and_an_editable_install_none() -> None:
    """In a process of its own, for the hook needs few of the libraries and hides the package from those it does not need."""
    code = (
        "import json, pathlib, hatch_build\n"
        "hook = hatch_build.RulesHook('.', {}, None, None, '', 'wheel')\n"
        "data = {'force_include': {}}\n"
        "hook.initialize('editable', data)\n"
        "assert data == {'force_include': {}}\n"
        "hook.initialize('standard', data)\n"
        "((path, target),) = data['force_include'].items()\n"
        "keys = pathlib.Path(path).read_text('utf-8').split('\\n')[:-1:3]\n"
        "hook.finalize('standard', data, '')\n"
        "print(json.dumps([target, keys, pathlib.Path(path).exists()]))\n"
    )
    out = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True)
    keys = sorted(file.key for file in loader.rule_files(ROOT / "rules"))
    assert json.loads(out) == ["cleaner/_rules.packs", keys, False]
