"""Owns `tuinews index`: brings the index in step with the folder and shows how far it is."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from functools import partial

from tuinews.cli import output
from tuinews.cli.options import locate
from tuinews.cli.progress_line import ProgressLine
from tuinews.errors import ExitCode
from tuinews.index.indexer import settle, sync
from tuinews.index.merger import Merger
from tuinews.index.progress import Progress, Summary

WIDTH = 24
"""Characters of the bar."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--rebuild", action="store_true", help="build it anew from the articles")
    parser.add_argument(
        "--verify", action="store_true", help="read every file, also where size and time are equal"
    )
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def run(options: argparse.Namespace) -> ExitCode:
    """Index, and say what changed."""
    place = locate(options)
    line = ProgressLine()
    with Merger(place.index) as merger:
        try:
            summary = sync(
                place.archive,
                place.index,
                rebuild=options.rebuild,
                verify=options.verify,
                trusted=place.trust_index,
                report=partial(draw_bar, line),
                merger=merger,
            )
        finally:
            line.clear()
        while merger.wait():
            settle(place.index, merger, trusted=place.trust_index)
    if options.json:
        output.say_json(asdict(summary))
    else:
        output.say(describe(summary))
        if summary.failed:
            failed = output.counted(summary.failed, "file")
            output.complain(f"{failed} could not be read; tuinews doctor says why")
    return ExitCode.DONE


def describe(summary: Summary) -> str:
    """One line: what is indexed and what changed."""
    changes = [
        f"{count:,} {name}"
        for name, count in (
            ("added", summary.added),
            ("updated", summary.updated),
            ("deleted", summary.deleted),
            ("unchanged", summary.unchanged),
            ("failed", summary.failed),
        )
        if count
    ]
    return (
        f"{output.counted(summary.articles, 'article')} ({', '.join(changes) or 'empty folder'})"
        f" in {summary.seconds:.1f} s"
    )


def draw_bar(line: ProgressLine, progress: Progress) -> None:
    """Show how far indexing is."""
    if not progress.total:
        return
    filled = WIDTH * progress.done // progress.total
    left = f", {progress.seconds_left:.0f} s left" if progress.seconds_left is not None else ""
    line.draw(
        f"[{'#' * filled}{'.' * (WIDTH - filled)}] {progress.done:,} of "
        f"{progress.total:,} articles, {progress.articles_per_second:,.0f}/s{left}"
    )
