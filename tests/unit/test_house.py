"""The promises of the layout: who may import whom, and what nobody imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "tuinews"
CORE = ["tuinews.articles.reading", "tuinews.index.search", "tuinews.index.indexer",
        "tuinews.reader.marks", "tuinews.settings"]  # fmt: skip


def loaded_by(statement: str) -> set[str]:
    """The top-level modules in `sys.modules` after `statement` in a new interpreter."""
    script = f"{statement}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("module", CORE)
def test_the_core_never_loads_the_screen(module: str) -> None:
    assert not loaded_by(f"import {module}") & {"textual", "rich"}


def test_parsing_the_command_line_loads_nothing_heavy() -> None:
    loaded = loaded_by("import tuinews.cli.main")
    assert not loaded & {"textual", "rich", "whoosh", "yaml", "numpy"}


def test_the_browser_starts_without_what_its_first_keys_do_not_need() -> None:
    loaded = loaded_by("import tuinews.cli.browse_command, tuinews.index.worker, tuinews.tui.app")
    assert not loaded & {"whoosh", "yaml", "numpy", "multiprocessing", "json", "hashlib"}


@pytest.mark.parametrize("command", ["show", "keys", "settings"])
def test_a_command_that_searches_nothing_loads_no_search_engine(command: str) -> None:
    assert not loaded_by(f"import tuinews.cli.{command}_command") & {"whoosh", "numpy"}


def test_a_search_brings_in_nothing_of_the_network() -> None:
    loaded = loaded_by("import tuinews.index.quiet, tuinews.index.search, tuinews.index.columnar")
    assert not loaded & {"ssl", "http", "email"}


def test_waiting_for_changes_brings_in_nothing_that_starts_processes() -> None:
    loaded = loaded_by("import tuinews.index.attending")
    assert not loaded & {"multiprocessing", "subprocess", "anyio", "asyncio"}


def test_plain_browsing_never_loads_the_toolkit_of_the_screen() -> None:
    assert "textual" not in loaded_by("import tuinews.cli.plain_browsing")


def test_the_command_registry_is_readable_without_the_screen() -> None:
    assert not loaded_by("import tuinews.tui.commands") & {"textual", "rich"}


@pytest.mark.parametrize("module", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.name)
def test_every_module_opens_by_saying_what_it_is(module: Path) -> None:
    assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))


@pytest.mark.parametrize("module", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.name)
def test_nothing_of_ours_unpickles_or_evaluates(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    called = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not imported & {"pickle", "marshal", "shelve"}
    assert not called & {"eval", "exec"}
