"""`tuinews doctor --restricted` names what the account of a restricted session leaves open."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.conftest import Run
from tuinews.cli.account_checks import opening

NOBODY = 65_534
NAMES = [
    "account", "session", "login shell", "home", "~/.ssh", "keys", "own settings", "state",
    "articles", "index files", "code", "umask", "variables", "programs",
]  # fmt: skip


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder of root's that everybody can enter."""
    if os.geteuid() != 0:
        pytest.skip("only root can ask what another account may write")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def ways(*paths: Path) -> list[str | None]:
    """What `opening` says of each path when an account without rights asks."""
    code = (
        "import json, os, sys; from pathlib import Path\n"
        "from tuinews.cli.account_checks import opening\n"
        f"os.setgroups([]); os.setgid({NOBODY}); os.setuid({NOBODY})\n"
        "found = [opening(Path(each)) for each in sys.argv[1:]]\n"
        "print(json.dumps([each and str(each) for each in found]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(os.fspath, paths)], capture_output=True, check=True
    )
    found: list[str | None] = json.loads(done.stdout)
    return found


def accounted(run: Run, *words: str) -> dict[str, Any]:
    """What doctor says of the account, by what was looked at."""
    document = run("--restricted", "doctor", "--json", *words).json()
    return {check["check"]: check for check in document["checks"] if check["check"] in NAMES}


def test_every_part_of_the_account_is_a_line_and_what_is_open_is_exit_code_2(
    run: Run, home: Path
) -> None:
    run("index")
    found = accounted(run)
    assert list(dict.fromkeys(found)) == NAMES
    outcome = run("--restricted", "doctor")
    assert outcome.status == 2, "whoever runs the tests owns the articles"
    assert [name for name in NAMES if f"  {name} " not in outcome.out] == []
    assert found["articles"]["state"] == "wrong"
    assert found["articles"]["details"]


def test_without_restricted_the_account_is_nobodys_business(run: Run) -> None:
    run("index")
    assert run("doctor").status == 0
    assert "umask" not in run("doctor").out


def test_variables_that_run_code_before_the_program_are_named(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LD_PRELOAD", "PYTHONSTARTUP", "BASH_ENV"):
        monkeypatch.setenv(name, "")
    says = accounted(run)["variables"]
    assert says["state"] == "wrong"
    assert all(name in says["says"] for name in ("LD_PRELOAD", "PYTHONSTARTUP", "BASH_ENV"))


def test_what_the_client_asked_for_tells_a_forced_command(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_ORIGINAL_COMMAND", "sh -c '\x1b[2J'")
    says = accounted(run)["session"]
    assert says["state"] == "ok"
    assert "forced command" in says["says"]
    assert "\x1b" not in says["says"]


@pytest.mark.parametrize(("mask", "state"), [(0o077, "ok"), (0o022, "note"), (0o002, "wrong")])
def test_a_umask_that_lets_others_write_is_named(run: Run, mask: int, state: str) -> None:
    before = os.umask(mask)
    try:
        assert accounted(run)["umask"]["state"] == state
        assert os.umask(mask) == mask
    finally:
        os.umask(before)


def test_a_path_that_others_can_be_put_into_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", f"/usr/bin:{tmp_path}:.")
    says = accounted(run)["programs"]
    assert says["state"] == "wrong"
    assert str(tmp_path) in says["details"]
    assert "." in says["details"]


def test_marks_that_others_can_read_are_named(run: Run, home: Path) -> None:
    folder = home / "state" / "tuinews"
    folder.mkdir(parents=True, mode=0o700)
    assert accounted(run)["state"]["state"] == "ok"
    folder.chmod(0o755)
    assert accounted(run)["state"]["state"] == "wrong"


def test_a_file_is_open_where_it_or_a_folder_above_it_can_be_written(shared: Path) -> None:
    closed = shared / "closed"
    mine = shared / "mine"
    sticky = shared / "sticky"
    link = shared / "link"
    for folder in (closed, mine, sticky):
        folder.mkdir(mode=0o755)
    os.chown(mine, NOBODY, NOBODY)
    mine.chmod(0o555)
    sticky.chmod(0o1777)
    (sticky / "kept").write_text("")
    link.symlink_to(mine)
    paths = (
        closed, closed / "missing" / "file", mine, mine / "file", link / "file",
        sticky / "kept", sticky / "new",
    )  # fmt: skip
    real = Path(os.path.realpath(shared))
    own, new = str(real / "mine"), str(real / "sticky")
    assert ways(*paths) == [None, None, own, own, own, None, new]


def test_what_one_owns_is_open_even_when_its_mode_says_otherwise(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir(mode=0o500)
    assert opening(folder / "file") == Path(os.path.realpath(folder))
