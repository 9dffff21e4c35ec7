"""Owns `tuinews alerts`: the new hits of saved searches, each once; and saving searches."""

from __future__ import annotations

import argparse
import datetime as dt
import difflib
import fcntl
import os
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tuinews import paths
from tuinews.cli import output
from tuinews.cli.archive import marks_of, open_as_it_is, open_in_step
from tuinews.cli.documents import row_document
from tuinews.cli.listings import say_headline
from tuinews.cli.options import Place, locate
from tuinews.errors import ExitCode, QueryError, TuinewsError, UsageError
from tuinews.index.catalogue import Catalogue
from tuinews.index.dates import BadDateError, read_period
from tuinews.index.hits import Hit
from tuinews.index.partly import strictly
from tuinews.index.querylang import parse
from tuinews.index.search import search
from tuinews.reader.database import Database
from tuinews.reader.searches import SavedSearch, Searches, SearchNameError

LAST = "last"
_EPILOG = """\
Without an option it prints, for each saved search of the archive, the hits that it has not
printed before, and remembers them once they are printed. What matched when a search was saved
is not new, nor is an article that was moved or corrected. It is silent when there is nothing,
so that cron sends no mail:

  */10 * * * *  tuinews -a /srv/wire alerts

Exit status: 0 new hits, 1 none, 2 a search cannot be understood, 3 archive, index or the memory
of what was printed cannot be used."""


@dataclass(slots=True)
class _Found:
    """What a saved search has found: its hits, and which of them, as indices, are to be printed."""

    search: SavedSearch
    hits: Sequence[Hit] = ()
    exact: bool = True
    chosen: list[int] = field(default_factory=list)

    def met(self, catalogue: Catalogue) -> list[tuple[str, bytes]]:
        """The hits as they are remembered."""
        return [(hit.id, catalogue.rows.digest(hit.row)) for hit in self.hits]


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EPILOG
    action = parser.add_mutually_exclusive_group()
    action.add_argument(
        "--since",
        default=LAST,
        metavar="WHEN",
        help="`last`: what was not printed before (the default); or a day, as 2021-11-07 or 7d: "
        "hits published since then, whether printed or not, and nothing is remembered",
    )
    action.add_argument(
        "--add", nargs=2, metavar=("NAME", "QUERY"), help="save a search under a name"
    )
    action.add_argument("--remove", metavar="NAME", help="remove a saved search")
    action.add_argument("--list", action="store_true", help="print the saved searches")
    parser.add_argument("--no-sync", action="store_true", help="search the index as it is")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(options: argparse.Namespace) -> ExitCode:
    """Do what the options say."""
    place = locate(options)
    folder = paths.state_dir()
    with closing(Database.open(folder)) as database:
        searches = Searches(database, place.archive)
        try:
            if options.list:
                return _list(searches, as_json=options.json)
            if options.since != LAST:
                return _tell(options, place, searches, _day(options.since))
            if not database.keeps:
                raise TuinewsError(f"alerts cannot be remembered: {database.notice}")
            if options.add:
                return _add(options, place, searches, *options.add)
            if options.remove is not None:
                return _remove(searches, options.remove)
            with _alone(folder):
                return _tell(options, place, searches, None)
        except sqlite3.Error as error:
            raise TuinewsError(f"{folder}: saved searches cannot be used: {error}") from error


def _tell(
    options: argparse.Namespace, place: Place, searches: Searches, since: dt.date | None
) -> ExitCode:
    """Print hits published `since` a day, or with None those that were not printed before."""
    saved = searches.all()
    if not saved:
        output.complain(
            "no saved searches in this archive; add one: tuinews alerts --add NAME QUERY"
        )
        return ExitCode.NOTHING_FOUND
    with closing(_open(options, place)) as catalogue:
        found, status = [], ExitCode.NOTHING_FOUND
        for each in saved:
            try:
                found.append(_find(place, catalogue, each))
            except QueryError as error:
                output.complain(f"saved search '{each.name}': {error}")
                status = error.exit_code
        for one in found:
            one.chosen = (
                searches.news(one.search.name, one.met(catalogue), "told")
                if since is None
                else [
                    number
                    for number, hit in enumerate(one.hits)
                    if catalogue.rows.published_date(hit.row) >= since
                ]
            )
        _print(catalogue, found, since, as_json=options.json)
        sys.stdout.flush()
        for one in found if since is None else ():
            searches.meet(one.search.name, one.met(catalogue), "told")
    return ExitCode.DONE if any(one.chosen for one in found) else status


def _print(
    catalogue: Catalogue, found: Sequence[_Found], since: dt.date | None, *, as_json: bool
) -> None:
    rows = catalogue.rows
    if as_json:
        document = {
            "since": since.isoformat() if since else LAST,
            "new": sum(len(one.chosen) for one in found),
            "searches": [
                {
                    "name": one.search.name,
                    "query": one.search.query,
                    "new": len(one.chosen),
                    "partial": not one.exact,
                    "hits": [row_document(rows, one.hits[number]) for number in one.chosen],
                }
                for one in found
            ],
        }
        output.say_json(document)
        return
    with_news = [one for one in found if one.chosen]
    for place, one in enumerate(with_news):
        if place:
            output.say()
        output.say(f"{one.search.name}: {len(one.chosen):,} new")
        for number in one.chosen:
            say_headline(rows, one.hits[number])


def _add(
    options: argparse.Namespace, place: Place, searches: Searches, name: str, query: str
) -> ExitCode:
    with output.pointing_into(query):
        parse(query)
    with closing(_open(options, place)) as catalogue:
        found = _find(place, catalogue, SavedSearch(name, query, dt.datetime.now(dt.UTC)))
        try:
            saved = searches.save(name, query, found.met(catalogue))
        except SearchNameError as error:
            remedy = "; name it otherwise, or --remove that one" if searches.find(name) else ""
            raise UsageError(f"{error}{remedy}") from error
    output.say(f"{saved.name}: saved; articles that match by now: {len(found.hits):,}")
    return ExitCode.DONE


def _remove(searches: Searches, name: str) -> ExitCode:
    if searches.remove(name):
        return ExitCode.DONE
    near = difflib.get_close_matches(name, [each.name for each in searches.all()], n=1)
    hint = f"; did you mean '{near[0]}'?" if near else ""
    output.complain(f"no saved search '{name}'{hint}")
    return ExitCode.NOTHING_FOUND


def _list(searches: Searches, *, as_json: bool) -> ExitCode:
    saved = searches.all()
    if as_json:
        output.say_json(
            {
                "searches": [
                    {
                        "name": each.name,
                        "query": each.query,
                        "created": each.created.isoformat(timespec="seconds"),
                    }
                    for each in saved
                ]
            }
        )
    else:
        width = max((len(each.name) for each in saved), default=0)
        for each in saved:
            output.say(f"{each.name:<{width}}  {each.query}")
    return ExitCode.DONE if saved else ExitCode.NOTHING_FOUND


def _open(options: argparse.Namespace, place: Place) -> Catalogue:
    return open_as_it_is(place) if options.no_sync else open_in_step(place, patient=True)


def _find(place: Place, catalogue: Catalogue, saved: SavedSearch) -> _Found:
    """All hits of a saved search, newest first.

    Raises:
        QueryError: The query cannot be understood.
    """
    results = search(
        catalogue,
        strictly(parse(saved.query)),
        limit=len(catalogue.rows),
        sort="newest",
        marks=marks_of(place),
        archive=place.archive,
    )
    if not results.exact:
        output.complain(f"saved search '{saved.name}' took too long and was cut")
    return _Found(saved, results.hits, results.exact)


def _day(text: str) -> dt.date:
    try:
        return read_period(text, dt.date.today())[0]
    except BadDateError as error:
        raise UsageError(f"--since: {error}; write last, 7d or 2021-11-07") from None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait for another `tuinews alerts` to end, so that no hit is printed by both."""
    descriptor = os.open(folder / "alerts.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
