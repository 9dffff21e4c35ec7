"""Owns what of the libraries under the browser is left out, since its start would wait for it.

Imports nothing of them itself.
"""

from __future__ import annotations

import sys

from tuinews.imports import HOLLOW, instead


def import_textual() -> None:
    """Import Textual without what the browser does not use; whoever imports that later has it.

    It has a palette of its own, saves no screenshots into a folder for downloads, and opens no
    connection. All three are a fifth of the time that a Textual program imports, and OpenSSL is
    3 MB of every session; asyncio does without it, as where Python was built without.
    """
    if "asyncio" not in sys.modules:
        with instead("ssl", None):
            import asyncio  # noqa: F401 - for Textual
    if "textual.app" not in sys.modules:
        with instead("platformdirs", HOLLOW), instead("textual.command", HOLLOW):
            import textual.app  # noqa: F401 - for the browser
