"""Owns the queries that try to stall a search, and one of every kind that people ask."""

from __future__ import annotations

from typing import Final

ABUSIVE: Final[dict[str, str]] = {
    "one letter and a star": "e*",
    "a star on both sides": "*e*",
    "many stars": "*a*e*i*o*",
    "many patterns": "a* b* c* d* e* f* g* h*",
    "question marks": "???? ????? ??????",
    "everything but a pattern": "-e*",
    "a pattern of every letter": " OR ".join(
        f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz"
    ),
    "fuzzy common words": "the~2 said~2 of~2",
    "many fuzzy words": " ".join(f"word{number}~2" for number in range(300)),
    "a long fuzzy word": f"{'internationalization' * 8}~2",
    "a phrase of common words": '"the of the in the"',
    "a phrase of one word 800 times": f'"{"the " * 800}"',
    "800 words": " ".join(f"w{number}" for number in range(800)),
    "500 alternatives": " OR ".join(f"w{number}" for number in range(500)),
    "500 common alternatives": " OR ".join(["the", "of", "said", "in", "to"] * 100),
    "common words near each other": "the w/5 of",
    "common words near in a chain": "the w/9 of w/9 to w/9 in w/9 and w/9 a",
    "common words in a sentence": "the w/s of w/s to w/s in",
    "common words in a paragraph": "the w/p of w/p to w/p in",
    "far apart": "the w/1000 of pre/1000 in",
    "many alternatives near many": f"({' OR '.join(f'w{n}' for n in range(200))} OR the) w/9"
    f" ({' OR '.join(f'v{n}' for n in range(200))} OR of)",
    "patterns near each other": "*a* w/p *e*",
    "many patterns near each other": " w/9 ".join(
        "(" + " OR ".join(f"{first}{vowel}{last}*" for vowel in "aeiou" for last in "bdgk") + ")"
        for first in "cdfgh"
    ),
    "fuzzy words near each other": "the~2 w/9 said~2",
    "a pattern a thousand times": "atleast1000(trade* OR oil*)",
    "a chain as long as a query": " w/5 ".join(["the"] * 500),
    "many chains": " ".join(f"the w/{number} of" for number in range(1, 300)),
    "at least a thousand times": "atleast1000(the OR of OR to)",
    "many times at least": " ".join(f"atleast{number}(the)" for number in range(1, 200)),
    "words in capitals": "allcaps(A) allcaps(I) allcaps(US)",
    "stars in a path": "path:**a**b**c**d**e**f**",
    "stars in a path, many": " ".join("path:*a*b*c*d*" for _ in range(200)),
    "4,000 minuses": "-" * 4000 + "a",
    "60 groups": "(" * 60 + "trade" + ")" * 60,
    "1,000 parentheses": "(" * 1000,
    "nested exclusions": "-(-(-(-(trade OR -(kabul -(a OR -b))))))",
    "patterns in fields": "headline:*a* OR -headline:*b*",
    "a range of all time": "date:0001..9999 the",
    "many dates": " OR ".join(f"date:{year}" for year in range(1, 300)),
    "names like everything": "byline:*a* OR keyword:*e* OR place:*i* OR source:*o* OR desk:*u*",
    "fuzzy names": "byline:a~2 OR keyword:e~2 OR place:i~2",
    "misspelt words": " ".join(f"qzx{number}xzq" for number in range(200)),
    "a word of 4,000 letters": "a" * 4000,
    "4,000 quotes": '"' * 4000,
    "dots and hyphens": "a.-" * 1300,
    "letters of unspaced scripts": "日" * 4000,
    "marks": "e" + "\u0301" * 4000,
}
"""What it is -> a query of at most 4,096 characters."""
USUAL: Final = (
    "kabul trade", '"bilateral trade"', "trade OR commerce", "trade -sport", "headline:oil",
    "econom*", "gover?ment", "kabul~", "date:2021 oil", "words:>600", "oil w/5 prices",
    "econom* w/5 growth", "oil w/s prices", "atleast3(oil)", "oil sort:newest", "",
)  # fmt: skip
"""What people ask."""
