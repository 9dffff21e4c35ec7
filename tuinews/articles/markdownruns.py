"""Owns the blocks of Markdown that run on over lines until something ends them.

Each function takes the lines and where the block begins, and gives its text and where the lines
after it begin; None when nothing ends the block, which then is no block.
"""

from __future__ import annotations

from collections.abc import Sequence

_TEMPLATE_LINES = 40

Lines = Sequence[str]
Run = tuple[list[str], int]


def fenced_code(lines: Lines, at: int, fence: str, indent: int) -> Run:
    """Code below a fence, up to a closing one or the end; `indent` columns are taken off."""
    code: list[str] = []
    at += 1
    while at < len(lines):
        line = lines[at]
        at += 1
        closing = line.strip()
        if len(closing) >= len(fence) and closing == fence[0] * len(closing):
            break
        code.append(line[min(indent, len(line) - len(line.lstrip(" "))) :])
    return code, at


def indented_code(lines: Lines, at: int) -> Run:
    """Lines with four columns or a tab before them, blank lines among them."""
    code: list[str] = []
    while at < len(lines):
        line = lines[at]
        if line.strip() and not line.startswith(("    ", "\t", " \t", "  \t", "   \t")):
            break
        code.append(line.expandtabs(4)[4:])
        at += 1
    return code, at


def up_to(lines: Lines, at: int, end: str) -> Run | None:
    """All lines up to and with the one that holds `end`, compared in small letters."""
    last = at
    while last < len(lines) and end not in lines[last].lower():
        last += 1
    return None if last == len(lines) else (list(lines[at : last + 1]), last + 1)


def template_tag(lines: Lines, at: int) -> Run | None:
    """A tag of Jekyll, Hugo and kin, `{% ... %}` or `{{ ... }}`, that fills its lines."""
    taken: list[str] = []
    for line in lines[at : at + _TEMPLATE_LINES]:
        if not line.strip():
            return None
        taken.append(line)
        if line.rstrip().endswith("}"):
            whole = line.rstrip().endswith(("%}", "}}"))
            return (taken, at + len(taken)) if whole else None
    return None


def footnote(lines: Lines, at: int, first: str) -> Run:
    """A footnote: what stands behind its label, and the indented lines below."""
    taken = [first]
    at += 1
    while at < len(lines) and lines[at].startswith(("  ", "\t")):
        taken.append(lines[at])
        at += 1
    return taken, at


def trimmed(lines: list[str]) -> str:
    """Lines as a verbatim text: no blank lines around it, tabs as blanks."""
    start, end = 0, len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    while start < end and not lines[start].strip():
        start += 1
    return "\n".join(line.rstrip().expandtabs(4) for line in lines[start:end])
