"""Owns the lines around a wire story that are about it: bylines, embargoes, end marks."""

from __future__ import annotations

import re

from tuinews.articles.agencies import is_agency
from tuinews.articles.dates import MONTHS, WEEKDAYS

_LONGEST = 160

_BY = re.compile(r"(?:[Bb]y|BY)\s+|(?:Par|Por|Von|Di|Da|Door|PAR|POR|VON|DI)\s+(?=[^\W\d_a-z])")
_BY_THE_DESK = re.compile(
    r"(?:Par la rédaction|Por la redacción|Da redação|Pela redação|Dalla redazione"
    r"|Van onze redactie|Von der Redaktion|Par notre correspondante?|De nuestr[oa] corresponsal"
    r"|Dal nostro (?:inviato|corrispondente)|Von unserem Korrespondenten"
    r"|Von unserer Korrespondentin|Van onze (?:correspondente?|verslaggever|verslaggeefster))"
    r"\b[^.!?:;]{0,50}",
    re.IGNORECASE,
)
_BY_LABEL = re.compile(
    r"(?:(?:Authors?|Words by|Written by|Autor(?:es|in|a)?|Auteure?s?|Autore|Text)\s?:\s"
    r"|(?:作者|撰文|记者|記者|文)\s?[:：]\s?)(?=\S)[^:：。]{2,100}"
)
_CONNECTORS_WORDS = """
and in at for with of the de del della di da do dos van von der den zu bin bint ibn al el y e et
und en la le du
"""
_CONNECTORS = frozenset(_CONNECTORS_WORDS.split())
_EMBARGO = re.compile(
    r"\W*(?:(?:STRICT(?:LY)?\s+)?EMBARGO(?:ED)?(?:\s+(?:UNTIL|TILL|FOR|TO)\b|\s*:|\W*$)"
    r"|(?:Strictly\s+)?[Ee]mbargo(?:ed)?(?:\s+(?:until|till)\b|\s+for\s+release\b|\s*:)"
    r"|NOT\s+FOR\s+(?:PUBLICATION|RELEASE|BROADCAST|DISTRIBUTION)\b|HOLD\s+FOR\s+RELEASE\b"
    r"|Not\s+for\s+(?:publication|release|broadcast)\s+(?:before|until)\b)"
)
_URGENT = re.compile(
    r"\W*(?:URGENT|FLASH|BULLETIN|BREAKING(?:\s+NEWS)?|NEWS\s?ALERT|ALERT|SNAP)\W*\d{0,3}\W*"
)
_RELEASE = re.compile(
    r"\W*(?:(?:FOR\s+)?IMMEDIATE\s+(?:PRESS\s+|NEWS\s+)?RELEASE\b.{0,60}"
    r"|(?:PRESS|NEWS|MEDIA)\s+RELEASE\W*)",
    re.IGNORECASE,
)
_SLUG = re.compile(r"(?:BC|AM|PM|[a-z]?\d{4})-{1,2}[A-Z][\w.&'’ ]{0,30}(?:--|-|,).{0,80}")
_CONTACT = re.compile(
    r"(?:media|press|news)?\s?contacts?(?:\s+information)?\s?(?::|\n)", re.IGNORECASE
)
_ADVISORY = re.compile(
    r"\((?:adds?|adding|updates?|updating|recasts?|corrects?|correcting|removes?|refiles?|rewrites?"
    r"|fixes|clarifies|repeats?|changes|inserts?|deletes|releads?|with\s|eds?:|editors?\b|rewrites"
    r"|new\sthroughout|attn|for\sother)[^()]*(?:\([^()]*\)[^()]*)*\)\.?"
    r"|(?:eds?|editors?|attention editors)\s?:\s.{1,150}",
    re.IGNORECASE,
)
_END_MARK = re.compile(
    r"(?:[-–—(/*<\[#=~ ]+\s*(?:30|ends?|fin|ende|e\s?n\s?d\s?s?)\s*[-–—)/*>\]#=~. ]+"
    r"|#{3,}|#(?:\s?#){2,}|\(?ENDS?\)?[./]*|\(ends?\)|-30-?|NNNN|[-/]+\s*ENDS?)",
    re.IGNORECASE,
)
_END_WORDS = frozenset(("end", "ends"))
_SIGN_OFF = re.compile(
    r"[(\[*_]?\s*(?:(?:additional|further|extra|with|original)\s+)?"
    r"(?:reporting|reported|writing|written|editing|edited|compiled|translation|translated"
    r"|graphics|production|research)\s(?:[^.:;()]{0,60}\s)?by[\s:]"
    r"|(?:r[ée]daction|édition|reportage|redacción|edición|reporte|redaktion|bearbeitung|redazione"
    r"|redação|edição|reportagem|traduction|traducción|tradução|übersetzung|redactie)\s?:\s"
    r"|our\s+standards:\s|(?:©|\(c\)|copyright\b)[^.]{0,80}\d{4}|all\s+rights\s+reserved\b",
    re.IGNORECASE,
)

_SIGN_OFF_BY_NAME = re.compile(
    r"[(\[*_]?\s*(?:[Rr]eportage|[Rr]eporte|[Rr]eportagem|[ÉéEe]dité|[Ee]ditad[oa]|[Ee]dição"
    r"|[Ee]dición|[Tt]raduit|[Tt]raducid[oa]|[Bb]earbeitet|[Üü]bersetzt)"
    r"\s(?:[^.:;()]{0,40}\s)?(?:de|por|par|von)\s[A-ZÀ-Þ][^.]{1,140}[.)\]*_]*"
)


def is_byline(text: str) -> bool:
    """`By Jane Doe, Associated Press`, but no sentence that begins so."""
    if _BY_THE_DESK.fullmatch(text) or (_BY_LABEL.fullmatch(text) and text[-1] not in ".!?"):
        return True
    found = _BY.match(text[:8])
    if not found or len(text) > 100:
        return False
    words = text[found.end() :].replace("|", " ").split()
    if not words or len(words) > 12 or words[0].strip(",.").lower() in (*MONTHS, *WEEKDAYS):
        return False
    if len(words) == 1:
        return is_agency(words[0]) or words[0].lower() in ("staff", "agencies")
    if text[-1] in ".!?:" and len(words[-1]) > 4:
        return False
    return all(
        word[0].isupper() or word.strip(",") in _CONNECTORS or not word[0].isalpha() or "@" in word
        for word in words
    )


def is_embargo(text: str) -> bool:
    """`EMBARGOED UNTIL 9 NOV 2021 00:01 GMT`, `NOT FOR PUBLICATION BEFORE NOON`."""
    return len(text) <= _LONGEST and bool(_EMBARGO.match(text))


def is_urgent(text: str) -> bool:
    """`URGENT`, `FLASH`, `BREAKING NEWS` on a line alone."""
    return len(text) <= 40 and bool(_URGENT.fullmatch(text))


def is_release(text: str) -> bool:
    """`FOR IMMEDIATE RELEASE`, `PRESS RELEASE` on a line alone."""
    return len(text) <= 100 and bool(_RELEASE.fullmatch(text))


def is_advisory(text: str) -> bool:
    """`(Adds details, quotes)`: what a desk tells other desks."""
    return len(text) <= 2 * _LONGEST and bool(_ADVISORY.fullmatch(text))


def is_slug(text: str) -> bool:
    """`BC-EU--Storm, 3rd Ld-Writethru`: what the wire calls the story."""
    return bool(_SLUG.fullmatch(text))


def is_contact(text: str) -> bool:
    """`Contact: Jane Doe, 555-0100`, above or below a press release."""
    return bool(_CONTACT.match(text))


def is_end_mark(text: str) -> bool:
    """`-30-`, `(END)`, `###`, `ENDS`: what follows is not the story."""
    if len(text) > 16 or not _END_MARK.fullmatch(text):
        return False
    return text.lower() not in _END_WORDS or text[0].isupper()


def is_sign_off(text: str) -> bool:
    """`Reporting by Jane Doe; Editing by John Roe`, and notices of copyright."""
    return len(text) <= 4 * _LONGEST and bool(
        _SIGN_OFF.match(text) or _SIGN_OFF_BY_NAME.fullmatch(text)
    )


def is_about_the_story(text: str) -> bool:
    """Whether a line is any of these."""
    return (
        is_byline(text)
        or is_embargo(text)
        or is_urgent(text)
        or is_release(text)
        or is_advisory(text)
        or is_end_mark(text)
        or is_sign_off(text)
    )
