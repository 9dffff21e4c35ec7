"""Owns how characters look on a terminal: a pen, and what has one pen become another.

A terminal keeps the last pen it was given, so only what differs need be sent.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

_LOOKS = {
    "1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "6": "25", "7": "27", "8": "28",
    "9": "29", "21": "24", "51": "54", "52": "54", "53": "55",
}  # fmt: skip
"""Codes of SGR (ECMA-48 8.3.117) that turn something on, and those that turn it off again."""
_SEEN_ON_BLANKS = frozenset(("4", "5", "6", "7", "9", "21", "51", "52", "53"))


class Pen(NamedTuple):
    """How what is written next looks, in codes of SGR.

    Attributes:
        ink: The colour of letters, "" for the terminal's own.
        ground: The colour behind them.
        looks: Everything else, sorted.
    """

    ink: str = ""
    ground: str = ""
    looks: tuple[str, ...] = ()

    @property
    def marks_blanks(self) -> bool:
        """Whether a blank shows more of it than its ground."""
        return not _SEEN_ON_BLANKS.isdisjoint(self.looks)

    def on_blanks(self, ground: str) -> Pen:
        """The most like this one of those with which a blank shows nothing but a ground."""
        looks = tuple(look for look in self.looks if look not in _SEEN_ON_BLANKS)
        return Pen(self.ink, ground, looks)


PLAIN = Pen()


@lru_cache(maxsize=4096)
def pen_after(pen: Pen, codes: str) -> Pen | None:
    """The pen that parameters of SGR make of `pen`; None when one of them is not known here."""
    ink, ground, looks = pen.ink, pen.ground, set(pen.looks)
    left = codes.split(";")[::-1]
    while left:
        code = left.pop().lstrip("0")
        if code == "":
            ink, ground, looks = "", "", set()
        elif code in _LOOKS:
            looks.add(code)
        elif code in _LOOKS.values():
            looks = {look for look in looks if _LOOKS[look] != code}
        elif code in ("38", "48"):
            kind = left.pop() if left else ""
            count = {"5": 1, "2": 3}.get(kind, len(left) + 1)
            if count > len(left):
                return None
            colour = ";".join((code, kind, *(left.pop() for _number in range(count))))
            ink, ground = (colour, ground) if code == "38" else (ink, colour)
        elif code in ("39", "49"):
            ink, ground = ("", ground) if code == "39" else (ink, "")
        elif len(code) == 2 and code[0] in "39" and code[1] < "8":
            ink = code
        elif (len(code) == 2 and code[0] == "4") or (len(code) == 3 and code[:2] == "10"):
            if code[-1] > "7":
                return None
            ground = code
        else:
            return None
    return Pen(ink, ground, tuple(sorted(looks)))


@lru_cache(maxsize=4096)
def change(before: Pen, after: Pen, *, piecemeal: bool) -> str:
    """The shortest sequence that makes one pen the other.

    Args:
        piecemeal: Whether the terminal can turn off one look and leave the others on.
    """
    if before == after:
        return ""
    stated = [*after.looks, *filter(None, (after.ink, after.ground))]
    anew = f"\x1b[{';'.join(('', *stated))}m" if stated else "\x1b[m"
    gone = [look for look in before.looks if look not in after.looks]
    if gone and not piecemeal:
        return anew
    off = dict.fromkeys(_LOOKS[look] for look in gone)
    # What turns one look off may turn off another that is to stay: 22 ends bold and dim.
    codes = [*off]
    codes += [look for look in after.looks if look not in before.looks or _LOOKS[look] in off]
    if after.ink != before.ink:
        codes.append(after.ink or "39")
    if after.ground != before.ground:
        codes.append(after.ground or "49")
    return min(anew, f"\x1b[{';'.join(codes)}m", key=len)
