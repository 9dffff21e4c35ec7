"""Owns wire files as agencies sent them, control bytes between fields: IPTC 7901, ANPA 1312."""

from __future__ import annotations

from dataclasses import replace

from tuinews.articles.article import Article, Paragraph, Section
from tuinews.articles.assembly import assemble
from tuinews.articles.body import Body
from tuinews.articles.metadata import Metadata, read_metadata
from tuinews.articles.newswire import read_wire
from tuinews.articles.source import Source
from tuinews.articles.wires import anpa, iptc
from tuinews.articles.wires.codes import is_ending, transmission_time
from tuinews.articles.wires.messages import Message, split_messages, without_controls
from tuinews.errors import UnreadableArticleError

_HEAD = 2000
"""Characters within which the head of a message ends."""
_ENDING = 4
"""Lines at most that end a text and are no part of it."""


def recognises(data: bytes) -> bool:
    """Whether a file begins with the head of a message, its control bytes in place."""
    start = data[:_HEAD].lstrip(b"\x16\x00\x7f\r\n \x05\x0f")
    if not start.startswith(b"\x01"):
        return False
    head = without_controls(start[1:].split(b"\x02", 1)[0]).decode("latin-1")
    return bool(iptc.HEAD.match(head) or anpa.HEAD.match(head))


def read(source: Source) -> Article:
    """Read a wire file: one article; each message beyond the first is a section of its own.

    Raises:
        UnreadableArticleError: The file holds no text.
    """
    messages = list(split_messages(source.data))
    if not messages:
        raise UnreadableArticleError("no message of a wire, and no text")
    metadata, body = _read_message(messages[0])
    for message in messages[1:]:
        body = _with_message(body, message)
    warnings = tuple(dict.fromkeys(w for message in messages for w in message.warnings))
    if source.truncated:
        warnings += (f"only the first {len(source.data) >> 20} MiB of this file are shown",)
    return assemble(
        source,
        format="iptc7901",
        encoding=messages[0].encoding,
        metadata=metadata,
        body=replace(body, warnings=(*body.warnings, *warnings)),
    )


def _read_message(message: Message) -> tuple[Metadata, Body]:
    head, (text, ending) = message.head, _part_ending(message.text)
    ending += [line for line in message.end.split("\n") if line.strip()]
    if not head and (found := anpa.HEAD.match(text[:_HEAD]) or iptc.HEAD.match(text[:_HEAD])):
        head, text = found[0], text[found.end() :]
    raw: dict[str, object]
    if (found := anpa.HEAD.match(head)) and not iptc.HEAD.match(head):
        raw, body = anpa.read_anpa(found, head, text)
    elif found := iptc.HEAD.match(head):
        raw, body = iptc.read_iptc(found, head, text)
    else:
        raw, body = {}, read_wire(text)
    raw["published"] = next(filter(None, map(transmission_time, reversed(ending))), None)
    notes = [f"wire: {' '.join(head.split())}"] if head else []
    notes += [" ".join(line.split()) for line in ending]
    metadata = read_metadata({key: value for key, value in raw.items() if value})
    return metadata, replace(body, notes=(*body.notes, *notes))


def _part_ending(text: str) -> tuple[str, list[str]]:
    """Part a text from the lines that end it: `./.`, initials, when it was sent."""
    lines = text.rstrip().split("\n")
    ending: list[str] = []
    while lines and len(ending) < _ENDING and (is_ending(lines[-1]) or not lines[-1].strip()):
        if line := lines.pop().strip():
            ending.insert(0, line)
    return "\n".join(lines), ending


def _with_message(body: Body, message: Message) -> Body:
    """A body with one more message: its headline is the crosshead of a section of its own."""
    metadata, more = _read_message(message)
    facts = [metadata.byline, more.byline, metadata.slugline, metadata.version]
    opening = [Paragraph(fact) for fact in facts if fact]
    if more.filed:
        opening.append(Paragraph(more.filed.text))
    sections = list(more.sections)
    if sections and sections[0].crosshead is None:
        opening += sections.pop(0).paragraphs
    crosshead = metadata.headline or more.headline or "(no headline)"
    return replace(
        body,
        sections=(*body.sections, Section(crosshead, tuple(opening)), *sections),
        notes=(*body.notes, *more.notes, *metadata.notes),
        links=(*body.links, *more.links),
    )
