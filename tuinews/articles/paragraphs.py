"""Owns the finding of paragraphs in plain text: by blank lines, by lines, by indents.

Which way a text works is decided by evidence: in hard-wrapped text lines are about equally long,
the next word would not have fitted, and most lines end within a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from tuinews.articles.capitals import is_capitals

BlockKind = Literal["text", "item", "quote", "verbatim", "heading"]

WIDEST_WRAP = 100
"""Lines beyond this many columns were not wrapped by hand: each is a paragraph."""
_NARROWEST_WRAP = 40
MOST_LINES = 20_000
"""How many lines of a text are read closely: a book has about ten thousand."""
_TELLING_LINES = 4_000
"""How many lines from the top tell whether a text was wrapped."""
_TOP = 6
_TOP_LINES = 12
_CHUNK = 500
_VERSE = 60
"""Groups of lines no wider than this that do not fill a common width keep their lines."""

_RULE = re.compile(r"[-=_~*\s.]{3,}")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,}|~{3,})")
_HASHES = re.compile(r"#{1,6}\s+(?=[^#\s])")
_CLOSING = re.compile(r"(?:^|(?<=\s))#++$")
_BOLD = re.compile(r"\*\*([^*\s](?:[^*]*[^*\s])?)\*\*:?")
_WIKI = re.compile(r"={2,6}\s*([^=\s](?:[^=]*[^=\s])?)\s*={2,6}")
_BULLET = re.compile(r"\s*(?:([*•‣▪●■◦·+-])|(\d{1,3}[.)]|[a-z]\)))\s+(?=\S)")
_ROW = re.compile(r"\S\t+\S|\S {3,}\S")
_ENDED = re.compile(r"[.!?:;…。！？；：؟।][\"'”’»)\]」』]*")
_CLOSERS = "\"'”’»)]」』"
_TERMINALS = tuple(".!?:;…。！？；：؟।")
_CJK = re.compile("[\u2e80-\u312f\u31a0-\ua4cf\uf900-\ufaff\uff01-\uff60]")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as found: one line of text, but for `verbatim`, which keeps its lines.

    `gap` says that a blank line, or the start of the text, stands before it.
    """

    text: str
    kind: BlockKind = "text"
    gap: bool = True


@dataclass(frozen=True, slots=True)
class LinesApart:
    """Two questions about a line near the top of a text.

    `begins` says that a paragraph begins with it, as one does with a dateline; `is_whole` that it
    is one by itself, as a byline is.
    """

    begins: Callable[[str], bool]
    is_whole: Callable[[str], bool]


def find_blocks(text: str, lines_apart: LinesApart) -> list[Block]:
    """Part a plain text into paragraphs.

    Args:
        text: Sanitised text.
        lines_apart: What tells lines near the top that no blank line need part from others.
    """
    lines = text.split("\n")
    groups: list[list[str]] = [[]]
    for line in lines[:MOST_LINES]:
        line = line.rstrip()
        if line:
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    groups = [group for group in groups if group]
    width = _wrap_width(_telling(groups))
    blocks: list[Block] = []
    for number, group in enumerate(groups):
        gap = True
        top = lines_apart if len(blocks) < _TOP else None
        parts = (
            _as_block(group, 0) if len(group) == 1 else _part(group, width, top, first=number == 0)
        )
        for block_text, kind in parts:
            blocks.append(Block(block_text, kind, gap))
            gap = False
    blocks += as_they_stand(lines[MOST_LINES:])
    return blocks


def as_they_stand(lines: list[str]) -> list[Block]:
    """Lines beyond what is worth reading closely, as blocks that keep them as they are."""
    chunks = (lines[at : at + _CHUNK] for at in range(0, len(lines), _CHUNK))
    texts = ("\n".join(chunk).strip("\n").expandtabs() for chunk in chunks)
    return [Block(text, "verbatim") for text in texts if not text.isspace() and text]


def join_lines(lines: list[str]) -> str:
    """One line from several: a blank between them, but none within CJK or after a hyphen."""
    joined = lines[0].strip()
    pieces = [joined]
    for line in lines[1:]:
        line = line.strip()
        if not line:
            continue
        last = pieces[-1]
        hyphenated = last[-1:] == "-" and last[-2:-1].isalpha() and line[0].islower()
        if not hyphenated and not (_CJK.match(last[-1:]) and _CJK.match(line)):
            pieces.append(" ")
        pieces.append(line)
    return "".join(pieces)


def without_closing(heading: str) -> str:
    """A heading without the hashes that close it (`Storm ##`), unless they are of it (`C#`)."""
    return _CLOSING.sub("", heading.rstrip()).rstrip()


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does, closing quotes and brackets set aside."""
    return text.rstrip(_CLOSERS).endswith(_TERMINALS)


def _telling(groups: list[list[str]]) -> list[list[str]]:
    left = _TELLING_LINES
    taken: list[list[str]] = []
    for group in groups:
        if left <= 0:
            break
        taken.append(group[:left])
        left -= len(group)
    return taken


def _wrap_width(groups: list[list[str]]) -> int:
    """The column that lines were wrapped at by hand; 0 when they were not."""
    long = short = breaks = full = open_ended = 0
    width = 0
    for group in groups:
        for line in group:
            if len(line) > WIDEST_WRAP:
                long += 1
            else:
                short += 1
                if len(group) > 1 and len(line) > width and not _ROW.search(line):
                    width = len(line)
    if width < _NARROWEST_WRAP or long * 10 > short:
        return 0
    for group in groups:
        for line, following in pairwise(group):
            if _BULLET.match(following) or _ROW.search(line) or is_capitals(line):
                continue
            if len(line) * 10 < width * 6:
                continue  # a heading, or the end of a paragraph: says nothing of the width
            breaks += 1
            full += not _fits(line, following, width)
            open_ended += not ends_sentence(line)
    return width if full * 2 >= breaks and open_ended * 2 >= breaks and breaks else 0


def _fits(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line had room on this one."""
    word = following.split(maxsplit=1)[0]
    room = 1 if _CJK.match(word) else len(word)
    return len(line) + 1 + room <= width


def _part(
    group: list[str], width: int, top: LinesApart | None, *, first: bool
) -> Iterator[tuple[str, BlockKind]]:
    """The paragraphs within lines that no blank line parts."""
    if len(group) > 1 and len(group[0]) <= 80 and _UNDERLINE.fullmatch(group[1].strip()):
        yield group[0].strip(), "heading"
        group = group[2:]
    start = 0
    while start < len(group):
        end = start
        while end < len(group) and _ROW.search(group[end].strip()):
            end += 1
        if end - start >= 2:
            yield "\n".join(group[start:end]).expandtabs(), "verbatim"
            start = end
            continue
        end = max(end, start + 1)
        while end < len(group) and not (
            _ROW.search(group[end].strip())
            and end + 1 < len(group)
            and _ROW.search(group[end + 1].strip())
        ):
            end += 1
        yield from _prose(group[start:end], width, top, first=first)
        start = end


def _prose(
    lines: list[str], width: int, top: LinesApart | None, *, first: bool
) -> Iterator[tuple[str, BlockKind]]:
    """The paragraphs of lines that are no table."""
    start = 0
    if top:
        for number in range(1, min(len(lines), _TOP_LINES)):
            if top.begins(lines[number]) or top.is_whole(lines[number - 1]):
                yield from _run_of_prose(lines[start:number], width, first=first)
                start = number
    yield from _run_of_prose(lines[start:], width, first=first and not start)


def _run_of_prose(lines: list[str], width: int, *, first: bool) -> Iterator[tuple[str, BlockKind]]:
    bullets = sum(1 for line in lines if _BULLET.match(line))
    filled = _is_filled(lines, width)
    if not filled and not first and not bullets and _is_verse(lines):
        yield "\n".join(lines), "verbatim"
        return
    indents = [len(line) - len(line.lstrip()) for line in lines]
    margin = min(indents)
    taken = [lines[0]]
    for number, line in enumerate(lines[1:], 1):
        in_item = bool(_BULLET.match(taken[0]))
        indented = indents[number] >= margin + 2 and indents[number] > indents[number - 1]
        if (
            (bool(_BULLET.match(line)) and (in_item or bullets > 1))
            or (indented and not in_item)
            or not _belongs(lines[number - 1], line, width, filled=filled, in_item=in_item)
        ):
            yield from _as_block(taken, bullets)
            taken = []
        taken.append(line)
    yield from _as_block(taken, bullets)


def _belongs(last: str, line: str, width: int, *, filled: bool, in_item: bool) -> bool:
    """Whether a line carries on the paragraph of the line before it."""
    if last.lstrip().startswith(">") and line.lstrip().startswith(">"):
        return True
    if in_item and line[:1].isspace() and len(last) <= WIDEST_WRAP:
        return True
    if not filled or len(last) > WIDEST_WRAP or len(line) > WIDEST_WRAP + 20:
        return False
    if _is_marked(last) or _is_marked(line):
        return False
    if is_capitals(last) != is_capitals(line) and (
        is_capitals(last) or ends_sentence(last) or _fits(last, line, width)
    ):
        return False
    return not (ends_sentence(last) and _fits(last, line, width * 9 // 10))


def _is_marked(line: str) -> bool:
    return bool(
        _HASHES.match(line)
        or _WIKI.fullmatch(line)
        or _BOLD.fullmatch(line.strip())
        or _RULE.fullmatch(line)
    )


def _is_filled(lines: list[str], width: int) -> bool:
    """Whether these lines were wrapped at the width: most have no room for the next word."""
    if not width:
        return False
    pairs = list(pairwise(lines))
    roomy = sum(1 for last, line in pairs if _fits(last, line, width * 85 // 100))
    return roomy * 2 <= len(pairs) or (len(pairs) == 1 and not ends_sentence(lines[0]))


def _is_verse(lines: list[str]) -> bool:
    return (
        len(lines) >= 3
        and max(map(len, lines)) <= _VERSE
        and sum(map(ends_sentence, lines)) * 2 <= len(lines)
        and not any(map(is_capitals, lines))
        and not any(map(_is_marked, lines))
    )


def _as_block(lines: list[str], bullets: int) -> Iterator[tuple[str, BlockKind]]:
    text = join_lines(lines)
    if _RULE.fullmatch(text):
        return
    if found := _HASHES.match(text):
        yield without_closing(text[found.end() :]), "heading"
    elif found := _BOLD.fullmatch(text) or _WIKI.fullmatch(text):
        yield found[1], "heading"
    elif text.startswith(">"):
        quoted = [line.strip().lstrip("> ") for line in lines]
        if text := join_lines([line for line in quoted if line] or [""]):
            yield text, "quote"
    elif (found := _BULLET.match(text)) and (bullets > 1 or (found[1] and found[1] not in "+-")):
        yield text[found.end() :] if found[1] else text.strip(), "item"
    else:
        yield text, "text"
