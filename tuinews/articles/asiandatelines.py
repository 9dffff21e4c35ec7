"""Owns the datelines of agencies in China, Japan and Korea, each of which has a form of its own."""

from __future__ import annotations

import re

from tuinews.articles.filed import Filed

_CHINESE = re.compile(
    r"(?P<source>新华社|中新社|新華社)(?P<place>[^\W\d]{2,10}?)(?P<month>\d{1,2})月(?P<day>\d{1,2})日电"
    r"(?:\s*[（(][^）)]{1,40}[）)])?\s*"
)
_JAPANESE = re.compile(
    r"【(?P<place>[^】=＝]{1,8}?)[=＝]?(?P<source>共同|時事|AFP=時事|AFP|ロイター|聯合ニュース)】"
)
_REUTERS_JAPAN = re.compile(
    r"[［\[](?P<place>[^\]］\s]{1,12})\s+(?P<day>\d{1,2})日\s+(?P<source>ロイター|AFP|時事|共同)[］\]]"
    r"\s*[-－—]*\s*"
)
_KOREAN = re.compile(
    r"[(\[](?P<place>[^\W\d]{1,8})\s*=\s*(?P<source>연합뉴스|뉴시스|뉴스1)[)\]]"
    r"(?:[^=\n]{1,30}=)?\s*"
)
_FULL_DATE = re.compile(
    r"(?P<place>[^\W\d]{2,12})[、，,]\s?(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日\s?"
    r"[（(](?P<source>[^（）()]{2,20})[）)]\s*[-－—―–:：]*\s*"
)
_FORMS = (_FULL_DATE, _CHINESE, _JAPANESE, _REUTERS_JAPAN, _KOREAN)


def find_agency_form(head: str) -> Filed | None:
    """The dateline that a paragraph opens with, if it is in one of these forms."""
    for form in _FORMS:
        if found := form.match(head):
            parts = found.groupdict()
            year, month, day = (int(parts.get(n) or 0) or None for n in ("year", "month", "day"))
            text = head[: found.end()].rstrip(" -－—―–:：")
            return Filed(text, parts["place"], parts["source"], year, month, day, found.end())
    return None
