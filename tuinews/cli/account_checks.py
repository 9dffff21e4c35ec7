"""Owns what `tuinews doctor --restricted` looks at: what the account it runs in leaves open.

A restricted session starts no program and writes nothing but marks; but what stands around it can
undo that before it starts: the shell that runs it, the files that shell and sshd read, variables,
and whoever can change the program, its settings or what it reads.
"""

from __future__ import annotations

import os
import pwd
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import tuinews
from tuinews import paths, restriction, settings
from tuinews.cli.checks import Check
from tuinews.cli.options import Place

_READ_BY_SSHD = ("rc", "environment", "authorized_keys", "authorized_keys2")
_READ_BY_SHELLS = (
    ".bashrc", ".bash_profile", ".bash_login", ".profile", ".zshenv", ".zshrc", ".kshrc", ".cshrc",
    ".tcshrc", ".pam_environment", ".config/fish",
)  # fmt: skip
_NO_SHELLS = ("nologin", "false", "true")
_BEFORE_THE_PROGRAM = ("LD_", "PYTHON", "BASH_ENV", "BASH_FUNC_", "ENV", "GCONV_PATH", "LOCPATH")
"""Variables that have code run, or files read, before `--restricted` can take them away."""
_HARMLESS = (
    "PYTHONUTF8",
    "PYTHONIOENCODING",
    "PYTHONHASHSEED",
    "PYTHONUNBUFFERED",
    "SHELL",
    "PYTHONDONTWRITEBYTECODE",
)


def account_checks(place: Place | None, own_settings: Path | None) -> Iterator[Check]:
    """Look at the account of this process, each thing a line.

    Args:
        place: The archive and the index, where they could be told.
        own_settings: The settings file that was named, if one was.
    """
    account = pwd.getpwuid(os.geteuid())
    home = Path(account.pw_dir)
    yield _account(account)
    yield _session()
    yield _shell(account.pw_shell)
    yield _closed("home", [home, *(home / name for name in _READ_BY_SHELLS)], _HOME)
    yield _closed("~/.ssh", [home / ".ssh" / name for name in ("", *_READ_BY_SSHD)], _SSH)
    yield from _run_at_login(home / ".ssh")
    file = own_settings or paths.config_dir() / settings.FILE_NAME
    yield _closed("own settings", [file], "it could name another archive")
    yield _state_folder(paths.state_dir())
    if place is not None:
        yield _closed("articles", [place.archive], "articles could be changed for everybody")
        yield _closed("index files", [place.index], "hits could be changed for everybody")
    yield _closed("code", _code(), "the program itself could be changed")
    yield _umask()
    yield _variables()
    yield _programs()


_HOME = "it could write what its login shell reads"
_SSH = "it could let itself in without the forced command"


def opening(path: Path) -> Path | None:
    """What lets this process change, replace or create `path`: itself or a folder above; or None.

    Whoever owns a file or a folder can give himself the right to write it.
    """
    name = Path(os.path.realpath(path))
    below: os.stat_result | None = None
    for each in (name, *name.parents):
        try:
            status = each.stat()
        except FileNotFoundError:
            continue
        except OSError:
            return None
        owned = status.st_uid == os.geteuid()
        writable = owned or os.access(each, os.W_OK, effective_ids=_CAN_ASK)
        kept = bool(status.st_mode & stat.S_ISVTX) and below is not None
        if writable and (owned or not kept):
            return each
        below = status
    return None


_CAN_ASK = os.access in os.supports_effective_ids


def _closed(name: str, files: Iterable[Path], danger: str) -> Check:
    """Whether none of some files can be written by this account."""
    found = dict.fromkeys(str(way) for file in files if (way := opening(file)) is not None)
    if found:
        return Check(name, "wrong", f"writable by this account: {danger}", tuple(found))
    return Check(name, "ok", "not writable by this account")


def _account(account: pwd.struct_passwd) -> Check:
    if account.pw_uid == 0:
        return Check("account", "wrong", "root: give readers an account that owns nothing")
    return Check("account", "ok", f"{account.pw_name}, {account.pw_dir}")


def _session() -> Check:
    """How this process was started, as far as that can be told from here."""
    asked = os.environ.get("SSH_ORIGINAL_COMMAND")
    if asked is not None:
        return Check("session", "ok", f"forced command; asked for and not run: {asked!r:.200}")
    if not os.environ.get("SSH_CONNECTION"):
        return Check("session", "note", "not over SSH: what sshd lets in is not seen from here")
    above = _command_above()
    if above is None or not above[:1]:
        return Check("session", "note", "over SSH; whether by a forced command cannot be told")
    if above[0].startswith("-") or (_is_shell(above[0]) and "-c" not in above):
        return Check("session", "wrong", f"over SSH, from a shell: {above[0]}")
    return Check("session", "ok", "over SSH, without a shell around it")


def _command_above() -> list[str] | None:
    """The words of the process that started this one, where they can be seen."""
    try:
        words = Path(f"/proc/{os.getppid()}/cmdline").read_bytes().rstrip(b"\0").split(b"\0")
    except OSError:
        return None
    return [os.fsdecode(word) for word in words if word]


def _is_shell(word: str) -> bool:
    return Path(word).name in ("sh", "bash", "dash", "zsh", "ksh", "fish", "csh", "tcsh", "ash")


def _shell(shell: str) -> Check:
    if Path(shell).name in _NO_SHELLS:
        says = f"{shell}: sshd runs a forced command by the login shell, and this one runs none"
        return Check("login shell", "wrong", says)
    says = f"{shell or '/bin/sh'}: give the account no password, so that only sshd starts it"
    return Check("login shell", "ok", says)


def _run_at_login(folder: Path) -> Iterator[Check]:
    """What sshd reads there: commands to run, variables, and keys with or without a command."""
    present = [name for name in ("rc", "environment") if (folder / name).exists()]
    if present:
        says = f"{', '.join(present)} in {folder}: read by sshd before the forced command"
        yield Check("at login", "wrong", f"{says}; remove it")
    try:
        lines = (folder / "authorized_keys").read_text(errors="replace").splitlines()
    except OSError:
        yield Check("keys", "note", "not in ~/.ssh, or not readable; ForceCommand covers all keys")
        return
    stated = [(number, line) for number, line in enumerate(lines, 1) if line.strip(" \t")[:1] > "#"]
    free = [number for number, line in stated if 'command="' not in line]
    wide = [number for number, line in stated if "restrict" not in line.partition(" ssh-")[0]]
    details = [f"line {number}: no command=, so ForceCommand must be set" for number in free]
    details += [f"line {number}: no restrict, so ports and agents are open" for number in wide]
    says = f"{len(stated)} in authorized_keys"
    yield Check("keys", "wrong" if details else "ok", says, tuple(details))


def _state_folder(folder: Path) -> Check:
    way = opening(folder)
    if way is None:
        return Check("state", "note", f"{folder} cannot be written: no mark outlasts the session")
    if folder.exists() and folder.stat().st_mode & 0o077:
        return Check("state", "wrong", f"{folder}: open to others; run: chmod 700 {folder}")
    return Check("state", "ok", f"{folder}: its own")


def _code() -> list[Path]:
    """Where the interpreter and its modules come from."""
    return [
        Path(sys.executable),
        Path(tuinews.__file__).parent,
        *(Path(folder) for folder in sys.path if folder),
    ]


def _umask() -> Check:
    mask = os.umask(0o077)
    os.umask(mask)
    says = f"{mask:03o}"
    if mask & 0o022 != 0o022:
        return Check("umask", "wrong", f"{says}: others could write what it makes; set 077")
    if mask & 0o077 != 0o077:
        return Check(
            "umask", "note", f"{says}: others could read what it makes, but marks; set 077"
        )
    return Check("umask", "ok", says)


def _variables() -> Check:
    names = {*os.environ, *restriction.taken()} - set(_HARMLESS)
    early = sorted(name for name in names if _is_early(name))
    ignored = sorted(name for name in restriction.taken() if name in names and name not in early)
    if early:
        says = f"in force before --restricted is: {', '.join(early)}"
        return Check("variables", "wrong", says, ("set AcceptEnv to what is harmless, or to none",))
    if ignored:
        return Check("variables", "ok", f"set, and not used: {', '.join(ignored)}")
    return Check("variables", "ok", "none that names a program or code")


def _is_early(name: str) -> bool:
    return any(
        name.startswith(each) if each.endswith("_") or each == "PYTHON" else name == each
        for each in _BEFORE_THE_PROGRAM
    )


def _programs() -> Check:
    """What a way out would find: programs in PATH, and folders of it that can be written."""
    folders = [Path(folder) for folder in os.environ.get("PATH", os.defpath).split(os.pathsep)]
    loose = [str(folder) for folder in folders if not folder.is_absolute()]
    loose += [str(folder) for folder in folders if folder.is_absolute() and opening(folder)]
    if loose:
        return Check(
            "programs", "wrong", "others can be put into PATH", tuple(dict.fromkeys(loose))
        )
    count = 0
    for folder in dict.fromkeys(map(os.path.realpath, folders)):
        try:
            with os.scandir(folder) as entries:
                count += sum(os.access(entry.path, os.X_OK) for entry in entries)
        except OSError:
            continue
    says = f"{count:,} in PATH that the account may start; the session itself starts none"
    return Check("programs", "note" if count else "ok", says)
