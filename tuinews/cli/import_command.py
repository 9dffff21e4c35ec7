"""Owns `tuinews import`: brings articles into the archive and says what came."""

from __future__ import annotations

import argparse
import difflib
from functools import partial

from tuinews.articles.importing.extras import ExtraMissingError
from tuinews.articles.importing.fetch import Limits
from tuinews.articles.importing.importer import Options, Summary, import_all
from tuinews.articles.sanitise import sanitise_line
from tuinews.cli import output
from tuinews.cli.options import load_settings, locate
from tuinews.cli.progress_line import ProgressLine
from tuinews.errors import ArchiveError, ExitCode, TuinewsError, UsageError

_LIMITS = Limits()
SHOWN = 20
"""How many failures are said one by one; `--json` has more."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "sources",
        nargs="+",
        metavar="SOURCE",
        help="an RSS or Atom feed, or an OPML list of feeds (file or address); an export in JSON "
        "Lines or CSV; a saved page, or a folder of them",
    )
    parser.add_argument(
        "--mapping",
        metavar="NAME",
        help="which mapping of the settings says what an export's columns are "
        "(default: the one that fits, else by the names of the columns)",
    )
    parser.add_argument(
        "--timeout",
        type=_seconds,
        default=_LIMITS.total,
        metavar="SECONDS",
        help=f"how long one address may take in all (default: {_LIMITS.total:g})",
    )
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def run(options: argparse.Namespace) -> ExitCode:
    """Import, and say what came."""
    if options.restricted:
        raise UsageError("import is not there with --restricted")
    if options.sample:
        raise UsageError("nothing is imported into the sample archive; name your own with -a DIR")
    archive = locate(options).archive
    mappings = load_settings(options, archive).values.mappings
    if options.mapping is not None and options.mapping not in mappings:
        near = difflib.get_close_matches(options.mapping, mappings, n=1)
        hint = f"did you mean '{near[0]}'?" if near else "settings have them under `mappings`"
        raise UsageError(f"no mapping named '{options.mapping}'; {hint}")
    total = options.timeout
    limits = Limits(min(_LIMITS.connect, total), min(_LIMITS.silence, total), total)
    line = ProgressLine()
    summary = Summary()
    fault: TuinewsError | None = None
    try:
        import_all(
            archive,
            options.sources,
            Options(mappings, options.mapping, limits),
            summary=summary,
            report=partial(_draw, line),
        )
    except (ArchiveError, ExtraMissingError) as error:
        if options.debug or not summary.files:
            raise
        fault = error  # what came before it stays, and is said
    finally:
        line.clear()
    _say(summary, as_json=options.json)
    if fault:
        output.complain(str(fault))
        return fault.exit_code
    if summary.read:
        found = summary.imported + summary.updated + summary.unchanged
        return ExitCode.DONE if found else ExitCode.NOTHING_FOUND
    return ExitCode.UNREADABLE


def _say(summary: Summary, *, as_json: bool) -> None:
    if as_json:
        output.say_json(
            {
                "imported": summary.imported,
                "updated": summary.updated,
                "unchanged": summary.unchanged,
                "failed": summary.failed,
                "files": summary.files,
                "failures": [
                    {"source": sanitise_line(one.source), "reason": sanitise_line(one.reason)}
                    for one in summary.failures
                ],
                "seconds": round(summary.seconds, 3),
            }
        )
        return
    for failure in summary.failures[:SHOWN]:
        output.complain(f"{failure.source}: {failure.reason}")
    if summary.failed > SHOWN:
        output.complain(f"and {summary.failed - SHOWN:,} more")
    counts = (
        (summary.imported, "imported"),
        (summary.updated, "new versions"),
        (summary.unchanged, "already there"),
        (summary.failed, "failed"),
    )
    said = ", ".join(f"{count:,} {name}" for count, name in counts if count)
    output.say(f"{said or 'nothing to import'} in {summary.seconds:.1f} s")


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.1 <= value <= 3600:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds from 0.1 to 3600")
    return value


def _draw(line: ProgressLine, summary: Summary) -> None:
    """Show how far the import is."""
    line.draw(
        f"{summary.done:,} of {summary.sources:,} sources, {len(summary.files):,} new articles"
    )
