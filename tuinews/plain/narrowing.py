"""Owns narrowing and coming back in plain browsing: facets, periods, saved searches."""

from __future__ import annotations

import re
import sqlite3

from tuinews.plain.listing import PlainListing
from tuinews.tui.facet_choices import FACETS, Choice, choices
from tuinews.tui.narrowing import DATE, STATE, WIDE, Filter
from tuinews.tui.periods import say_period
from tuinews.tui.saved import Saved, look_up, save, whole_query

MOST_PERIODS = 60
"""Periods that are said; those before are reached by narrowing."""
_PERIOD = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|1\d|2[0-8]))?)?")
_FIELDS = {"year": DATE, "state": STATE}


class PlainNarrowing(PlainListing):
    """The part that narrows the list and keeps searches."""

    def do_facets(self, argument: str) -> None:
        offered = self._choices(argument)
        if argument.isdecimal():
            number = self.chosen(argument, len(offered), "a facet")
            if number is not None:
                self._toggle(offered[number].filter)
            return
        field, colon, value = argument.partition(":")
        if colon and field in FACETS and value.strip():
            self._toggle(Filter(_FIELDS.get(field, field), value.strip().strip('"')))
            return
        if not offered:
            self.say("Nothing to narrow by")
        for number, choice in enumerate(offered):
            if not argument or choice.facet == argument:
                taken = ", taken" if choice.taken else ""
                shown = self.desk.settings.desks.get(choice.value, choice.value)
                value = shown if choice.facet == "desk" else choice.value
                self.say(f"{number + 1}. {choice.facet}: {value}, {choice.count:,}{taken}")

    def _choices(self, argument: str) -> list[Choice]:
        """What can be narrowed to, all of a facet that is named; numbers stay those of all."""
        listing = self.listing
        survey = self.surveyor.survey_of(listing) if listing is not None else None
        if survey is None:
            return []
        unfolded = {argument} & {*FACETS}
        return [each for each in choices(survey, self.narrowing, unfolded) if each.value]

    def _toggle(self, wanted: Filter) -> None:
        before = self.narrowing
        self.narrowing = before.toggled(wanted)
        if self.ask():
            self.say_listed()
            self.say_page()
        else:
            self.narrowing = before

    def do_timeline(self, argument: str) -> None:
        listing = self.listing
        asked = (listing.counted or self.surveyor.survey()) if listing is not None else None
        counted = [each for each in asked.timeline if each[1]] if asked is not None else []
        known = [period for period, _ in counted]
        if argument:
            if argument in known or _PERIOD.fullmatch(argument):
                self._toggle(Filter(DATE, argument))
            else:
                self.say("Type a period as 2021, 2021-11 or 2021-11-09")
            return
        if not counted:
            self.say("Nothing to narrow by")
        for period, count in counted[-MOST_PERIODS:]:
            self.say(f"{period}: {say_period(period)}, {count:,}")

    def do_widen(self, _argument: str) -> None:
        if not self.narrowing:
            self.say("The list is not narrowed")
            return
        self.narrowing = self.narrowing.widened()
        self.show_anew()

    # Saved searches.

    def do_saved(self, argument: str) -> None:
        found = self._saved()
        if not argument:
            if not found:
                self.say("No search is saved; save_search and a name saves the present one")
            for number, each in enumerate(found):
                said = each.problem or f"{each.query}; {each.said}"
                self.say(f"{number + 1}. {each.name}: {said}")
            return
        saved = self._of_name(found, argument)
        if saved is not None:
            self.narrowing = WIDE
            self.do_search(saved.query)
            if not saved.problem:
                self._seen(saved)

    def do_save_search(self, argument: str) -> None:
        query = whole_query(self.text, self.narrowing)
        if not query or not argument:
            self.say("Search first, then type save_search and a name")
            return
        self.say(save(self.session, self.reader.searches, argument, query))

    def do_remove_search(self, argument: str) -> None:
        saved = self._of_name(self._saved(), argument)
        if saved is None:
            return
        try:
            self.reader.searches.remove(saved.name)
        except sqlite3.Error as error:
            self.say(f"This search cannot be removed: {error}")
        else:
            self.say(f"Removed {saved.name}")

    def _saved(self) -> tuple[Saved, ...]:
        try:
            return look_up(self.session, self.reader.searches)
        except sqlite3.Error as error:
            self.say(f"Saved searches cannot be read: {error}")
            return ()

    def _seen(self, saved: Saved) -> None:
        try:
            self.reader.searches.meet(saved.name, self.session.hits(saved.query), "seen")
        except sqlite3.Error:
            return  # its hits stay new, which loses nothing

    def _of_name(self, found: tuple[Saved, ...], argument: str) -> Saved | None:
        named = next((each for each in found if each.name == argument), None)
        if named is not None:
            return named
        number = self.chosen(argument, len(found), "saved search")
        return None if number is None else found[number]
