"""Owns what a draft looks like as a file: YAML front matter and Markdown that reads back the same.

Nothing in a draft's text may be taken for markup: a paragraph that starts with `#` or `---`, or
holds `*` or `[x](y)`, is escaped with backslashes, as CommonMark has it.
"""

from __future__ import annotations

import html
import re
from urllib.parse import quote

from tuinews.articles.article import Link
from tuinews.articles.importing.draft import Block, Draft

_KEYS = (
    *("headline", "byline", "published", "updated", "desk", "source", "located", "keywords"),
    *("url", "language", "slugline", "embargo", "urgency", "summary"),
)
_INLINE = re.compile(r"[\\`*\[\]<]|~~|(?<![^\W_])_|_(?![^\W_])|\{(?=:)")
_OPENING = re.compile(r"[!#%()+,\-./:;=>?@^_{|}~]")
_NUMBERED = re.compile(r"\A(\d{1,9})([.)])(?=\s|$)")
_UNTARGETED = re.compile(r"[\s()<>\[\]\"\\`{}|^*]")
_ESCAPED_BRACE = re.compile(r"(?<!\\)((?:\\\\)*)\\\{")
_FENCE = re.compile(r"`{3,}")


def render(draft: Draft, version: int = 1) -> str:
    """The file of a tidied draft; a version over 1 is stated in its front matter."""
    return f"{_front_matter(draft, version)}{render_body(draft)}"


def render_body(draft: Draft) -> str:
    """The Markdown of a tidied draft's blocks, each but the items of a list set apart.

    Notes follow as comments, which is how Markdown says what is not text.
    """
    parts = []
    before = None
    for block in draft.blocks:
        if before is not None:
            parts.append("\n" if before == block.kind == "item" else "\n\n")
        parts.append(_block(block))
        before = block.kind
    parts += (f"\n\n<!-- {_escape(note).replace('--', '-&#45;')} -->" for note in draft.notes)
    return "".join(parts).lstrip("\n") + "\n" if parts else ""


def _front_matter(draft: Draft, version: int) -> str:
    import yaml

    values: dict[str, object] = {}
    for key in _KEYS:
        value = getattr(draft, key)
        if isinstance(value, str):
            values[key] = _referenced(value)
        elif isinstance(value, tuple):
            if value:
                values[key] = [_referenced(word) for word in value]
        elif value is not None:
            values[key] = value
    if version > 1:
        values["version"] = version
    if not values:
        return ""
    block = yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=1 << 20)
    return f"---\n{block}---\n\n"


def _referenced(text: str) -> str:
    """The text with its ampersands as references, where reading would take them for such."""
    return text.replace("&", "&amp;") if html.unescape(text) != text else text


def _block(block: Block) -> str:
    match block.kind:
        case "verbatim":
            longest = max((len(fence) for fence in _FENCE.findall(block.text)), default=2)
            fence = "`" * (longest + 1)
            return f"{fence}\n{block.text}\n{fence}"
        case "crosshead":
            return f"## {_line(block)}"
        case "item":
            return f"- {_line(block)}"
        case "quote":
            return f"> {_line(block)}"
        case "text":
            return _line(block)


def _line(block: Block) -> str:
    parts = []
    for run in block.runs:
        if isinstance(run, str):
            parts.append(_escape(run))
            continue
        if parts and parts[-1].endswith("!"):
            parts[-1] = f"{parts[-1][:-1]}&#33;"  # else the link would be a picture
        words = _escape(run.text)
        if words.startswith("^"):
            words = f"\\{words}"  # else it would be a footnote
        parts.append(f"[{words}]({_target(run)})")
    text = "".join(parts)
    if isinstance(block.runs[0], str):
        text = f"\\{text}" if _OPENING.match(text) else _NUMBERED.sub(r"\1\\\2", text)
    if text.endswith("\\\\"):
        text = f"{text[:-2]}&#92;"  # else it might be a hard line break
    if block.kind == "crosshead":
        if text.endswith("#"):
            text += " ##"  # closes the heading, so that what is before stays
        elif text.endswith("}"):
            # Else these might be attributes.
            text = _ESCAPED_BRACE.sub(r"\1{", text).replace("{", "&#123;")
    return text


def _escape(text: str) -> str:
    return _INLINE.sub(lambda found: "".join(f"\\{sign}" for sign in found[0]), _referenced(text))


def _target(link: Link) -> str:
    """The address with what would end it in Markdown percent-encoded."""
    return _UNTARGETED.sub(lambda found: quote(found[0]), link.url)
