"""What the browser leaves out of the libraries it imports, and that it is there for others."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tuinews.imports import import_alone

_START = """
import sys
from tuinews.tui.left_out import import_textual
import_textual()
import tuinews.tui.app
"""
_LEFT_OUT = ("ssl", "platformdirs", "textual.command", "textual.widgets._directory_tree", "sqlite3")


def _run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _START + code], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.parametrize("name", _LEFT_OUT)
def test_the_browser_is_imported_without(name: str) -> None:
    assert _run(f"print({name!r} in sys.modules)") == "False"


def test_what_was_left_out_can_be_imported_later() -> None:
    told = _run(
        "import ssl, platformdirs, textual.command as command\n"
        "print(ssl.SSLContext.__name__, platformdirs.user_downloads_path.__name__,"
        " command.CommandPalette.__mro__[1].__name__)"
    )
    assert told == "SSLContext user_downloads_path SystemModalScreen"


def test_what_whoosh_only_names_can_be_imported_after_it() -> None:
    told = _run(
        "import tuinews.index.quiet, urllib.request\nprint(urllib.request.urlopen.__name__)"
    )
    assert told == "urlopen"


def test_a_module_is_imported_without_its_package() -> None:
    told = _run(
        "from tuinews.imports import import_alone\n"
        "alone = import_alone('email', 'quoprimime')\n"
        "print('email' in sys.modules, alone.quote('='))"
    )
    assert told == "False =3D"


def test_a_module_that_is_not_there_says_so() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"email\.nothing"):
        import_alone("email", "nothing")


def test_asyncio_that_is_imported_already_keeps_its_ssl() -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import asyncio, asyncio.sslproto as proto, ssl\n" + _START + "print(proto.ssl is ssl)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "True"
