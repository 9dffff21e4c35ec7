"""Owns the question whether words can be a place that a report is filed from, or its agency."""

from __future__ import annotations

from tuinews.articles.capitals import has_case, is_capitals
from tuinews.articles.dates import MONTHS, WEEKDAYS

_MOST_WORDS = 5
_LONGEST = 60

_OPENERS = """
a about after all an and as at because before but by dear during each every for from he her here
his how i if in into it its last my next no not of on one our over re she since some that their
there these they this those to today tomorrow under until we what when where which while who why
with yes yesterday you your
"""
_OPENS_SENTENCE = frozenset(_OPENERS.split())
# Labels and initials that stand in capitals before a dash or a colon and are no places.
_LABELS = """
update updated breaking urgent exclusive correction corrected note notes warning watch video photo
photos picture pictures opinion analysis live source sources contact contacts fact facts claim
verdict frage antwort bewertung question answer related summary background headline title tel
phone email web website tip spoiler fyi table graphic factbox timeline explainer interview review
preview advisory embargo embargoed editor editors more nato nasa who un u.n. eu u.s. us usa uk bp
ibm fifa uefa imf opec fbi cia nsa dhs epa fda cdc nhs bbc cnn isis isil wto unicef unesco asean
brics gop ceo gdp aids nfl nba mlb nhl ufc ncaa tv ai ev phd nb ps abstract introduction
conclusion results method methods disclaimer attention notice alert news date time venue location
where when what why how
"""
_IS_LABEL = frozenset(_LABELS.split())
_PARTICLES = """
de del della di da do dos das du des la las le les los el al an am ob im bei the of upon on and y
e sur sous en der den van von
"""
_IS_PARTICLE = frozenset(_PARTICLES.split())
_ELIDED = ("d'", "d’", "l'", "l’", "al")


def is_place(name: str) -> bool:
    """Whether a name can be a place's: a few words, each with a capital but for particles."""
    words = name.split()
    first = words[0].lower()
    if len(words) > _MOST_WORDS or len(name) > _LONGEST or first in _OPENS_SENTENCE:
        return False
    if first in WEEKDAYS or (first in MONTHS and len(words) == 1):
        return False
    if is_capitals(name) or not has_case(name):
        return True
    return all(w[0].isupper() or w in _IS_PARTICLE or w[:2] in _ELIDED for w in words)


def is_bare_place(name: str) -> bool:
    """Whether a name can be a place's where nothing but a dash says so: capitals, no label."""
    words = name.lower().split()
    labelled = words[0] in _IS_LABEL or words[-1] in _IS_LABEL
    return is_capitals(name) and len(words) < _MOST_WORDS and not labelled


def is_unknown_agency(name: str) -> bool:
    """Whether a name nobody knows can be an agency's: initials, or a few words with capitals."""
    words = name.split()
    return len(words) <= 4 and all(word[0].isupper() or not word[0].isalpha() for word in words)
