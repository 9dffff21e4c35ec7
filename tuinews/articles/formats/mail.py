"""Owns mail: a message of a mailing list or a newsletter, or those of an mbox, as an article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tuinews.articles.article import Article, Link, Paragraph, Section
from tuinews.articles.assembly import assemble
from tuinews.articles.body import Body
from tuinews.articles.markup.flow import read_markup
from tuinews.articles.metadata import read_metadata
from tuinews.articles.mime import Part, looks_like_mail, read_message, split_mbox
from tuinews.articles.newswire import read_wire
from tuinews.articles.paragraphs import MOST_LINES
from tuinews.articles.plaintext import clean
from tuinews.articles.sanitise import sanitise_line
from tuinews.articles.source import Source

_MESSAGES = 1000
"""Messages of one mbox that become sections; the rest follows as text."""
_NOTED = ("from", "to", "cc", "reply-to", "list-id", "message-id", "in-reply-to")
"""Headers kept as notes. Those that tell of the transport (Received, DKIM ...) are left out."""

_ADDRESS = re.compile(r'\s*"?([^"<>]*?)"?\s*<([^<>]*)>')
_BARE_ADDRESS = re.compile(r"\s*([^\s()<>,]+@[^\s()<>,]+)(?:\s*\(([^()]*)\))?")
_PHRASE = re.compile(r'\s*"?([^"<>]*?)"?\s*(?:<([^<>]*)>)?\s*$')
_WEB = re.compile(r"<?(https?://[^\s<>]+)>?")
_QUOTE_MARKS = re.compile(r"(>*) ?(.*)")
_SIGNATURE = "\n-- \n"
_FOOTER = re.compile(r"\n(?:_{30,}|-{30,}|={30,})\n(?=(?:[^\n]*\n?){1,10}\Z)")


@dataclass(frozen=True, slots=True)
class _Words:
    """What a message says: its text, how that is to be read, and what came with it."""

    body: Body
    encoding: str
    attachments: tuple[str, ...]
    warnings: tuple[str, ...]


def recognises(data: bytes) -> bool:
    """Whether a file begins as mail does."""
    return looks_like_mail(data)


def read(source: Source) -> Article:
    """Read a file of mail: one article, whatever the number of its messages.

    Of several messages each is a section whose crosshead is the message's subject, with a first
    paragraph of sender and date; headline and metadata are the first one's. Addresses are kept
    in notes alone.

    Raises:
        UnreadableArticleError: The file holds no message.
    """
    raw = list(split_mbox(source.data))
    messages = [read_message(data) for data in raw[:_MESSAGES]] or [read_message(b"")]
    words = [_read_words(message) for message in messages]
    first, body = messages[0], words[0].body
    warnings = [warning for said in words for warning in said.warnings]
    notes = [*body.notes, *_notes(first), *words[0].attachments]
    if len(messages) > 1:
        body = replace(body, sections=tuple(_threaded(messages, words)), filed=None, headline=None)
        notes += [n for m, w in zip(messages[1:], words[1:], strict=True) for n in _notes_of(m, w)]
    if left := raw[_MESSAGES:]:
        body = replace(body, sections=(*body.sections, Section(None, tuple(_unread(left)))))
        warnings.append(f"of {len(raw):,} messages {_MESSAGES:,} are read, the rest is shown as is")
    if source.truncated:
        warnings.append(f"only the first {len(source.data) >> 20} MiB of this file are shown")
    return assemble(
        source,
        format="mail",
        encoding=words[0].encoding,
        metadata=read_metadata(_metadata(first, messages[-1])),
        body=replace(
            body, byline=None, notes=tuple(notes), warnings=tuple(dict.fromkeys(warnings))
        ),
    )


def _metadata(first: Part, last: Part) -> Mapping[str, object]:
    """The headers that say what an article's fields say."""
    name, _ = _person(first.header("from"))
    updated = last.header("date") if last is not first else ""
    raw = {
        "headline": first.header("subject"),
        "byline": [name] if name else [],
        "published": first.header("date"),
        "updated": updated,
        "source": first.header("organization"),
        "keywords": [*_listed(first.header("keywords")), *_list_names(first)],
        "language": first.header("content-language"),
        "url": _web_address(first),
        "summary": first.header("comments"),
    }
    return {key: value for key, value in raw.items() if value}


def _person(value: str) -> tuple[str, str]:
    """The name and the address of the first person a header names; the address where no name is."""
    if found := _ADDRESS.match(value[:1000]):
        return found[1].strip() or found[2].strip(), found[2].strip()
    if found := _BARE_ADDRESS.match(value[:1000]):
        return (found[2] or found[1]).strip(), found[1]
    return value[:200].strip(), ""


def _listed(value: str) -> list[str]:
    return [word.strip() for word in re.split(r"[,;]", value) if word.strip()]


def _list_names(message: Part) -> list[str]:
    """What the mailing list is called; where it has no name, the first part of its id."""
    found = _PHRASE.match(message.header("list-id")[:1000])
    if not found:
        return []
    name = found[1].strip() or (found[2] or "").split(".", 1)[0]
    return [name] if name else []


def _web_address(message: Part) -> str:
    for header in ("archived-at", "x-archived-at", "list-archive"):
        if found := _WEB.search(message.header(header)):
            return found[1]
    return ""


def _notes(message: Part) -> list[str]:
    """Who wrote to whom, on which list: what no field of an article holds."""
    return [
        f"{name.title().replace('Id', 'ID')}: {sanitise_line(value)}"
        for name in _NOTED
        for value in message.headers.get(name, ())
        if value
    ]


def _notes_of(message: Part, words: _Words) -> Iterator[str]:
    """Notes of a later message, under its subject where there are any."""
    yield from words.body.notes
    yield from words.attachments
    if sender := message.header("from"):
        yield f"From: {sanitise_line(sender)}"


def _threaded(messages: list[Part], words: list[_Words]) -> Iterator[Section]:
    """The sections of several messages, each message's under its subject."""
    for message, said in zip(messages, words, strict=True):
        name, _ = _person(message.header("from"))
        facts = ", ".join(fact for fact in (name, message.header("date")) if fact)
        opening = (Paragraph(sanitise_line(facts)),) if facts else ()
        if filed := said.body.filed:
            opening = (*opening, Paragraph(filed.text))
        sections = said.body.sections
        subject = sanitise_line(message.header("subject")).strip() or "(no subject)"
        if sections and sections[0].crosshead is None:
            yield Section(subject, opening + sections[0].paragraphs)
            sections = sections[1:]
        else:
            yield Section(subject, opening)
        yield from sections


def _unread(raw: list[bytes]) -> Iterator[Paragraph]:
    text = clean(b"\n\n".join(raw).decode("utf-8", "replace"))
    for paragraph in text.split("\n\n"):
        if line := " ".join(paragraph.split()):
            yield Paragraph(line)


def _read_words(message: Part) -> _Words:
    """The text of a message, from the part of it that is best read."""
    attachments: list[str] = []
    texts = list(_texts(message, attachments))
    warnings = list(message.all_warnings())
    bodies: list[Body] = []
    encoding = "utf-8"
    subject = clean(message.header("subject"))
    for part in texts:
        text, encoding, trouble = part.text()
        warnings += trouble
        if part.media == "text/html":
            bodies.append(read_markup(text, headline=subject))
        else:
            bodies.append(_read_plain(clean(text.replace("\r\n", "\n")), part, subject))
    return _Words(_joined(bodies), encoding, tuple(attachments), tuple(warnings))


def _texts(part: Part, attachments: list[str]) -> Iterator[Part]:
    """The parts that are read, in order; what else there is, is named as attached."""
    if part.media == "multipart/alternative":
        if chosen := _chosen(part.parts):
            yield from _texts(chosen, attachments)
    elif part.parts:
        for inner in part.parts:
            yield from _texts(inner, attachments)
    elif part.attached or part.media not in ("text/plain", "text/html"):
        if part.data or part.name:
            attachments.append(_attachment(part))
    elif part.data.strip():
        yield part


def _chosen(parts: tuple[Part, ...]) -> Part | None:
    """Of several forms of one text the plain one, unless it is empty; else the last with text."""
    with_text = [part for part in parts if _has_text(part)]
    plain = [part for part in with_text if part.media == "text/plain"]
    return next(iter(plain or with_text[-1:]), None)


def _has_text(part: Part) -> bool:
    if part.parts:
        return any(map(_has_text, part.parts))
    return part.media in ("text/plain", "text/html") and bool(part.data.strip())


def _attachment(part: Part) -> str:
    name = sanitise_line(part.name or "without a name")
    return f"attached: {name} ({sanitise_line(part.media)}, {len(part.data):,} bytes)"


def _read_plain(text: str, part: Part, subject: str) -> Body:
    text, notes = _part_signature(text)
    if part.parameters.get("format", "").lower() == "flowed":
        text = _unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    body = read_wire(text, headline=subject or None)
    return replace(body, notes=(*body.notes, *notes))


def _part_signature(text: str) -> tuple[str, list[str]]:
    """Part a text from the signature and the mailing list's footer below it."""
    notes: list[str] = []
    if found := _FOOTER.search(text, max(0, len(text) - 2000)):
        notes.append(text[found.end() :])
        text = text[: found.start()]
    start = f"\n{text}".rfind(_SIGNATURE)
    if start >= 0:
        notes.insert(0, text[start + len(_SIGNATURE) - 1 :])
        text = text[:start]
    joined = [
        " · ".join(line.strip() for line in note.split("\n") if line.strip()) for note in notes
    ]
    return text, [note for note in joined if note]


def _unflow(text: str, *, delete_space: bool) -> str:
    """Join the lines of flowed text (RFC 3676); each paragraph gets blank lines around it."""
    paragraphs: list[list[str]] = []
    depth_before = -1
    open_ended = False
    lines = text.split("\n", MOST_LINES)
    for line in lines[:MOST_LINES]:
        found = _QUOTE_MARKS.match(line)
        depth, words = (len(found[1]), found[2]) if found else (0, line)
        if open_ended and depth == depth_before:
            paragraphs[-1].append(words)
        else:
            paragraphs.append(["> " * bool(depth) + words])
        open_ended = words.endswith(" ") and bool(words.strip())
        if open_ended and delete_space:
            paragraphs[-1][-1] = paragraphs[-1][-1][:-1]
        depth_before = depth
    joined = ["".join(words).rstrip() for words in paragraphs]
    return "\n\n".join(joined + lines[MOST_LINES:])


def _joined(bodies: list[Body]) -> Body:
    """One body of several: the first one's facts, the sections of all."""
    if not bodies:
        return Body(())
    sections: list[Section] = list(bodies[0].sections)
    notes: list[str] = list(bodies[0].notes)
    links: dict[str, Link] = {link.url: link for link in bodies[0].links}
    for body in bodies[1:]:
        lost = [
            text for text in (body.headline, body.byline, body.filed and body.filed.text) if text
        ]
        opening = tuple(Paragraph(text) for text in lost)
        following = list(body.sections)
        if following and following[0].crosshead is None:
            opening += following.pop(0).paragraphs
        if sections:
            last = sections.pop()
            sections.append(replace(last, paragraphs=last.paragraphs + opening))
        elif opening:
            sections.append(Section(None, opening))
        sections += following
        notes += body.notes
        links |= {link.url: link for link in body.links if link.url not in links}
    return replace(
        bodies[0], sections=tuple(sections), notes=tuple(notes), links=tuple(links.values())
    )
