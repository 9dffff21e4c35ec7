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
_INLINE = re.compile(r"[\\`*\[\]<]|~~|\b_|_\b|_{2,}|&(?=#?\w{1,32};)|\$(?=[^\s$])")
_OPENING = re.compile(r"[!#%&()+,\-./:;=>?@^_{|}~]")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_UNTARGETED = re.compile(r"[\s()<>\[\]\"\\`{}|^*]")
_FENCE = re.compile(r"`{3,}")


def render(draft: Draft, version: int = 1) -> str:
    """The file of a tidied draft; a version over 1 is stated in its front matter."""
    return f"{_front_matter(draft, version)}{render_body(draft)}"


def render_body(draft: Draft) -> str:
    """The Markdown of a tidied draft's blocks, each but the items of a list set apart."""
    parts = []
    before = None
    for block in draft.blocks:
        if before is not None:
            parts.append("\n" if before == block.kind == "item" else "\n\n")
        parts.append(_block(block))
        before = block.kind
    return "".join(parts) + "\n" if parts else ""


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
    text = "".join(
        _escape(run) if isinstance(run, str) else f"[{_escape(run.text)}]({_target(run)})"
        for run in block.runs
    )
    if isinstance(block.runs[0], str):
        if _OPENING.match(text):
            text = f"\\{text}"
        text = _NUMBERED.sub(r"\1\\\2", text, count=1) if text[0].isdigit() else text
    if block.kind == "crosshead" and text.endswith("#"):
        text = f"{text[:-1]}\\#"  # else it would be the closing mark of a heading
    return text


def _escape(text: str) -> str:
    return _INLINE.sub(lambda found: "".join(f"\\{sign}" for sign in found[0]), text)


def _target(link: Link) -> str:
    """The address with what would end it in Markdown percent-encoded."""
    return _UNTARGETED.sub(lambda found: quote(found[0]), link.url)
