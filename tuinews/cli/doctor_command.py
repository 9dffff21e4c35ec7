"""Owns `tuinews doctor`: what is well and what is not, from the terminal to the index."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from tuinews import __version__, paths, settings
from tuinews.articles.folder import Entry, Skipped, walk
from tuinews.articles.reading import read_article
from tuinews.articles.sanitise import show_name
from tuinews.cli import output
from tuinews.cli.checks import Check
from tuinews.cli.options import Place, locate
from tuinews.errors import (
    ArchiveError,
    ExitCode,
    IndexUnreadableError,
    SettingsError,
    UnreadableArticleError,
)
from tuinews.tui.colours import count_colours

PARTS = ("textual", "whoosh", "pyyaml", "pystemmer", "charset-normalizer", "numpy")
EXTRAS = {"feeds": ("feedparser", "httpx"), "html": ("trafilatura",)}
"""Each extra of the package, and the modules that come with it."""


@dataclass(slots=True)
class _Archive:
    """What a walk of the archive met."""

    entries: list[Entry] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, tuple[str, ...]] = field(default_factory=dict)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--warnings", action="store_true", help="read every article and print its warnings"
    )
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(options: argparse.Namespace) -> ExitCode:
    """Look at everything, print it, and end as the worst of it asks."""
    status = ExitCode.DONE
    checks = [_program(), _terminal(), *_extras()]
    found = _Archive()
    place = None
    try:
        checks.append(_settings(options))
        place = locate(options)
    except SettingsError as error:
        status = error.exit_code
        checks.append(Check("settings", "wrong", str(error)))
    except ArchiveError as error:
        status = error.exit_code
        checks.append(Check("archive", "wrong", str(error)))
    else:
        for check, fatal in _looked_into(place, found, reading=options.warnings):
            checks.append(check)
            status = ExitCode.UNREADABLE if fatal else status
    if options.restricted:
        from tuinews.cli.account_checks import account_checks

        around = list(account_checks(place, options.settings))
        checks += around
        if status is ExitCode.DONE and any(check.state == "wrong" for check in around):
            status = ExitCode.WRONG_USE
    if options.json:
        output.say_json(_document(checks, found))
    else:
        _print(checks, found)
    return status


def _looked_into(place: Place, found: _Archive, *, reading: bool) -> Iterator[tuple[Check, bool]]:
    """The checks of an archive, its index and its marks; whether each makes all else useless."""
    try:
        archive = _walked(place, found)
    except ArchiveError as error:
        yield Check("archive", "wrong", str(error)), True
        return
    if reading:
        _read(place, found)
    index, damaged = _index(place, found)
    yield archive, False
    yield index, damaged
    yield _state(place), False


def _program() -> Check:
    parts = [f"{name} {found}" for name in PARTS if (found := _installed(name))]
    python = f"Python {platform.python_version()}"
    return Check("program", "ok", ", ".join([f"tuinews {__version__}", python, *parts]))


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _terminal() -> Check:
    """What the terminal says that it can do; nothing is asked of it."""
    term = os.environ.get("TERM", "")
    encoding = sys.stdout.encoding or "no encoding"
    size = shutil.get_terminal_size()
    facts = [f"TERM={term}" if term else "TERM is not set", _colours()]
    facts += [f"{size.columns} × {size.lines}", encoding.upper()]
    facts += [f"in {name}" for name, sign in (("tmux", "TMUX"), ("screen", "STY")) if _set(sign)]
    facts += ["over SSH"] if _set("SSH_CONNECTION") else []
    details = []
    if term in ("", "dumb"):
        details.append("the browser needs a terminal that can move its cursor: set TERM")
    if "utf" not in encoding.lower():
        details.append("letters beyond this encoding are shown escaped: set LC_ALL=C.UTF-8")
    if size.columns < 40 or size.lines < 10:
        details.append("the browser needs at least 40 columns and 10 lines")
    return Check("terminal", "note" if details else "ok", ", ".join(facts), tuple(details))


def _colours() -> str:
    if _set("NO_COLOR"):
        return "no colours (NO_COLOR is set)"
    count = count_colours(os.environ)
    return f"{count} colours" if count <= 256 else "16 million colours"


def _set(variable: str) -> bool:
    return bool(os.environ.get(variable))


def _extras() -> Iterator[Check]:
    for extra, modules in EXTRAS.items():
        missing = [name for name in modules if find_spec(name) is None]
        if missing:
            remedy = f"missing {', '.join(missing)}; run: pip install 'tuinews[{extra}]'"
            yield Check(f"extra {extra}", "note", remedy)
        else:
            yield Check(f"extra {extra}", "ok", f"installed ({', '.join(modules)})")


def _settings(options: argparse.Namespace) -> Check:
    """The settings file, where there is one.

    Raises:
        SettingsError: It cannot be used.
    """
    loaded = settings.load(options.settings)
    file = options.settings or paths.config_dir() / settings.FILE_NAME
    stated = [key for key, origin in loaded.origins.items() if origin != "default"]
    if not stated:
        return Check("settings", "ok", f"all at their defaults (no settings in {file})")
    return Check("settings", "ok", f"{file}: {', '.join(stated)}")


def _walked(place: Place, found: _Archive) -> Check:
    for item in walk(place.archive, leave_out=[place.index]):
        match item:
            case Entry():
                found.entries.append(item)
            case Skipped(id=name, reason=reason):
                found.skipped[name] = reason
    size = sum(entry.size for entry in found.entries)
    says = f"{place.archive}: {output.counted(len(found.entries), 'file')}, {_bytes(size)}"
    return Check("archive", "ok" if found.entries else "note", says)


def _read(place: Place, found: _Archive) -> None:
    """Read every article, for its warnings or for the reason why it is none."""
    for entry in found.entries:
        try:
            article = read_article(place.archive, entry)
        except UnreadableArticleError as error:
            found.skipped[entry.id] = str(error)
        else:
            if article.warnings:
                found.warnings[entry.id] = article.warnings


def _index(place: Place, found: _Archive) -> tuple[Check, bool]:
    """The index: whether every file is as it was written, and how far behind it is."""
    from tuinews.index.catalogue import Catalogue
    from tuinews.index.indexer import pending

    if not place.index.exists():
        return Check("index", "note", f"{place.index}: not built yet; run: tuinews index"), False
    try:
        catalogue = Catalogue.open(place.index, trusted=place.trust_index)
        catalogue.verify()
    except IndexUnreadableError as error:
        return Check("index", "wrong", str(error)), True
    for name, reason in catalogue.failures:
        found.skipped.setdefault(name, reason)
    stored = sum(file.size for file in catalogue.manifest.files.values())
    status = place.index.stat()
    says = (
        f"{place.index}: generation {catalogue.generation:,}, "
        f"{output.counted(len(catalogue.rows), 'article')}, {_bytes(stored)}, "
        f"every checksum right, owner {_owner(status.st_uid)}, mode {status.st_mode & 0o777:o}"
    )
    catalogue.close()
    behind = pending(place.archive, place.index, trusted=place.trust_index)
    if behind:
        late = f"articles it does not hold yet, or no more: {behind:,}; run: tuinews index"
        return Check("index", "note", says, (late,)), False
    return Check("index", "ok", says), False


def _owner(uid: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _state(place: Place) -> Check:
    """The marks, if any were ever set: looking makes no database."""
    folder = paths.state_dir()
    if not (folder / "marks.sqlite3").exists():
        return Check("marks", "ok", f"{folder}: none yet")
    from tuinews.reader.marks import Marks

    marks = Marks.open(folder, place.archive)
    try:
        if marks.notice:
            return Check("marks", "wrong", marks.notice)
        return Check("marks", "ok", f"{folder}: readable and writable")
    finally:
        marks.close()


def _bytes(size: int) -> str:
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if size < 1024 or unit == "GiB":
            break
        size //= 1024
    return f"{size:,} {unit}"


def _print(checks: list[Check], found: _Archive) -> None:
    width = max(len(check.name) for check in checks)
    for check in checks:
        output.say(f"{check.state:<5}  {check.name:<{width}}  {show_name(check.says)}")
        for detail in check.details:
            output.say(f"{'':<5}  {'':<{width}}  {show_name(detail)}")
    for name, reason in sorted(found.skipped.items()):
        output.say(f"skipped  {show_name(name)}: {reason}")
    for name, warnings in found.warnings.items():
        for warning in warnings:
            output.say(f"warning  {show_name(name)}: {warning}")


def _document(checks: list[Check], found: _Archive) -> Mapping[str, object]:
    return {
        "healthy": all(check.state != "wrong" for check in checks),
        "checks": [
            {
                "check": check.name,
                "state": check.state,
                "says": check.says,
                "details": list(check.details),
            }
            for check in checks
        ],
        "skipped": [{"id": name, "reason": why} for name, why in sorted(found.skipped.items())],
        "warnings": [
            {"id": name, "warnings": list(warnings)} for name, warnings in found.warnings.items()
        ],
    }
